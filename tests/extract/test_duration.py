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
