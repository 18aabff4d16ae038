"""Lengths of time in running text, in weeks: pure. What they are the length of is read elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import regex as re

ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
UNIT_WORD = "|".join(ONES)
TENS_WORD = rf"(?:{'|'.join(TENS)})(?:[\s-](?:{UNIT_WORD})(?!\s(?:to|or)\b))?"
WORDED = rf"(?:one|a)\s+hundred(?:\s+(?:and\s+)?{TENS_WORD})?|{TENS_WORD}|{'|'.join(TEENS)}|{UNIT_WORD}"
NUMBER = rf"(?:\d{{1,3}}(?:\.\d|\s1/2|½)?|(?:{WORDED})(?:\s+and\s+(?:a|one)[\s-]half)?)"
UNIT = r"(?:weeks?|wks?|months?|mos|days?|years?|yrs?)"
BETWEEN = r"(?:\s*(?:calendar|consecutive|contiguous|continuous|successive|credit|elective|rotation|clinical|full|whole|complete|total|working|business|week-?)\s+|[\s-]*)"
ONE = r"an?(?:\s+(?:single|full|whole))?(?=\s+(?:day|week|month|year)(?:'s\s+(?:notice|warning|lead)|\s*,?\s+(?:or|to|up|ahead|in\s+advance|before|prior|beforehand)\b))"
"""An article that counts: "a day or two", "a month in advance", "a week to three months"."""
LENGTH = re.compile(
    rf"(?<![\w$.,/-])(?P<a>{NUMBER}|{ONE})(?:\s*\(\s*(?:\d{{1,3}}|{WORDED})\s*\))?"
    rf"(?:(?P<a_unit>{BETWEEN}{UNIT}))?"
    rf"(?:\s*\(\s*(?:{NUMBER})[\s-]*{UNIT}\s*\))?"
    rf"(?:(?P<to>\s*-?\s*(?:to|-|or|and|up\s+to|to\s+a\s+maximum\s+of|through|&|/|,\s*(?:or|and)|(?:to|and|but|or)\s+(?:no|not|never|seldom|rarely)\s+(?:more|longer)\s+than|(?:and|but|to)\s+at\s+(?:the\s+)?most|(?:and|but)\s+(?:an?\s+)?max(?:imum)?(?:\s+of)?)\s*(?:an?\s+)?)(?P<b>{NUMBER}|an?(?=\s+(?:day|week|month|year)\b))(?:\s*\(\s*(?:\d{{1,3}}|{WORDED})\s*\))?)?"
    rf"(?P<between>{BETWEEN})(?P<unit>{UNIT})\b(?:\s*\(\s*(?P<same>{NUMBER})[\s-]*(?P<same_unit>{UNIT})\s*\))?"
)
LISTED = re.compile(rf"(?<![\w$.,/-])(?:{NUMBER}(?:[\s-]*{UNIT})?-?\s*,\s*)+(?:or\s+|and\s+)?$")
SINGLE = re.compile(
    rf"(?<![\w$.,/-])(?P<a>{NUMBER})(?:\s*\(\s*(?:\d{{1,3}}|{WORDED})\s*\))?(?P<between>{BETWEEN})(?P<unit>{UNIT})\b"
)
ARTICLE = re.compile(
    r"(?:\b(?:usually|typically|generally|normally|mostly|as (?:short|long|little|brief|few) as|a day,|a day or|a week,|a week or|for|lasts?|is|are|than|spends?|about|with|only|just|stays?|exceed|period of|or|at most|come for|spends?)\s|^\W*|\band\s(?=an?\s\w+\sis\s(?:the|our)\b))(?P<a>an?)\s(?:single\s|full\s|whole\s)?(?P<unit>month|week|year|day)\b"
    r"(?!'|-|\s+(?:in advance|before|prior|of age|old|ahead))"
)
ELLIPTIC = re.compile(
    rf"\s*,?\s*(?P<to>or|to|(?:and|but) (?:no|not) (?:more|longer) than|(?:or|to|and) as (?:long|many) as|(?:and|but|or|to) (?:a maximum of|at (?:the )?most|up to))\s+(?P<b>{NUMBER})(?=\s*(?:[.,;:)]|$|when\b|if\b|with\b|at\b|in\b|for\b))"
)
"""The second number of "one month or two", whose unit is not said again."""
LONG = re.compile(r"(?<![\w-])(?P<unit>day|week|month|year)-?\s?long\b")
CUE = re.compile(r"\b(?:weeks?|wks?|months?|mos|days?|years?|yrs?)\b|(?:week|month|day|year)long")
MONTHS = {1: 4.0, 2: 8.0, 3: 12.0, 6: 26.0, 9: 39.0, 12: 52.0, 18: 78.0, 24: 104.0}
"""The directory's convention; other numbers of months are 4.35 weeks each."""


