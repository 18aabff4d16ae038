"""Dates in running text: pure, without a clock, in the styles that US pages print.

`find` gives the dated spans of a text in reading order. A date without a year recurs; its year is only chosen when
a caller resolves it against a day (`Dated.begin`, `Dated.finish`). Numbers are read as month/day/year, as in the
US, unless only day/month/year is possible; dotted numbers (31.12.2026) are day first.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pipeline import regex as re

Precision = Literal["day", "month", "part", "season", "academic_year", "year"]
"""`part`: a third of a month or a nameless week in it (mid-March, the first Monday in May)."""


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `year` is None where it recurs every year."""

    year: int | None
    month: int
    day: int

    def on(self, year: int) -> date:
        """This day in `year` (or in its own year); 29 February falls back to the 28th."""
        chosen = self.year or year
        return date(chosen, self.month, min(self.day, calendar.monthrange(chosen, self.month)[1]))


@dataclass(frozen=True, slots=True)
class Dated:
    """One date, period or range. `raw` is `text[start:end]`; `first` and `last` are its bounds, both included."""

    start: int
    end: int
    raw: str
    precision: Precision
    first: Day
    last: Day
    is_range: bool = False
    """True where two ends are printed (1 May to 30 June); `precision` is then the coarser of the two."""

    @property
    def recurs(self) -> bool:
        """True where no year is printed."""
        return self.last.year is None

    @property
    def iso(self) -> str | None:
        """The last day as YYYY-MM-DD, or MM-DD where it recurs; None where no day is printed."""
        if self.precision != "day":
            return None
        tail = f"{self.last.month:02d}-{self.last.day:02d}"
        return tail if self.last.year is None else f"{self.last.year:04d}-{tail}"

    def finish(self, today: date) -> date:
        """The last day meant: where it recurs, the first such day that is not before `today`."""
        found = self.last.on(today.year)
        return found if self.last.year is not None or found >= today else self.last.on(today.year + 1)

    def begin(self, today: date) -> date:
        """The first day meant: where it recurs, in the period that `finish` ends."""
        finish = self.finish(today)
        found = self.first.on(finish.year)
        return found if self.first.year is not None or found <= finish else self.first.on(finish.year - 1)


MONTHS = {name.lower(): i for i, name in enumerate(calendar.month_name) if name}
FULL_MONTHS = frozenset(MONTHS)
MONTHS |= {name.lower(): i for i, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept(?:ember)?|sep|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b"
YEAR = r"(?:(?:19|20)\d\d(?![\d,]\d|%)|['’‘]\d\d\b)"
ORD = r"(?:\s?(?:st|nd|rd|th)\b)?"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DASH = r"\s*(?:-|–|—|‑|−)\s*"
TO = rf"(?:{DASH}|\s+(?:to|thru|through|until|till)\s+)"
MIDDLE = rf"(?:\s*,\s*|\.\s*|{DASH}|\s+of\s+|\s+)"
ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": -1,
}
SEASONS = {"spring": (3, 5), "summer": (6, 8), "fall": (9, 11), "autumn": (9, 11), "winter": (12, 2)}
PARTS = {
    "early": (1, 10), "beginning": (1, 10), "start": (1, 10), "first week": (1, 7), "first half": (1, 15),
    "mid": (11, 20), "middle": (11, 20),
    "late": (21, 31), "end": (21, 31), "last week": (22, 31), "second half": (16, 31),
}  # fmt: skip

