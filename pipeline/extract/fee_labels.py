"""The nouns that name a sum ("application fee", "stipend", "coverage"), their kinds, and which of them governs an amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline import regex as re
from pipeline.extract.money import Money
from pipeline.vocab import vocabulary

LabelKind = Literal[
    "application", "program", "administrative", "deposit", "insurance", "other", "plain", "not_fees"
]

WORDS = vocabulary("fees")
KIND_ORDER: tuple[LabelKind, ...] = (
    "not_fees", "application", "deposit", "insurance", "administrative", "program", "other",
)  # fmt: skip
KIND_WORDS = {kind: re.compile(r"(?<![\w-])(?:" + "|".join(WORDS[kind]) + r")(?!\w)") for kind in KIND_ORDER}
STOP = (
    "a|an|the|of|for|to|in|on|at|by|with|and|or|is|are|was|be|been|will|may|must|can|should|this|that|these|those|any|all|"
    "no|not|your|our|their|its|his|her|you|we|they|it|if|as|from|per|each|every|than|which|who|pay|pays|paid|charge|charges|"
    "charged|plus|minus|less|also|there|have|has|had|require|requires|required|includes?|included|including|covers?|upon|"
    "after|before|when|once|only|do|does|submit|subject|via|into|towards?|up|additional|but|under|over|about|and/or|both|either"
)
WORD = rf"(?!(?:{STOP})\b)[a-z](?:[a-z'&]*(?:-[a-z]+)*|[a-z]?-?\d{{1,4}}[a-z]?\b)\.?"
"""A word of a noun's name, visa classes and forms (J-1, DS-2019, I-20) among them."""
HEAD = "|".join(WORDS["heads"])
LABEL = re.compile(
    rf"(?<![\w-])(?:{WORD}\s+(?:and|or)\s+(?={WORD}\s+(?:{HEAD})\b))?(?:{WORD}\)?(?:\s*[/&]\s*|\s+|-(?=(?:{HEAD})\b))){{0,12}}?(?P<head>(?:{HEAD})(?:/(?:{HEAD}))?(?:\s+(?:fees?|costs?|payment))?)\b(?!-)"
    rf"(?:\s+(?:for|of)\s+(?:the\s+|an?\s+|each\s+|your\s+|any\s+)?(?P<object>{WORD}(?:\s+{WORD}){{0,2}}))?"
)
ALONE = {
    kind: re.compile(r"(?<![\w-])(?:" + "|".join(words) + r")(?!\w)")
    for kind, words in WORDS["alone"].items()
}
INSURED = re.compile(
    r"\b(?:malpractice|health|medical|travel|liability|indemnity)(?:\s+liability)?\s+(?:insurance(?!\s+(?:coverage|policy|limits))|(?:insurance\s+)?(?:cover|coverage|policy|protection|plan))\b"
    r"|\b(?:purchas\w+|buy\w*|bought|arranges?|sells?|sold)\s+(?:an?\s+|the\s+|this\s+|our\s+|your\s+)?(?:[\w-]+\s+){0,2}?(?:cover|coverage|policy|insurance)\b"
)
SOLD = re.compile(
    r"\b(?:mandatory|obligatory|compulsory|bought|buy|purchas\w+|arranges? (?:an?|the|your|this)|through (?:us|our|the)|get one|arrange one|from us|costs?|price|premium|for sale)\b"
)
"""Cover that is sold, and not a sum that it must come to."""
BUYS = re.compile(
    r"\bpurchas|\bbuy|\bbought|\bcosts?\b|\bfees?\b|\bcharge|\bpremium|\bavailable (?:for|at)\b|\bpay\b"
)
PAYS = re.compile(
    r"\b(?:pay|pays|paid|paying|payable|charged?|charges|remit|owed?|asks?|asking for|ask for|send|bills?|billed|invoiced?|invoices|collects?|collected|levie[sd]|assess(?:es|ed)?|contributes?|settles?|bring|(?:checks?|cheques?|money orders?|bank drafts?) (?:for|of|in the amount of))\b"
)

GAP_BEFORE = re.compile(
    r"^\s*(?:\([^)]*\)|\*+|fees?|which|that|[:=\-,]|is|are|was|of|will\s+be|would\s+be|be|currently|now|set\s+at|fixed\s+at|in\s+the\s+amount\s+of|totall?(?:s|ing)|"
    r"amounts?\s+to|equal\s+to|non-?\s?refundable|refundable|one-?time|flat|a|an|the|up\s+to|approximately|approx\.?|about|around|only|just|at|us|total|ranges?|from|between|to|costs?|\s)*\s*$"
)
GAP_AFTER = re.compile(
    r"^[\s.]*(?:\(?(?:us|usd|u\.s\.|dollars?|\d+|\.00)\)?[\s/]+|\(?non-?\s?(?:refundable|transferable)\)?[\s,/]*|refundable[\s,]*|one-?time[\s,]+|(?:and|or|/)\s*non-?(?:transferable|refundable)[\s,]+|"
    rf"{WORD}[\s,]+)*+$"
)
GAP_FOR = re.compile(
    r"^[\s,]*(?:\([^)]*\)\s*)?(?:is|are|will\s+be|must\s+be|would\s+be)?\s*(?:charged|required|due|payable|assessed|paid|needed|collected|levied)?\s*"
    rf"(?:as|for|towards?|to\s+cover|to\s+pay(?:\s+for)?|in)\s+(?:the\s+|an?\s+|each\s+|your\s+|their\s+|all\s+|its\s+)?(?:{WORD}\s+){{0,3}}$"
)
INCLUDED = re.compile(r"(?:,\s*|\band\s+|\b(?:which|that|this|it)\s+)*\b(?:includ(?:es?|ing)|covers?)\b")
"""What follows is bought with the amount before it, and names no sum of its own."""


