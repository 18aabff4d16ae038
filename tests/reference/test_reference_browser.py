"""The reference pages in a real Chromium: accessible, nothing wider than the screen, ticks kept, usable without script."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from web.app import site

CHROMIUM = Path("/usr/bin/chromium")
PAGES = (
    "/specialties",
    "/specialty/neurology?score=247&ranks=6",
    "/specialty/internal-medicine/print",
    "/specialty/emergency-medicine/checklist",
    "/specialty/retina",
    "/guides",
    "/guides/letters",
    "/guides/interviews",
    "/guides/calendar",
    "/guides/awards",
    "/guides/outlook",
    "/guides/match-figures",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.server,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no Chromium at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def address(directory_file: Path) -> Iterator[str]:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(site(lambda: directory_file).app(), log_level="error", lifespan="on")
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM))
        yield opened
        opened.close()


@pytest.mark.parametrize(("width", "scheme", "turn"), [(360, "light", 0), (1440, "dark", 1)])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, address: str, width: int, scheme: str, turn: int
) -> None:
    """Every page is measured at both widths; axe, which is slow, takes every page once, half of them at each."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for number, path in enumerate(PAGES):
        assert page.goto(address + path).status == 200, path  # type: ignore[union-attr]
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        ), path
        if number % 2 != turn:
            continue
        found = Axe().run(page).response["violations"]
        assert not found, (path, [(item["id"], item["nodes"][0]["html"][:120]) for item in found])
    assert not said
    assert all(url.startswith(address) for url in asked)
    context.close()


def test_ticks_are_kept_in_this_browser_only(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/specialty/psychiatry/checklist")
    assert page.locator("[data-progress]").is_hidden()
    page.locator("input[data-item]").nth(1).check()
    assert page.locator("[data-progress]").inner_text().startswith("1 of ")
    page.goto(f"{address}/specialty/psychiatry")
    assert page.locator("input[data-item]").nth(1).is_checked()
    page.locator("[data-clear]").click()
    page.reload()
    assert page.locator("input[data-item]:checked").count() == 0
    assert not context.cookies()
    context.close()


def test_my_score_can_be_asked_with_the_keyboard_and_without_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/specialty/neurology")
    page.get_by_role("spinbutton", name="Step 2 CK score").fill("247")
    page.keyboard.press("Enter")
    page.wait_for_url("**score=247**")
    assert "Yours, 247" in page.locator(".mine").first.inner_text()
    context.close()


def test_the_print_page_makes_a_pdf_with_every_table_open(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    import pdfplumber

    page = browser.new_page()
    page.goto(f"{address}/specialty/neurology/print")
    page.pdf(path=str(tmp_path / "neurology.pdf"))
    with pdfplumber.open(tmp_path / "neurology.pdf") as pdf:
        text = "\n".join(sheet.extract_text() or "" for sheet in pdf.pages)
    for words in (
        "By year",
        "What is not known",
        "Anything by visa",
        "After you have graduated",
        "NRMP is not affiliated",
    ):
        assert words in text
    page.close()
