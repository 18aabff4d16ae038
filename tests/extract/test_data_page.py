"""JSON behind a page is read like the page that it fills."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import data_page
from pipeline.model import Page
from pipeline.reading import read

WHO = "International medical graduates may apply for this observership."
WEEKS = "The observership lasts four weeks."


def page(data: Any, kind: str = "application/json; charset=utf-8") -> Page:
    return Page(
        "https://hospital.example/api/observers",
        datetime(2026, 5, 17, tzinfo=UTC),
        json.dumps(data).encode(),
        kind,
    )


def test_each_object_of_a_list_is_a_program_and_every_quote_stands_in_the_file() -> None:
    data = [
        {
            "id": 7,
            "title": "Neurology Observership",
            "audience": WHO,
            "length": WEEKS,
            "programFee": "It costs $500.",
        },
        {
            "id": 8,
            "title": "Cardiology Observership",
            "audience": WHO,
            "length": WEEKS,
            "programFee": "It costs $700.",
        },
    ]
    found = page(data)
    reading = read(found)
    assert [(one.title, [fee.amount for fee in one.fees]) for one in reading.listings] == [
        ("Neurology Observership", [500]),
        ("Cardiology Observership", [700]),
    ]
    quotes = [fact.quote for one in reading.listings for fact in one.facts]
    assert quotes
    assert all(quote in found.body.decode() for quote in quotes), quotes


def test_markup_inside_of_a_value_is_read_as_markup() -> None:
    content = f'<h2 class="a">Who</h2>\n<p>{WHO} {WEEKS}</p>\n<h2>Fees</h2><p>The program fee is $500 for the month.</p>'
    found = page(
        {
            "id": 12,
            "status": "publish",
            "type": "page",
            "link": "https://hospital.example/observers",
            "title": {"rendered": "Visitors &#8211; Observership Program"},
            "content": {"rendered": content, "protected": False},
        }
    )
    reading = read(found)
    (one,) = reading.listings
    assert [fee.amount for fee in one.fees] == [500]
    assert one.audience["img_graduate"] == "yes"
    text = data_page.page(found).body.decode()
    assert "publish" not in text
    assert "<title>Visitors – Observership Program</title>" in text


def test_what_is_no_json_or_cannot_be_read_stays_as_it_is() -> None:
    for body, kind in (
        (b"{torn", "application/json"),
        (b'{"a": "b c"}', "text/html"),
        (b"[" * 100_000, "application/json"),
    ):
        one = Page("https://hospital.example/x", datetime(2026, 5, 17, tzinfo=UTC), body, kind)
        assert data_page.page(one) is one


@settings(deadline=None, max_examples=50)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda x: st.lists(x) | st.dictionaries(st.text(), x),
    )
)
def test_any_json_is_written_out(data: Any) -> None:
    written = data_page.page(page(data, "application/vnd.api+json"))
    assert written.content_type.startswith("text/html")
    read(written)
