from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline import reference
from pipeline.leads import Lead, expected, outstanding, place_leads, plain
from pipeline.outcomes import read_rows
from pipeline.reference import FOLDER
from pipeline.sources import Institution, Source

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "stated", "recurs", "days", "words"),
    [
        ("January 15", 2024, "yes", ("2027-01-15",), "expected; last stated for 2024"),
        (
            "March 31 and September 30",
            2025,
            "yes",
            ("2027-03-31", "2027-09-30"),
            "expected; last stated for 2025",
        ),
        ("December 1", 2026, "yes", ("2026-12-01",), "stated for 2026"),
        ("December 1", 2026, "unknown", ("2026-12-01",), "stated for 2026"),
        ("November 22", 2025, "yes", ("2026-11-22",), "expected; last stated for 2025"),
        ("July 1", 2015, "yes", (), "too long ago"),
        ("July 1", 2025, "unknown", (), "not known to be given every year"),
        ("July 1", 2025, "alternate_years", (), "not known to be given every year"),
        ("July 1", None, "yes", (), "the year it was stated for is not known"),
        ("", 2025, "yes", (), "no deadline known"),
        ("rolling", 2025, "yes", (), "no deadline known"),
        ("February 30", 2025, "yes", (), "is no day of 2025"),
    ],
)
def test_a_deadline_is_rolled_forward_only_as_an_expectation(
    text: str, stated: int | None, recurs: str, days: tuple[str, ...], words: str
) -> None:
    found, basis = expected(text, stated, recurs, TODAY)
    assert found == days
    assert words in basis


def test_every_award_is_a_lead_and_says_that_it_is_not_read(award_leads: list[Lead]) -> None:
    assert {lead.id for lead in award_leads} == {row["award_id"] for row in read_rows(FOLDER / "awards.csv")}
    assert all(lead.note.startswith("Not yet read by us") for lead in award_leads)
    assert all(lead.career_stage and lead.country_rule and lead.deadline_basis for lead in award_leads)


def test_home_pages_and_shared_pages_are_marked(award_leads: list[Lead]) -> None:
    kinds = {
        kind: sum(lead.address == kind for lead in award_leads) for kind in ("home page", "shared", "page")
    }
    assert kinds["home page"] == 10
    assert kinds["shared"] == 21
    assert sum(kinds.values()) == len(award_leads)


def test_no_expected_day_is_in_the_past(award_leads: list[Lead]) -> None:
    days = [day for lead in award_leads for day in lead.deadline_expected]
    assert days and min(days) >= TODAY.isoformat()


def test_a_lead_goes_when_its_page_gives_the_listing_and_a_shared_one_only_when_all_are_given() -> None:
    rows = [
        {"id": "one", "url": "https://www.a.example/award/", "address": "page"},
        {"id": "two", "url": "https://b.example/all", "address": "shared"},
        {"id": "three", "url": "https://b.example/all", "address": "shared"},
        {"id": "home", "url": "https://c.example/", "address": "home page"},
    ]

    def left(**listings: int) -> list[str]:
        given = {
            "a.example/award": listings.get("a", 0),
            "b.example/all": listings.get("b", 0),
            "c.example": 1,
        }
        return [str(row["id"]) for row in outstanding(rows, given)]

    assert left() == ["one", "two", "three", "home"]
    assert left(a=1) == ["two", "three", "home"]
    assert left(a=1, b=1) == ["two", "three", "home"]
    assert left(a=1, b=2) == ["home"]


def test_a_place_is_a_lead_until_one_of_its_pages_is_read(tmp_path: Path) -> None:
    source = Source(
        key="made-up",
        institution=Institution(name="Made-up Hospital", kind="hospital", city="Omaha", state="NE"),
        urls=["https://www.made-up.example/visit", "https://made-up.example/fees"],
        type_hint="observership",
    )
    award = source.model_copy(update={"key": "an-award", "type_hint": "award"})
    assert [lead.id for lead in place_leads([source, award], set())] == ["made-up"]
    assert place_leads([source], {plain("http://made-up.example/fees/")}) == []


def test_an_award_whose_page_was_read_in_vain_says_so() -> None:
    url = next(row["url"] for row in read_rows(FOLDER / "awards.csv") if row["address"] == "page")
    found = reference.load(today=TODAY, visited=[url])
    assert any("could not make this award out" in lead.note for lead in found.leads)


def test_dead_links_are_marked_and_not_dropped(loaded: reference.Reference) -> None:
    dead = [row for row in loaded.resources if row.link_state == "gone"]
    assert len(dead) == 1 and dead[0].link_checked == "2026-11-20"
    assert len(loaded.resources) == len(read_rows(FOLDER / "resources.csv"))
