"""What an award takes over from the elective on its page."""

from __future__ import annotations

from pipeline import beside
from pipeline.model import Fact, Listing
from pipeline.model import unknown_audience as unknown


def elective(**audience: str) -> Listing:
    facts = tuple(
        Fact(f"audience.{group}", value, f"words about {group}", "audience.named")
        for group, value in audience.items()
    )
    return Listing("Visiting Elective", "elective", audience={**unknown(), **audience}, facts=facts)  # type: ignore[dict-item]


HOME = elective(us_student="yes", international_student="no", img_graduate="no", physician="no")


def test_an_award_beside_an_elective_is_for_its_students() -> None:
    _, award = beside.awards((HOME, Listing("Travel Stipend", "award")))
    assert dict(award.audience) == dict(HOME.audience)
    assert award.evidence()["audience.us_student"] == "words about us_student"


def test_an_award_keeps_its_own_words() -> None:
    own = Listing(
        "Stipend", "award", audience={**unknown(), "international_student": "yes", "us_student": "limited"}
    )
    _, award = beside.awards((HOME, own))
    assert award.audience["international_student"] == "yes"
    assert award.audience["us_student"] == "limited"
    assert award.audience["physician"] == "no"


def test_an_award_for_graduates_or_physicians_takes_nothing_over() -> None:
    own = Listing("Scholar Grant", "award", audience={**unknown(), "physician": "yes"})
    assert beside.awards((HOME, own))[1] == own


def test_a_condition_is_not_taken_over() -> None:
    both = elective(us_student="yes", international_student="limited")
    _, award = beside.awards((both, Listing("Stipend", "award")))
    assert award.audience["international_student"] == "unknown"


def test_an_elective_for_students_from_abroad_gives_nothing() -> None:
    abroad = elective(us_student="no", international_student="yes")
    award = Listing("Stipend", "award")
    assert beside.awards((abroad, award)) == (abroad, award)


def test_other_listings_stay_as_they_are() -> None:
    visit = Listing("Observership", "observership")
    assert beside.awards((HOME, visit)) == (HOME, visit)
