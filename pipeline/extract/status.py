"""Can one apply? Words that stop applications win, then the dates of the cycle against the day of the fetch; a live
description without either is open, and its plainest offer is the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline import regex as re
from pipeline.extract import cycle, dates, halts
from pipeline.extract.cycle import said
from pipeline.extract.dates import Dated
from pipeline.extract.people import country, mentions, parties
from pipeline.extract.scope import NOUNS, foreign, other_programme, side_of
from pipeline.model import Claim, Section, Sentence
from pipeline.specialty import find as named_specialties
from pipeline.split import group

PROGRAM = (
    r"(?:observ[eo]r ?ships?|observers?|externships?|electives?|clerkships?|rotations?|shadowing|preceptorships?|fellowships?|internships?|sub-?internships?|attachments?|visitors?|programs?|programmes?"
    r"|opportunit(?:y|ies)|placements?|positions?|awards?|grants?|scholarships?|applications?|requests?|students?|applicants?|inquiries|trainees|visits?|participants?|calls?|rotators|slots|spots|observations?|externs?|experiences?)"
)
PROGRAMS = re.compile(PROGRAM)
NOW = r"(?:at (?:this|the present|the current) (?:time|moment)|at present|currently|presently|right now|for now|for the time being|until further notice|for the foreseeable future|this (?:academic )?year|this (?:season|cycle))"
CONDITIONAL = re.compile(
    r"\b(?:if|once|when|until (?:all|they|it|full|filled)|unless|may be|might be|could be|should (?:the|this|a|an)|in the event|whenever|after (?:the|which)|would be|can be|will be (?:closed|suspended|full|cancelled|canceled|filled) (?:if|when|once)|reserves? the right|subject to|must be|elective(?:s)? (?:are|is) considered open|as soon as|will be cancel)\b"
)
PARTIAL = re.compile(
    r"\b(?:some|certain|several|following|these (?:months|dates|departments|electives)|those|specific|few|directly|incomplete|late|walk-in|paper|by (?:mail|phone|fax|email)|via (?:mail|email|fax)|emailed applications|unsolicited|cold|more than|less than|shorter|(?<!no )longer|extensions?|transfers?|refunds?|substitut\w*|high school|undergraduate|pre-?med\w*|housing|parking|clinic is|letters?|stipend|visas?|courses?|without|reconsidered|fees?|payments?|credit|documents|affiliation agreements?|agreements|waive|library|cafeteria|certificates?|elective is|(?:an?|each|that|one|any|your|specific) department is|listed below|last-minute|back-to-back)\b"
)
OTHER_STOPPED = re.compile(
    r"\b(?:residency|residencies|the match|clinic hours|volunteer|nursing|pharmacy|this position|this page|comments?|poll|gift shop|vaccin)\b"
)
EVIDENCE: tuple[tuple[int, re.Pattern[str]], ...] = (
    (
        9,
        re.compile(
            r"\b(?:applications? (?:are|is) (?:now |currently |being )*(?:open|accepted|reviewed|considered)|(?:currently|now) (?:accepting|offering|open|taking)|accepts? applications|(?:rolling|year-round|ongoing) (?:basis|acceptance|admission)|year[- ]round|we accept(?: new)? (?:applications|observers|students|visiting)|will (?:be|begin) accepting|apply (?:at )?any ?time)\b"
        ),
    ),
    (
        8,
        re.compile(
            r"\b(?:welcom\w+|invites? applications|pleased to (?:offer|provide|host|announce|welcome)|proud to offer|offers?|opportunities [\w ,/]*are available|is available to|are available (?:to|for)|are welcome to apply|provides? (?:an? )?opportunit|is open to|are open to|receives?|hosts?)\b"
        ),
    ),
    (
        7,
        re.compile(
            r"\b(?:to apply|apply (?:now|online|here|today|through|via|to|for|directly|by|at least)|how to apply|submit (?:\w+ ){0,3}application|complete (?:\w+ ){0,4}application|application (?:process|form|instructions)|please (?:apply|contact|email)|applications? (?:must|should|will|may|can)|interested (?:applicants|candidates|students|individuals|physicians)|apply\b|applicants? (?:must|should)|must apply|may apply|enroll)\b"
        ),
    ),
    (
        5,
        re.compile(
            r"\b(?:observership|externship|elective|clerkship|rotation|observer|shadow|fellowship|award|grant|scholarship|program|opportunity|training)\w*\b.*\b(?:is|are|will|can|may|provides?|allows?|enables?|designed|lasts?|runs?|includes?|gives?|must|for)\b"
        ),
    ),
    (
        3,
        re.compile(
            r"\b(?:must|required|eligib|should|requirement|fee|weeks?|months?|contact|participants?|observers?|students?)\b"
        ),
    ),
)
NOT_EVIDENCE = re.compile(
    r"\b(?:not|no longer|cannot|unable|closed|filled|unfortunately|suspend\w*|does ?n't|housing|parking|cookies?|javascript|browser|patients? (?:may|can|portal)|newsletter|donat\w+|subscribe|©|copyright|discriminat\w+|equal opportunity)\b"
)


def find(section: Section) -> Iterator[Claim]:
    own, every = section.sentences, (*section.sentences, *section.shared)
    stopped = next(stops(section, own), None) or next(
        (c for c in stops(section, above(section)) if section.sole or FOR_ALL.search(c.quote.lower())), None
    )
    ended = next(ends(section, own), None)
    if ended and possible(own):
        return
    if ended and not (stopped and stopped.strength > ended.strength):
        yield ended
        return
    if stopped:
        yield stopped
        return
    over = cycle.past(section, every) or cycle.window_shut(section)
    if over:
        yield over
        return
    best = plainest(own) or plainest(section.shared)
    if best:
        yield best


def above(section: Section) -> Sequence[Sentence]:
    """What the page says of all its programmes that may stop this one: where it has others, what stands before them,
    and only if this one does not say of itself that one may apply."""
    if section.sole or not section.shared:
        return section.shared
    first = min((s.block.order for s in section.sentences), default=0)
    if any(cycle.accepting(s.low) or LIVE.search(s.low) for s in section.sentences):
        return ()
    own_side = side_of(section)
    return [s for s in section.shared if s.block.order < first and not foreign(s, section, own_side, True)]


FOR_ALL = re.compile(
    r"\b(?:all|both|every|each|these|our) (?:(?:of|our|the|visiting|student|clinical|medical) )*(?:programs?|programmes?|applications?|observerships?|electives|rotations|visits|visitors|placements|opportunities)\b|\b(?:applications?|season|cycle|window|period|registration)\b[^.;]{0,90}\b(?:closed|ended|passed|over|expired)\b"
)
LIVE = re.compile(
    r"\b(?:taken|accepted|considered|reviewed|appl(?:y|ications?)|nominat\w+|requests?|arranged|offered|available|run|runs)\b[^.;]{0,60}\b(?:throughout the year|all year|year[- ]round|at any time|any ?time|rolling)\b"
)
"""Of a programme whose door does not shut."""
STOPPING = (
    " not", "no ", "n't", "unable", "cannot", "clos", "suspend", "paus", "hold", "hiatus", "halt", "postpon", "full",
    "filled", "discontinu", "cancel", "capacity", "booked", "unavailable", "frozen", "deferred", "conclud", "ended",
    "passed", "expired", "over", "ceased", "stopped", "moratorium", "neither", "deadline", "resum", "reopen", "re-open",
    "restart", "review", "revision", "revised", "restructured", "redesigned", "construction", "development", "inactive",
    "shut", "taken", "down", "off", "given", "claimed", "sold", "spoken", "snapped", "commit", "alloc", "gone", "select", "chosen", " were", " was", "final", "complete", "break", "breather", "abeyance", "rest", "reach",
)  # fmt: skip
ENDING = (
    " not",
    "n't",
    "no longer",
    "never",
    "discontinu",
    "ended",
    "terminated",
    "retired",
    "sunset",
    "ceased",
    "phased out",
    "permanently",
    " no ",
    "cannot",
    "unable",
    "wound up",
    "eliminat",
    "abolish",
    "dissolv",
    "came to an end",
)


def stops(section: Section, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    for sentence in sentences:
        low = sentence.low
        if low.rstrip().endswith("?") or len(low) > 700:
            continue
        if not mentions(low, STOPPING):
            continue
        if OTHER_STOPPED.search(low):
            continue
        if sentence.block.kind == "heading" and HEADS_REFUSALS.fullmatch(low.strip(" :.")):
            continue
        for hit in stopping(section, sentence):
            if stands_still(section, sentence, hit):
                raw = sentence.text[hit.start() : hit.end()].strip()
                yield said(sentence, "closed", "applications_stopped", raw, 3)
                break


HEADS_REFUSALS = re.compile(
    r"(?:what is )?(?:not offered|not available|unavailable|not included|not covered|full)"
)
"""A heading of what a programme does not give."""


def stopping(section: Section, sentence: Sentence) -> Iterator[re.Match[str]]:
    """Words of a sentence that may stop the programme."""
    low = sentence.low
    for hit in halts.halted(low):
        if of_the_whole(section, sentence, hit):
            yield hit


def stands_still(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Do such words stop this programme, whole and now?"""
    low = sentence.low
    never = hit[0].startswith(("no ", "there ", "at "))
    if CONDITIONAL.search(low[max(0, hit.start() - 60) : hit.start() if never else hit.end() + 25]):
        return False
    if PARTIAL.search(low[max(0, hit.start() - 35) : hit.end() + 12]) or UNTIL.search(low[: hit.start()]):
        return False
    if EXCEPTED.search(low[max(0, hit.start() - 80) :]) or other_programme(section, hit[0]):
        return False
    if of_some_departments(section, sentence, hit) or (FULL.search(hit[0]) and places_left(section)):
        return False
    if lifted(sentence, section.fetched) or only_some_dates(section, sentence, hit):
        return False
    if named_group(section, sentence, hit) or of_the_others(section, low[begin(low, hit) : hit.end() + 40]):
        return False
    if not of_the_past(low, hit) and "deadline" not in hit[0]:
        return True
    return not (
        later_dates(section, sentence)
        or cycle.accepting(low, hit.end())
        or (of_the_past(low, hit) and rolls(section.sentences, sentence))
    )