@dataclass(frozen=True, slots=True)
class Length:
    """A length or range of lengths in weeks; `raw` is `text[start:end]`."""

    start: int
    end: int
    raw: str
    least: float
    most: float
    unit: str
    """Singular, of the upper end: day, week, month or year."""
    working: bool = False
    """True where working or business days are meant."""
    choice: bool = False
    """True for "two or four", False for "two to four"."""

    @property
    def is_range(self) -> bool:
        return self.least != self.most


def number(printed: str) -> float:
    whole, halved = HALF.subn("", printed)
    return (float(whole) if whole[:1].isdigit() else float(worded(whole))) + 0.5 * halved


def worded(printed: str) -> int:
    """120 of "one hundred and twenty"; an article is one."""
    total = 0
    for word in re.findall(r"[a-z]+", printed):
        if word == "hundred":
            total = (total or 1) * 100
        elif word in ("a", "an") and not total:
            total = 1
        else:
            total += ONES.get(word) or TEENS.get(word) or TENS.get(word) or 0
    return total


HALF = re.compile(r"\s+and\s+(?:a|one)[\s-]half$|\s1/2$|½$")


def singular(unit: str) -> str:
    unit = unit.strip(" -").rstrip("s").split()[-1].split("-")[-1]
    return {"wk": "week", "mo": "month", "yr": "year"}.get(unit, unit)


def weeks(count: float, unit: str) -> float:
    """Weeks of so many days, weeks, months or years, by the directory's convention."""
    if unit == "day":
        return round(count / 7, 1)
    if unit == "week":
        return float(count)
    if unit == "month":
        return (
            MONTHS.get(int(count), round(count * 4.35, 1)) if count == int(count) else round(count * 4.35, 1)
        )
    return count * 52.0


def hinted(low: str) -> bool:
    """Could a text in lower case carry a length?"""
    return (
        "week" in low
        or "month" in low
        or "day" in low
        or "year" in low
        or "wk" in low
        or "mos" in low
        or "yr" in low
    ) and (CUE.search(low) is not None)


def find(low: str) -> tuple[Length, ...]:
    """The lengths in a text in lower case with straight hyphens, in reading order."""
    if not hinted(low):
        return ()
    found: list[Length] = []
    for match in LENGTH.finditer(low):
        unit = singular(match["unit"])
        if match["b"] is None and match["a_unit"]:
            continue
        if (
            match["b"] in ("a", "an") and not match["a_unit"]
        ):  # "two, and a month": two of what was said before
            continue
        first = singular(match["a_unit"]) if match["a_unit"] else unit
        a = weeks(number(match["a"]), first)
        b = weeks(number(match["b"]), unit) if match["b"] else a
        raw = match[0]
        if b < a and (match["to"] or "").strip(" ,") not in ("or", "and", "&", "/"):
            again = SINGLE.search(low, match.start("b"))
            if again is None:
                continue
            a = b = weeks(number(again["a"]), unit)
            found.append(Length(again.start(), again.end(), again[0], a, b, unit))
            continue
        working = bool(re.search(r"working|business", raw))
        choice = (match["to"] or "").strip(" ,-") in ("or", "and", "&", "/")
        start = match.start()
        if match["b"] is None and not working and (more := ELLIPTIC.match(low, match.end())):
            b = weeks(number(more["b"]), unit)
            if b > a:
                raw = low[start : more.end()]
                found.append(Length(start, more.end(), raw, a, b, unit, working, more["to"] == "or"))
                continue
        if listed := LISTED.search(low[max(0, start - 40) : start]):  # "2-, 3- and 4-week"
            several = [weeks(number(n), unit) for n in re.findall(NUMBER, listed[0])]
            a, b, choice = min(a, *several), max(a, b, *several), True
            start -= len(listed[0])
            raw = low[start : match.end()]
        found.append(Length(start, match.end(), raw, min(a, b), max(a, b), unit, working, choice))
    for match in ARTICLE.finditer(low):
        if not any(f.start <= match.start("a") < f.end for f in found):
            one = weeks(1, match["unit"])
            start = match.start("a")
            found.append(Length(start, match.end(), low[start : match.end()], one, one, match["unit"]))
    for match in LONG.finditer(low):
        one = weeks(1, match["unit"])
        found.append(Length(match.start(), match.end("unit"), match["unit"], one, one, match["unit"]))
    return tuple(sorted(found, key=lambda f: f.start))
