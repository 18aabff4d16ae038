"""Claims to a listing: how conflicts are settled, and that the rule says so."""

from __future__ import annotations

import pytest

from pipeline.form import listing_json
from pipeline.model import Claim, Fee
from pipeline.normalise import listing, merged
from tests.extract.snippet import section


def claim(field: str, value: object, rule: str, strength: int = 0, quote: str = "two words") -> Claim:
    return Claim(field, quote.split()[0], quote, rule, value, 1, strength)


def test_a_refusal_beats_an_offer_of_the_same_strength_and_says_so() -> None:
    made = listing(
        section(""),
        [
            claim("audience.img_graduate", "yes", "audience.offer"),
            claim("audience.img_graduate", "no", "audience.refusal"),
        ],
        "observership",
        "X",
    )
    assert made.audience["img_graduate"] == "no"
    assert made.facts[0].rule == "audience.refusal>audience.offer"


def test_the_more_specific_claim_wins() -> None:
    made = listing(
        section(""),
        [claim("hands_on", "no", "general", 0), claim("hands_on", "yes", "specific", 2)],
        "elective",
        "X",
    )
    assert (made.hands_on, made.facts[0].rule) == ("yes", "specific>general")


def test_claims_that_agree_beat_nobody() -> None:
    made = listing(section(""), [claim("status", "open", "a"), claim("status", "open", "b")], "other", "X")
    assert made.facts[0].rule == "a"


def test_set_fields_add_up_without_repeats() -> None:
    made = listing(section(""), [claim("visas", v, "r") for v in ("B-1", "J-1", "B-1")], "observership", "X")
    assert made.visas == ("B-1", "J-1")


def test_silence_stays_silence() -> None:
    made = listing_json(listing(section(""), [], "observership", "X"))
    assert made["status"] == "unknown" and made["fees"] == [] and made["evidence"] == {}


def test_the_proof_of_fees_carries_an_amount() -> None:
    fees = [
        claim("fees", Fee("application", 150), "r", quote="Fees apply."),
        claim("fees", Fee("program", 1200), "r", quote="The program costs $1,200."),
    ]
    assert (
        listing_json(listing(section(""), fees, "observership", "X"))["evidence"]["fees"]
        == "The program costs $1,200."
    )


def test_a_programme_said_twice_is_listed_once() -> None:
    one = listing(section(""), [claim("status", "open", "a")], "observership", "Observer Program")
    two = listing(section(""), [], "observership", "observer program")
    assert merged([one, two]) == (one,)


def test_a_claim_without_its_words_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="do not stand in the quote"):
        Claim("status", "closed", "we are open", "r", "closed")
