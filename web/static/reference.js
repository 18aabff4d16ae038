// Checklists: ticks are kept in this browser only. Every page works without this file.
for (const list of document.querySelectorAll("[data-checklist]")) {
  const key = "imgdir-checklist-" + list.dataset.checklist;
  const boxes = [...list.querySelectorAll("input[data-item]")];
  const progress = list.querySelector("[data-progress]");
  const clear = list.querySelector("[data-clear]");
  let done = [];
  try {
    const kept = JSON.parse(localStorage.getItem(key) || "[]");
    done = Array.isArray(kept) ? kept : [];
  } catch {
    done = [];
  }
  const show = () => {
    const ticked = boxes.filter((box) => box.checked);
    for (const box of boxes) box.closest(".item").classList.toggle("done", box.checked);
    progress.textContent = ticked.length + " of " + boxes.length + " done, kept in this browser only.";
    progress.hidden = clear.hidden = ticked.length === 0;
    try {
      localStorage.setItem(key, JSON.stringify(ticked.map((box) => box.dataset.item)));
    } catch {
      progress.textContent = ticked.length + " of " + boxes.length + " done; this browser does not let us keep it.";
    }
  };
  for (const box of boxes) {
    box.checked = done.includes(box.dataset.item);
    box.addEventListener("change", show);
  }
  clear.addEventListener("click", () => {
    for (const box of boxes) box.checked = false;
    show();
  });
  if (done.length) show();
}
