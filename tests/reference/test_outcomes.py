from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import reference
from pipeline.outcomes import MatchOutcome, check, merge, place, rate, row_id, series, unsound, wilson


def outcome(**values: Any) -> MatchOutcome:
    given_values = {
        "specialty_id": "neurology",
        "specialty": "Neurology",
        "row_label": "Neurology",
        "track": "",
        "year": 2024,
        "applicant_type": "non_us_img",
        "scope": "main_match_positions_filled",
        "measure": "counts",
        "source_kind": "secondary (blog)",
        "report": "A report",
    } | values
    key = (
        given_values[name] for name in ("specialty_id", "track", "year", "applicant_type", "scope", "measure")
    )
    return MatchOutcome(
        id=values.get("id") or row_id(*key), **{k: v for k, v in given_values.items() if k != "id"}
    )


@pytest.mark.parametrize(
    "values",
    [
        {"matched_n": 50, "not_matched_n": 50, "match_rate_pct": 51.0},
        {"match_rate_pct": 101.0},
        {"matched_n": -1},
        {"matched_n": 12, "positions_filled": 11},
        {"matched_n": 12, "positions_filled": 20, "positions_offered": 19},
        {"measure": "step2ck", "matched_q1": 250.0, "matched_median": 240.0, "matched_q3": 260.0},
        {"measure": "step2ck", "matched_mean": 24.0},
        {"measure": "step1", "not_matched_mean": 901.0},
        {"measure": "publications", "matched_q1": -1.0, "matched_median": 0.0, "matched_q3": 1.0},
        {"measure": "step2ck", "matched_n": 5, "matched_measure_n": 6},
    ],
)
def test_a_row_that_denies_itself_is_marked_and_reported(values: dict[str, Any]) -> None:
    rows, issues = check([outcome(**values)])
    assert unsound(rows[0]) and rows[0].conflict
    assert len(issues) == 1 and issues[0].remedy


@pytest.mark.parametrize(
    "values",
    [
        {"matched_n": 50, "not_matched_n": 50, "match_rate_pct": 50.0},
        {"matched_n": 1, "not_matched_n": 2, "match_rate_pct": 33.3},
        {"matched_n": 0, "not_matched_n": 0},
        {"measure": "contiguous_ranks", "matched_q1": 1.0, "matched_median": 1.0, "matched_q3": 1.0},
        {"measure": "step2ck"},
    ],
)
def test_a_sound_row_is_left_alone(values: dict[str, Any]) -> None:
    rows, issues = check([outcome(**values)])
    assert not rows[0].conflict and not issues


def test_two_sources_that_differ_are_both_in_conflict() -> None:
    rows, issues = check([outcome(matched_n=10), outcome(id="other", matched_n=11)])
    assert all(row.conflict for row in rows) and len(issues) == 2
    assert series(rows, "neurology", "non_us_img", "main_match_positions_filled")[""] == []


def test_a_printed_share_must_follow_from_its_counts() -> None:
    ours = outcome(matched_n=30, positions_filled=100, img_share_pct=50.0)
    theirs = replace(ours, id="us", applicant_type="us_img", matched_n=20)
    assert not any(row.conflict for row in check([ours, theirs])[0])
    wrong = check([replace(ours, img_share_pct=51.0), theirs])[0]
    assert wrong[0].conflict and not wrong[1].conflict


def test_a_total_must_be_the_sum_of_its_parts() -> None:
    ours = outcome(matched_n=30)
    theirs = replace(ours, id="us", applicant_type="us_img", matched_n=20)
    both = replace(ours, id="all", applicant_type="all_img", matched_n=51)
    rows, _ = check([ours, theirs, both])
    assert [bool(row.conflict) for row in rows] == [False, False, True]


def test_no_year_stands_in_a_series_from_two_scopes_or_tracks() -> None:
    filled = outcome(matched_n=30)
    ranked = replace(filled, id="r", scope="charting_outcomes_preferred_specialty", matched_n=28)
    first_year = replace(filled, id="f", track="PGY-1", matched_n=25)
    rows, issues = check([filled, ranked, first_year])
    assert not issues
    found = series(rows, "neurology", "non_us_img", "main_match_positions_filled")
    assert {track: [row.matched_n for row in years] for track, years in found.items()} == {
        "": [30],
        "PGY-1": [25],
    }
    assert "28" in rows[0].other_scope and "25" in rows[0].other_scope


def test_an_imported_report_takes_the_place_of_a_second_hand_row() -> None:
    second_hand = outcome(matched_n=30)
    own = replace(second_hand, id="imported.x", matched_n=31, second_hand=0)
    kept, issues = merge([second_hand, outcome(id="y", year=2023, matched_n=9)], [own])
    assert sorted(row.matched_n or 0 for row in kept) == [9, 31]
    assert len(issues) == 1 and "differ" in issues[0].message


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_wilson_holds_the_share_and_stays_within_bounds(matched: int, not_matched: int) -> None:
    if matched + not_matched == 0:
        with pytest.raises(ValueError):
            wilson(matched, 0)
        return
    low, high = wilson(matched, matched + not_matched)
    assert (
        0 <= low <= (rate(matched, not_matched) or 0) + 0.1
        and (rate(matched, not_matched) or 0) <= high + 0.1
        and high <= 100
    )


def test_wilson_is_the_textbook_interval() -> None:
    assert wilson(10, 100) == (5.5, 17.4)
    assert wilson(0, 10) == (0.0, 27.8)


@given(st.floats(0, 300), st.lists(st.integers(0, 300), min_size=3, max_size=3).map(sorted))
def test_a_place_in_the_quartiles_is_never_contradicted_by_the_value(
    value: float, quarters: list[int]
) -> None:
    words = place(value, *quarters)
    assert ("lowest" in words) == (value < quarters[0])
    if "top" in words:
        assert value > quarters[2]
    assert place(value, None, quarters[1], quarters[2]) == "not known"


def test_the_shipped_rows_have_only_conflicts_that_are_known(loaded: reference.Reference) -> None:
    found = {(row.specialty, row.year) for row in loaded.outcomes if row.conflict}
    assert found == {("Internal Medicine", 2018), ("Internal Medicine", 2022)}
    assert len({row.id for row in loaded.outcomes}) == len(loaded.outcomes)


def test_of_the_2026_report_only_the_allowed_measures_are_shipped(loaded: reference.Reference) -> None:
    shipped = {row.measure for row in loaded.outcomes if "2026 Appointment Year" in row.report}
    assert shipped == {"counts", "step2ck", "contiguous_ranks", "publications"}


def test_every_rate_says_whether_it_is_stated_or_computed(loaded: reference.Reference) -> None:
    for row in loaded.outcomes:
        assert bool(row.rate_basis) == (row.match_rate_pct is not None)
        if row.rate_basis.startswith("computed"):
            assert row.match_rate_pct == rate(row.matched_n, row.not_matched_n)
