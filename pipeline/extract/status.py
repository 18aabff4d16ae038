"""Can one apply? Words that stop applications win, then the dates of the cycle against the day of the fetch; a live
description without either is open, and its plainest offer is the proof.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.extract import dates
from pipeline.extract.dates import Dated
from pipeline.extract.people import country, parties
from pipeline.model import Claim, Section, Sentence

PROGRAM = (
    r"(?:observ[eo]r ?ships?|observers?|externships?|electives?|clerkships?|rotations?|shadowing|preceptorships?|fellowships?|internships?|sub-?internships?|attachments?|visitors?|programs?|programmes?"
    r"|opportunit(?:y|ies)|placements?|positions?|awards?|grants?|scholarships?|applications?|requests?|students?|applicants?|inquiries|trainees|visits?|participants?|calls?|rotators|slots|spots|observations?|externs?|experiences?)"
)
NOW = r"(?:at (?:this|the present|the current) (?:time|moment)|at present|currently|presently|right now|for now|for the time being|until further notice|for the foreseeable future|this (?:academic )?year|this (?:season|cycle))"
TAKING = r"(?:accept|tak|review|consider|process|receiv|schedul|recruit|admit)(?:e|s|ing|ed|en|ting|ted)?"
GIVING = r"(?:offer|host|provid|support|accommodat|hold|run|arrang|sponsor|facilitat|conduct|plac)(?:e|s|ing|ed|ning)?"
STATE = r"(?:suspended|paused|on (?:a )?(?:temporary )?(?:hold|pause|hiatus)|halted|postponed|closed|full|filled|discontinued|cancell?ed|at (?:full |maximum )?capacity|booked|inactive|unavailable|frozen|put on hold|placed on hold|not active|deferred)"
STOPPED = re.compile(
    rf"\b(?:not|no longer|n't|unable to|cannot)(?: (?:currently|presently|be|being|now|able to|at this time|yet|in a position to|have the capacity to))* {TAKING}(?! part)(?: any| new| further| additional| more| outside| external| visiting| clinical| medical| international| observership| elective| rotation| unsolicited| student| observer)* (?:{PROGRAM})\b"
    rf"|\b(?:not|no longer|n't|unable to|cannot)(?: (?:currently|presently|be|being|now|able to|at this time|yet|in a position to|have the capacity to))* (?:{TAKING}|{GIVING}|available|open|operating|active)\b[^.]{{0,80}}?\b{NOW}"
    rf"|\b{NOW}[, ]+[^.]{{0,50}}?(?:\b(?:not|unable|cannot|no longer)\b[^.]{{0,20}} (?:{TAKING}|{GIVING}|available|open)|\b(?:there (?:are|is) )?no (?:\w+ ){{0,3}}{PROGRAM})"
    rf"|\b(?:are|is)(?: currently| presently)? (?:not|no longer) (?:currently |presently |being )?(?:accepting|taking|hosting|scheduling) (?!responsib|part|patients|place|care|insurance|fees?)"
    rf"|\b{PROGRAM}[^.,]{{0,40}}? (?:are|is|have|has|will)(?: (?:currently|now|also|be|been|temporarily|being))* (?:not|no longer|neither)(?: (?:currently|presently|be|being|been|now))* (?:accepted|accepting|taken|taking|available|open|offered|offering|hosted|hosting|considered(?! part)|processed|running)\b"
    rf"|\b(?:are|is|has been|have been|was|were|remains?)(?: (?:currently|now|also|been|temporarily|indefinitely|being|all|already|officially|fully|completely))* {STATE}\b"
    rf"|\b(?:we have|has|have|temporarily)(?: (?:temporarily|indefinitely|been|also|all|currently))* (?:suspended|paused|halted|postponed|closed|discontinued|ceased|stopped|filled|cancell?ed|put on hold)\b"
    rf"|\b(?:applications?|application (?:period|window|cycle)|submissions?|registration|calls?|portal|enrol?lment|deadline|window)[^.]{{0,60}}? (?:are|is|has|have)(?: (?:now|currently|been|officially|already))* (?:closed|passed|ended|expired|over)\b"
    rf"|\b(?:unable|not able) to (?:currently )?(?:{TAKING}|{GIVING}) [^.]{{0,80}}?\b{NOW}"
    rf"|\bno (?:\w+ ){{0,3}}{PROGRAM} (?:are |is |will be )(?:currently )?(?:available|offered|being accepted|accepted|open|taken|planned|hosted)\b"
    rf"|\b(?:moratorium|temporarily (?:closed|unavailable|suspended|not)|all (?:\w+ ){{0,3}}(?:spots|slots|positions|places) (?:are|have been) (?:now )?(?:filled|taken|full)|fully booked|currently full|no (?:more )?(?:openings|vacancies|availability)|wait ?list is closed|closes for a time|suspend(?:s|ing) (?:all|the|our|its)|will not be (?:offering|hosting|accepting|holding|running|taking))\b"
    rf"|^\W*(?:status|applications?|application status|program status|enrollment)\W{{1,3}}(?:is |are )?(?:closed|suspended|full|on hold|paused|not accepting)"
    rf"|\bnow closed\b|^\W*closed\b|\b(?:program|observership|externship|applications?|elective)s? (?:-|:|\() ?(?:closed|suspended|on hold|paused|full|discontinued)\b"
)
ENDED = re.compile(
    rf"\b(?:does|do|did|will|has|have|is|are)(?: not|n't)(?: (?:currently|presently|generally|directly|typically|formally))* (?:offer|provide|host|sponsor|support|have|run|permit|allow|conduct|arrange|maintain|participate in|offering|providing)\b[^.]{{0,60}}?\b(?:observ[eo]r ?ships?|externships?|shadowing|observation|observers?|electives?|clerkships?|rotations?|preceptorships?|program|programme|opportunities|fellowship|award|grant|scholarship)"
    rf"|\b(?:no longer|never) (?:offers?|provides?|hosts?|exists?|available|offered|given|awarded|sponsors?|runs?|accepts?)\b|\b(?:has|have) (?:been )?(?:permanently |officially )?(?:discontinued|ended|terminated|retired|sunset|ceased|phased out|permanently closed)\b|\bpermanently (?:closed|discontinued|suspended)|\b(?:is|are) not permitted\b"
    rf"|\bthere (?:is|are) no (?:\w+ ){{0,3}}(?:observ[eo]r ?ships?|externships?|shadowing|electives?|program)|\bcannot (?:support|offer|provide) (?:\w+ ){{0,2}}(?:observ[eo]r ?ships?|externships?|shadowing)"
)
CONDITIONAL = re.compile(
    r"\b(?:if|once|when|until (?:all|they|it|full|filled)|unless|may be|might be|could be|should (?:the|this|a|an)|in the event|whenever|after (?:the|which)|would be|can be|will be (?:closed|suspended|full|cancelled|canceled|filled) (?:if|when|once)|reserves? the right|subject to|must be|elective(?:s)? (?:are|is) considered open|as soon as|will be cancel)\b"
)
PARTIAL = re.compile(
    r"\b(?:some|certain|several|following|these|those|specific|few|other|individual|departments?|except|other than|directly|incomplete|late|walk-in|paper|by (?:mail|phone|fax|email)|via (?:mail|email|fax)|email(?:ed)? applications|unsolicited|cold|more than|less than|shorter|longer|only open|any changes|extensions?|transfers?|refunds?|substitut|high school|undergraduate|pre-?med|housing|parking|office|clinic is|holidays?|campus|letters?|stipend|scholarship funds|visas?|international travel|courses?|division|neurology|surgery|pediatrics|slots? in|without|reconsidered|after denial|fees?|payments?|credit|that service|documents?|documentation|library|cafeteria|weekends|certificates?)\b"
)
OTHER_STOPPED = re.compile(r"\b(?:residency|residencies|the match|clinic hours|volunteer|nursing|pharmacy|this position|this page|comments?|poll|gift shop|vaccin)\b")
APPLY = re.compile(
    r"deadline|\bdue\b|\bapply by\b|\bapplications?\b|\bclos(?:e|es|ing|ed)\b|\bno later than\b|\bsubmi(?:t|ssion)|\baccepted (?:through|until|from)|\bwindow\b|\blast day\b|\bruns? until|\bopen (?:from|until|through|between)|\bends? at\b|\bcall\b|\bregistration\b|\bapply\b|\bsend by\b|\bby e-?mail\b.*\bbefore\b"
)
DEADLINE = re.compile(r"deadline|\bdue\b|\bby\b|\bclos(?:e|es|ing|ed)\b|no later than|\bbefore\b|\buntil\b|\bthrough\b|last day|\bends?\b|\bextended\b|submi|\bto\b")
OPENS = re.compile(
    r"\b(?:opens?|opening|will open|open on|begin accepting|beginning|starts? accepting|starting|available (?:on|in|from)|will be (?:available|released|accepted)|accepted (?:from|beginning|starting)|begins?|release[ds]?|visible|become[s]? available|come back)\b"
)
NOT_DEADLINE = re.compile(
    r"\b(?:fees?|payments?|tuition|deposit|balance|vaccin|immuniz|influenza|flu\b|notif|decisions?|announce|selected|winners?|updated|effective|revised|copyright|posted|since|founded|established|launched|graduat|expires?|offered positions|refund|interview|policy|policies|version|orientation|matriculat|acceptance date|housing)\b"
)
CYCLE = re.compile(
    r"\b(?:rotation dates|program dates|sessions?|cohort|award period|training (?:has|must|period|takes)|to be done|present at|annual meeting|congress|electives? (?:from|between)|visits?:|held|takes? place|dates|summer|fall|spring|winter|notification|programs? (?:runs?|will run)|apply for|applying for|applications? for|accepting (?:applications )?for)\b"
)
ACCEPTING = re.compile(r"\b(?:now|currently|is|are) (?:accepting|open|taking|considering|welcoming|recruiting)\b|\baccepting (?:applications|requests|students|observers)|applications? (?:are|is) (?:now |currently )?(?:open|being accepted|accepted|available)")
EVIDENCE: tuple[tuple[int, re.Pattern[str]], ...] = (
    (9, re.compile(r"\b(?:applications? (?:are|is) (?:now |currently |being )*(?:open|accepted|reviewed|considered)|(?:currently|now) (?:accepting|offering|open|taking)|accepts? applications|(?:rolling|year-round|ongoing) (?:basis|acceptance|admission)|year[- ]round|we accept(?: new)? (?:applications|observers|students|visiting)|will (?:be|begin) accepting|apply (?:at )?any ?time)\b")),
    (8, re.compile(r"\b(?:welcom\w+|invites? applications|pleased to (?:offer|provide|host|announce|welcome)|proud to offer|offers?|opportunities [\w ,/]*are available|is available to|are available (?:to|for)|are welcome to apply|provides? (?:an? )?opportunit|is open to|are open to|receives?|hosts?)\b")),
    (7, re.compile(r"\b(?:to apply|apply (?:now|online|here|today|through|via|to|for|directly|by|at least)|how to apply|submit (?:\w+ ){0,3}application|complete (?:\w+ ){0,4}application|application (?:process|form|instructions)|please (?:apply|contact|email)|applications? (?:must|should|will|may|can)|interested (?:applicants|candidates|students|individuals|physicians)|apply\b|applicants? (?:must|should)|must apply|may apply|enroll)\b")),
    (5, re.compile(r"\b(?:observership|externship|elective|clerkship|rotation|observer|shadow|fellowship|award|grant|scholarship|program|opportunity|training)\w*\b.*\b(?:is|are|will|can|may|provides?|allows?|enables?|designed|lasts?|runs?|includes?|gives?|must|for)\b")),
    (3, re.compile(r"\b(?:must|required|eligib|should|requirement|fee|weeks?|months?|contact|participants?|observers?|students?)\b")),
)
NOT_EVIDENCE = re.compile(r"\b(?:not|no longer|cannot|unable|closed|filled|unfortunately|suspend\w*|does ?n't|housing|parking|cookies?|javascript|browser|patients? (?:may|can|portal)|newsletter|donat\w+|subscribe|©|copyright|discriminat\w+|equal opportunity)\b")


def find(section: Section) -> Iterator[Claim]:
    own, every = section.sentences, (*section.sentences, *section.shared)
    stopped = next(stops(section, own), None) or (next(stops(section, section.shared), None) if section.sole else None)
    ended = next(ends(section, own), None)
    if ended and possible(own):
        return
    if ended and not (stopped and stopped.strength > ended.strength):
        yield ended
        return
    if stopped:
        yield stopped
        return
    over = past_cycle(section, every)
    if over:
        yield over
        return
    best = plainest(own) or plainest(section.shared)
    if best:
        yield best


def said(sentence: Sentence, value: str, rule: str, raw: str = "", strength: int = 1) -> Claim:
    return Claim("status", raw if raw and raw in sentence.text else sentence.text, sentence.text, f"status.{rule}", value, sentence.block.order, strength)


def stops(section: Section, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    title = section.title.lower()
    for sentence in sentences:
        low = sentence.low
        if low.rstrip().endswith("?") or len(low) > 700:
            continue
        hit = STOPPED.search(low)
        if not hit or OTHER_STOPPED.search(low):
            continue
        around = low[max(0, hit.start() - 80) : hit.end() + 80]
        if CONDITIONAL.search(low[max(0, hit.start() - 60) : hit.end() + 25]) or PARTIAL.search(around):
            continue
        if EXCEPTED.search(low) or other_programme(title, hit[0]):
            continue
        if lifted(sentence, section.fetched) or only_some_dates(sentence, hit, section.fetched):
            continue
        if named_group(section, sentence):
            continue
        yield said(sentence, "closed", "applications_stopped", sentence.text[hit.start() : hit.end()].strip(), 3)


def named_group(section: Section, sentence: Sentence) -> bool:
    """Refused to one group only, and the section is not that group's own: a matter of audience, not of status."""
    people = [p for party in parties(country(sentence.text, sentence.low)) for p in party.people]
    if not people:
        return False
    title = section.title.lower()
    own = {"student": "student", "graduate": "graduate", "physician": "physician", "anyone": ""}
    return not any(own[p.group] in title and (not p.origin or "international" in title or p.origin == "domestic") for p in people if own[p.group])