def begin(low: str, hit: re.Match[str]) -> int:
    """Where the clause of a stop begins: its subject may stand before it."""
    return max(low.rfind(mark, 0, hit.start()) for mark in (". ", "; ", ": ", "? ", "! ")) + 1


def of_the_past(low: str, hit: re.Match[str]) -> bool:
    """Do words of a stop tell of a day that has gone by, so that another may come?"""
    over = halts.OVER.search(low)
    return over is not None and over.span() == hit.span()


UNTIL = re.compile(r"\b(?:until|till|unless|if|when|once|as soon as|before|as long as)(?: \w+){0,3} $")
"""What a stop is the end of: "until their places are gone"."""
OTHERS = re.compile(
    r"\b(?:any(?:one|body) else|others\b|outside (?:of )?(?:these|those|this list|the list|our partner\w*))|\b(?:non-?|un)affiliated"
)
OTHER_SCHOOLS = re.compile(
    r"\b(?:other|outside) (?:\w+ ){0,2}(?:schools?|institutions?|universit(?:y|ies)|colleges?|countries|hospitals)"
)
PARTNERS = re.compile(
    r"\b(?:partner\w*|affiliat\w+|exchange|agreements?|sister (?:school|institution|universit)\w*)\b"
)


def of_the_others(section: Section, words: str) -> bool:
    """Are those of whom nobody is taken the rest, beside partners who are?"""
    return OTHERS.search(words) is not None or (
        OTHER_SCHOOLS.search(words) is not None and any(PARTNERS.search(s.low) for s in section.sentences)
    )


