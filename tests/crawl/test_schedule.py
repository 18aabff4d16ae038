"""When a source is due: by cadence, sooner when it changes or a deadline nears, later when it never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import ATTEMPT_OUTCOMES, Attempt, AttemptOutcome
from pipeline.pages import PROPER, Standing, absence, advance
from pipeline.schedule import DAY, INTERVALS, due, interval, is_due
from pipeline.sources import Cadence, Institution, Source

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)
URL = "https://hospital.example/observership"
CADENCES: tuple[Cadence, ...] = get_args(Cadence)


def source(cadence: Cadence = "weekly", *urls: str) -> Source:
    return Source(
        key="hospital",
        institution=Institution(name="Hospital", kind="hospital"),
        urls=list(urls or (URL,)),
        cadence=cadence,
    )


def night(n: int, outcome: AttemptOutcome, sha256: str = "", retry_at: datetime | None = None) -> Attempt:
    return Attempt(f"r{n}", "hospital", URL, NOW + n * DAY, outcome, 200, sha256, retry_at=retry_at)


def standing(*attempts: Attempt) -> Standing:
    found = None
    for attempt in attempts:
        found = advance(found, attempt)
    assert found is not None
    return found


def steady(checks: int, changed_every: int = 0) -> Standing:
    """A page with so many proper readings; it changes at every so many."""
    versions = [n // changed_every if changed_every else 0 for n in range(checks)]
    return standing(*(night(n, "ok", f"v{v}") for n, v in enumerate(versions)))


def span(found: Standing, cadence: Cadence = "weekly", *deadlines: date) -> timedelta:
    return interval(cadence, found, deadlines, NOW.date())[0]


outcomes = st.sampled_from(ATTEMPT_OUTCOMES)
histories = st.lists(st.tuples(outcomes, st.sampled_from(["a", "b"])), min_size=1, max_size=20)


def told(history: list[tuple[AttemptOutcome, str]]) -> Standing | None:
    found = None
    for n, (outcome, sha256) in enumerate(history):
        found = advance(found, night(n, outcome, sha256 if outcome in PROPER else ""))
    return found


@given(histories, st.sampled_from(CADENCES), st.lists(st.integers(-40, 400), max_size=3))
def test_every_history_gives_a_due_date_between_a_day_and_a_month(
    history: list[tuple[AttemptOutcome, str]], cadence: Cadence, ahead: list[int]
) -> None:
    found = told(history)
    if found is None:
        return
    length, why = interval(cadence, found, [NOW.date() + timedelta(days=n) for n in ahead], NOW.date())
    assert DAY <= length <= 30 * DAY
    assert why


@given(histories, st.sampled_from(CADENCES), st.integers(-1, 14))
def test_a_near_deadline_never_makes_a_source_due_later(
    history: list[tuple[AttemptOutcome, str]], cadence: Cadence, ahead: int
) -> None:
    found = told(history)
    if found is None:
        return
    day = NOW.date() + timedelta(days=ahead)
    assert span(found, cadence, day) <= span(found, cadence)


@given(st.integers(1, 30), st.integers(0, 30), st.sampled_from(CADENCES))
def test_a_page_that_changes_more_often_is_never_asked_less_often(
    checks: int, every: int, cadence: Cadence
) -> None:
    assert (
        span(steady(checks, 1), cadence)
        <= span(steady(checks, every), cadence)
        <= span(steady(checks), cadence)
    )


@given(histories)
def test_a_failed_attempt_keeps_the_last_reading(history: list[tuple[AttemptOutcome, str]]) -> None:
    found = told(history)
    proper = [sha256 for outcome, sha256 in history if outcome in PROPER]
    assert (found.sha256 if found else "") == (proper[-1] if proper else "")
    if found and history[-1][0] in PROPER:
        assert found.failures == 0
        assert found.confirmed == found.last.at


@given(histories, st.integers(1, 100))
def test_an_older_attempt_changes_nothing(history: list[tuple[AttemptOutcome, str]], back: int) -> None:
    found = told(history)
    if found is not None:
        assert advance(found, night(-back, "ok", "old")) == found


def test_usual_sources_follow_their_cadence() -> None:
    for cadence in CADENCES:
        assert span(steady(2), cadence) == INTERVALS[cadence]


def test_a_page_that_often_changes_is_asked_sooner() -> None:
    assert span(steady(8, 1)) < INTERVALS["weekly"]
    assert span(steady(8, 1), "monthly") < INTERVALS["monthly"]


def test_a_page_that_never_changes_is_asked_later_but_stays_fresh() -> None:
    assert 7 * DAY < span(steady(12)) < 14 * DAY
    assert span(steady(12), "daily") == 2 * DAY


def test_a_deadline_brings_a_source_forward_and_a_past_one_does_not() -> None:
    assert span(steady(12), "weekly", date(2026, 11, 24)) == DAY
    assert span(steady(12), "weekly", date(2026, 12, 3)) == 2 * DAY
    assert span(steady(12), "weekly", date(2026, 11, 1)) == span(steady(12))
    assert span(steady(12), "weekly", date(2027, 11, 24)) == span(steady(12))


def test_failures_are_tried_again_the_next_day_and_then_less_often() -> None:
    waits = [
        span(standing(night(0, "ok", "a"), *(night(n, "timeout") for n in range(1, k + 1))), "monthly")
        for k in (1, 2, 3, 9)
    ]
    assert waits == [DAY, 2 * DAY, 4 * DAY, 30 * DAY]


def test_a_first_404_is_asked_again_the_next_day() -> None:
    assert span(standing(night(0, "ok", "a"), night(1, "missing")), "monthly") == DAY


def test_gone_takes_two_answers_a_day_apart() -> None:
    once = standing(night(0, "ok", "a"), night(1, "missing"))
    assert absence(None, NOW) == "missing"
    assert absence(once, NOW + 1 * DAY + timedelta(hours=2)) == "missing"
    assert absence(once, NOW + 2 * DAY) == "gone"
    assert not once.gone
    back = advance(once, night(2, "ok", "a"))
    assert absence(back, NOW + 3 * DAY) == "missing", "a page that came back starts anew"
    blocked = advance(once, night(2, "blocked"))
    assert absence(blocked, NOW + 3 * DAY) == "gone", "a wall in between says nothing of the page"


def test_a_pause_that_the_server_asked_for_is_kept() -> None:
    until = NOW + 9 * DAY
    found = standing(night(0, "blocked", retry_at=until))
    planned = due(source("daily"), {URL: found}, (), NOW)
    assert planned.at == until
    assert not is_due(planned, NOW + 8 * DAY)
    assert is_due(planned, until)


def test_a_source_is_due_when_its_first_address_is() -> None:
    other = "https://hospital.example/other"
    assert due(source("weekly", URL, other), {URL: steady(1)}, (), NOW).at is None
    assert is_due(due(source(), {}, (), NOW), NOW), "a source that was never tried is due"


@pytest.mark.parametrize(("hours", "expected"), [(17, False), (19, True), (30, True)])
def test_a_timer_that_fires_a_little_early_still_finds_yesterdays_pages_due(
    hours: int, expected: bool
) -> None:
    planned = due(source("daily"), {URL: steady(1)}, (), NOW)
    assert is_due(planned, NOW + timedelta(hours=hours)) is expected
