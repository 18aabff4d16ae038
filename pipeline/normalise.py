"""Claims to one Listing: conflicts settled by strength (specificity), then by refusal over offer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.model import AUDIENCE_GROUPS, Claim, Fact, Listing, OpportunityType, Section

SETS = ("specialties", "visas", "usmle", "requirements", "emails", "phones", "covers")
"""Fields whose claims add up; all others have one winner."""
CAUTION = ("not_offered", "closed", "no", "limited", "unknown", "open", "yes")
"""At equal strength the earlier word wins: a wrong "yes" costs a reader more than a wrong "no"."""


def winner(claims: Sequence[Claim]) -> Claim:
    """The claim that stands: the strongest; at equal strength the most cautious, then the first on the page."""

    def rank(claim: Claim) -> tuple[int, int, int]:
        caution = CAUTION.index(claim.value) if isinstance(claim.value, str) and claim.value in CAUTION else 0
        return (-claim.strength, caution, claim.order)

    return min(claims, key=rank)


def listing(section: Section, claims: Iterable[Claim], type_: OpportunityType, title: str) -> Listing:
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_field[claim.field].append(claim)
    values: dict[str, Any] = {}
    facts: list[Fact] = []
    audience: dict[str, str] = dict.fromkeys(AUDIENCE_GROUPS, "unknown")
    for name, found in by_field.items():
        if name in SETS or name == "fees":
            values[name] = tuple(dict.fromkeys(claim.value for claim in found))
            facts.extend(Fact(name, claim.value, claim.quote, claim.rule) for claim in unique(found))
        else:
            best = winner(found)
            facts.append(Fact(name, best.value, best.quote, best.rule))
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
