"""Length of stay, told from every other length on a page. One line of durations.yml a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from pipeline.extract.duration import find
from pipeline.extract.lengths import weeks
from pipeline.model import Block, Section
from pipeline.sentences import sentences

CASES = yaml.safe_load(Path(__file__).with_name("durations.yml").read_text(encoding="utf-8"))


def section(*texts: str, heading: str = "", title: str = "Observership Program") -> Section:
    trail = (title, heading) if heading else (title,)
    blocks = [Block(trail, text, order=order) for order, text in enumerate(texts)]
    return Section(title, sentences(blocks), (), "https://example.org/observers", title, date(2026, 5, 17))


def stay(found: Section) -> tuple[float | None, float | None]:
    claims = list(find(found))
    assert len(claims) <= 1
    return claims[0].value if claims else (None, None)


@pytest.mark.parametrize("case", CASES, ids=[case[0][:70] for case in CASES])
def test_a_length_counts_where_it_is_the_stays(case: list[object]) -> None:
    text, least, most, *heading = case
    assert stay(section(str(text), heading=str(heading[0]) if heading else "")) == (least, most)


def test_a_block_and_a_cap_in_two_sentences_are_one_range() -> None:
    assert stay(
        section("Each elective is four weeks.", "Students may enroll for no more than twelve weeks in all.")
    ) == (4, 12)


def test_only_goes_before_what_is_usual() -> None:
    assert stay(
        section(
            "Observerships usually last one to six months.",
            "This year visits are offered only for four weeks.",
        )
    ) == (4, 4)


def test_a_single_session_is_as_long_as_its_dates() -> None:
    assert stay(section("Session dates: July 13 - July 17, 2026")) == (0.7, 0.7)


def test_what_is_said_for_all_programs_holds_where_the_own_section_is_silent() -> None:
    own = section("Apply by e-mail.")
    shared = sentences([Block((), "All rotations last four weeks.")])
    found = Section(own.title, own.sentences, shared, own.url, own.page_title, own.fetched, sole=False)
    assert stay(found) == (4, 4)


def test_months_follow_the_convention_of_the_directory() -> None:
    assert [weeks(n, "month") for n in (1, 2, 3, 6, 12)] == [4, 8, 12, 26, 52]
    assert [weeks(90, "day"), weeks(5, "day"), weeks(1, "year")] == [12.9, 0.7, 52]


def test_sessions_of_some_days_that_are_all_as_long_say_how_long() -> None:
    listed = section("June 8-12, 2026", "October 5-9, 2026", heading="Sessions")
    assert stay(listed) == (0.7, 0.7)


def test_blocks_of_a_calendar_say_when_and_not_how_long() -> None:
    listed = section("June 29 - July 26, 2026", "July 27 - August 23, 2026", heading="Blocks")
    assert stay(listed) == (None, None)


def test_the_heading_says_the_length_behind_the_name() -> None:
    own = [Block((), "Research Fellow (one year)", kind="heading"), Block((), "Write to us.", order=1)]
    found = Section("Research Fellow", sentences(own), (), "https://example.org/r", "R", date(2026, 5, 17))
    assert stay(found) == (52, 52)


def test_a_column_of_weeks_is_read() -> None:
    rows = [
        Block(
            ("Electives",), f"{name} {weeks}", kind="row", cells=(("Title", name), ("Weeks", weeks)), order=n
        )
        for n, (name, weeks) in enumerate([("Nephrology", "4"), ("Stroke", "2 or 4")])
    ]
    found = Section("Electives", sentences(rows), (), "https://example.org/e", "E", date(2026, 5, 17))
    assert stay(found) == (2, 4)


def test_what_stands_under_another_heading_is_none_of_the_stay() -> None:
    assert stay(section("A two-year program.", heading="Urology Fellowship")) == (None, None)
    assert stay(section("Two weeks.", heading="For nurse practitioners and PA students")) == (None, None)


def test_of_two_audiences_in_one_sentence_each_has_its_own_cap() -> None:
    shared = sentences(
        [
            Block(
                (),
                "Domestic students may take up to 10 weeks; international students may take up to 6 weeks.",
            )
        ]
    )
    for title, most in (("International Students", 6), ("Domestic Students", 10)):
        own = section("Apply by e-mail.", title=title)
        found = Section(title, own.sentences, shared, own.url, own.page_title, own.fetched, sole=False)
        assert stay(found) == (None, most)


def test_headings_that_are_lengths_with_their_prices_are_the_stays_that_are_sold() -> None:
    trail = ("Packages",)
    blocks = [
        Block(trail, "4 weeks", kind="heading", order=0),
        Block((*trail, "4 weeks"), "$1,200", order=1),
        Block(trail, "10 weeks", kind="heading", order=2),
        Block((*trail, "10 weeks"), "$2,600", order=3),
    ]
    found = Section("Packages", sentences(blocks), (), "https://example.org/x", "Packages", date(2026, 5, 17))
    assert stay(found) == (4, 10)
