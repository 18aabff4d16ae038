"""When a source is due: by its cadence, sooner when it changes often or a deadline nears, later when it never does.

Pure: the clock and the standings come in as arguments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pipeline.log import PROPER
from pipeline.pages import Standing
from pipeline.sources import Cadence, Source

DAY = timedelta(days=1)
INTERVALS: Mapping[Cadence, timedelta] = {"daily": DAY, "weekly": 7 * DAY, "monthly": 30 * DAY}
FRESH = 13 * DAY
"""A rarely changing page is stretched to this at most: a listing counts as fresh for 14 days."""
SLACK = timedelta(hours=6)
"""A timer that fires a little earlier than yesterday must still find yesterday's pages due."""
ENOUGH = 4
"""Checks before a page's habits count."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a source should next be crawled, and why. `at` None: now, it was never tried."""

    at: datetime | None
    why: str


def habit(checks: Iterable[tuple[datetime, bool]]) -> float:
    """Factor on the cadence: 0.5 for a page that changed in half of its checks, up to 2 for one that never did.

    The first check is no change: everything is new once.
    """
    changed = [was for _, was in checks][1:]
    if len(changed) < ENOUGH - 1:
        return 1.0
    share = sum(changed) / len(changed)
    if share >= 0.5:
        return 0.5
    if share > 0:
        return 1.0
    return 1.5 if len(changed) < 2 * ENOUGH else 2.0


def interval(
    cadence: Cadence, standing: Standing, deadlines: Iterable[date], today: date
) -> tuple[timedelta, str]:
    """How long after its latest attempt an address is due again, and why."""
    base = INTERVALS[cadence]
    last = standing.last.outcome
    if standing.gone:
        return max(base, 7 * DAY), "gone; asked weekly in case it returns"
    if last == "missing":
        return DAY, "answered 404 once; a second answer a day later decides"
    if last == "robots":
        return max(base, 7 * DAY), "refused by robots.txt"
    if last not in PROPER and last != "moved":
        wait = min(base, DAY * 2 ** min(max(standing.failures - 1, 0), 5))
        return wait, f"{last} {standing.failures} times; tried again"
    factor = habit(standing.checks)
    span = base * factor
    why = f"cadence {cadence}"
    if factor < 1:
        why = "changes often"
    elif factor > 1:
        span = max(base, min(span, FRESH))
        why = "rarely changes"
    ahead = [(day - today).days for day in deadlines if -1 <= (day - today).days <= 14]
    if ahead:
        near = min(ahead)
        limit = DAY if near <= 3 else 2 * DAY
        if limit < span:
            span, why = limit, f"a deadline is {max(near, 0)} days away"
    return max(span, DAY), why


def due(source: Source, standings: Mapping[str, Standing], deadlines: Iterable[date], now: datetime) -> Due:
    """When `source` is due: the earliest of its own addresses, which `standings` are by. `deadlines` are those its
    listings state."""
    days = tuple(deadlines)
    earliest: Due | None = None
    for url in source.urls:
        standing = standings.get(url)
        if standing is None:
            return Due(None, "never tried")
        span, why = interval(source.cadence, standing, days, now.date())
        at = standing.last.at + span
        if standing.last.retry_at is not None and standing.last.retry_at > at:
            at, why = standing.last.retry_at, "the server asked for a pause"
        if earliest is None or earliest.at is None or at < earliest.at:
            earliest = Due(at, why)
    assert earliest is not None, "a source has at least one address"
    return earliest


def is_due(found: Due, now: datetime) -> bool:
    return found.at is None or now >= found.at - SLACK
