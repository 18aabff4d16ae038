"""The applicant's way in a real Chromium: phone and desktop, keyboard, scripts off, and what axe finds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from icalendar import Calendar

from tests.web_pages.conftest import Site
from tests.web_pages.test_server import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.server]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1440, "height": 900}


@pytest.fixture
def phone(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=PHONE, has_touch=True, accept_downloads=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def desk(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport=DESK, accept_downloads=True)
    yield context.new_page()
    context.close()


def test_search_filter_and_evidence_on_a_phone(served: Site, phone: Any) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(served.root + "/")
    phone.get_by_role("searchbox", name="Words").fill("observership")
    phone.get_by_role("button", name="Find places").click()
    assert "q=observership" in phone.url and "state=" not in phone.url
    before = int(phone.locator("#count").inner_text().split(" of ")[0].replace(",", ""))
    phone.locator("#filters > summary").click()
    phone.locator("input[name=state][value=NY]").check()
    phone.get_by_role("button", name="Apply filters").first.click()
    after = int(phone.locator("#count").inner_text().split(" of ")[0].replace(",", ""))
    assert 0 < after < before and "state=NY" in phone.url
    phone.get_by_role("link", name="Remove filter State: New York").click()
    assert int(phone.locator("#count").inner_text().split(" of ")[0].replace(",", "")) == before
    phone.locator("a.name").first.click()
    mark = phone.locator("details.evidence > summary").first
    quote = phone.locator("q.quote").first
    assert not quote.is_visible()
    mark.click()
    assert quote.is_visible()
    assert "#:~:text=" in phone.locator("details.evidence[open] a").first.get_attribute("href")
    assert all(url.startswith(served.root) for url in asked)
    assert phone.context.cookies() == []


def test_the_whole_way_by_keyboard(served: Site, desk: Any) -> None:
    desk.goto(served.root + "/directory/opportunities")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.className") == "skip"
    desk.keyboard.press("Enter")
    desk.keyboard.press("Tab")
    assert desk.evaluate("document.activeElement.id") == "q"
    desk.keyboard.type("peds")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**q=peds**")
    box = desk.locator("input[name=audience]").first
    box.focus()
    desk.keyboard.press("Space")
    assert box.is_checked()
    outline = desk.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    desk.keyboard.press("Enter")
    desk.wait_for_url("**audience=**")


def test_compare_and_shortlist_stay_in_this_browser(served: Site, desk: Any, tmp_path: Path) -> None:
    desk.goto(served.root + "/directory/opportunities?type=observership")
    boxes = desk.locator("input[name=id]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    desk.get_by_role("button", name="Compare the chosen").click()
    assert desk.locator("thead th").count() == 2
    desk.locator("thead a").first.click()
    desk.get_by_role("button", name="Add to shortlist").click()
    assert desk.get_by_role("button", name="On your shortlist").is_visible()
    desk.goto(served.root + "/shortlist")
    desk.wait_for_url("**/shortlist?id=**")
    assert desk.locator("a.name").count() == 1
    with desk.expect_download() as saved:
        desk.get_by_role("link", name="CSV").first.click()
    saved.value.save_as(tmp_path / "list.csv")
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 1
    desk.get_by_role("button", name="Clear").click()
    desk.wait_for_url("**/shortlist")
    assert desk.locator("[data-empty]").is_visible()


def test_can_i_go_sorts_with_reasons_and_shares_by_address(served: Site, phone: Any, browser: Any) -> None:
    phone.goto(served.root + "/can-i-go")
    phone.get_by_label("Budget").fill("600")
    phone.get_by_label("USMLE Step 1").check()
    phone.get_by_role("button", name="Sort the directory").click()
    assert phone.locator("#yes").is_visible() and phone.locator("#ask").is_visible()
    assert phone.locator(".reasons li").first.inner_text()
    other = browser.new_context(java_script_enabled=False).new_page()
    other.goto(phone.url)
    assert other.locator("#yes").inner_text() == phone.locator("#yes").inner_text()
    other.context.close()


def test_feeds_and_csv_of_exactly_this_view(served: Site, desk: Any, tmp_path: Path) -> None:
    desk.goto(served.root + "/directory/opportunities?state=NY&type=observership")
    number = int(desk.locator("#count").inner_text().split(" of ")[0])
    with desk.expect_download() as saved:
        desk.locator(".takeaway").get_by_role("link", name="CSV").click()
    saved.value.save_as(tmp_path / "view.csv")
    with (tmp_path / "view.csv").open(encoding="utf-8-sig", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == number and {row["state"] for row in found} == {"NY"}
    atom = desk.request.get(served.root + desk.get_by_role("link", name="Atom feed").get_attribute("href"))
    feed = feedparser.parse(atom.body())
    assert not feed.bozo and len(feed.entries) == min(number, 100)
    ics = desk.request.get(
        served.root + desk.get_by_role("link", name="calendar of deadlines").get_attribute("href")
    )
    assert len(Calendar.from_ical(ics.body()).walk("VEVENT")) == sum(bool(row["deadline"]) for row in found)


def test_everything_works_with_scripts_off(served: Site, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(served.root + "/directory/opportunities?q=clinic")
    page.locator("#filters > summary").click()
    page.locator("input[name=audience][value=img_graduate]").check()
    page.get_by_role("button", name="Apply filters").first.click()
    assert "audience=img_graduate" in page.url
    page.locator("a.name").first.click()
    page.locator("details.evidence > summary").first.click()
    assert page.locator("q.quote").first.is_visible()
    page.goto(served.root + "/shortlist")
    assert page.get_by_text("Scripts are off").is_visible()
    context.close()


def test_no_page_is_wider_than_its_window_or_breaks_the_policy(served: Site, browser: Any) -> None:
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if "Content Security" in message.text else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    wide = []
    for path in PAGES:
        page.goto(served.root + path)
        for width in (360, 720, 768, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((path, width))
    context.close()
    assert not wide and not said


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_axe_finds_nothing(served: Site, browser: Any, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    faults = []
    for path in PAGES if width == 360 else PAGES[:8]:
        page.goto(served.root + path)
        page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true })")
        found = axe.run(
            page,
            options={
                "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
                "resultTypes": ["violations"],
            },
        )
        faults += [
            f"{path}: {fault['id']}: {fault['nodes'][0]['html'][:120]}"
            for fault in found.response["violations"]
        ]
    context.close()
    assert not faults