def lifted(sentence: Sentence, today: date) -> bool:
    """"Closed until 20 January 2025", read after that day."""
    if "until" not in sentence.low:
        return False
    found = [d for d in dates.find(sentence.text) if d.last.year]
    return bool(found) and all(d.last.on(today.year) < today for d in found)


def only_some_dates(sentence: Sentence, hit: re.Match[str], today: date) -> bool:
    """"Full for May and June", "closed in July", "4/6 to 8/30 no longer available": other dates stay open."""
    found = [d for d in dates.find(sentence.text) if d.precision in ("day", "month", "season", "part", "academic_year", "year")]
    if not found:
        return False
    if re.search(r"\b(?:deadline|since|as of|effective|because|due to|new|expired|passed)\b", sentence.low):
        return False
    return any(d.precision in ("month", "part") or d.is_range or d.last.on(today.year) >= today for d in found)


def ends(section: Section, sentences: Sequence[Sentence]) -> Iterator[Claim]:
    title = section.title.lower()
    for sentence in sentences:
        low = sentence.low
        hit = ENDED.search(low)
        if not hit or low.rstrip().endswith("?") or CONDITIONAL.search(low[max(0, hit.start() - 40) : hit.end()]) or PARTIAL.search(low):
            continue
        groups = {p.group for party in parties(country(sentence.text, low)) for p in party.people}
        if len(groups) == 1 or only_some_dates(sentence, hit, section.fetched):
            continue
        if other_programme(title, hit[0]) or not (NOUNS.search(hit[0]) or re.search(r"\bthis\b|\bthe " + PROGRAM, low)):
            continue
        raw = sentence.text[hit.start() : hit.end()].strip()
        if PAUSE.search(low):
            yield said(sentence, "closed", "not_offered_now", raw, 2)
        else:
            yield said(sentence, "not_offered", "not_offered", raw, 2)


