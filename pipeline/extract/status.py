"""Can one apply? Words that stop applications win, then the dates of the cycle against the day of the fetch; a live
description without either is open, and its plainest offer is the proof.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from pipeline import regex as re
from pipeline.extract import dates, halts
from pipeline.extract.dates import Dated
from pipeline.extract.people import country, mentions, parties
from pipeline.extract.scope import of_one_course
from pipeline.model import Claim, Section, Sentence
from pipeline.specialty import find as named_specialties
from pipeline.split import group

PROGRAM = (
    r"(?:observ[eo]r ?ships?|observers?|externships?|electives?|clerkships?|rotations?|shadowing|preceptorships?|fellowships?|internships?|sub-?internships?|attachments?|visitors?|programs?|programmes?"
    r"|opportunit(?:y|ies)|placements?|positions?|awards?|grants?|scholarships?|applications?|requests?|students?|applicants?|inquiries|trainees|visits?|participants?|calls?|rotators|slots|spots|observations?|externs?|experiences?)"
)
NOW = r"(?:at (?:this|the present|the current) (?:time|moment)|at present|currently|presently|right now|for now|for the time being|until further notice|for the foreseeable future|this (?:academic )?year|this (?:season|cycle))"
TAKING = r"(?:accept|tak|review|consider|process|receiv|schedul|recruit|admit)(?:e|s|ing|ed|en|ting|ted)?"
GIVING = r"(?:offer|host|provid|support|accommodat|hold|run|arrang|sponsor|facilitat|conduct|plac)(?:e|s|ing|ed|ning)?"
STATE = r"(?:suspended|paused|on (?:a )?(?:temporary )?(?:hold|pause|hiatus)|halted|postponed|closed|full(?![- ]?time|y\b| service)|filled|discontinued|cancell?ed|at (?:full |maximum )?capacity|booked|inactive|unavailable|frozen|put on hold|placed on hold|deferred|concluded|ended)"
NEW = r"(?: (?:any|new|further|additional|more|outside|external|visiting|clinical|medical|international|observership|elective|rotation|student|observer|shadowing|externship|online|all))*"
ASKED = r"(?:applications?|applicants?|requests? for|requests(?! to)|observ[eo]r(?:ship)?s?|externs?(?:hips)?|visitors?|rotators?|students?|trainees|inquiries|shadowers|participants|candidates|volunteers|registrations|submissions|rotations?|electives?|shadowing)"
THING = (
    r"(?:applications?|application (?:period|window|cycle|portal|process)|submissions?|registration|calls?|portal|enrol?lment|(?:observ[eo]r|visitor|extern|shadowing|elective|visiting\w*|student|this|our|the|exchange|training|international|clinical|fellowship|award|grant|scholarship) ?(?:\w+ )?(?:program|programme)s?|programs?|programme"
    r"|observ[eo]rships?|externships?|preceptorships?|electives?|rotations?|clerkships?|shadowing(?: opportunities)?|sub-?internships?|positions?|slots?|spots?|spaces?|openings?|vacanc(?:y|ies)|availability|places|placements?|opportunit(?:y|ies)|visits?|attachments?|sessions?|cohorts?|intake|waiting list|schedule|months|blocks)"
)
STOPPED = re.compile(
    r"(?:^|(?<=\W))(?:"
    rf"\b(?:is|are|am)(?: (?:currently|presently|now|also|unfortunately|at this time))* (?:not|no longer)(?: (?:currently|presently|now|yet))* (?:accepting|taking|hosting|scheduling|considering|reviewing|processing|receiving|offering|providing|running|conducting|recruiting){NEW} (?:{ASKED}|{THING})"
    rf"|\b(?:is|are|will|be|have|has)(?: (?:currently|now))* (?:not|no longer)(?: (?:be|being|been|currently))* (?:being )?(?:accepted|taken|reviewed|considered|processed|received|offered|available)\b[^.]{{0,60}}?\b{NOW}"
    rf"|\b(?:this|the|our) (?:\w+ ){{0,3}}{THING} (?:is|are) no longer (?:available|offered|open|active)(?! to)\b"
    rf"|\b(?:have|has|with) no (?:\w+ ){{0,2}}(?:openings|vacancies|availability|capacity|spots|slots|positions)\b(?! for residen)"
    rf"|\bdeadline[^.;]{{0,60}} (?:was|were)\b"
    rf"|\b(?:do|does) not (?:currently|presently) (?:accept|offer|have|host|provide){NEW} (?:{ASKED}|{THING})"
    rf"|\b{ASKED}[^.,;]{{0,30}} (?:are|is)(?: (?:currently|now))* (?:not|no longer)(?: currently)? (?:being )?(?:accepted|taken|available(?! to))\b"
    rf"|\b(?:not|no longer|unable to|cannot|n't)(?: (?:currently|presently|be|able to|have the capacity to|in a position to))* (?:{TAKING}|{GIVING}){NEW} (?:{ASKED}|{THING})[^.]{{0,60}}?\b{NOW}"
    rf"|\b{NOW}[, ]+(?:we|the \w+(?: \w+)?|our \w+|\w+ (?:hospital|health|center))[^.]{{0,25}} (?:not|unable to|cannot|no longer)(?: able to)? ?(?:{TAKING}|{GIVING}){NEW} (?:{ASKED}|{THING})"
    rf"|\b(?:currently|presently)(?: we are)? (?:unable to|not able to|not) (?:{TAKING}|{GIVING}){NEW} (?:{ASKED}|{THING})"
    rf"|\b{NOW},?[^.]{{0,25}}\b(?:there (?:are|is) )no (?:\w+ ){{0,3}}{THING}|\bthere (?:are|is) (?:currently |presently )?no (?:\w+ ){{0,3}}{THING}[^.]{{0,60}}?\b{NOW}|\bthere (?:are|is) (?:currently|presently) no (?:\w+ ){{0,3}}{THING}"
    rf"|\b{THING}[^.,;:]{{0,45}}? (?:is|are|has|have|was|were|remains?)(?: (?:currently|now|also|been|temporarily|indefinitely|being|all|already|officially|fully|completely|unfortunately))* {STATE}\b(?! (?:in|on|by|with|through|out|of) )"
    rf"|\b(?:we|we've|the (?:\w+ )?(?:program|department|hospital|office|division|school|college|center))(?: (?:have|has))?(?: (?:temporarily|indefinitely|also|currently))* (?:suspended|paused|halted|postponed|closed|discontinued|ceased|stopped|filled|cancell?ed|put on hold|placed on hold)(?: all| our| the| its| any)*{NEW} (?:{ASKED}|{THING}|accepting)"
    rf"|\b(?:applications?|application (?:period|window|cycle)|submissions?|registration|calls?|portal|enrol?lment|deadline|window)[^.;]{{0,60}}? (?:are|is|has|have)(?: (?:now|currently|been|officially|already))* (?:closed|passed|ended|expired|over)\b"
    rf"|\bno (?:\w+ ){{0,3}}{THING} (?:are|is) (?:currently )?(?:available|offered|being accepted|accepted|open|taken)\b[^.]{{0,40}}?(?:\b{NOW}|$)"
    rf"|\b(?:moratorium on|all (?:\w+ ){{0,3}}(?:spots|slots|positions|places) (?:are|have been) (?:now )?(?:filled|taken|full)|fully booked|no (?:more )?(?:openings|vacancies)|closes for a time|suspend(?:s|ing) (?:all|the|our|its) {THING})\b"
    rf"|^\W*(?:status|applications?|application status|program status|enrollment)\W{{1,3}}(?:is |are )?(?:closed|suspended|full|on hold|paused|not accepting)"
    rf"|\b(?:applications?|program|observerships?|electives?|submissions?) (?:are |is )?(?:now )?closed\b|^\W*(?:now )?closed\b|\b(?:program|observership|externship|applications?|elective)s? (?:-|:|\() ?(?:closed|suspended|on hold|paused|full|discontinued)\b|\b(?:neither (?:taken|accepted))"
    rf"|\bwill not be (?:offering|hosting|accepting|holding|running|taking){NEW} (?:{ASKED}|{THING})"
    r")"
)
ENDED = re.compile(
    r"(?:^|(?<=\W))(?:"
    r"\b(?:does|do|did|will|has|have|is|are)(?: not|n't)(?: (?:currently|presently|generally|directly|typically|formally))* (?:offer|provide|host|sponsor|support|have|run|permit|allow|conduct|arrange|maintain|participate in|offering|providing)\b[^.]{0,60}?\b(?:observ[eo]r ?ships?|externships?|shadowing|observation|observers?|electives?|clerkships?|rotations?|preceptorships?|program|programme|opportunities|fellowship|award|grant|scholarship)"
    r"|\b(?:no longer|never) (?:offers?|provides?|hosts?|exists?|available|offered|given|awarded|sponsors?|runs?|accepts?)\b|\b(?:has|have) (?:been )?(?:permanently |officially )?(?:discontinued|ended|terminated|retired|sunset|ceased|phased out|permanently closed)\b|\bpermanently (?:closed|discontinued|suspended)|\b(?:is|are) not permitted\b"
    r"|\bthere (?:is|are) no (?:\w+ ){0,3}(?:observ[eo]r ?ships?|externships?|shadowing|electives?|program)|\bcannot (?:support|offer|provide) (?:\w+ ){0,2}(?:observ[eo]r ?ships?|externships?|shadowing)"
    r")"
)
CONDITIONAL = re.compile(
    r"\b(?:if|once|when|until (?:all|they|it|full|filled)|unless|may be|might be|could be|should (?:the|this|a|an)|in the event|whenever|after (?:the|which)|would be|can be|will be (?:closed|suspended|full|cancelled|canceled|filled) (?:if|when|once)|reserves? the right|subject to|must be|elective(?:s)? (?:are|is) considered open|as soon as|will be cancel)\b"
)
PARTIAL = re.compile(
    r"\b(?:some|certain|several|following|these (?:months|dates|departments|electives)|those|specific|few|directly|incomplete|late|walk-in|paper|by (?:mail|phone|fax|email)|via (?:mail|email|fax)|emailed applications|unsolicited|cold|more than|less than|shorter|(?<!no )longer|extensions?|transfers?|refunds?|substitut\w*|high school|undergraduate|pre-?med\w*|housing|parking|clinic is|letters?|stipend|visas?|courses?|without|reconsidered|fees?|payments?|credit|documents|affiliation agreements?|agreements|waive|library|cafeteria|certificates?|elective is|(?:an?|each|that|one|any|your|specific) department is|listed below|last-minute|back-to-back)\b"
)
RESUMES = re.compile(
    r"\b(?:program|observerships?|externships?|electives?|rotations?|applications?|we|shadowing)\b[^.]{0,60}\b(?:will (?:resume|reopen|re-open)|(?:hopes?|plans?|expects?|anticipates?) to (?:resume|reopen|re-open|restart))|\b(?:program|observerships?|externships?|process)\b[^.]{0,30} (?:is|are) (?:currently |presently )?(?:under (?:review|revision|construction|development)|being (?:revised|restructured|redesigned|reviewed|re-evaluated))"
)
OTHER_STOPPED = re.compile(
    r"\b(?:residency|residencies|the match|clinic hours|volunteer|nursing|pharmacy|this position|this page|comments?|poll|gift shop|vaccin)\b"
)
APPLY = re.compile(
    r"deadline|\bdue\b|\bapply by\b|\bapplications?\b|\bclos(?:e|es|ing|ed)\b|\bno later than\b|\bsubmi(?:t|ssion)|\baccepted (?:through|until|from)|\bwindow\b|\blast day\b|\bruns? until|\bopen (?:from|until|through|between)|\bends? at\b|\bcall\b|\bregistration\b|\bapply\b|\bsend by\b|\bby e-?mail\b.*\bbefore\b"
)
DEADLINE = re.compile(
    r"deadline|\bdue\b|\bby\b|\bclos(?:e|es|ing|ed)\b|no later than|\bbefore\b|\buntil\b|\bthrough\b|last day|\bends?\b|\bextended\b|submi|\bto\b"
)
OPENS = re.compile(
    r"\b(?:re-?opens?|re-?open|opens?|opened|opening|will open|open on|begin accepting|beginning|starts? accepting|starting|available (?:on|in|from)|will be (?:available|released|accepted)|accepted (?:from|beginning|starting)|begins?|release[ds]?|visible|become[s]? available|come back)\b"
)
NOT_DEADLINE = re.compile(
    r"\b(?:fees?|payments?|tuition|deposit|balance|vaccin|immuniz|influenza|flu\b|notif|decisions?|announce|selected|winners?|updated|effective|revised|copyright|posted|since|founded|established|launched|graduat|expires?|offered positions|refund|interview|policy|policies|version|orientation|matriculat|acceptance date|housing)\b"
)
CYCLE = re.compile(
    r"\b(?:rotation dates|program dates|sessions?|cohort|award period|training (?:has|must|period|takes)|to be done|present at|annual meeting|congress|electives? (?:from|between)|visits?:|held|takes? place|dates|summer|fall|spring|winter|notification|programs? (?:runs?|will run)|apply for|applying for|applications? for|accepting (?:applications )?for)\b"
)
ACCEPTING = re.compile(
    r"\b(?:now|currently|is|are) (?:accepting|open|taking|considering|welcoming|recruiting)\b|\baccepting (?:applications|requests|students|observers)|applications? (?:are|is) (?:now |currently )?(?:open|being accepted|accepted|available)"
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
    stopped = next(stops(section, own), None) or (
        next(stops(section, section.shared), None) if section.sole else None
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
    over = past_cycle(section, every) or window_shut(section)
    if over:
        yield over
        return
    best = plainest(own) or plainest(section.shared)
    if best:
        yield best


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


STOPPING = (
    " not", "no ", "n't", "unable", "cannot", "clos", "suspend", "paus", "hold", "hiatus", "halt", "postpon", "full",
    "filled", "discontinu", "cancel", "capacity", "booked", "unavailable", "frozen", "deferred", "conclud", "ended",
    "passed", "expired", "over", "ceased", "stopped", "moratorium", "neither", "deadline", "resum", "reopen", "re-open",
    "restart", "review", "revision", "revised", "restructured", "redesigned", "construction", "development", "inactive",
    "shut", "taken", "down", "off", "given", "claimed", "sold", "spoken", "snapped", "commit", "alloc", "break", "breather", "abeyance", "rest",
)  # fmt: skip
STOPPABLE = (
    "appli", "observ", "extern", "elective", "rotation", "rotator", "program", "position", "slot", "spot", "opportunit",
    "student", "visit", "call", "registr", "deadline", "enrol", "closed", "request", "shadow", "place", "opening",
    "session", "cohort", "intake", "month", "schedule", "capacity", "booked", "moratorium", "neither", "status",
    "submission", "trainee", "candidate", "accept", "clerkship", "vacanc", "availab", "participant", "intern", "block",
    "attachment", "wait", "portal", "inquir", "volunteer", "space", "window", "process", "clinical", "award", "fellowship",
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
        for hit in stopping(section, sentence):
            if stands_still(section, sentence, hit):
                raw = sentence.text[hit.start() : hit.end()].strip()
                yield said(sentence, "closed", "applications_stopped", raw, 3)
                break


def stopping(section: Section, sentence: Sentence) -> Iterator[re.Match[str]]:
    """Words of a sentence that may stop the programme."""
    low = sentence.low
    if mentions(low, STOPPABLE):
        for pattern in (STOPPED, RESUMES):
            if hit := pattern.search(low):
                yield hit
    for hit in halts.halted(low):
        if of_the_whole(section, sentence, hit):
            yield hit


def stands_still(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Do such words stop this programme, whole and now?"""
    low = sentence.low
    if CONDITIONAL.search(low[max(0, hit.start() - 60) : hit.end() + 25]):
        return False
    if PARTIAL.search(low[max(0, hit.start() - 35) : hit.end() + 12]):
        return False
    if EXCEPTED.search(low[max(0, hit.start() - 80) :]) or other_programme(section, hit[0]):
        return False
    if of_some_departments(section, sentence, hit) or (FULL.search(hit[0]) and places_left(section)):
        return False
    if lifted(sentence, section.fetched) or only_some_dates(section, sentence, hit):
        return False
    if named_group(section, sentence, hit):
        return False
    return not ("deadline" in hit[0] and later_dates(section, sentence))


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
        r"\b(?:department|division|section|we|our|program|office)\b", subject.lower()
    ):
        return False
    named = named_specialties(subject)
    return bool(named) and not any(subject[m.start : m.end].lower() in section.title.lower() for m in named)


