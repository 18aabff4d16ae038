"""By when to apply, told from every other date and length. One entry of deadlines.yml a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.deadline import find
from pipeline.model import Block, Section, Sentence
from pipeline.sentences import sentences
from tests.extract import written

CASES = yaml.safe_load(Path(__file__).with_name("deadlines.yml").read_text(encoding="utf-8"))


def section(blocks: list[Block], title: str = "Observership Program") -> Section:
    return Section(title, sentences(blocks), (), "https://example.org/x", title, date(2026, 5, 17))


def values(blocks: list[Block]) -> dict[str, Any]:
    return {claim.field: claim.value for claim in find(section(blocks))}


def block(text: str, *heading: str) -> Block:
    return Block(("Observership Program", *heading), text)


@pytest.mark.parametrize("case", CASES["deadline"], ids=[case[0][:70] for case in CASES["deadline"]])
def test_a_date_is_a_deadline_where_words_of_applying_govern_it(case: list[Any]) -> None:
    text, expected, *heading = case
    assert values([block(text, *heading)]).get("deadline") == expected


@pytest.mark.parametrize("case", CASES["lead"], ids=[case[0][:70] for case in CASES["lead"]])
def test_a_lead_time_is_the_applications(case: list[Any]) -> None:
    text, expected, *heading = case
    assert values([block(text, *heading)]).get("lead_time_weeks") == expected


def test_of_several_deadlines_the_next_one_counts() -> None:
    own = [block("Spring: apply by January 10, 2026."), block("Fall: apply by August 10, 2026.")]
    assert values(own)["deadline"] == "2026-08-10"


def test_where_all_deadlines_are_past_the_last_counts() -> None:
    own = [block("Apply by March 31, 2017."), block("Apply by September 30, 2017.")]
    assert values(own)["deadline"] == "2017-09-30"


def test_deadlines_of_the_blocks_of_a_calendar_give_way_to_the_lead_time() -> None:
    rows = [
        Block(
            ("Dates",),
            f"{start} {due}",
            kind="row",
            cells=(("Rotation", start), ("Application deadline", due)),
            order=n,
        )
        for n, (start, due) in enumerate(
            [("July 6", "May 4"), ("August 3", "June 1"), ("August 31", "June 29")]
        )
    ]
    own = [block("Applications are due eight weeks before the start."), *rows]
    assert values(own) == {"lead_time_weeks": 8}


def test_a_column_of_deadlines_is_read() -> None:
    row = Block(
        ("Awards",),
        "Travel grant 1 September 2026",
        kind="row",
        cells=(("Award", "Travel grant"), ("Deadline", "1 September 2026")),
    )
    assert values([row])["deadline"] == "2026-09-01"


def test_a_month_without_a_day_is_given_as_printed() -> None:
    assert values([block("The application deadline is mid-March.")])["deadline"] == "mid-March"


def test_a_requirement_goes_before_a_recommendation() -> None:
    own = [block("Apply at least three months, and preferably six months, before the block.")]
    assert values(own)["lead_time_weeks"] == 13


PIECES = st.sampled_from(
    ["Apply by ", "deadline ", "March 1", ", 2026", " 60 days", " before ", "the start", "applications ", "close ", "-", " to ", ". ", "at least ", "May", ":"]
)  # fmt: skip


@given(st.lists(PIECES, min_size=1, max_size=14).map("".join))
def test_no_date_is_invented(text: str) -> None:
    if not text.strip():
        return
    for claim in find(section([block(text)])):
        assert claim.raw in text
        assert claim.quote in text


def test_a_date_of_one_elective_is_not_the_programmes() -> None:
    coded = written.section("# CARD-4401: Cardiology\nThe application deadline is June 1, 2026.")
    said = written.section("The application deadline of June 1, 2026 holds for this elective only.")
    for one in (coded, said):
        assert [claim for claim in find(one) if claim.field == "deadline"] == []


def test_the_date_of_the_students_service_is_not_that_of_students_from_abroad() -> None:
    shared = sentences([block("The course book opens in VSLO in May. The deadline to apply is June 10.")])
    silent = sentences([block("Students from abroad send a transcript and a vita to our office.")])
    named = sentences([block("Students from abroad use VSLO too.")])

    def dated(own: tuple[Sentence, ...], title: str) -> list[object]:
        part = Section(title, own, shared, "https://example.org/x", title, date(2026, 5, 17), sole=False)
        return [claim.value for claim in find(part) if claim.field == "deadline"]

    assert dated(silent, "International Students") == []
    assert dated(named, "International Students") == dated(silent, "Domestic Students") == ["06-10"]


def test_a_part_that_takes_applications_at_any_time_has_no_deadline_of_the_page() -> None:
    shared = sentences([block("The deadline to apply is June 10, 2026.")])
    for text, value in (
        ("Nominations are taken throughout the year.", None),
        ("Nominations are read by the dean.", "2026-06-10"),
    ):
        own = section([block(text)])
        part = Section(own.title, own.sentences, shared, own.url, own.page_title, own.fetched, sole=False)
        assert {c.field: c.value for c in find(part)}.get("deadline") == value


def test_the_window_of_a_session_ends_with_its_deadline() -> None:
    cells = (("Session", "Autumn"), ("Applications accepted", "June 1 - June 28, 2026"))
    row = Block(("Sessions",), "Autumn June 1 - June 28, 2026", kind="row", cells=cells)
    assert values([row]).get("deadline") == "2026-06-28"
