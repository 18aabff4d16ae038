"""Floors hold an update back, ceilings warn. Every problem says what, where, why, and what to do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.model import Issue
from pipeline.schema import NOT_STATED
from pipeline.sources import Expectation, Source

Severity = Literal["floor", "warning"]

KEY_FIELDS = (
    "status",
    "accepts_img_graduates",
    "accepts_international_students",
    "accepts_us_students",
    "accepts_physicians",
    "hands_on",
    "duration_min_weeks",
    "duration_max_weeks",
    "application_fee_usd",
    "program_fee_usd",
    "contact_email",
    "requirements",
    "specialties",
)
"""Fields whose silence is noticed: those that a reader decides by."""
LEAST_STATED = 4
"""A source that stated fewer key values than this is too small for a share of them to mean anything."""
COLLAPSE = 0.5
"""A fill rate below this share of what it was has collapsed."""
MANY_LISTINGS = 3
SHARED_CONTACT = 3
"""Unrelated institutions that may have one contact before it looks like a switchboard or a menu."""
SHARED_FEE = 4
RUN_SHARE = 0.20
"""Share of live listings that may end or flip in one run."""
RUN_LEAST = 10
GROWTH = 3
"""A source that gives this many times the listings it gave is looked at."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An Issue with its weight: a floor held an update back, a warning let it through."""

    severity: Severity
    issue: Issue


def stated(value: Any) -> bool:
    return value not in (None, "", "[]", NOT_STATED)


def source_floor(
    source: Source, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> Issue | None:
    """Why the update of `source` is held back, or None. Rows are of `opportunities`; `before` those not ended.

    Without a previous reading there is no update to hold back, so that nothing is.
    """
    if not before:
        return None
    expect = source.expect if isinstance(source.expect, Expectation) else None
    if expect and len(after) < expect.listings_min and len(before) >= expect.listings_min:
        return held(
            source,
            "listings",
            f"the pages now give {len(after)} listings; {expect.listings_min} are expected and the directory has {len(before)}",
        )
    if not after:
        return None
    for field in KEY_FIELDS if len(before) >= MANY_LISTINGS else ():
        was, now = rate(before, field), rate(after, field)
        if was >= COLLAPSE and now < COLLAPSE * was:
            return held(
                source,
                field,
                f"{now:.0%} of the listings state {field}; it was {was:.0%} in the previous directory",
            )
    was_count = sum(stated(row[field]) for row in before for field in KEY_FIELDS) / len(before)
    now_count = sum(stated(row[field]) for row in after for field in KEY_FIELDS) / len(after)
    if was_count >= LEAST_STATED and now_count < COLLAPSE * was_count and len(after) <= len(before):
        return held(
            source,
            "key fields",
            f"a listing states {now_count:.1f} key values where it stated {was_count:.1f}",
        )
    if expect:
        for name in expect.fields:
            columns = EXPECTED_COLUMNS.get(name, (name,))
            if any(stated(row.get(c)) for row in before for c in columns) and not any(
                stated(row.get(c)) for row in after for c in columns
            ):
                return held(source, name, "no listing states it any more, and the registry expects it")
    return None


EXPECTED_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "fees": ("application_fee_usd", "program_fee_usd", "cost_4_weeks_usd"),
    "duration_weeks": ("duration_min_weeks", "duration_max_weeks"),
    "emails": ("contact_email",),
    "phones": ("contact_phone",),
    "lor": ("letter_of_recommendation",),
    "award_amount": ("award_min", "award_max"),
    "audience": (
        "accepts_img_graduates",
        "accepts_international_students",
        "accepts_us_students",
        "accepts_physicians",
    ),
}
"""Columns that hold a field of the JSON form which the registry's `expect` may name."""


def rate(rows: Sequence[Mapping[str, Any]], field: str) -> float:
    return sum(stated(row[field]) for row in rows) / len(rows)


def held(source: Source, field: str, what: str) -> Issue:
    return Issue(
        stage="checks",
        source=source.key,
        url=source.urls[0],
        field=field,
        message=f"{source.key}: {field}: {what}. The update is held back and the listings stay as they were.",
        remedy=(
            f"Look at the page. If it really says so, run `imgdir build --accept {source.key}`; "
            f"if not, mend the reader or `expect` in sources/{source.key}.yml."
        ),
    )