FULL = re.compile(
    r"\b(?:full|filled|booked|taken|out|spoken|capacity|committed|up|assigned|allocated|subscribed)\b"
)


def of_the_whole(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Does a stop concern the stay, and not its visas, letters, housing or some of its hours?"""
    low = sentence.low
    if (
        sentence.block.kind == "row"
        and len(sentence.block.cells) > 2
        and section.sentences[0].block != sentence.block
    ):
        return False
    if halts.SOME.search(low[max(0, hit.start() - 40) : hit.end()]):
        return False
    return not halts.OTHER_MATTERS.search(low[max(0, hit.start() - 30) : hit.end() + 20])


def of_some_departments(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """ "Dermatology and Urology take nobody at this time": the others do."""
    start = max(sentence.low.rfind(mark, 0, hit.start()) for mark in (". ", "; ", ": ")) + 1
    subject = sentence.text[max(0, start) : hit.start()]
    if re.search(
        r"\b(?:remaining|other|some|certain) (?:departments|divisions|services|sections|sites)\b",
        subject.lower() + hit[0],
    ):
        return True
    if not subject.strip() or re.search(
        r"\b(?:department|division|section|we|our|program|office|school|college|university|hospital|center|institute|system)\b",
        subject.lower(),
    ):
        return False
    named = named_specialties(subject)
    if len(named) < 2 and re.search(r"\b(?:departments|divisions|sections)\b", subject.lower()):
        return False
    return bool(named) and not any(subject[m.start : m.end].lower() in section.title.lower() for m in named)


def places_left(section: Section) -> bool:
    return any(halts.REMAINS.search(s.low) for s in section.sentences if not s.low.rstrip().endswith("?"))


def rolls(sentences: Sequence[Sentence], but: Sentence) -> bool:
    """Do other sentences say that one may apply now, or at any time?"""
    return any(s is not but and (cycle.accepting(s.low) or cycle.rolling(s.low)) for s in sentences)


def later_dates(section: Section, sentence: Sentence) -> bool:
    """A deadline that has gone by stops nothing where the page names a day to come or a reopening."""
    today = section.fetched
    for other in section.sentences:
        for dated in cycle.found_dates(other):
            if not dated.last.year or dated.precision in ("year", "academic_year"):
                continue
            if not cycle.SAYS_APPLY.search(other.low):
                continue
            day = dated.last.on(today.year)
            if day >= today and not cycle.opens_later(other, today):
                return True
            if cycle.OPENS.search(other.low) and other is not sentence and 0 <= (today - day).days < 100:
                return True
    return False


OTHER_DESK = re.compile(
    r"\b(?:volunteer (?:services|office|department|resources|program)|human resources|job[- ]shadow\w*|career (?:exploration|services|day)|graduate medical education|high school)\b"
)
"""Where those go who look for something else."""


def sent_on(section: Section, sentence: Sentence) -> bool:
    """Does a sentence send other people to another desk, so that it says nothing of whom this programme takes?"""
    return "shadow" not in section.title.lower() and OTHER_DESK.search(sentence.low) is not None


def of_nobody_else(section: Section, sentence: Sentence) -> bool:
    """Is the group to which a sole programme is refused the only one of whom its page speaks?"""
    return section.sole and not any(
        score(other) >= 5 or any(party.people for party in parties(country(other.text, other.low)))
        for other in section.sentences
        if other is not sentence and other.block.kind != "heading" and not sent_on(section, other)
    )


ANOTHER_CLAUSE = re.compile(r"; |\. |, (?:and|but|so) (?:the|we|our|it|there)\b")


def named_group(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Refused to one group only, and the section is not that group's own: a matter of audience, not of status."""
    people = [
        p
        for party in parties(country(sentence.text, sentence.low))
        for p in party.people
        if p.end > hit.start() - 80
        and p.start < hit.end() + 100
        and not ("which" in hit[0] and hit.start() < p.start < hit.end())
        and not ANOTHER_CLAUSE.search(sentence.low[hit.end() : p.start])
    ]
    if not people:
        return False
    if of_nobody_else(section, sentence):
        return False
    title = section.title.lower()
    refused = {p.group for p in people}
    if not {
        p.group
        for other in section.sentences
        if other is not sentence and other.text != section.title and not sent_on(section, other)
        for party in parties(country(other.text, other.low))
        for p in party.people
    } - refused and not any(p.origin for p in people):
        return False
    side = group(section.title)
    if side and all(p.origin == side or (p.group == "graduate" and side == "international") for p in people):
        return False
    own = {"student": "student", "graduate": "graduate", "physician": "physician", "anyone": ""}
    return not any(
        own[p.group] in title
        and (not p.origin or not section.sole or "international" in title or p.origin == "domestic")
        for p in people
        if own[p.group]
    )


def lifted(sentence: Sentence, today: date) -> bool:
    """ "Closed until 20 January 2025", read after that day."""
    if "until" not in sentence.low and " be " not in sentence.low.partition(" before ")[0][-30:]:
        return False
    found = [d for d in dates.find(sentence.text) if d.last.year]
    return bool(found) and all(d.last.on(today.year) < today for d in found)


SOME_MONTHS = re.compile(
    r"^[\w ]{0,20}\b(?:in|for|during|throughout)(?: the)?(?: months? of)? (?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?! 20\d\d)|^[\w ]{0,20}\b(?:in|for|during|throughout)(?: the)? (?:the summer|(?:\w+ )?holidays?|weekends?|nights|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|christmas|thanksgiving|easter|new year\W?s)\b|^[\w ]{0,6}\bon (?:\w+ )?(?:holidays?|weekends?|(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
)


MONTHS_OF = re.compile(
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december|holiday|weekend|(?:first|second|third|fourth|last) (?:two |three )?(?:week|month))s?(?: (?:and|or|to|through) [a-z]+)? (?:sessions?|blocks?|slots?|spots?|rotations?|positions?|places|weeks?|dates?|cohorts?|months?|terms?|openings)\b"
)
"""Places of some months, said without a year: those of the others are free."""
TO_BE_SEEN = re.compile(
    r"\b(?:revisit|re-?evaluat|re-?consider|re-?assess|re-?visit|look (?:at this )?again|check (?:back|again)|decision|decide|announc|updates?)\w*\b|\b(?:read|reviewed|considered|taken|accepted|open|opens|opening|begin\w*|start\w*)(?: (?:starting|beginning|again))?(?: in| on| from)? (?:the |late |early |mid )?(?:january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|fall|autumn|winter)\b"
)
"""A day on which it will be seen how things go on."""
PAUSED = re.compile(
    r"\b(?:on (?:\w+ )?(?:hold|hiatus|pause|break)|paused|suspended|halted|dormant|in abeyance)\b"
)
"""What stands still for a summer stands still as a whole; what is full or closed in one is so for that one."""


