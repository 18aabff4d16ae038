"""What four weeks cost: the sum of everything that must be paid, or None where the page does not say enough."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.model import Fee, Listing

WEEKS = 4.0
PARTICIPATION = ("program", "administrative")
"""Kinds that pay for taking part. Without one of them the page is silent on the main cost."""
AVOIDABLE = re.compile(
    r"\b(?:optional|late|cancel\w*|reschedul\w*|replacement|refund\w*|extension|extend\w*|additional|expedit\w*|rush|"
    r"if (?:needed|desired|requested|applicable))\b",
    re.I,
)
FOREIGN = re.compile(
    r"\b(?:imgs?|international|foreign|non-?\s?u\.?s\.?a?\.?|abroad|graduates?|observers?|externs?)(?!\w)",
    re.I,
)
DOMESTIC = re.compile(
    r"\b(?:u\.?s\.?a?\.?|domestic|lcme|coca|in-state|out-of-state|local|affiliat\w*|employees?|residents? of)(?!\w)",
    re.I,
)
WEEKS_NAMED = re.compile(r"\b(\d+(?:\.\d+)?|one|two|three|four|six|eight|twelve)[ -]*(week|month)s?\b", re.I)
NUMBER = {"one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "eight": 8, "twelve": 12}


def cost_of_four_weeks(listing: Listing) -> float | None:
    """US dollars for four weeks, application included.

    None unless a participation fee is stated, all amounts are in US dollars, four weeks can be had, and each kind of
    fee comes to one amount: of several tiers, the one that names four weeks or applicants from abroad stands; where
    none or several do, the cost is not computed. A deposit is part of the fee that it is paid on.
    """
    if listing.type == "award" or not four_weeks_possible(listing.duration_weeks):
        return None
    must = [fee for fee in listing.fees if not AVOIDABLE.search(f"{fee.note} {fee.applies_to}")]
    if any(fee.currency != "USD" for fee in must if fee.amount):
        return None
    if not any(fee.kind in PARTICIPATION for fee in must):
        return None
    total = 0.0
    for kind in ("application", "program", "administrative", "insurance", "other"):
        tiers = [fee for fee in must if fee.kind == kind]
        if not tiers:
            continue
        amount = settled(tiers, listing.duration_weeks)
        if amount is None:
            return None
        total += amount
    deposits = [fee.amount for fee in must if fee.kind == "deposit"]
    if deposits and max(deposits) > total:
        return None
    return round(total, 2)


def four_weeks_possible(duration: tuple[float | None, float | None]) -> bool:
    """False where the shortest stay is longer, or the longest shorter, than four weeks (a month counts as four)."""
    shortest, longest = duration
    return not ((shortest is not None and shortest > 4.35) or (longest is not None and longest < 3.9))


def settled(tiers: Sequence[Fee], duration: tuple[float | None, float | None]) -> float | None:
    """What all tiers of one kind come to for four weeks, or None where they do not come to one amount."""
    for candidates in narrowed(tiers):
        amounts = {for_four_weeks(fee, duration) for fee in candidates}
        if len(amounts) == 1:
            return amounts.pop()
    return None


def narrowed(tiers: Sequence[Fee]) -> Sequence[Sequence[Fee]]:
    """All tiers; else those for four weeks; else those for applicants from abroad; else those for both."""
    named = [fee for fee in tiers if weeks_named(fee) == WEEKS]
    foreign = [
        fee
        for fee in tiers
        if FOREIGN.search(fee.applies_to) and not DOMESTIC.search(strip_foreign(fee.applies_to))
    ]
    both = [fee for fee in named if fee in foreign]
    return [group for group in (tiers, named, foreign, both) if group]


def strip_foreign(text: str) -> str:
    """`text` without "non-US", so that its "US" is not taken for a domestic tier."""
    return re.sub(r"\bnon-?\s?u\.?s\.?a?\.?(?!\w)", " ", text, flags=re.I)


def weeks_named(fee: Fee) -> float | None:
    """The length of stay that a fee's note names, in weeks; a month is four."""
    hit = WEEKS_NAMED.search(f"{fee.note} {fee.applies_to}")
    if not hit:
        return None
    number = float(NUMBER.get(hit[1].lower(), 0) or hit[1])
    return number * (4.0 if hit[2].lower() == "month" else 1.0)


def for_four_weeks(fee: Fee, duration: tuple[float | None, float | None]) -> float | None:
    """One fee for four weeks; None where its unit does not say (a day: how many? a rotation: how long?) or is unknown."""
    if fee.amount == 0:
        return 0.0
    if fee.unknown_unit:
        return None
    named = weeks_named(fee)
    if named is not None and named != WEEKS:
        return None
    if fee.per in {"once", "year", "month"}:
        return fee.amount
    if fee.per == "week":
        return fee.amount * WEEKS
    if fee.per == "rotation":
        shortest, longest = duration
        if named == WEEKS:
            return fee.amount
        if shortest is not None and longest is not None and shortest <= 4.35 and longest >= 3.9:
            return fee.amount
        return fee.amount if shortest is not None and 3.9 <= shortest <= 4.35 else None
    return None
