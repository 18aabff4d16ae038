"""Claims to one Listing. Conflicts are settled by strength (specificity), then by refusal over offer.

The rule of the fact that stands says what it prevailed over: `audience.refusal>audience.offer`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.model import AUDIENCE_GROUPS, Claim, Fact, Listing, OpportunityType, Section

SETS = ("specialties", "visas", "usmle", "requirements", "emails", "phones", "covers")
"""Fields whose claims add up; all others have one winner."""
CAUTION = ("not_offered", "closed", "no", "limited", "unknown", "open", "yes")
"""At equal strength the earlier word wins: a wrong "yes" costs a reader more than a wrong "no"."""


def rank(claim: Claim) -> tuple[int, int, int]:
    """Sorts claims of one field, the one that stands first: strength, then caution, then place on the page."""
    caution = CAUTION.index(claim.value) if isinstance(claim.value, str) and claim.value in CAUTION else 0
    return (-claim.strength, caution, claim.order)


def winner(claims: Sequence[Claim]) -> Claim:
    """The claim that stands: the strongest; at equal strength the most cautious, then the first on the page."""
    return min(claims, key=rank)


def rule(best: Claim, claims: Sequence[Claim]) -> str:
    """The winner's rule, and the rule of the strongest claim that said otherwise."""
    beaten = [claim for claim in claims if claim.value != best.value]
    return f"{best.rule}>{min(beaten, key=rank).rule}" if beaten else best.rule


def listing(section: Section, claims: Iterable[Claim], type_: OpportunityType, title: str) -> Listing:
    """What a section's claims come to. A field of which nothing is claimed keeps its silence."""
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_field[claim.field].append(claim)
    values: dict[str, Any] = {}
    facts: list[Fact] = []
    audience: dict[str, str] = dict.fromkeys(AUDIENCE_GROUPS, "unknown")
    for name, found in by_field.items():
        if name in SETS or name == "fees":
            first = unique(found)
            values[name] = tuple(claim.value for claim in first)
            facts.extend(Fact(name, claim.value, claim.quote, claim.rule) for claim in first)
        else:
            best = winner(found)
            facts.append(Fact(name, best.value, best.quote, rule(best, found)))
            if name.startswith("audience."):
                audience[name.removeprefix("audience.")] = best.value
            elif name == "type":
                type_ = best.value
            elif name == "title":
                title = best.value
            else:
                values[name] = best.value
    return Listing(title=title, type=type_, audience=audience, facts=tuple(facts), **values)  # type: ignore[arg-type]


def unique(claims: Sequence[Claim]) -> list[Claim]:
    """The first claim of each value."""
    seen: dict[Any, Claim] = {}
    for claim in claims:
        seen.setdefault(claim.value, claim)
    return list(seen.values())


def merged(listings: Sequence[Listing]) -> tuple[Listing, ...]:
    """Without listings that say of the same programme what another one has said already."""
    kept: list[Listing] = []
    for one in listings:
        if not any(same(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def same(a: Listing, b: Listing) -> bool:
    """Are two listings of one page the same programme said twice: same type, title and terms?"""
    return (
        a.type == b.type
        and a.title.casefold() == b.title.casefold()
        and dict(a.audience) == dict(b.audience)
        and set(a.fees) == set(b.fees)
        and a.duration_weeks == b.duration_weeks
    )
