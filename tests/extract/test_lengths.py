"""Lengths of time by themselves: what is printed, where, and how many weeks."""

from __future__ import annotations

import pytest

from pipeline.extract.lengths import find, number, weeks


@pytest.mark.parametrize(
    ("count", "unit", "expected"),
    [
        (10, "day", 1.4),
        (4, "week", 4.0),
        (1, "month", 4.0),
        (3, "month", 12.0),
        (6, "month", 26.0),
        (4, "month", 17.4),
        (5, "month", 21.8),
        (1.5, "month", 6.5),
        (1, "year", 52.0),
        (2, "year", 104.0),
    ],
)
def test_months_follow_the_directorys_convention(count: float, unit: str, expected: float) -> None:
    assert weeks(count, unit) == expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("four", 4),
        ("twelve", 12),
        ("twenty-one", 21),
        ("ninety", 90),
        ("one hundred", 100),
        ("one hundred and twenty", 120),
        ("a hundred", 100),
        ("two and a half", 2.5),
        ("1 1/2", 1.5),
        ("2½", 2.5),
        ("2.5", 2.5),
    ],
)
def test_a_number_in_words_is_its_figure(printed: str, expected: float) -> None:
    assert number(printed) == expected


@pytest.mark.parametrize(
    ("low", "found"),
    [
        ("four weeks", [(4, 4, "week")]),
        ("4-12 wks", [(4, 12, "week")]),
        ("one to three months", [(4, 12, "month")]),
        ("one hundred and twenty days", [(17.1, 17.1, "day")]),
        ("2-, 3- and 4-week", [(2, 4, "week")]),
        ("a week or two", [(1, 2, "week")]),
        ("eight to four weeks and six days", [(4, 4, "week"), (0.9, 0.9, "day")]),
        ("a month-long stay", [(4, 4, "month")]),
        ("for a month, then 2 weeks", [(4, 4, "month"), (2, 2, "week")]),
        ("two, and a month at most", []),
        ("seven days a week", [(1, 1, "day")]),
    ],
)
def test_lengths_are_found_in_reading_order(low: str, found: list[tuple[float, float, str]]) -> None:
    lengths = find(low)
    assert [(f.least, f.most, f.unit) for f in lengths] == found
    assert all(low[f.start : f.end].strip() == f.raw.strip() for f in lengths)


def test_a_range_is_one_where_its_ends_differ() -> None:
    assert [f.is_range for f in find("two to four weeks, then four weeks")] == [True, False]