def source_warnings(
    source: Source,
    before: Sequence[Mapping[str, Any]],
    after: Sequence[Mapping[str, Any]],
    readings: Mapping[str, str],
) -> Iterator[Issue]:
    """What is odd but let through. `readings` is the kind of each page that was read."""
    expect = source.expect if isinstance(source.expect, Expectation) else None

    def odd(field: str, what: str, remedy: str) -> Issue:
        return Issue("checks", source.key, source.urls[0], field, f"{source.key}: {field}: {what}.", remedy)

    look = f"Look at the page and at sources/{source.key}.yml; correct whichever is wrong."
    if expect and readings:
        if expect.kind and expect.kind not in readings.values():
            kinds = ", ".join(sorted(set(readings.values())))
            yield odd("kind", f"expected {expect.kind}, read as {kinds}", look)
        if not before and len(after) < expect.listings_min:
            yield odd(
                "listings", f"{len(after)} listings where at least {expect.listings_min} are expected", look
            )
        if expect.listings_max is not None and len(after) > expect.listings_max:
            yield odd(
                "listings", f"{len(after)} listings where at most {expect.listings_max} are expected", look
            )
        for name in expect.fields:
            columns = EXPECTED_COLUMNS.get(name, (name,))
            if after and not any(stated(row.get(c)) for row in after for c in columns):
                yield odd(name, "no listing states it, and the registry expects it", look)
    if before and len(after) >= GROWTH * len(before) and len(after) >= 6:
        yield odd("listings", f"{len(after)} listings where there were {len(before)}", look)


def shared_values(
    rows: Iterable[tuple[str, str, str, str]], least: int, field: str, known: Collection[str]
) -> Iterator[tuple[set[str], Issue]]:
    """(source keys, Issue) of each value that unrelated institutions suddenly share.

    `rows` are (value, family, source key, url): the family is the parent system, or the institution where it has
    none. `known` are the values that the previous directory already had so shared.
    """
    families: dict[str, set[str]] = {}
    sources: dict[str, dict[str, str]] = {}
    for value, family, source, url in rows:
        families.setdefault(value, set()).add(family)
        sources.setdefault(value, {})[source] = url
    for value in sorted(families):
        if len(families[value]) >= least and value not in known:
            keys = sorted(sources[value])
            yield (
                set(keys),
                Issue(
                    "checks",
                    keys[0],
                    sources[value][keys[0]],
                    field,
                    f"{field}: {value} now stands for {len(families[value])} unrelated institutions "
                    f"({', '.join(keys[:6])}{' ...' if len(keys) > 6 else ''}). It is probably read from a menu, a footer or "
                    "a widget. The updates that brought it are held back.",
                    "Look at one of the pages. If the value is right, run `imgdir build --accept` with these sources.",
                ),
            )


@dataclass(frozen=True, slots=True)
class Tally:
    """What a build would do to the listings that were live before it."""

    before: int
    ended: int
    flipped: int
    by_source: Counter[str]

    @property
    def stops(self) -> bool:
        return self.before >= RUN_LEAST and self.ended + self.flipped > RUN_SHARE * self.before


def run_floor(tally: Tally) -> Issue | None:
    """Why the whole run must not be published, or None."""
    if not tally.stops:
        return None
    worst = ", ".join(f"{source} ({count})" for source, count in tally.by_source.most_common(8))
    return Issue(
        "checks",
        tally.by_source.most_common(1)[0][0] if tally.by_source else "",
        "",
        "listings",
        f"{tally.ended} listings would end and {tally.flipped} would flip, of {tally.before} live ones: more than "
        f"{RUN_SHARE:.0%}. Nothing is published. Most in: {worst}.",
        "Compare a few of these listings with their pages. If they are right, run `imgdir build --accept all`; "
        "otherwise look at what changed in the program or the network since the last good run.",
    )


FLIPS = (
    "accepts_img_graduates",
    "accepts_international_students",
    "accepts_us_students",
    "accepts_physicians",
)


def flipped(old: Mapping[str, Any], new: Mapping[str, Any], calendar: bool) -> bool:
    """Does a reader's decision turn round: open to closed (not by the calendar), or yes to no and back?"""
    if old["status"] == "open" and new["status"] in ("closed", "not_offered") and not calendar:
        return True
    return any({old[column], new[column]} == {"yes", "no"} for column in FLIPS)
