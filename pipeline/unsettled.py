"""Words that the vocabulary lacks: kept as printed, and put before a person with the sentence that holds them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Fact, Fee, Issue, Listing
from pipeline.specialty import lookup
from pipeline.vocab import vocabulary

LONGEST = 300
"""Characters of a sentence that a message shows."""


def issues(listing: Listing, url: str, source: str = "") -> Iterator[Issue]:
    """An Issue for each specialty, unit of a fee and visa of `listing` that the vocabulary does not know."""

    def issue(field: str, word: str, what: str, remedy: str) -> Issue:
        quote = sentence(listing, field, word)
        said = f" In: “{quote}”" if quote else ""
        return Issue("vocabulary", source, url, field, f"{field}: “{shown(word)}” {what}{said}", remedy)

    for name in listing.specialties:
        if name.lower() != "any" and lookup(name) is None:
            yield issue(
                "specialties",
                name,
                "is no name that the vocabulary knows; it is kept as printed.",
                "Add it to vocab/specialties.yml as a name or a synonym.",
            )
    for fee in listing.fees:
        if fee.unknown_unit:
            yield issue(
                "fees",
                fee.unknown_unit,
                f"is no unit that is known; {fee.amount:g} {fee.currency} is kept with its unit as printed, and no cost is computed from it.",
                "Add its word to `once` in vocab/fees.yml where it is paid once; else the listing shows the unit as printed.",
            )
    known = vocabulary("visas")["classes"]
    for visa in listing.visas:
        if visa not in known:
            yield issue(
                "visas",
                visa,
                "is no visa class that the vocabulary knows; it is kept as printed.",
                "Add it to vocab/visas.yml with its pattern.",
            )


def sentence(listing: Listing, field: str, word: str) -> str:
    """The sentence that holds `word`, by the listing's own proof."""
    return next((shown(f.quote) for f in listing.facts if f.field == field and holds(f, word)), "")


def holds(fact: Fact, word: str) -> bool:
    return fact.value.unknown_unit == word if isinstance(fact.value, Fee) else fact.value == word


def shown(words: str) -> str:
    """Words of a page inside a message: one line without closing quotes, so that a release can leave them out whole."""
    plain = re.sub(r"[^\S ]|[\x00-\x1f\x7f-\x9f]", " ", words).translate({ord("”"): '"', ord("“"): '"'})
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"