def only_some_dates(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """ "Full for May and June", "closed in July", "4/6 to 8/30 no longer available": other dates stay open."""
    if of_the_past(sentence.low, hit):
        return False
    if MONTHS_OF.search(sentence.low[max(0, hit.start() - 60) : hit.end()]):
        return True
    some = SOME_MONTHS.search(sentence.low[hit.end() - 3 :])
    if some and not ("summer" in some[0] and PAUSED.search(hit[0])):
        return True
    today = section.fetched
    found = [d for d in cycle.found_dates(sentence) if not of_the_notice(sentence, d, hit, today)]
    if not found or re.search(
        r"\b(?:deadline|since|as of|effective|because|due to|new|expired|passed)\b", sentence.low
    ):
        return False
    if re.search(r"closed|ended|over\b", hit[0]) and any(
        d.precision == "day" and not d.is_range and d.last.year and d.last.on(today.year) < today
        for d in found
    ):
        return False
    last = max(d.last.on(today.year) for d in found)
    to_come = all(
        d.last.on(today.year) > today
        and re.search(
            r"\b(?:through|thru|until|till|til)(?: (?:early|mid|late|at least|the end of|about))? $",
            sentence.low[: d.start],
        )
        for d in found
    )
    later = any(
        d.last.year is not None and d.last.on(today.year) > last
        for other in (*section.sentences, *section.shared)
        if other is not sentence and not cycle.opens_later(other, today) and not TO_BE_SEEN.search(other.low)
        for d in cycle.found_dates(other)
    )
    if to_come:
        return later
    if any(d.precision in ("month", "part") or d.is_range for d in found):
        return later or not any(long_pause(d, today) for d in found)
    return later


def long_pause(dated: Dated, today: date) -> bool:
    """A range of months that has begun or is about to: for a reader of today it is the whole programme."""
    if not dated.is_range or dated.last.year is None:
        return False
    first, last = dated.first.on(today.year), dated.last.on(today.year)
    return (last - first).days >= 120 and (first - today).days < 60 and last >= today


HAPPENED = re.compile(
    r"\b(?:stopped|paused|suspended|ceased|halted|put|placed|shelved|discontinued|ended|closed|withdrawn)\b"
)


def of_the_notice(sentence: Sentence, dated: Dated, hit: re.Match[str], today: date) -> bool:
    """ "3/11/2026: placements are on hold", "in January 2026 we paused": when it was said, and not for which dates."""
    if dated.last.year is None or dated.first.on(today.year) > today:
        return False
    before = sentence.low[: dated.start]
    if dated.start >= hit.start():
        return bool(
            HAPPENED.search(hit[0])
            and re.search(r"\b(?:in|on|since|as of|from|effective)(?: early| late| mid)? $", before)
        )
    return not before.strip(" *([") or bool(
        re.search(
            r"(?:^|[.;] |: |\()(?:(?:last |re)?posted|(?:last )?updated?|dated|revised|announced|as of|since|in|on|effective|from)?:?(?: on| in)? *$",
            before,
        )
    )


def ends(section: Section, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    for sentence in sentences:
        low = sentence.low
        if not mentions(low, ENDING):
            continue
        if (hit := halts.gone(low)) and for_good(section, sentence, hit):
            raw = sentence.text[hit.start() : hit.end()].strip()
            yield said(sentence, "not_offered", "gone_for_good", raw, 4)
            continue
        hit = halts.REFUSED.search(low)
        if (
            not hit
            or halts.OTHER_MATTERS.search(hit[0])
            or low.rstrip().endswith("?")
            or CONDITIONAL.search(low[max(0, hit.start() - 40) : hit.end()])
            or PARTIAL.search(low, max(0, hit.start() - 40))
        ):
            continue
        if re.search(r"\bwho $|\bthat $|\bif (?:we|they|you) $", low[: hit.start()]):
            continue
        if FOR_A_PURPOSE.search(low, hit.start()) or refused_to_some(section, sentence):
            continue
        if only_some_dates(section, sentence, hit) or of_some_departments(section, sentence, hit):
            continue
        if other_programme(section, hit[0]) or not (
            NOUNS.search(low[hit.start() : hit.end() + 70]) or re.search(r"\bthis\b|\bthe " + PROGRAM, low)
        ):
            continue
        raw = sentence.text[hit.start() : hit.end()].strip()
        if PAUSE.search(low):
            yield said(sentence, "closed", "not_offered_now", raw, 2)
        else:
            yield said(sentence, "not_offered", "not_offered", raw, 2)


FOR_A_PURPOSE = re.compile(
    r"\b(?:for (?:the )?(?:sole |only |express )?purposes?|solely|in order to|so that|to (?:meet|satisfy|fulfil\w*|strengthen|boost|build|gain|improve|support|help|count|replace|substitute)|(?:that|which) (?:count|lead|satisf|meet|fulfil|qualif|can be used)\w*|leading to|as (?:a )?(?:means|way|route|path\w*|substitute|preparation|part of)|towards?|for (?:academic |college |school |course )?credit|on (?:weekends|holidays|nights)|in (?:exchange|return) for)\b"
)
"""What is refused is one use of a stay, and not the stay."""


def refused_to_some(section: Section, sentence: Sentence) -> bool:
    """Is it refused to the people whom the sentence names, while the page takes others: a matter of audience?"""
    groups = {p.group for party in parties(country(sentence.text, sentence.low)) for p in party.people}
    if len(groups) < 2 and not alone(section, sentence):
        return bool(groups) and not of_nobody_else(section, sentence)
    told = [
        score(s)
        for s in section.sentences
        if s is not sentence and s.block.kind != "heading" and not OTHER_STOPPED.search(s.low)
    ]
    return max(told, default=0) >= 7 or sum(n >= 3 for n in told) > 1


def alone(section: Section, sentence: Sentence) -> bool:
    """Is what a part says of its stay little more than this refusal?"""
    return not section.sole and len(section.sentences) <= 5 and group(section.title) == ""


def for_good(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Do such words say of this programme, and to everybody, that it is no more?"""
    low = sentence.low
    return bool(
        of_the_whole(section, sentence, hit)
        and not halts.revived(low)
        and (not OTHER_SUBJECT.search(low[: hit.start()]) or PROGRAMS.search(low[: hit.end() + 30]))
        and not CONDITIONAL.search(low[: hit.end()])
        and not other_programme(section, hit[0])
        and not named_group(section, sentence, hit)
    )


OTHER_SUBJECT = re.compile(r"\b(?:the|an?|our|all|any|this|these) (?:\w+ ){0,4}$")
"""A noun of its own before the verb: what is gone may be a rule or a building."""
PAUSE = re.compile(rf"\b{NOW}|covid|pandemic|temporar|renovat")
EXCEPTED = re.compile(r"\bother than\b|\bexcept\b|\bexception of\b|\bonly\b")


def possible(sentences: Iterable[Sentence]) -> bool:
    """ "... may be possible through a department": neither offered nor refused."""
    return any(
        re.search(r"\b(?:may|might) be (?:possible|arranged|available|offered)\b", s.low) for s in sentences
    )


def plainest(sentences: Sequence[Sentence]) -> Claim | None:
    """The sentence that best shows a live offer."""
    best: tuple[int, int, Sentence] | None = None
    for sentence in sentences:
        low = sentence.low
        if (
            len(low) < 12
            or len(low.split()) < 3
            or low.rstrip().endswith("?")
            or sentence.block.kind == "control"
            or len(low) > 600
        ):
            continue
        points = score(sentence) - 2 * (sentence.block.kind == "heading")
        rank = (points, -sentence.block.order)
        if best is None or rank > best[:2]:
            best = (points, -sentence.block.order, sentence)
    return said(best[2], "open", "live_description") if best else None


def score(sentence: Sentence) -> int:
    """How plainly a sentence shows a live offer: from 1 to 9."""
    points = next((n for n, pattern in EVIDENCE if pattern.search(sentence.low)), 1)
    return min(points, 2) if NOT_EVIDENCE.search(sentence.low) else points