AHEAD = r"(?=\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|the\s|first|second|third|fourth|last|early|mid|late|begin|start|end|spring|summer|fall|autumn|winter|ay|academic|fy))"
"""How an atom begins; it spares trying twelve shapes at each letter of a text."""
ATOM = re.compile(
    rf"""
    {AHEAD}(?:
    (?P<iso>(?<![\d/.])(?<!\d-)(?P<iy>(?:19|20)\d\d)[-/.](?P<im>\d\d?)[-/.](?P<id>\d\d?)(?![\d/]|-\d(?!\d\d\d-)))
    |(?P<numeric>(?<![\d/.$])(?:(?<!\d-)|(?=\d\d?/))(?<![a-z]-)(?P<na>\d\d?)(?P<ns>[/.-])(?P<nb>\d\d?)(?P=ns)(?P<ny>(?:19|20)\d\d|\d\d)(?![\d/]|-\d(?!\d?/)))
    |(?P<nth>(?:\bthe\s+)?\b(?P<no>first|second|third|fourth|last|1st|2nd|3rd|4th)\s+(?P<nw>{WEEKDAY})\s+(?:of|in)\s+(?P<nm>{MONTH})\.?(?:,?\s+(?P<nyr>{YEAR}))?)
    |(?P<edge>\b(?P<eo>first|last)\s+day\s+of\s+(?P<em>{MONTH})\.?(?:,?\s+(?P<ey>{YEAR}))?)
    |(?P<part>\b(?P<pp>early|mid|late|(?:beginning|start|middle|end|first\s+week|last\s+week|first\s+half|second\s+half)\s+(?:of|in))(?:{DASH}|\s+)(?:the\s+month\s+of\s+)?(?P<pm>{MONTH})\.?(?:,?\s+(?:of\s+)?(?P<py>{YEAR}))?)
    |(?P<dmy>(?:\b{WEEKDAY}\b,?\s+)?(?<![\d/.:$])\b(?P<da>\d\d?){ORD}(?:(?P<dto>{TO}|\s*&\s*|\s+and\s+)(?P<db>\d\d?){ORD})?(?:\s+day)?(?:\s+of)?(?:\s*-\s*|\s+)(?P<dm>{MONTH})\.?(?:(?:\s*,\s*|\s*-\s*|\s+)(?P<dy>{YEAR}|(?<=-)\d\d\b))?(?!\s?\d))
    |(?P<mdy>(?:\b{WEEKDAY}\b\.?,?\s+)?\b(?P<mm>{MONTH})\.?(?:\s*-\s*|\s+)?(?P<ma>\d\d?){ORD}(?![\d:]|[.,]\d|\s*(?:%|[ap]\.?m\b))(?:{TO}(?P<mb>\d\d?){ORD}(?![\d/:]|\s*(?:{MONTH}|%|[ap]\.?m\b|weeks?\b|days?\b|months?\b)))?(?:(?:,\s*(?:{WEEKDAY},?\s*)?|\.\s*|\s*-\s*|\s+(?:of\s+)?)(?P<my>{YEAR}))?)
    |(?P<month>\b(?P<om>{MONTH})\.?(?:{MIDDLE}(?P<oy>{YEAR}))?)
    |(?P<season>\b(?P<sn>spring|summer|fall|autumn|winter)\b(?:[\s/-]+(?:semester|term|of|quarter|session|block)\b)*(?:,?\s+|\s*-\s*)?(?P<sy>{YEAR})?(?:\s*[-–/]\s*(?P<sz>(?:20)?\d\d)\b)?)
    |(?P<academic>\b(?:(?:ay|academic\s+years?|fy)\s*['’]?(?P<aa>(?:20)?\d\d)(?:\s*[-–—/]\s*(?P<ab>(?:20)?\d\d))?\b|(?P<ac>20\d\d)\s*[-–—/]\s*(?P<ad>(?:20)?\d\d)\b(?![-/]\d)))
    |(?P<short>(?<![\d/.$-])\b(?P<hm>\d\d?)/(?P<hd>\d\d?)\b(?![/\d%]|\s*(?:hours?|hrs?|page|of)\b))
    |(?P<year>(?<![\d,.$€£/#-])\b(?P<yy>(?:19[89]|20[0-4])\d)\b(?![\d%/]|[-–]\d|[.,]\d))
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
RANGE = re.compile(
    rf"^(?:{DASH}|\s*,?\s*(?:to|thru|through|until|till|and\s+(?:ends?|closes?)(?:\s+on)?)\s+(?:the\s+)?)(?:{WEEKDAY},?\s+)?$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"\b(?:between|from)\s+(?:the\s+)?$", re.IGNORECASE)
LISTED = re.compile(r"^\s*(?:[,;/&]\s*|\b(?:and|or)\b\s*)++$", re.IGNORECASE)
BEFORE_MONTH = re.compile(
    r"\b(?:in|by|until|till|through|thru|of|from|to|between|before|after|during|since|each|every|next|last|this|for|and|or|starting|beginning|ending|opens?|closes?|due|deadline|month|session|cohort|class|late|early)\b[\s:,]*(?:the\s+month\s+of\s+)?$|[-–—/,&(]\s*$",
    re.IGNORECASE,
)
BEFORE_SEASON = re.compile(
    r"\b(?:in|by|until|during|each|every|next|last|this|for|late|early|mid)[\s-]+(?:the\s+)?$", re.IGNORECASE
)
BEFORE_SHORT = re.compile(
    r"\b(?:by|before|due|until|through|thru|deadline|on|from|to|opens?|closes?|closed|starting|beginning|after|is|date)\b[\s:(]*$|[-–]\s*$",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")
NAMES = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "spring",
    "summer",
    "fall",
    "autumn",
    "winter",
)


def hinted(low: str) -> bool:
    """Could a text in lower case carry a date? Cheap, and never wrong where the answer is no."""
    return re.holds(low, NAMES) or DIGIT.search(low) is not None


@re.memo
def find(text: str) -> tuple[Dated, ...]:
    """The dated spans of `text`, in reading order, none overlapping another. Nothing impossible (31 June) is kept."""
    if not hinted(text.lower()):
        return ()
    atoms = [dated for match in ATOM.finditer(text) if (dated := atom(match, text))]
    return tuple(keep(joined(atoms, text), text))


def year_of(printed: str | None) -> int | None:
    """2026 of "2026", "26" or "'26"; two digits are of this century."""
    if not printed:
        return None
    digits = printed.strip("'’‘")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def month_end(year: int | None, month: int) -> int:
    return calendar.monthrange(year or 2001, month)[1]


def atom(match: re.Match[str], text: str) -> Dated | None:
    """One match as a date; None where the calendar has no such day."""
    kind = match.lastgroup
    kind = next(name for name in KINDS if match[name] is not None)
    g = match.groupdict()
    found: tuple[Precision, Day, Day] | None
    if kind == "iso":
        found = one_day(int(g["iy"]), int(g["im"]), int(g["id"]))
    elif kind == "numeric":
        found = numeric(int(g["na"]), int(g["nb"]), g["ns"], g["ny"])
    elif kind == "nth":
        found = nth_weekday(ORDINALS[g["no"].lower()], g["nw"], MONTHS[g["nm"].lower()], year_of(g["nyr"]))
    elif kind == "edge":
        month, year = MONTHS[g["em"].lower()], year_of(g["ey"])
        found = one_day(year, month, 1 if g["eo"].lower() == "first" else month_end(year, month))
    elif kind == "part":
        month, year = MONTHS[g["pm"].lower()], year_of(g["py"])
        a, b = PARTS[re.sub(r"\s+", " ", re.sub(r"\s+(?:of|in)$", "", g["pp"].lower()))]
        found = "part", Day(year, month, a), Day(year, month, min(b, month_end(year, month)))
    elif kind == "dmy":
        found = days(year_of(g["dy"]), MONTHS[g["dm"].lower()], g["da"], g["db"])
    elif kind == "mdy":
        found = days(year_of(g["my"]), MONTHS[g["mm"].lower()], g["ma"], g["mb"])
    elif kind == "month":
        month, year = MONTHS[g["om"].lower()], year_of(g["oy"])
        found = "month", Day(year, month, 1), Day(year, month, month_end(year, month))
    elif kind == "season":
        found = season(g["sn"].lower(), g["sy"], g["sz"])
    elif kind == "academic":
        found = academic(g["aa"] or g["ac"], g["ab"] or g["ad"])
    elif kind == "short":
        found = one_day(None, int(g["hm"]), int(g["hd"]))
    else:
        found = "year", Day(int(g["yy"]), 1, 1), Day(int(g["yy"]), 12, 31)
    if found is None:
        return None
    raw = match[0].rstrip(" ,-–/")
    if raw.endswith(".") and (kind != "month" or raw[:-1].lower() in FULL_MONTHS):
        raw = raw.rstrip(".")
    is_range = kind in ("dmy", "mdy") and found[1] != found[2]
    return Dated(match.start(), match.start() + len(raw), raw, *found, is_range=is_range)


KINDS = (
    "iso", "numeric", "nth", "edge", "part", "dmy", "mdy", "month", "season", "academic", "short", "year",
)  # fmt: skip


def one_day(year: int | None, month: int, day: int) -> tuple[Precision, Day, Day] | None:
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year or 2000, month)[1]:
        return None
    found = Day(year, month, day)
    return "day", found, found


def days(year: int | None, month: int, a: str, b: str | None) -> tuple[Precision, Day, Day] | None:
    first, last = one_day(year, month, int(a)), one_day(year, month, int(b or a))
    if first is None or last is None or int(b or a) < int(a):
        return None
    return "day", first[1], last[1]


def numeric(a: int, b: int, separator: str, printed: str) -> tuple[Precision, Day, Day] | None:
    """Month first, as in the US; day first where dotted or where the first number is no month."""
    year = year_of(printed)
    if separator != "/" and len(printed) == 2:
        return None  # 1.2.26 and 10-12-26 are versions, scores and room numbers as often as dates
    us, european = one_day(year, a, b), one_day(year, b, a)
    return (european or us) if separator == "." else (us or european)


def nth_weekday(nth: int, weekday: str, month: int, year: int | None) -> tuple[Precision, Day, Day]:
    if year is None:
        a = 25 if nth < 0 else 7 * nth - 6
        return "part", Day(None, month, min(a, 22)), Day(None, month, min(a + 6, month_end(None, month)))
    number = WEEKDAYS.index(weekday[:3].lower())
    matching = [d for d in range(1, month_end(year, month) + 1) if date(year, month, d).weekday() == number]
    day = Day(year, month, matching[nth if nth < 0 else nth - 1])
    return "day", day, day


def season(name: str, printed: str | None, second: str | None) -> tuple[Precision, Day, Day]:
    a, b = SEASONS[name]
    year = year_of(printed)
    if b > a:
        return "season", Day(year, a, 1), Day(year, b, month_end(year, b))
    # "Winter 2026" begins in December 2025 or in January 2026: the wider reading, ended by what follows
    end = year_of(second) or (year + 1 if year else None)
    return "season", Day(year, a if second or not year else 1, 1), Day(end, b, 28)


def academic(a: str, b: str | None) -> tuple[Precision, Day, Day] | None:
    """July to June; a single number names the year in which it ends (AY26)."""
    end = year_of(b) or year_of(a)
    start = year_of(a) if b else (end or 0) - 1
    if end is None or start is None or end - start != 1 or not 1980 <= start < 2100:
        return None
    return "academic_year", Day(start, 7, 1), Day(end, 6, 30)


COARSE: tuple[Precision, ...] = ("day", "part", "month", "season", "academic_year", "year")


def joined(atoms: list[Dated], text: str) -> list[Dated]:
    """Ranges made one, and a year printed once lent to the dates beside it."""
    found: list[Dated] = []
    for dated in atoms:
        previous = found[-1] if found else None
        if (
            previous is not None
            and not previous.is_range
            and not (dated.is_range or dated.precision == "year")
        ):
            gap = text[previous.end : dated.start]
            linked = RANGE.match(gap) or (
                gap.strip().lower() in ("and", "&")
                and BETWEEN.search(text[max(0, previous.start - 14) : previous.start])
            )
            if linked and "los" in gap and previous.precision != dated.precision:
                linked = False  # "opens in August and closes September 15": two dates, not one vague range
            if linked and previous.precision != "year":
                merged = span(previous, dated, text)
                if merged is not None:
                    found[-1] = merged
                    continue
        found.append(dated)
    for i in range(len(found) - 2, -1, -1):  # "March 1, June 1 and September 1, 2026"
        here, after = found[i], found[i + 1]
        if (
            here.recurs
            and not after.recurs
            and here.precision == after.precision
            and LISTED.match(text[here.end : after.start])
            and (here.last.month, here.last.day) <= (after.first.month, after.first.day)
        ):
            year = after.first.year
            first, last = replace(here.first, year=year), replace(here.last, year=year)
            if first.month > last.month and year is not None:
                first = replace(first, year=year - 1)
            found[i] = replace(here, first=first, last=last)
    return found


def span(a: Dated, b: Dated, text: str) -> Dated | None:
    """`a` to `b` as one; None where they cannot be the two ends of one period."""
    first, last = a.first, b.last
    wraps = (first.month, first.day) > (last.month, last.day)
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - wraps)
    elif first.year is not None and last.year is None:
        last = replace(last, year=first.year + wraps)
    elif (
        first.year is not None
        and last.year is not None
        and ((first.year, first.month, first.day) > (last.year, last.month, last.day))
    ):
        return None
    if first.year is not None:
        first = replace(first, day=min(first.day, month_end(first.year, first.month)))
    precision = max(a.precision, b.precision, key=COARSE.index)
    return Dated(a.start, b.end, text[a.start : b.end], precision, first, last, is_range=True)


def keep(found: list[Dated], text: str) -> Iterator[Dated]:
    """Without the words that only look like dates: a bare May that is a verb, April that is a name, 1/2 of a cup."""
    for dated in found:
        before = text[max(0, dated.start - 40) : dated.start]
        after = text[dated.end : dated.end + 24]
        digits = any(c.isdigit() for c in dated.raw)
        if dated.precision == "month" and not digits and not dated.is_range:
            if not dated.raw[0].isupper():
                continue
            alone = not before.strip(" *•(") and not after.strip(" .,;:)*")
            follows = bool(re.match(r"\s*(?:[,/&)-]|and\b|or\b|to\b|\.?$)", after, re.IGNORECASE))
            named = re.match(r"\s+[A-Z][a-z]", after)
            if (
                not alone
                and (not BEFORE_MONTH.search(before) or named)
                and not (follows and beside_month(before, after))
            ):
                continue
        elif dated.precision == "season" and not digits and not dated.is_range:
            if not BEFORE_SEASON.search(before) and not (dated.raw[0].isupper() and not after.strip(" .:")):
                continue
        elif SHORT.fullmatch(dated.raw):
            if not BEFORE_SHORT.search(before) and (before.strip() or after.strip()):
                continue
        elif MAY.match(dated.raw) and dated.raw[0].islower():
            continue
        yield dated


SHORT = re.compile(r"\d\d?/\d\d?(?:\s*[-–]\s*\d\d?/\d\d?)?")
MAY = re.compile(r"may\b", re.IGNORECASE)
BESIDE = re.compile(rf"(?:^|[\s,/&]){MONTH}", re.IGNORECASE)


def beside_month(before: str, after: str) -> bool:
    """Is another month named next to this one, so that it is one of a list?"""
    return bool(
        re.match(rf"\s*(?:,|/|&|;|,?\s*and|,?\s*or)\s*{MONTH}", after, re.IGNORECASE)
        or re.search(
            rf"{MONTH}\.?\s*(?:,|/|&|;|,?\s*and|,?\s*or)\s*(?:and\s+|or\s+)?$", before, re.IGNORECASE
        )
    )
