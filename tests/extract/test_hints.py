"""What a source's file says of its page reaches the reader, and is never believed against the page."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import ModuleType

import pytest

from imgdir.building import read_page
from pipeline.model import Page, Reading
from pipeline.sources import Source
from tests.extract.page import page, whole
from tests.store.world import source

NAMELESS = whole(
    "<main><h1>International Visitors</h1><p>Physicians from abroad may spend four weeks with our teams. The fee is "
    "$300. Applicants must submit a curriculum vitae and the application form 60 days before they come. "
    "Questions go to visitors@lakeside.example.</p><p>Visitors may join teaching conferences and "
    "seminars for international medical graduates.</p></main>",
    title="International Visitors | Lakeside Hospital",
)
NAMED = NAMELESS.replace("International Visitors", "Clinical Observership Program")


def read(html: str, **more: object) -> Reading:
    return read_page(page(html, url="https://lakeside.example/visitors"), source(**more))  # type: ignore[arg-type]


def types(reading: Reading) -> list[str]:
    return [listing.type for listing in reading.listings]


def test_the_type_of_a_source_stands_where_its_page_names_none() -> None:
    assert types(read(NAMELESS)) == ["other"]
    assert types(read(NAMELESS, type_hint="observership")) == ["observership"]


@pytest.mark.parametrize("hint", ["elective", "award", "research", "externship"])
def test_the_type_of_a_source_is_never_believed_against_its_page(hint: str) -> None:
    plain, hinted = read(NAMED), read(NAMED, type_hint=hint)
    assert types(plain) == ["observership"]
    assert hinted == plain


def test_a_hint_adds_no_proof_and_no_other_value() -> None:
    (plain,), (hinted,) = read(NAMELESS).listings, read(NAMELESS, type_hint="observership").listings
    assert not any(fact.field == "type" for fact in hinted.facts)
    assert replace(hinted, type="other", facts=()) == replace(plain, facts=())


def test_a_refusal_that_names_no_type_is_of_the_type_that_the_source_expects() -> None:
    html = whole(
        "<main><h1>International Visitors</h1><p>Our department cannot accept international medical graduates. "
        "Please do not write to us about places.</p></main>",
        title="International Visitors",
    )
    assert [r.type for r in read(html, type_hint="observership").refusals] == ["observership"]


@pytest.fixture
def lakeside(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(page: Page, reading: Reading) -> Reading:
        return replace(reading, listings=tuple(replace(one, title="Mended") for one in reading.listings))

    module = ModuleType("pipeline.extract.sites.lakeside")
    module.read = read  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)


@pytest.mark.usefixtures("lakeside")
def test_the_reader_that_a_source_names_finishes_its_pages() -> None:
    assert [one.title for one in read(NAMED, reader="lakeside").listings] == ["Mended"]
    assert [one.title for one in read(NAMED).listings] == ["Clinical Observership Program"]


def test_a_reader_that_is_not_there_stops_its_source_by_name() -> None:
    with pytest.raises(
        ValueError, match=r"'nowhere' is no site reader; add pipeline/extract/sites/nowhere\.py"
    ):
        Source.model_validate(
            {
                "key": "lakeside",
                "institution": {"name": "Lakeside", "kind": "hospital"},
                "urls": ["https://lakeside.example/observers"],
                "reader": "nowhere",
            }
        )
