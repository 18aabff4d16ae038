"""How many blocks a stay may have, and how often it may be renewed: a length that is counted, not printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from pipeline import regex as re
from pipeline.extract import lengths
from pipeline.extract.lengths import Length
from pipeline.extract.scope import elsewhere, inherited
from pipeline.extract.stays import STAY, Statement
from pipeline.model import Section, Sentence

CAP_COUNT = re.compile(
    rf"\b(?:up to|maximum of|max of|no more than|at most|limit(?:ed to|s? of)(?: a maximum of)?|not exceed|maximum|permitted|allowed|granted|offered|(?:limit|most|maximum)(?: \w+){{0,4}} is|take|complete|schedule|do|have|apply for|request)\s+(?:one or\s+|1 or\s+|1-|one to\s+)?(?P<n>{lengths.NUMBER})(?:\s*\(\d\))?\s+(?:additional\s+|such\s+|visiting\s+|consecutive\s+|separate\s+)?(?:(?P<each>{lengths.NUMBER})(?:\s*\(\d\))?[\s-]*weeks?[\s-]+)?(?:[a-z]+\s+){{0,2}}?(?:electives?|rotations?|blocks?|clerkships?|observerships?|sub-?internships?|externships?|experiences?)\b"
)


def counted(sentence: Sentence) -> Iterator[Statement]:
    """ "Up to two 4-week electives", "one or two four-week blocks": the block, and its cap."""
    for match in CAP_COUNT.finditer(sentence.low):
        if match["each"] is not None:
            each = lengths.number(match["each"])
            yield from capped(sentence, match, lengths.number(match["n"]) * each)
            yield Statement(
                Length(match.start(), match.end(), match[0], each, each, "week"), "exact", sentence, 2
            )
    for match in EACH_AT_MOST.finditer(sentence.low):
        each = lengths.number(match["each"])
        yield from capped(sentence, match, lengths.number(match["n"]) * each)
        yield Statement(
            Length(match.start(), match.end(), match[0], each, each, "week"), "exact", sentence, 2
        )
    if "max" in sentence.low:
        for match in MOST_ALONE.finditer(sentence.low):
            known = lengths.find(sentence.low[: match.start("n")])
            if known and known[-1].unit in ("week", "month"):
                total = lengths.weeks(lengths.number(match["n"]), known[-1].unit)
                yield from capped(sentence, match, total, 2)
    if " of " in sentence.low:
        for match in TOTAL_OF.finditer(sentence.low):
            total = lengths.weeks(lengths.number(match["n"]), match["unit"])
            yield from capped(sentence, match, total)
    for match in NUMBER_OF.finditer(sentence.low):
        each = lengths.number(match["each"])
        if match["so"] or "/" in match[0] or " of " in match[0][10:]:
            yield from capped(sentence, match, lengths.number(match["n"]) * each)
            block = Length(match.start(), match.end(), match[0], each, each, "week")
            yield Statement(block, "exact", sentence, 2)
    for match in EACH_OF.finditer(sentence.low):
        yield from capped(sentence, match, lengths.number(match["n"]) * lengths.number(match["each"]))


def capped(
    sentence: Sentence, match: re.Match[str], total: float, weight: Literal[2, 3] = 3
) -> Iterator[Statement]:
    if 0 < total <= 104:
        yield Statement(
            Length(match.start(), match.end(), match[0], total, total, "week"), "most", sentence, weight
        )


TOTAL_OF = re.compile(
    rf"\b(?:extra|additional|further|added|each|every|more)\s+(?:\w+\s+){{0,2}}?(?P<unit>week|month)s?\b[^.;]{{0,60}}?\bto\s+an?\s+(?:total|maximum|limit)\s+of\s+(?P<n>{lengths.NUMBER})(?=\s*(?:[.,;)]|$))"
)
"""A cap whose unit is that of the price or the extension before it: "each extra week is $90, to a total of ten"."""
MOST_ALONE = re.compile(
    rf"\b(?:min(?:imum)?|least|shortest)\b[^.]{{0,60}}\bmax(?:imum)?(?: \w+){{0,2}}? (?:is|of)(?: only)? (?P<n>{lengths.NUMBER})(?=\s*(?:[.,;)]|$))"
)
"""A greatest number whose unit was said with the least one."""
NUMBER_OF = re.compile(
    rf"\b(?:up to|maximum of|max of|no more than|at most|limited to|limit of|not exceed|as many as)\s+(?P<n>[2-6]|two|three|four|five|six)(?:\s*\(\d\))?\s+(?:[a-z]+\s+){{0,2}}?(?:electives?|rotations?|blocks?|clerkships?|observerships?|sub-?internships?)"
    rf"\s*(?:/\s*|\(?(?:of|at|lasting|,)?\s*)(?P<each>{lengths.NUMBER})(?:\s*\(\d\))?[\s-]*weeks?(?P<so>\s+(?:each|apiece|per))?\b"
)
"""A cap on the count with the length of each behind it: "up to two electives of four weeks each", "3 elective/4 weeks"."""
EACH_OF = re.compile(
    rf"\b(?:(?:one|a single|1)\s+(?:or|to)\s+|1\s*-\s*)(?P<n>two|three|four|[2-4])\s+(?:\w+\s+)?(?P<each>{lengths.NUMBER})[\s-]*weeks?[\s-]+(?:[a-z]+\s+){{0,2}}?{STAY}\b"
)


def block_caps(section: Section, statements: list[Statement]) -> Iterator[Statement]:
    """ "No more than two electives", "a student may have two" where each elective is known to be four weeks."""
    blocks = {
        s.length.most for s in statements if s.bound == "exact" and s.weight >= 2 and s.length.most >= 1
    }
    if len(blocks) != 1 or any(s.bound == "most" for s in statements):
        return
    block = blocks.pop()
    for sentence in (*section.sentences, *inherited(section)):
        low = sentence.low
        for pattern in (CAP_COUNT, MAY_TAKE, CAP_ALONE, CAP_BEHIND, TIMES, ONE_OR, COMBINED):
            for match in pattern.finditer(low):
                if elsewhere(sentence, section):
                    break
                count = lengths.number(match["n"] or match.groupdict().get("m") or "")
                before = lengths.find(low[: match.start()])
                if pattern is CAP_ALONE and before and before[-1].unit != "year" and UP_TO.match(match[0]):
                    total = lengths.weeks(count, before[-1].unit)  # "two weeks but can be up to four"
                    if total > before[-1].most:
                        yield from capped(sentence, match, total, 2)
                        continue
                    if not CHOSEN.search(low[: match.start()]):
                        continue
                if (
                    match.groupdict().get("each") is None
                    and 1 < count <= 6
                    and (pattern is not CAP_COUNT or CAPS.match(match[0]))
                ):
                    yield from capped(sentence, match, count * block, 2)


CHOSEN = re.compile(r"\b(?:take|do|have|choose|complete|request|book|schedule|enroll in|register for)\s+$")
"""Before a count of stays, and not of weeks: "you may do up to three"."""
CAPS = re.compile(
    r"(?:up to|max|(?:limit|most|maximum) is|no more than|at most|limited to|not exceed)|[a-z ]{2,20}\b(?:one or|1 or|1-|one to)\s"
)
UP_TO = re.compile(r"(?:up to|as many as|at most)\b")
FEW = r"(?:two|three|four|five|six|[2-6])"
CAP_ALONE = re.compile(
    rf"\b(?:as many as|a total of|up to|at most|no more than|not more than|maximum of|limited to|(?:may|can)(?: then)? (?:do|have|take|book|choose|complete|request|stack|combine|string together))\s+(?P<n>{FEW})"
    r"(?=\s*(?:[.,;:)]|\(\d\)\s*[.,;]|$|back[ -]to[ -]back\b|in (?:a row|total|all|succession|one|any)\b|per\b|a year\b|with us\b|here\b|consecutive(?:ly)?\s*(?:[.,;]|$)|of (?:these|them|those)\b|blocks?\b))"
)
MAY_TAKE = re.compile(
    rf"\b(?:may|can)\s+(?:then\s+|also\s+)?(?:(?:do|take|book|complete|combine|schedule|string together)\s+(?P<n>{FEW})|(?:have|request|apply for|choose|enroll in|register for)\s+(?P<m>{FEW})(?=\s+(?:consecutive|back[ -]to[ -]back|successive|separate)))"
    rf"\s+(?:(?:consecutive|back[ -]to[ -]back|successive|separate|different|such|visiting|clinical|of (?:these|our))\s+){{0,2}}{STAY}\b"
)
"""What a student may take is the most: "may take two electives"."""
CAP_BEHIND = re.compile(
    rf"\b(?P<n>{FEW})\s+(?:\w+\s+)?{STAY}\s+(?:at (?:the )?(?:very )?most|maximum|max|(?:is|are) the (?:limit|maximum|most))\b"
)
COMBINED = re.compile(
    r"\b(?:(?:the|any|up to)\s+)?(?P<n>two|three|2|3)\s+(?:\w+\s+){0,2}?(?:may|can|could) be (?:combined|joined|linked|stacked|taken (?:together|back|in (?:a row|sequence)|consecutively)|done (?:together|back))\b"
)
EACH_AT_MOST = re.compile(
    rf"\b(?P<n>{FEW})\s+(?P<each>{lengths.NUMBER})[\s-]*weeks?[\s-]+(?:[a-z]+\s+){{0,2}}?{STAY}\s+(?:at (?:the )?(?:very )?most|maximum|max\b|is (?:the|our) (?:limit|maximum|most)|are the most)"
)
TIMES = re.compile(rf"\b{STAY}\s+of\s+{lengths.NUMBER}[\s-]*weeks?,?\s+or\s+(?P<n>{FEW})\b")


ONE_OR = re.compile(
    rf"\b(?:one|a single|1)\s+{STAY},?\s+or\s+(?:up to\s+|at most\s+)?(?P<n>{FEW})\b(?=\s*(?:[.,;:()]|$|back\b|in\b|consecutive|per\b))"
)


def renewals(section: Section, statements: list[Statement]) -> Iterator[Statement]:
    """A stay that may be renewed once is twice as long at most; "renewed up to five years" ends there."""
    fixed = {s.length.most for s in statements if s.bound in ("exact", "least") and s.weight >= 2}
    if any(s.bound == "most" for s in statements) or any(s.bound == "range" for s in statements):
        return
    for sentence in (*section.sentences, *inherited(section)):
        low = sentence.low
        if (
            "renew" not in low and "exten" not in low and "second" not in low and "repeat" not in low
        ) or NOT_RENEWED.search(low):
            continue
        for length in lengths.find(low):
            if UP_TO_TERM.search(low[: length.start]) and length.most <= 520:
                yield Statement(replace(length, least=length.most), "most", sentence, 2)
                return
        if (match := EXTENDED_TO.search(low)) and (known := lengths.find(low[: match.start()])):
            total = lengths.weeks(lengths.number(match["n"]), known[-1].unit)
            if total > known[-1].most:
                yield from capped(sentence, match, total, 2)
                return
        if len(fixed) == 1 and (match := ONCE_MORE.search(low)) and not elsewhere(sentence, section):
            term = fixed.copy().pop()
            total = term * (3 if "twice" in match[0] or "two more" in match[0] else 2)
            yield Statement(
                Length(match.start(), match.end(), match[0], total, total, "week"), "most", sentence, 2
            )
            return
        if len(fixed) == 1 and not elsewhere(sentence, section):
            for length in lengths.find(low):
                if ADDS.search(low[: length.start]) and length.most <= 26:
                    total = fixed.copy().pop() + length.most
                    yield Statement(replace(length, least=total, most=total), "most", sentence, 2)
                    return


NOT_RENEWED = re.compile(r"\b(?:not|never|no|cannot|nor)\b[^.;]{0,30}\b(?:renew|exten|repeat)")
ADDS = re.compile(
    r"\b(?:renew|exten|prolong)\w*[^.;]{0,30}?\b(?:for|by|of)\s+(?:up to\s+)?(?:an?\s+)?(?:additional|further|another|extra|more)\s*$"
)
UP_TO_TERM = re.compile(
    r"\b(?:renew|exten|prolong)\w*[^.;]{0,40}?\b(?:up to|to|for up to|to a (?:maximum|total) of|for a (?:maximum|total) of|at most)(?: an?| the)?\s*$"
)
EXTENDED_TO = re.compile(
    rf"\b(?:renewed|extended|renewable|prolonged|lengthened|extendable|extensible)\s+(?:up\s+)?to\s+(?:an?\s+(?:maximum|total)\s+of\s+)?(?P<n>{lengths.NUMBER})(?=\s*(?:[.,;:)]|$|with\b|if\b|by\b|when\b|at\b))"
)
"""A longer term whose unit was said with the first: "one month, which may be extended to two"."""
ONCE_MORE = re.compile(
    r"\b(?:renewed|extended|repeated|renewable|prolonged)\s+(?:(?:only\s+)?once\b(?! (?:a|per|every))|(?:for )?(?:one|a single|1) (?:time|more time|(?:further|additional|more|second) (?:term|month|block|period|rotation|year))|for (?:a second|another|one more)(?: (?:month|block|term|period|year))?(?=\W*$|[.;,])|twice\b)"
    r"|\b(?:option|possibility|chance|opportunity) (?:of|to add|to take|for) (?:adding |taking )?a second (?:month|block|rotation|elective|term|period|year)\b"
    r"|\ba second (?:one|month|block|rotation|elective|term|period|clerkship|year)\b(?: \w+)? (?:may|can|is possible|requires|needs|is (?:allowed|permitted|granted)|might)\b(?![^.;]{0,40}\bafter\b)"
)