def places_left(section: Section) -> bool:
    return any(halts.REMAINS.search(s.low) for s in section.sentences if not s.low.rstrip().endswith("?"))


def later_dates(section: Section, sentence: Sentence) -> bool:
    """A deadline that has gone by stops nothing where the page names a day to come or a reopening."""
    today = section.fetched
    for other in section.sentences:
        for dated in found_dates(other):
            if dated.last.year and SAYS_APPLY.search(other.low):
                day = dated.last.on(today.year)
                if day >= today or (
                    OPENS.search(other.low) and other is not sentence and (today - day).days < 100
                ):
                    return True
    return False


ANOTHER_CLAUSE = re.compile(r"; |\. |, (?:and|but|so) (?:the|we|our|it|there)\b")


def named_group(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Refused to one group only, and the section is not that group's own: a matter of audience, not of status."""
    people = [
        p
        for party in parties(country(sentence.text, sentence.low))
        for p in party.people
        if p.end > hit.start() - 80
        and p.start < hit.end() + 100
        and not ANOTHER_CLAUSE.search(sentence.low[hit.end() : p.start])
    ]
    if not people:
        return False
    title = section.title.lower()
    refused = {p.group for p in people}
    if not {
        p.group
        for other in section.sentences
        if other is not sentence and other.text != section.title
        for party in parties(country(other.text, other.low))
        for p in party.people
    } - refused and not any(p.origin for p in people):
        return False
    side = group(section.title)
    if side and all(p.origin == side or (p.group == "graduate" and side == "international") for p in people):
        return False
    own = {"student": "student", "graduate": "graduate", "physician": "physician", "anyone": ""}
    return not any(
        own[p.group] in title and (not p.origin or "international" in title or p.origin == "domestic")
        for p in people
        if own[p.group]
    )


def lifted(sentence: Sentence, today: date) -> bool:
    """ "Closed until 20 January 2025", read after that day."""
    if "until" not in sentence.low:
        return False
    found = [d for d in dates.find(sentence.text) if d.last.year]
    return bool(found) and all(d.last.on(today.year) < today for d in found)


SOME_MONTHS = re.compile(
    r"^[\w ]{0,20}\b(?:in|for|during|throughout)(?: the)?(?: months? of)? (?:january|february|march|april|may|june|july|august|september|october|november|december|the summer|the holidays)\b"
)


def only_some_dates(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """ "Full for May and June", "closed in July", "4/6 to 8/30 no longer available": other dates stay open."""
    if SOME_MONTHS.search(sentence.low[hit.end() - 3 :]):
        return True
    today = section.fetched
    found = [d for d in found_dates(sentence) if not of_the_notice(sentence, d, hit, today)]
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
    later = any(
        d.last.year is not None and d.last.on(today.year) > last
        for other in (*section.sentences, *section.shared)
        if other is not sentence and not opens_later(other, today)
        for d in found_dates(other)
    )
    if any(d.precision in ("month", "part") or d.is_range for d in found):
        return later or not any(long_pause(d, today) for d in found)
    return later


WILL_OPEN = re.compile(
    r"\b(?:will|going to|shall|is to|are to|be) (?:\w+ )?(?:go (?:up|live|out)|be (?:post|releas|publish|announc|turn|open|avail|accept|tak|up\b|live\b|put up|updat)\w*|appear|launch|re-?open|open|resume|turned|start (?:accepting|taking)|begin (?:accepting|taking)|accept|post)"
)


def opens_later(sentence: Sentence, today: date) -> bool:
    """Does a sentence name a day to come on which applying begins?"""
    low = sentence.low
    if not (OPENS.search(low) or WILL_OPEN.search(low)):
        return False
    return any(d.first.year is not None and d.first.on(today.year) > today for d in found_dates(sentence))


def long_pause(dated: Dated, today: date) -> bool:
    """A range of months that has begun or is about to: for a reader of today it is the whole programme."""
    if not dated.is_range or dated.last.year is None:
        return False
    first, last = dated.first.on(today.year), dated.last.on(today.year)
    return (last - first).days >= 120 and (first - today).days < 60 and last >= today


def of_the_notice(sentence: Sentence, dated: Dated, hit: re.Match[str], today: date) -> bool:
    """ "3/11/2026: placements are on hold", "in January 2026 we paused": when it was said, and not for which dates."""
    if dated.start >= hit.start() or dated.last.year is None or dated.first.on(today.year) > today:
        return False
    before = sentence.low[: dated.start]
    return not before.strip(" *([") or bool(
        re.search(r"(?:^|[.;] |: )(?:updated?|as of|since|in|on|effective|from)?:? *$", before)
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
        hit = ENDED.search(low)
        if (
            not hit
            or halts.OTHER_MATTERS.search(hit[0])
            or low.rstrip().endswith("?")
            or CONDITIONAL.search(low[max(0, hit.start() - 40) : hit.end()])
            or PARTIAL.search(low)
        ):
            continue
        if re.search(r"\bwho $|\bthat $|\bif (?:we|they|you) $", low[: hit.start()]):
            continue
        groups = {p.group for party in parties(country(sentence.text, low)) for p in party.people}
        if len(groups) == 1 or only_some_dates(section, sentence, hit):
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


def for_good(section: Section, sentence: Sentence, hit: re.Match[str]) -> bool:
    """Do such words say of this programme, and to everybody, that it is no more?"""
    low = sentence.low
    return (
        of_the_whole(section, sentence, hit)
        and not CONDITIONAL.search(low[: hit.end()])
        and not other_programme(section, hit[0])
        and not named_group(section, sentence, hit)
    )


NOUNS = re.compile(
    r"observ[eo]r|extern|shadow|elective|clerkship|preceptor|rotation|fellowship|award|grant|scholarship|sub-?intern|visiting"
)
PAUSE = re.compile(rf"\b{NOW}|covid|pandemic|temporar|renovat")
EXCEPTED = re.compile(r"\bother than\b|\bexcept\b|\bexception of\b|\bonly\b")


def other_programme(section: Section, words: str) -> bool:
    """True where the words name a kind of programme that the section is not of ("no sub-internships")."""
    title = section.title.lower()
    named = [noun.replace("vor", "ver")[:7] for noun in NOUNS.findall(words)]
    if not named:
        return False
    if NOUNS.search(title):
        return not any(noun in title for noun in named)
    own = KIN.get(section.type_hint or "", ())
    return bool(own) and not any(noun.startswith(own) for noun in named)


KIN: dict[str, tuple[str, ...]] = {
    "elective": ("electiv", "clerksh", "rotatio", "visitin", "sub", "extern"),
    "sub_internship": ("electiv", "clerksh", "rotatio", "visitin", "sub"),
    "observership": ("observe", "shadow", "visitin", "rotatio", "precept", "fellows"),
    "shadowing": ("observe", "shadow"),
    "externship": ("extern", "rotatio", "clerksh", "observe", "visitin"),
}
"""Nouns by which a programme of a type may call itself."""


def possible(sentences: Iterable[Sentence]) -> bool:
    """ "... may be possible through a department": neither offered nor refused."""
    return any(
        re.search(r"\b(?:may|might) be (?:possible|arranged|available|offered)\b", s.low) for s in sentences
    )


def past_cycle(section: Section, sentences: Sequence[Sentence]) -> Claim | None:
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
        if ROLLING.search(low) and ASKS_IN.search(low):
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
                and not any(s is sentence for s, _ in opening)
                and not WILL_OPEN.search(low)
            ):
                return None
        if (
            ACCEPTING.search(low)
            and not any(s is sentence for s, _ in shut)
            and not opens_later(sentence, today)
        ):
            return None
    for found, rule in ((shut, "window_shut"), (opening, "not_yet_open")):
        if found:
            return said(found[0][0], "closed", rule, found[0][1].raw, 2)
    return None


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
    if re.search(
        r"deadline|until|\bdue\b|clos|\bby\b|before|begin(?:ning|s)? (?:on or )?after|starting on or after|\bfor\b[^,]{0,25}$|(?:rotation|elective|program|observership|term|session|cohort|year)s? (?:that )?(?:begin|start|open)",
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
    if dated.precision in ("day", "part", "month", "season"):
        if re.search(r"(?:cannot|not) [\w ]{2,30}until $", before):
            return "opening"
        if re.match(
            r"[^.;]{0,25}\b(?:last day|deadline|applications? (?:are )?(?:close|due))", low[dated.end :]
        ):
            return "deadline"
        if headers and re.search(r"deadline|due|clos|apply by", headers):
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


def found_dates(sentence: Sentence) -> tuple[Dated, ...]:
    return dated_spans(sentence.text)


@lru_cache(maxsize=4096)
def dated_spans(text: str) -> tuple[Dated, ...]:
    """The dates of `text` where it has a digit at all."""
    return dates.find(text) if DIGIT.search(text) else ()


DIGIT = re.compile(r"\d")


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
        score = next((s for s, pattern in EVIDENCE if pattern.search(low)), 1)
        if NOT_EVIDENCE.search(low):
            score = min(score, 2)
        if sentence.block.kind == "heading":
            score -= 2
        rank = (score, -sentence.block.order)
        if best is None or rank > best[:2]:
            best = (score, -sentence.block.order, sentence)
    return said(best[2], "open", "live_description") if best else None
