"""What counts as a change of a page, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from pipeline.fingerprint import TYPOGRAPHY, fingerprint, said
from pipeline.model import Page
from pipeline.text import document

SITES = Path(__file__).resolve().parent.parent / "web" / "sites"

PAGE = """<html><head><title>Observership</title><script>var token="{token}"</script></head><body><header>Top</header>
<nav><a href="/menu">{menu}</a></nav><main><h1>Observership</h1><p>{text}</p><table><tr><td>Fee</td><td>{fee}</td></tr></table>
<a href="/apply{query}">{apply}</a><input type="hidden" name="csrf" value="{token}"></main><footer>{footer}</footer></body></html>"""
PLAIN = {
    "token": "1",
    "menu": "Menu",
    "text": "Four weeks, at the hospital's clinic.",
    "fee": "$400",
    "query": "",
    "apply": "Apply",
    "footer": "2025",
}


def of(**changes: str) -> str:
    return fingerprint((PAGE.format(**(PLAIN | changes))).encode(), "text/html; charset=utf-8")


@pytest.mark.parametrize(
    "changes",
    [
        {"token": "2"},
        {"menu": "Other menu"},
        {"footer": "2026, page 77 of 80"},
        {"query": ";jsessionid=4F2A.node1"},
        {"text": "Four   weeks,\n at the hospital’s clinic."},
    ],
)
def test_tokens_chrome_and_typography_are_no_change(changes: dict[str, str]) -> None:
    assert of(**changes) == of()


def test_a_query_that_only_carries_a_session_is_no_change() -> None:
    assert of(query="?id=3&sid=AAA") == of(query="?id=3&sid=BBB")


@pytest.mark.parametrize(
    "changes",
    [
        {"fee": "$450"},
        {"text": "Three weeks, at the hospital's clinic."},
        {"query": "?form=2027"},
        {"apply": "Closed"},
    ],
)
def test_words_cells_and_links_are_a_change(changes: dict[str, str]) -> None:
    assert of(**changes) != of()


def test_what_is_no_html_is_compared_byte_for_byte() -> None:
    assert fingerprint(b"%PDF-1.4", "application/pdf") == ""
    assert fingerprint(b"{}", "application/json") == ""


def test_any_bytes_have_a_fingerprint() -> None:
    assert fingerprint(b"", "text/html") and fingerprint(b"\xff\xfe\x00<p>", "text/html")


def test_whatever_is_read_is_in_the_fingerprint() -> None:
    """A block that the fingerprint left out could change unnoticed: the made-up web has every kind of block."""

    def folded(text: str) -> str:
        for fancy, plain in TYPOGRAPHY:
            text = text.replace(fancy, plain)
        return "".join(text.replace("\u00ad", "").split())

    blocks = 0
    for file in sorted(SITES.glob("*/*.html")):
        body = file.read_bytes()
        words = folded(said(LexborHTMLParser(body)).words)
        page = Page(f"http://{file.parent.name}/x", datetime(2026, 11, 20, tzinfo=UTC), body)
        for block in document(page).blocks:
            assert folded(block.text) in words, (file, block.text)
            blocks += 1
    assert blocks > 100