@dataclass(frozen=True, slots=True)
class Label:
    start: int
    end: int
    text: str
    kind: LabelKind
    weak: bool = False
    """True for verbs ("pay") that show a price without naming it."""


def beside_the_included(labels: list[Label], found: tuple[Money, ...], low: str) -> list[Label]:
    """The labels but those of what an amount includes: "$900, which includes parking" is no price of parking."""
    spans = []
    for match in INCLUDED.finditer(low):
        if any(m.end <= match.start() for m in found):
            ends = [m.start for m in found if m.start >= match.end()]
            stop = re.search(r"[;]|\.\s", low[match.end() :])
            ends.append(match.end() + stop.start() if stop else len(low))
            spans.append((match.end(), min(ends), "includ" in match[0]))
    return [
        label
        for label in labels
        if not any(
            start <= label.start < end and (label.kind == "not_fees" or whole) and label.kind != "deposit"
            for start, end, whole in spans
        )
    ]


def labels_of(low: str, priced: bool = False) -> list[Label]:
    """The nouns of a sentence that say what a sum is for; `priced`: it is a line of a list of prices."""
    found: list[Label] = []
    for match in LABEL.finditer(low):
        text = match[0]
        kind = kind_of(text)
        if kind == "not_fees" and (joined := JOINED.match(text)) and kind_of(joined[1]) in FIRST_NAMED:
            kind = kind_of(joined[1])
        found.append(Label(match.start(), match.end("head"), text, kind))
    for alone, pattern in ALONE.items():
        for match in pattern.finditer(low):
            if any(label.start <= match.start() < label.end for label in found):
                continue
            found.append(Label(match.start(), match.end(), match[0], alone))
    if priced or BUYS.search(low) or SOLD.search(low):
        for match in INSURED.finditer(low):
            if not match[0].endswith("insurance"):
                found = [
                    label
                    for label in found
                    if label.kind != "not_fees" or label.end <= match.start() or match.end() <= label.start
                ]
            if not any(
                label.start < match.end() and match.start() < label.end
                for label in found
                if label.kind != "not_fees"
            ):
                found.append(Label(match.start(), match.end(), match[0], "insurance"))
    for match in PAYS.finditer(low):
        if not any(label.start <= match.start() < label.end for label in found):
            found.append(Label(match.start(), match.end(), match[0], "plain", weak=True))
    return found


JOINED = re.compile(r"([a-z-]+)\s+(?:and|&)\s")
FIRST_NAMED = ("administrative", "program")
"""Of two things that one fee is for, the first gives it its kind: "badge and parking fee"."""


def kind_of(phrase: str) -> LabelKind:
    for kind in KIND_ORDER:
        if KIND_WORDS[kind].search(phrase):
            return kind
    return "plain"


def govern(found: tuple[Money, ...], labels: list[Label], low: str) -> list[Label | None]:
    """For each amount the label that names it, by grammar first and nearness next."""
    costs = [[cost(m, label, found, low) for label in labels] for m in found]
    taken: dict[int, str] = {}
    for row_ in costs:
        for j, (value, place) in enumerate(row_):
            if value == 0:
                taken[j] = place
    result: list[Label | None] = []
    for row_ in costs:
        best: Label | None = None
        least = 110.0
        for j, (value, place) in enumerate(row_):
            if value > 0 and j in taken:
                value += 200 if taken[j] == "after" else 8
            if labels[j].weak:
                value += 20
            better = (
                value == least
                and best is not None
                and (
                    best.kind == "plain"
                    if labels[j].kind != "plain"
                    else best.kind == "plain" and place == "before"
                )
            )
            if value < least or better:
                best, least = labels[j], value
        result.append(best)
    return result


def cost(m: Money, label: Label, found: tuple[Money, ...], low: str) -> tuple[float, str]:
    """How far a label is from an amount: 0 where grammar joins them, in characters and breaks otherwise."""
    between = [o for o in found if o is not m and min(label.start, m.start) < o.start < max(label.end, m.end)]
    if label.start >= m.end:
        gap, place = low[m.end : label.start], "after"
        if not between:
            if GAP_AFTER.match(gap) and len(gap) < 60 and not re.search(r"[.;:]\s", gap):
                return 0, place
            if GAP_FOR.match(gap):
                return 2, place
        value = len(gap) + 10.0
    else:
        gap, place = low[label.end : m.start], "before"
        if GAP_BEFORE.match(gap) and not between:
            return 0, place
        value = float(len(gap))
    value += 25 * len(between)
    value += (
        30 * len(re.findall(r"[;.]\s", gap))
        + 6 * gap.count(",")
        + 6 * len(re.findall(r"\b(?:and|plus|or)\b", gap))
    )
    return max(value, 3.0), place


def named_in(low: str) -> list[Label]:
    return [label for label in labels_of(low) if not label.weak]
