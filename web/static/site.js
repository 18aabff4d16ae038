// Progressive: every page works without this file. It keeps a shortlist in this browser, opens the filters on a wide
// screen where CSS cannot, and keeps empty fields out of addresses. It sends nothing anywhere.
(() => {
  "use strict";
  const KEY = "imgdir.shortlist";
  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(found) ? found.filter((id) => typeof id === "string").slice(0, 100) : [];
    } catch {
      return [];
    }
  };
  const write = (ids) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(ids.slice(0, 100)));
      return true;
    } catch {
      return false;
    }
  };
  const address = (ids) => "/shortlist" + (ids.length ? "?" + new URLSearchParams(ids.map((id) => ["id", id])) : "");

  for (const button of document.querySelectorAll("[data-shortlist]")) {
    const id = button.dataset.shortlist;
    const show = () => {
      const listed = read().includes(id);
      button.textContent = listed ? "On your shortlist (remove)" : "Add to shortlist";
      button.setAttribute("aria-pressed", String(listed));
    };
    button.addEventListener("click", () => {
      const ids = read();
      if (!write(ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id])) {
        button.textContent = "This browser does not keep data";
        return;
      }
      show();
    });
    button.hidden = false;
    show();
  }

  const list = document.querySelector("[data-shortlist-page]");
  if (list) {
    list.querySelector("[data-scriptless]").hidden = true;
    const kept = read();
    const shown = new URLSearchParams(location.search).getAll("id");
    if (!("fromAddress" in list.dataset)) {
      if (kept.length) location.replace(address(kept));
      else list.querySelector("[data-empty]").hidden = false;
    } else if (shown.some((id) => !kept.includes(id))) {
      list.querySelector("[data-offer]").hidden = false;
      list.querySelector("[data-keep]").addEventListener("click", () => {
        write([...new Set([...read(), ...shown])]);
        list.querySelector("[data-offer]").hidden = true;
      });
    }
    const clear = list.querySelector("[data-clear]");
    if (clear && kept.length) {
      clear.hidden = false;
      clear.addEventListener("click", () => {
        write([]);
        location.assign("/shortlist");
      });
    }
  }

  const filters = document.getElementById("filters");
  if (filters && matchMedia("(min-width: 75rem)").matches) filters.open = true;

  for (const form of document.forms) {
    if (form.method !== "get") continue;
    form.addEventListener("submit", () => {
      for (const field of form.elements) if (field.name && !field.value) field.disabled = true;
    });
  }
  addEventListener("pageshow", () => {
    for (const form of document.forms) for (const field of form.elements) field.disabled = false;
  });
})();
