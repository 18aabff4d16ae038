"""Dates in text: every style of US pages, ranges, recurring dates, and words that only look like dates."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.dates import find

# text, then "raw|precision|first..last" for each span; ** stands for the missing year
STYLES = [
    ("Apply by March 1, 2026.", ["March 1, 2026|day|2026-03-01..2026-03-01"]),
    ("due Oct. 1st", ["Oct. 1st|day|**-10-01..**-10-01"]),
    ("received 10/1/26", ["10/1/26|day|2026-10-01..2026-10-01"]),
    ("posted 25/12/2026", ["25/12/2026|day|2026-12-25..2026-12-25"]),
    ("bis 31.12.2026", ["31.12.2026|day|2026-12-31..2026-12-31"]),
    ("on 2026-10-01", ["2026-10-01|day|2026-10-01..2026-10-01"]),
    ("1-Sep-26", ["1-Sep-26|day|2026-09-01..2026-09-01"]),
    ("the 15th of March", ["15th of March|day|**-03-15..**-03-15"]),
    ("Monday, June 2, 2025", ["Monday, June 2, 2025|day|2025-06-02..2025-06-02"]),
    ("Friday, 1 May 2026", ["Friday, 1 May 2026|day|2026-05-01..2026-05-01"]),
    ("September 1st of each year", ["September 1st|day|**-09-01..**-09-01"]),
    ("by 9/1 at noon", ["9/1|day|**-09-01..**-09-01"]),
    ("last day of February 2028", ["last day of February 2028|day|2028-02-29..2028-02-29"]),
    ("The first Monday in March 2026", ["The first Monday in March 2026|day|2026-03-02..2026-03-02"]),
    ("the second Friday of October", ["the second Friday of October|part|**-10-08..**-10-14"]),
    ("mid-March", ["mid-March|part|**-03-11..**-03-20"]),
    ("late April 2026", ["late April 2026|part|2026-04-21..2026-04-30"]),
    ("at the end of June", ["end of June|part|**-06-21..**-06-30"]),
    ("in May 2026", ["May 2026|month|2026-05-01..2026-05-31"]),
    ("Fall 2025", ["Fall 2025|season|2025-09-01..2025-11-30"]),
    ("for Spring '26", ["Spring '26|season|2026-03-01..2026-05-31"]),
    ("the 2025-2026 academic year", ["2025-2026|academic_year|2025-07-01..2026-06-30"]),
    ("AY26-27 electives", ["AY26-27|academic_year|2026-07-01..2027-06-30"]),
    ("class of 2027", ["2027|year|2027-01-01..2027-12-31"]),
    ("July 1-15, 2026", ["July 1-15, 2026|day|2026-07-01..2026-07-15"]),
    ("between 1 and 31 March 2026", ["1 and 31 March 2026|day|2026-03-01..2026-03-31"]),
    ("Oct 1 – Nov 15, 2025", ["Oct 1 – Nov 15, 2025|day|2025-10-01..2025-11-15"]),
    ("December 15 to January 15, 2026", ["December 15 to January 15, 2026|day|2025-12-15..2026-01-15"]),
    ("08/31/26 - 09/25/26", ["08/31/26 - 09/25/26|day|2026-08-31..2026-09-25"]),
    ("5/1/2026-6/30/2026", ["5/1/2026-6/30/2026|day|2026-05-01..2026-06-30"]),
    ("July through December 2026", ["July through December 2026|month|2026-07-01..2026-12-31"]),
    ("November - January", ["November - January|month|**-11-01..**-01-31"]),
    (
        "March 1, June 1 and September 1, 2026",
        [
            "March 1|day|2026-03-01..2026-03-01",
            "June 1|day|2026-06-01..2026-06-01",
            "September 1, 2026|day|2026-09-01..2026-09-01",
        ],
    ),
    ("closed in July and August", ["July|month|**-07-01..**-07-31", "August|month|**-08-01..**-08-31"]),
]


def shown(text: str) -> list[str]:
    def day(year: int | None, month: int, day: int) -> str:
        return f"{year or '**'}-{month:02d}-{day:02d}"

    return [
        f"{d.raw}|{d.precision}|{day(d.first.year, d.first.month, d.first.day)}..{day(d.last.year, d.last.month, d.last.day)}"
        for d in find(text)
    ]


@pytest.mark.parametrize(("text", "expected"), STYLES, ids=[text for text, _ in STYLES])
def test_each_style_is_read(text: str, expected: list[str]) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "You may 15 minutes earlier",
        "Students may apply",
        "Write to April Smith",
        "open 24/7, a score of 1/2",
        "June 31, 2026",
        "call 202-555-2026",
        "room 10-12-26",
        "$2,026 in all",
        "a summer program",
        "They march on",
    ],
)
def test_words_that_only_look_like_dates_are_left(text: str) -> None:
    assert shown(text) == []


def test_a_recurring_date_is_the_next_one() -> None:
    (dated,) = find("by September 1")
    assert dated.iso == "09-01"
    assert dated.finish(date(2026, 5, 17)) == date(2026, 9, 1)
    assert dated.finish(date(2026, 9, 2)) == date(2027, 9, 1)


def test_a_recurring_period_over_new_year_begins_the_year_before_it_ends() -> None:
    (dated,) = find("from November 15 to January 10")
    assert dated.begin(date(2026, 12, 1)) == date(2026, 11, 15)
    assert dated.finish(date(2026, 12, 1)) == date(2027, 1, 10)


def test_only_a_printed_day_has_an_iso_date() -> None:
    assert [d.iso for d in find("March 2026")] == [None]
    assert [d.iso for d in find("March 2, 2026")] == ["2026-03-02"]


PIECES = st.sampled_from(
    ["March", "may", "Oct.", " 1", "st", ", ", "2026", "-", "–", "/", "10", "31", "fall ", " to ", "and ", "'26", "mid-", "first Monday of ", "."]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(PIECES, max_size=14).map("".join)))
def test_any_text_is_read_without_error_and_spans_are_true(text: str) -> None:
    end = 0
    for dated in find(text):
        assert text[dated.start : dated.end] == dated.raw
        assert dated.start >= end
        end = dated.end
        assert dated.finish(date(2026, 5, 17)) >= dated.begin(date(2026, 5, 17))
        if dated.first.year is not None and dated.precision == "day":
            assert (
                re.search(str(dated.first.day), dated.raw)
                or "last" in dated.raw.lower()
                or "Monday" in dated.raw
            )


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2049, 12, 31)))
def test_one_day_is_the_same_in_every_style(day: date) -> None:
    month = day.strftime("%B")
    styles = [
        f"{month} {day.day}, {day.year}",
        f"{day.day} {month} {day.year}",
        f"{day:%b} {day.day} {day.year}",
        f"{day.month}/{day.day}/{day.year}",
        day.isoformat(),
    ]
    assert {d.iso for style in styles for d in find(f"due {style}.")} == {day.isoformat()}
