"""What a listing takes over from another one of its page, where it is silent itself.

An award beside an elective ("three visiting students receive a stipend") helps those who come for the elective: who
may have it is said once, of the elective, with its quote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import AUDIENCE_GROUPS, AudienceGroup, Listing

ELECTIVES = ("elective", "sub_internship")
NOT_OF_STUDENTS: tuple[AudienceGroup, ...] = ("img_graduate", "physician")


def awards(listings: Sequence[Listing]) -> tuple[Listing, ...]:
    """`listings`, the awards among them completed with the audience of the elective for students of US schools."""
    elective = next(
        (one for one in listings if one.type in ELECTIVES and one.audience["us_student"] == "yes"), None
    )
    if elective is None:
        return tuple(listings)
    return tuple(completed(one, elective) if of_students(one) else one for one in listings)


def of_students(award: Listing) -> bool:
    """An award that names no graduate or physician as its recipient."""
    return award.type == "award" and all(
        award.audience[group] in ("no", "unknown") for group in NOT_OF_STUDENTS
    )


def completed(award: Listing, elective: Listing) -> Listing:
    """`award` with the elective's refusals: who may not come has no use for it. Conditions are not taken over."""
    silent = [
        group
        for group in AUDIENCE_GROUPS
        if award.audience[group] == "unknown" and (elective.audience[group] == "no" or group == "us_student")
    ]
    taken = {f"audience.{group}" for group in silent}
    facts = tuple(
        replace(fact, rule="audience.of_the_elective") for fact in elective.facts if fact.field in taken
    )
    audience = {**award.audience, **{group: elective.audience[group] for group in silent}}
    return replace(award, audience=audience, facts=(*award.facts, *facts))