NOUNS = re.compile(r"observ[eo]r|extern|shadow|elective|clerkship|preceptor|rotation|fellowship|award|grant|scholarship|sub-?intern|visiting")
PAUSE = re.compile(rf"\b{NOW}|covid|pandemic|temporar|renovat")
EXCEPTED = re.compile(r"\bother than\b|\bexcept\b|\bexception of\b|\bonly\b")


def other_programme(title: str, words: str) -> bool:
    """True where the words name a kind of programme that the section's title does not ("no sub-internships")."""
    named = NOUNS.findall(words)
    return bool(named) and bool(NOUNS.search(title)) and not any(n.replace("vor", "ver")[:7] in title for n in named)


def possible(sentences: Iterable[Sentence]) -> bool:
    """"... may be possible through a department": neither offered nor refused."""
    return any(re.search(r"\b(?:may|might) be (?:possible|arranged|available|offered)\b", s.low) for s in sentences)


def past_cycle(section: Section, sentences: Sequence[Sentence]) -> Claim | None:
    """The last date to apply (or the last date of the one cycle named) lies before the fetch, and no later one is named."""
    today = section.fetched
    award = section.type_hint in ("award", "fellowship", "research")
    ends_: list[tuple[date, Sentence, Dated]] = []
    opened: list[date] = []
    cycles: list[tuple[date, Sentence, Dated]] = []
    years = [d.first.year for s in sentences for d in found_dates(s) if d.precision == "academic_year" and d.first.year]
    for sentence in sentences:
        context = sentence.low if len(sentence.low) > 60 else (sentence.block.lead + " " + " ".join(sentence.block.trail[-1:]) + " " + sentence.low).lower()
        for dated in found_dates(sentence):
            before = sentence.low[max(0, dated.start - 70) : dated.start]
            near = before + sentence.low[dated.end : dated.end + 30]
            table = any(re.search(r"deadline|due|clos", header.lower()) for header, cell in sentence.block.cells if dated.raw in cell)
            deadline = table or (APPLY.search(context) and DEADLINE.search(before or context) and not NOT_DEADLINE.search(near))
            last = dated.last.on(max(years) if years and not dated.last.year else today.year)
            if OPENS.search(before) and not re.search(r"deadline|due|until|clos", before[-25:]) and not dated.is_range:
                if dated.last.year:
                    opened.append(dated.first.on(today.year))
            elif deadline and (dated.last.year or years and not table):
                if dated.precision in ("day", "part", "month", "season"):
                    ends_.append((last, sentence, dated))
            elif deadline:
                return None
            elif dated.last.year and dated.precision != "year" and CYCLE.search(context) and not NOT_DEADLINE.search(before):
                cycles.append((last, sentence, dated))
            elif dated.last.year and award and CYCLE.search(context):
                cycles.append((dated.last.on(today.year), sentence, dated))
    named = ends_ or cycles
    if not named:
        return None
    sharp = [t for t in named if t[2].precision != "year"] or named
    last, sentence, dated = max(sharp, key=lambda t: t[0])
    if last >= today or any(
        day >= today and not (d.precision == "year" and d.last.year == today.year)
        for day, _, d in (*ends_, *(cycles if award else ()))
    ):
        return None
    if any(last < day <= today for day in opened):
        return None
    if not ends_ and not award and not all(day < today for day, _, _ in cycles):
        return None
    return said(sentence, "closed", "deadline_past" if ends_ else "cycle_past", dated.raw, 2)


def found_dates(sentence: Sentence) -> tuple[Dated, ...]:
    return dates.find(sentence.text) if any(c.isdigit() for c in sentence.text) else ()


def plainest(sentences: Sequence[Sentence]) -> Claim | None:
    """The sentence that best shows a live offer."""
    best: tuple[int, int, Sentence] | None = None
    for sentence in sentences:
        low = sentence.low
        if len(low) < 12 or len(low.split()) < 3 or low.rstrip().endswith("?") or sentence.block.kind == "control" or len(low) > 600:
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
