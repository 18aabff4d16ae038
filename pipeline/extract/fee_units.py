"""Per what an amount is paid: once, a rotation, a week, a month, a day or a year. Pure."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.model import FeePer

NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "ten": 10,
    "twelve": 12,
}
COUNT = r"(?P<n>\d{1,2}|" + "|".join(NUMBERS) + r")(?:\s*\(\d{1,2}\))?"
EVERY = r"(?:\bper\b|/|\beach\b|\bevery\b|\ba\b|\ban\b|\bfor\s+(?:each|every|an?|the|one)\b)"
STAY = r"(?:semester|term|elective|rotation|clerkship|block|course|experience|session|placement|observership|externship|preceptorship|specialty|department|slot|module|sub-?internship|attachment|discipline|service)"
PER = re.compile(
    rf"(?P<span>(?:{EVERY}\s*(?:additional\s+|extra\s+)?|\bfor\s+(?:the\s+|a\s+)?(?:first\s+)?(?:two\s+|2\s+)?|\(|^\s*[-:,]?\s*|\bfirst\s+){COUNT}[\s-]*(?P<su>weeks?|wks?|months?|days?)\b)"
    rf"|(?P<one>{EVERY}\s*-?\s*(?:additional\s+|extra\s+|clinical\s+|calendar\s+|first\s+|initial\s+|second\s+|subsequent\s+|further\s+|academic\s+|1[\s-]|one[\s-])?(?P<ou>week|wk|month|mo|day|year|yr|annum)\b)"
    rf"|(?P<ly>\b(?P<lu>weekly|monthly|daily|annual|annually|yearly)\b)"
    rf"|(?P<stay>{EVERY}\s*(?:additional\s+|\w+\s+)?(?:{COUNT.replace('?P<n>', '?:')}[\s-]*(?:weeks?|months?)[\s-]+)?(?:\w+\s+)?{STAY}s?\b)"
    r"|(?P<once>\bone-?\s?time\b|\bonce\b(?!\s+(?:you|your|the|an?|we|they|he|she|it|all|this|that|accepted|approved|admitted|selected|placed|dates?|offered|confirmed)\b)|\bflat\b|\bper\s+(?:application|applicant|person|student|candidate|submission|visit|stay)\b)"
)
UNITS: dict[str, FeePer] = {
    "week": "week", "wk": "week", "weekly": "week", "month": "month", "mo": "month", "monthly": "month", "day": "day",
    "daily": "day", "year": "year", "yr": "year", "annum": "year", "annual": "year", "annually": "year", "yearly": "year",
}  # fmt: skip
LENGTH = re.compile(rf"\b{COUNT}[\s-]*(?P<u>weeks?|wks?|months?)\b")


def per_of(before: str, after: str) -> FeePer | None:
    """The unit of an amount; None where neither its words nor its label say."""
    after = re.split(r"[;]|\.\s|\band an?\b|\bplus\b", after, maxsplit=1)[0][:90]
    before = re.split(r"[;]|\.\s", before)[-1][-70:]
    for text in (after[:45], before, after):
        best: FeePer | None = None
        for match in PER.finditer(text):
            ahead = text[: match.start()]
            if match[0].startswith(("a ", "an ")) and (text is before or GOVERNED.search(ahead)):
                continue  # "five students in a year pay $900", "$75 for students accepted to a rotation"
            if ahead.endswith("not "):
                continue  # "per visit, not per block"
            found = unit(match)
            if found and (best is None or (best == "once" and found != "once")):
                best = found
        if best:
            return best
    if (length := LENGTH.search(before[-30:])) and re.search(
        r"(?:[:=-]|\bis|\bcosts?|weeks?|months?|\))\s*$", before
    ):
        return "rotation" if count(length["n"]) > 1 or length["u"].startswith("m") else "week"
    return None


GOVERNED = re.compile(
    r"\b(?:to|in|into|of|from|during|with|at|on|within|before|after|begin|start|complete)\s$"
)
"""Words that take a stay as their object; "a block" behind them is no unit."""


def unit(match: re.Match[str]) -> FeePer | None:
    if match["span"]:
        n, of = count(match["n"]), match["su"]
        if n == 1:
            return "week" if of.startswith("w") else "month" if of.startswith("m") else "day"
        return "rotation"
    if match["one"]:
        return UNITS[match["ou"]]
    if match["ly"]:
        return UNITS[match["lu"]]
    if match["stay"] is None:
        return "once"
    # "for an observership" prices the visit as a whole; "per observership" and "for a rotation" price each
    whole = re.match(
        r"(?:for\s+(?:an?|the)|an?)\s+(?!.*(?:rotation|elective|clerkship|block|week|month|slot|course))",
        match["stay"],
    )
    return None if whole else "rotation"


def count(printed: str) -> int:
    return int(printed) if printed.isdigit() else NUMBERS[printed]


def weeks_in(low: str) -> int | None:
    """The count of weeks that a row or column names, where it names one and no range."""
    match = LENGTH.search(low)
    if match is None or not match["u"].startswith("w") or RANGED.search(low):
        return None
    return count(match["n"])


RANGED = re.compile(r"\d\s*-\s*\d|\bto\b|\bup\b|\bmore\b|\bless\b|\bor\b")


def length_unit(low: str) -> FeePer | None:
    """A column or row that is a length prices the stay of that length."""
    match = LENGTH.search(low)
    if match is None or re.search(r"\bper\b|\beach\b|/", low):
        return None
    return "week" if count(match["n"]) == 1 and match["u"].startswith("w") else "rotation"
