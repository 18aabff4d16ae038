"""The dates of a cycle: is its last day to apply gone, is its window shut today, or has it not opened yet?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline import regex as re
from pipeline.extract import dates
from pipeline.extract.dates import Dated
from pipeline.extract.scope import of_one_course, other_programme
from pipeline.model import Claim, Section, Sentence

OPENS = re.compile(
    r"\b(?:re-?opens?|re-?open|opens?|opened|opening|will open|open on|begin accepting|beginning|starts? accepting|starting|available (?:on|in|from)|will be (?:available|released|accepted)|accepted (?:from|beginning|starting)|begins?|release[ds]?|visible|become[s]? available|come back)\b"
)
NOT_DEADLINE = re.compile(
    r"\b(?:fees?|payments?|tuition|deposit|balance|vaccin|immuniz|influenza|flu\b|notif|decisions?|announce|selected|winners?|updated|effective|revised|copyright|posted|since|founded|established|launched|graduat|expires?|offered positions|refund|interview|policy|policies|version|orientation|matriculat|acceptance date|housing)\b"
)
ACCEPTING = re.compile(
    r"\b(?:now|currently|is|are) (?:accepting|open|taking|considering|welcoming|recruiting)\b|\baccepting (?:applications|requests|students|observers)|applications? (?:are|is) (?:now |currently )?(?:open|being (?:accepted|reviewed|considered|taken)|accepted|available)"
)
WILL_OPEN = re.compile(
    r"\b(?:will|going to|shall|is to|are to|be) (?:\w+ )?(?:go (?:up|live|out)|be (?:post|releas|publish|announc|turn|open|avail|accept|tak|up\b|live\b|put up|updat)\w*|appear|launch|re-?open|open|resume|turned|start (?:accepting|taking)|begin (?:accepting|taking)|accept|post)"
)


def said(sentence: Sentence, value: str, rule: str, raw: str = "", strength: int = 1) -> Claim:
    return Claim(
        "status",
        raw if raw and raw in sentence.text else sentence.text,
        sentence.text,
        f"status.{rule}",
        value,
        sentence.block.order,
        strength,
    )


def opens_later(sentence: Sentence, today: date) -> bool:
    """Does a sentence name a day to come on which applying begins?"""
    low = sentence.low
    if not (OPENS.search(low) or WILL_OPEN.search(low)):
        return False
    return any(
        d.first.year is not None
        and d.first.on(today.year) > today
        and not STAY_BEGINS.search(low[max(0, d.start - 60) : d.start])
        for d in found_dates(sentence)
    )


STAY_BEGINS = re.compile(
    r"\b(?:rotation|elective|program|observership|externship|fellowship|position|appointment|session|cohort|class|stay|visit|date|block|month|placement|internship|experience|term|opening|slot|one|observer|student|visitor|extern|fellow|participant)s? (?:that |which |who |to )?(?:begin|start|open|commenc)\w*(?: (?:on|in|from|or|and|after|during|the|week of))* $"
)
"""What begins on that day is a stay, and not the time to apply for it."""


def past(section: Section, sentences: Sequence[Sentence]) -> Claim | None:
    """The last date to apply lies before the fetch, and no later one is named; for awards, any date of the cycle."""
    today = section.fetched
    award = section.type_hint in ("award", "fellowship", "research")
    last_days: list[tuple[date, Sentence, Dated]] = []
    cycles: list[tuple[date, Sentence, Dated]] = []
    opened: list[date] = []
    year = coming_year(sentences, today)
    recurring = False
    reopening: tuple[Sentence, Dated] | None = None
    own = {id(sentence) for sentence in section.sentences}
    for place, sentence in enumerate(sentences):
        label = sentences[place - 1].low if place and len(sentences[place - 1].low) < 40 else ""
        if of_one_course(sentence) or (id(sentence) not in own and other_programme(section, sentence.low)):
            continue
        for dated in found_dates(sentence):
            use = purpose(sentence, dated, award, label)
            own_year = year or cycle_year(sentence, dated, label)
            if use == "deadline" and not section.sole and id(sentence) not in own:
                continue
            if use == "deadline":
                if dated.last.year is None and own_year is None:
                    recurring = True
                    continue
                last_days.append((dated.last.on(own_year or today.year), sentence, dated))
            elif use == "opening" and dated.first.year:
                opened.append(dated.first.on(today.year))
                if opened[-1] > today and REOPENS.search(sentence.low):
                    reopening = reopening or (sentence, dated)
            elif use == "cycle" and dated.last.year:
                cycles.append((dated.last.on(today.year), sentence, dated))
    if reopening and not any(day >= today for day, _, _ in last_days):
        return said(reopening[0], "closed", "reopens_later", reopening[1].raw, 2)
    if recurring and not last_days:
        return None
    named = last_days or [t for t in cycles if t[2].precision != "year"] or cycles
    if not named:
        return None
    last, sentence, dated = max(named, key=lambda t: t[0])
    if last >= today or any(last < day <= today for day in opened):
        return None
    if not last_days and any(day >= today and d.precision != "year" for day, _, d in cycles):
        return None
    return said(sentence, "closed", "deadline_past" if last_days else "cycle_past", dated.raw, 2)


ROLLING = re.compile(
    r"\brolling\b|\byear[- ]round\b|\ball year\b|\bany ?time\b|\bthroughout the year\b|\bat all times\b"
)
ASKS_IN = re.compile(
    r"(?:appl(?:y|ications?|icants?)|requests?|nominations?|submissions?|forms?|portal|registration|sign[- ]?ups?|calls?\b|window|packets?|letters? of (?:intent|interest)|vslo|proposals?)"
)
WINDOW_BEFORE = re.compile(
    ASKS_IN.pattern
    + r"(?:(?!\b(?:rotations?|electives?|blocks?|visits?|stays?|observerships?|sessions?|dates|placements?) (?:from|between|in|for|to|starting|beginning|that|which|of)\b|\bfor\b(?! (?:\w+ ){0,4}(?:are|is|open))|\bstart|\bbegin(?!ning) )[^.;]){0,70}?(?:\b(?:from|between|open|opens|accepted|taken|received|during|in|runs?|window|period|considered|entertained|dates?|through)\b|:)[^.;\d]{0,20}$"
)
"""Words before a span of dates that make it the time in which one may apply."""
WINDOW_HEAD = re.compile(
    r"appl(?:y|ication) (?:from|window|period|dates|between|open)|window|apply$|applications? (?:open|accepted|taken)|submission (?:window|period)"
)
SHUTS = re.compile(r"\b(?:shut|clos|due\b|deadline|end|until|no later|by\b|last day|through|must)")
AFTER_OPENING = 320


def window_shut(section: Section) -> Claim | None:
    """The times in which one may apply are named, with both their ends, and today is in none of them; or the first day
    to apply is named and has not come."""
    today = section.fetched
    shut: list[tuple[Sentence, Dated]] = []
    opening: list[tuple[Sentence, Dated]] = []
    for sentence in section.sentences:
        low = sentence.low
        if not DIGIT.search(low) and not sentence.block.cells:
            continue
        if rolling(low):
            return None
        for first, last in application_windows(sentence):
            within = holds(first, last, today)
            if within:
                return None
            if within is False:
                shut.append((sentence, first))
        for dated in found_dates(sentence):
            if begins_applying(sentence, dated, today):
                day = dated.first.on(today.year)
                if day > today:
                    opening.append((sentence, dated))
                elif (today - day).days < AFTER_OPENING and dated.first.year:
                    return None
            elif (
                dated.last.year
                and dated.last.on(today.year) >= today
                and purpose(sentence, dated, False, "") == "deadline"
                and not any(s is sentence for s, _ in (*opening, *shut))
                and not WILL_OPEN.search(low)
            ):
                return None
        if accepting(low) and not any(s is sentence for s, _ in shut) and not opens_later(sentence, today):
            return None
    for found, rule in ((shut, "window_shut"), (opening, "not_yet_open")):
        if found:
            return said(found[0][0], "closed", rule, found[0][1].raw, 2)
    return None


WHEN = re.compile(
    r"\b(?:when|if|once|until|till|after|before|whenever|while|not|check (?:to see )?whether)\b[^.,;]*$"
)


def accepting(low: str, start: int = 0) -> bool:
    """Does a sentence say that applications are taken today, and not only when they will be?"""
    return any(
        not WHEN.search(low[max(0, hit.start() - 60) : hit.start()]) for hit in ACCEPTING.finditer(low, start)
    )


def rolling(low: str) -> bool:
    """Does a sentence say that one may apply at any time?"""
    return bool(ROLLING.search(low) and ASKS_IN.search(low))


def application_windows(sentence: Sentence) -> Iterator[tuple[Dated, Dated]]:
    """First and last dates of the times in which a sentence or table row lets one apply."""
    low = sentence.low
    found = [d for d in found_dates(sentence) if d.precision in ("day", "part", "month")]
    if not found:
        return
    cells = sentence.block.cells if sentence.block.kind == "row" else ()
    if cells and any(WINDOW_HEAD.search(h.lower()) for h, _ in cells):
        for header, cell in cells:
            if WINDOW_HEAD.search(header.lower()):
                for dated in found:
                    if dated.is_range and dated.raw in cell:
                        yield dated, dated
        begin = [d for d in found if any(re.search(r"from|open", h.lower()) and d.raw in c for h, c in cells)]
        end = [
            d
            for d in found
            if any(
                re.fullmatch(r"to|until|through|.*clos.*|ends?|deadline", h.lower().strip()) and d.raw in c
                for h, c in cells
            )
        ]
        if len(begin) == len(end) == 1 and not begin[0].is_range and begin[0] is not end[0]:
            yield begin[0], end[0]
        return
    for place, dated in enumerate(found):
        before = low[max(0, dated.start - 130) : dated.start]
        if dated.is_range:
            if WINDOW_BEFORE.search(before):
                yield dated, dated
            continue
        after = found[place + 1] if place + 1 < len(found) else None
        if (
            after is not None
            and not after.is_range
            and OPENS.search(before[-45:])
            and not STAY_BEGINS.search(before)
            and ASKS_IN.search(before)
            and after.start - dated.end < 60
            and SHUTS.search(low[dated.end : after.start])
        ):
            yield dated, after


def holds(first: Dated, last: Dated, today: date) -> bool | None:
    """Is today in the span? None where the span is over: another rule knows what that means."""
    a, b = first.first, last.last
    if a.year or b.year:
        begin, end = a.on(b.year or today.year), b.on(a.year or today.year)
        if end < begin:
            end = b.on((b.year or begin.year) + (0 if b.year else 1))
        if end < today:
            return None
        return begin <= today
    day = (today.month, today.day)
    start, stop = (a.month, a.day), (b.month, b.day)
    return start <= day <= stop if start <= stop else day >= start or day <= stop


def begins_applying(sentence: Sentence, dated: Dated, today: date) -> bool:
    """Is a date the first on which one may apply: with its year, or without one where it is said to come?"""
    low = sentence.low
    before = low[max(0, dated.start - 110) : dated.start]
    if dated.is_range or dated.precision not in ("day", "part", "month") or not ASKS_IN.search(before):
        return False
    near = before[-60:]
    if STAY_BEGINS.search(near) or re.search(
        r"deadline|until|through $|\bdue\b|clos|\bby\b|before|begin(?:ning|s)? (?:on or )?after|starting on or after|\bfor\b(?!.*\b(?:re-?open|open|available|go|begin|start|posted|released|accepted)\b)[^,]{0,25}$|(?:rotation|elective|program|observership|term|session|cohort|year)s? (?:that )?(?:begin|start|open)",
        near[-40:],
    ):
        return False
    if dated.first.year:
        return bool(
            OPENS.search(near)
            or WILL_OPEN.search(near)
            or re.search(r"\bopen\b|\bfrom (?:on )?$|\bafter $|\bgo(?:es)? (?:up|live)", near)
        )
    if not WILL_OPEN.search(before) and not re.match(r"[^.;]{0,40}\buntil then\b", low[dated.end :]):
        return False
    day = dated.first.on(today.year)
    return 0 < (day - today).days < 170


def coming_year(sentences: Sequence[Sentence], today: date) -> int | None:
    """The year in which a deadline without a year falls: that of the latest cycle named, if it has not begun."""
    begins = [
        d.first.on(today.year)
        for s in sentences
        for d in found_dates(s)
        if d.first.year
        and (d.precision == "academic_year" or (d.precision == "season" and SAYS_APPLY.search(s.low)))
    ]
    return max(begins).year if begins and max(begins) >= today else None


REOPENS = re.compile(
    r"\b(?:re-?open|next (?:application |open )?(?:cycle|window|period|round)|again (?:in|on)|resume|check back|will (?:next )?be (?:accepted|available) (?:again|starting|beginning))"
)


def cycle_year(sentence: Sentence, dated: Dated, label: str) -> int | None:
    """The year of the cycle that the sentence or its heading names beside a deadline without one ("2026 deadline: 1 May")."""
    if dated.last.year:
        return None
    context = " ".join((*sentence.block.trail[-1:], sentence.block.lead, label))
    for text in (sentence.text, context):
        for other in dated_spans(text):
            if other.first.year and other.precision == "year":
                return other.first.year
            if other.first.year and other.precision == "season":
                return other.first.year - (dated.last.month > other.first.month)
    return None


LAST_DAY = re.compile(
    r"(?:deadline|\bdue\b|no later than|\bapply by|(?:submit\w*|received?|sen[dt]|mail\w*|in|complete\w*|postmarked|return\w*|applications?) (?:[\w@.\- ]{2,60} )?(?:by|before|until|through)|clos(?:e|es|ed|ing)(?: ?date)?|last day|until|extended to|accepted (?:online )?(?:through|until|from|between)?|(?:submission|application) (?:period|window|dates?|cycle)|taken from|runs? (?:from|until)|open (?:from|until|through|between)|window|applications?(?: period)?(?: from|:))[^.;]{0,45}$"
)
SAYS_APPLY = re.compile(
    r"appl|submi|deadline|nominat|\bround\b|\bcycle\b|call\b|send\b|registration|window|clos(?:e|ing) ?date|form|proposal|essay"
)
FOR_CYCLE = re.compile(
    r"(?:(?:now|currently|are|is) (?:accepting|open|taking|reviewing)|accepting|applications?) [\w ,']{0,40}(?:for|in) (?:the )?(?:our )?[\w ]{0,20}$|(?:rotation|program|session|observership|visit|course|cohort) ?(?:dates?)?(?: [a-z0-9])?[:(]? ?$|session [a-z0-9]: ?$|cohort[ (:]*$"
)
AWARD_CYCLE = re.compile(
    r"award period|training (?:has|must|period|takes)|to be done|present at|annual meeting|congress|electives? (?:from|between)|visits?\b|notification|takes? place|awards? (?:for|of)|^\W*\d{4}\b|application \d{4}|for the|\bgrant\b"
)


IF_DONE = re.compile(
    r"\b(?:if|those who|anyone who|students who|applicants who|whoever) (?:you |they |have |has |had )*\w+(?:ed|t|n)\b[^.;,]{0,40}$"
)
"""Of things that were done before a day: no last day for what is still to come."""


def purpose(sentence: Sentence, dated: Dated, award: bool, label: str) -> str:
    """What a date is for: "deadline", "opening", "cycle" or "" (dates of fees, vaccines, news, history)."""
    low = sentence.low
    block = sentence.block
    before = low[max(0, dated.start - 75) : dated.start]
    if STAY_BEGINS.search(before) and not award:
        return ""
    headers = " ".join(h for h, cell in block.cells if dated.raw in cell).lower()
    context = f"{block.lead} {' '.join(block.trail[-1:])} {label}".lower()
    short = len(low) < 70
    if IF_DONE.search(before):
        return ""
    if NOT_DEADLINE.search(before[-45:]) or NOT_DEADLINE.search(low[dated.end : dated.end + 25]):
        return "cycle" if award and "notif" in low else ""
    if (
        OPENS.search(before[-40:].rpartition(";")[2])
        and not dated.is_range
        and not re.search(r"deadline|until|\bdue\b|clos", before[-30:])
    ):
        return (
            "opening"
            if re.search(r"appl|call\b|form\b|submission|registration|inquir|catalog|portal|request", low)
            else ""
        )
    if CYCLE_OF.search(before) and any(o.start > dated.end for o in found_dates(sentence)):
        return "cycle"
    if dated.precision in ("day", "part", "month", "season"):
        if re.search(r"(?:cannot|not) [\w ]{2,30}until $", before):
            return "opening"
        if re.match(
            r"[^.;]{0,25}\b(?:last day|deadline|applications? (?:are )?(?:close|due))", low[dated.end :]
        ):
            return "deadline"
        if headers and re.search(r"deadline|due|clos|apply by", headers):
            return "deadline"
        if dated.is_range and dated.precision == "day" and WINDOW_BEFORE.search(before):
            return "deadline"
        if LAST_DAY.search(before) and SAYS_APPLY.search(low if not short else low + context):
            return "deadline"
        if (
            short
            and re.search(r"deadline|last day|closing", low + " " + (context if len(low) < 40 else ""))
            and "start" not in low
        ):
            return "deadline"
    if FOR_CYCLE.search(before):
        return "cycle"
    return "cycle" if award and AWARD_CYCLE.search(low + " " + (context if short else "")) else ""


CYCLE_OF = re.compile(r"\b(?:deadline|due date|last day|closing date)s? for (?:the |our |applying for )?$")
"""The season that a deadline is for, with the day itself to follow."""


def found_dates(sentence: Sentence) -> tuple[Dated, ...]:
    return dated_spans(sentence.text)


@re.memo
def dated_spans(text: str) -> tuple[Dated, ...]:
    """The dates of `text` where it has a digit at all."""
    return dates.find(text) if DIGIT.search(text) else ()


DIGIT = re.compile(r"\d")
