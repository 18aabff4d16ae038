"""Who may come: one claim for each of the four groups that the section speaks of.

Each sentence is read for what it does with the people it names (pipeline/extract/takes.py) and for demands that
decide for whole groups (pipeline/extract/eligible.py). What was found is kept in one object (findings.py); the
conventions of docs/form.md are then applied to it, refusals first. Each group has one function below, a table of
cases from top to bottom, and every case names the rule of its claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline import regex as re
from pipeline.extract.eligible import (
    EXPERIENCE_DEMANDED,
    FIRST,
    HOLDS_DEGREE,
    RESIDENT,
    SEEKERS,
    TO_BE_MADE,
    demands,
    limits,
)
from pipeline.extract.findings import Evidence, Findings, note
from pipeline.extract.people import Origin, country, mentions, parties
from pipeline.extract.scope import inherited
from pipeline.extract.stance import RECEIVES, WELCOMING_HEADING
from pipeline.extract.takes import (
    DEFINES,
    DOCTORS,
    EXCEPTED_SCHOOLS,
    EXCEPTION,
    IS_FOR,
    NEGATION,
    POINTER,
    STILL_STUDENT,
    people,
)
from pipeline.model import AUDIENCE_GROUPS, AudienceAnswer, AudienceGroup, Claim, Section, Sentence

EXCEPTION_STEMS = ("except", "unless", "however", "special ", "other than", "only if", "only when", "rare")
OTHER_COUNTRY = re.compile(r"https?://[^/]+\.(?:uk|lk|au|nz|ca|ie|in|sg|hk|za|de|my)(?:/|:|$)")
TITLE_INTERNATIONAL = re.compile(
    r"\b(?:international|global|foreign|overseas|abroad|worldwide|imgs?|fmgs?|non-?u\.?s|non-lcme|(?:other|all) countries|elsewhere in the world|outside (?:of )?(?:the )?(?:u\.s|united states|u~|country)|caribbean)\b"
)
TITLE_DOMESTIC = re.compile(
    r"\b(?:domestic|(?:u\.s\.|united states|u~)(?! (?:clinical|hospital|hands-on|residenc|health|medical (?:experience|training|system)|experience|training|observership|externship))|us students|lcme|coca|md (?:and|&|or) do|do students|osteopathic|d\.o\.)"
)
TITLE_STUDENT = re.compile(
    r"\bstudents?\b|clerkship|elective|sub-?internship|\bvslo\b|\bvsas\b|acting intern"
)
TITLE_AFFILIATES = re.compile(
    r"\bstudents? (?:of|from|at) (?:our )?(?:[\w\-]+ ){0,2}(?:affiliat|partner)|^(?:our )?(?:affiliat|partner)\w* (?:medical )?(?:students?|schools?)"
)
TITLE_NO_STUDENT = re.compile(
    r"\b(?:physicians?|doctors?|residents?|fellows?|observers?|surgeons?|graduates?|scholars?)\b"
)


def find(section: Section) -> Iterator[Claim]:
    findings = gather(section, section.sentences)
    if not spoken_of(findings, section.type_hint in FOR_PUPILS) and (young := for_the_young(section)):
        for group in AUDIENCE_GROUPS:
            yield told(group, "no", young, "for_school_and_college_students")
        return
    if section.shared:
        of_the_page = tuple(s for s in inherited(section) if not of_another(section, s))
        complete(findings, gather(section, of_the_page), section.type_hint == "shadowing")
    yield from decide(section, findings)


def spoken_of(f: Findings, of_pupils: bool) -> bool:
    """Does a section's own text say that somebody of the four groups may come?"""
    taken = any(
        e.stance in ("offer", "only", "maybe")
        and not (of_pupils and e.raw.lower() in ("student", "students"))
        for e in f.people
    )
    return bool(taken or f.enrolled or f.graduates_only or f.anyone)


OF_OBSERVERS = re.compile(
    r"\bobserv(?:er|ership)s?\b|\bexternships?\b|\belectives?\b|\bclerkships?\b|\baway rotations?\b"
)
OF_SCHOLARS = re.compile(
    r"\bresearch\b|\bscholars?\b|\bfellow\w*\b|\bawards?\b|\bgrants?\b|\bscholarships?\b"
)


def of_another(section: Section, sentence: Sentence) -> bool:
    """A word of the page about visits and rotations is none about its research posts and awards."""
    if section.type_hint not in ("research", "award", "fellowship"):
        return False
    return bool(OF_OBSERVERS.search(sentence.low)) and not OF_SCHOLARS.search(sentence.low)


def complete(own: Findings, shared: Findings, shadowing: bool) -> None:
    """What the page says for all its programmes stands where the programme's own words are silent.

    What a page says of its physicians' visits is not said of shadowing, which is for the young.
    """
    if shadowing:
        shared.employed = shared.trained = shared.enrolled = shared.service = None
        shared.people = [e for e in shared.people if e.stance == "refuse"]
    told = {(evidence.group, evidence.origin) for evidence in own.people}
    own_people = any(e.defines or (e.stance == "offer" and e.weight > 2) for e in own.people)
    refused = {e.group for e in own.people if e.stance == "refuse"} - {
        e.group for e in own.people if e.stance != "refuse"
    }
    student_terms = own.enrolled is not None and own.employed is None
    own.people.extend(
        e
        for e in shared.people
        if (e.group, e.origin) not in told
        and not (e.group in refused and e.stance != "refuse")
        and not (own_people and e.stance == "offer" and not e.defines)
        and not (student_terms and e.group in ("physician", "graduate"))
    )
    settled = own.enrolled is not None or any(e.defines for e in own.people)
    for name in (
        "enrolled",
        "employed",
        "trained",
        "seekers",
        "accredited",
        "graduates_only",
        "anyone",
        "sponsored_only",
        "service",
        "acgme",
        "certified",
    ):
        if getattr(own, name) is None and not (settled and name in OF_GRADUATES):
            setattr(own, name, getattr(shared, name))


OF_GRADUATES = ("graduates_only", "trained", "certified", "employed", "practising_only")
"""Demands of a page that are not those of a programme whose own words say for whom it is."""


OF_ONESELF = re.compile(
    r"^\W*(?:but )?(?:i'm|i am|i've|i have|i already|i just|i recently|i graduated|my school)\b"
)
"""A reader's own case as the head of an answer ("I'm still in medical school.")."""
ASKED_WHETHER = re.compile(r"\basked?\b[\w ,]{0,30}\b(?:whether|if)\b")


def gather(section: Section, sentences: Sequence[Sentence]) -> Findings:
    findings = Findings()
    question = introduction = running = ""
    for index, sentence in enumerate(sentences):
        listed = sentence.block.kind in ("item", "row", "term")
        label = sentences[index - 1] if index and sentences[index - 1].block is not sentence.block else None
        if not listed:
            short = label is not None and len(label.low) < 60 and not label.low.endswith(".")
            introduction = sentence.low if len(sentence.low) < 90 else ""
        low = country(sentence.text, sentence.low)
        if (
            sentence.text.rstrip().endswith("?")
            or (len(low) < 90 and OF_ONESELF.match(low))
            or ("ask" in low and ASKED_WHETHER.search(low))
        ):
            same = index and sentences[index - 1].block is sentence.block
            whole = STILL_STUDENT.search(low) or HOLDS_DEGREE.search(low) or parties(low)
            question = (sentences[index - 1].low + " " if same and not whole else "") + low
            if sentence.block.kind != "heading" or not POINTER.search(low):
                continue
        answered, question = question, ""
        if "residency" in answered and not WE_TAKE_VISITORS.search(answered):
            continue
        if (
            (len(low) < 4 and not answered)
            or sentence.block.kind == "control"
            or quoted(low)
            or low.count(" | ") > (3 if sentence.block.kind == "row" else 1)
            or of_hosts(section, sentence)
            or (len(sentence.block.cells) > 2 and side_by_side(sentence))
        ):
            continue
        under = label.low if label is not None and not listed and short else introduction if listed else ""
        fragment = (
            not listed and sentence.block.kind == "paragraph" and len(low) < 160 and low[-1:] not in ".:?!"
        )
        if under and not listed and FOR_WHOM.match(under):
            running = under
        elif fragment and running:
            under = running
        else:
            running = ""
        inline = sentences[index - 1] if index and sentences[index - 1].block is sentence.block else None
        if inline is not None and len(inline.low) < 32 and FOR_WHOM.match(inline.low):
            under = inline.low
        people(findings, section, sentence, low, answered, under)
        demands(findings, sentence, low, introduction, under)
        if (
            index
            and "them" in low
            and RECEIVES.search(sentences[index - 1].low)
            and (match := NOT_THEM.search(low))
        ):
            for party in parties(country(sentences[index - 1].text, sentences[index - 1].low)):
                for person in party.people:
                    findings.people.append(note(person.group, "refuse", sentence, match, 3, person.origin))
        if index and mentions(low, ("these ", "such ", "those ")) and (match := REFERS_BACK.search(low)):
            meant = sentences[index - 1]
            for party in parties(country(meant.text, meant.low)):
                for person in party.people:
                    findings.people.append(note(person.group, "refuse", sentence, match, 3, person.origin))
        if findings.limit is None and (match := CIRCLE_ABROAD.match(low)):
            findings.limit = note("", "limit", sentence, match, 3)
        if mentions(low, EXCEPTION_STEMS) and EXCEPTION.search(low):
            held = limits(low) or limits(EXCEPT_FOR.sub(" ", low))
            held = held or (EXCEPTED_SCHOOLS.search(low) if "exceptions" in low else None)
            if held and findings.exception is None:
                findings.exception = note("", "limit", sentence, held, 3)
    return findings


EXCEPT_FOR = re.compile(r"\b(?:with the exception of|except(?:ing)?(?: for| in the case of)?|other than)\b")
"""What is excepted is no denial of the condition that the exception names."""
CIRCLE_ABROAD = re.compile(
    r"^\W*(?:international|foreign|overseas|non-?u\.?s\.?|non-u~|non-lcme)(?: (?:visiting|medical))*(?: (?:students?|schools?|applicants?|institutions?))?: (?!no\b|not\b)[^.;]{0,60}\b(?:affiliat|exchange|partner|agreement|memorand|mou\b|reciproc|consorti|collaborat)\w*"
)
""" "International: partner schools" in a list of the schools whose students may come."""
FOR_WHOM = re.compile(
    r"^\W*(?:[a-z0-9]{1,2}[.)] )?(?:for whom|who\b|eligib|audience|open to|qualif|requirements?|definitions?)[\w ]*[.:?]?$"
)
"""A label set in front of the sentence that it heads ("For whom. ...")."""


def quoted(low: str) -> bool:
    """A testimonial; but "“Observer” means ..." defines a word."""
    return low[0] in "\"'" and not DEFINITION.match(low)


DEFINITION = re.compile(r"^[\"'][^\"']{2,45}[\"'] (?:means|is|are|shall|refers?|includes?)\b")


def side_by_side(sentence: Sentence) -> bool:
    """A row whose columns are two programmes that were not told apart ("Who | Students | Graduates") is about neither.

    The same holds of the row of their names.
    """
    cells = [cell for _, cell in sentence.block.cells]
    if not cells[0] and all(cells[1:]):
        return not any(header for header, _ in sentence.block.cells)
    if not ROW_OF_PEOPLE.match(cells[0].lower()):
        return False
    named = [
        {person.group for party in parties(country(cell, cell.lower())) for person in party.people}
        for cell in cells[1:]
    ]
    return (
        sum(1 for groups in named if len(groups) == 1) > 1
        and len({g for groups in named for g in groups}) > 1
    )


ROW_OF_PEOPLE = re.compile(r"\W*(?:for )?who\b|\W*(?:eligib|audience|open to|participants|applicants)")


def of_hosts(section: Section, sentence: Sentence) -> bool:
    """Under a heading that speaks of those who receive the visitor."""
    heading = sentence.block.lead or (sentence.block.trail[-1] if sentence.block.trail else "")
    return heading != section.title and names_hosts(heading)


@re.memo
def names_hosts(heading: str) -> bool:
    return bool(HOSTS.search(heading.lower()))


HOSTS = re.compile(
    r"preceptors?|mentors?\b|(?:host|hosting|supervis\w+|sponsor\w*) (?:physician|department|faculty|responsib)|responsibilit\w+ of (?:the )?(?:physician|faculty|host|supervis)|testimonial|what our|our (?:team|faculty|staff)|^meet (?:the|our)"
)
NOT_THEM = re.compile(
    r"\b(?:cannot|can't|unable to|not able to|do not|don't|have no|has no|no (?:capacity|room|space|places|openings))\b[\w ]{0,40}\bthem\b"
)
REFERS_BACK = re.compile(
    r"\b(?:cannot|can not|unable to|not able to|do not|does not|are not|will not)[\w ]{0,30}\b(?:these|such|those) (?:requests|applications|inquiries|applicants|individuals|students|candidates|graduates|groups)\b"
)


def section_origin(section: Section) -> Origin:
    title = country(section.title, section.title.lower())
    abroad, home = TITLE_INTERNATIONAL.search(title), TITLE_DOMESTIC.search(title)
    if abroad:
        return "international"
    if home:
        return "domestic"
    if TITLE_STUDENT.search(title) or section.type_hint in ("elective", "sub_internship", "research"):
        page = country(section.page_title, section.page_title.lower())
        path = PATH_INTERNATIONAL.search(section.url.lower())
        if path or (TITLE_INTERNATIONAL.search(page) and not TITLE_DOMESTIC.search(page)):
            return "international"
    return ""


OF_OTHERS = re.compile(
    r"\b(?:other|others|any other|all other|remaining) (?:[\w\-]+ ){0,3}(?:schools?|students?|universit\w+|institutions?|countries|colleges?|applicants?)\b"
)
"""A refusal of the rest ("students of other schools abroad cannot apply") leaves those who are named."""
INTERNATIONAL = re.compile(r"international|foreign|global|outside|abroad|overseas|caribbean|off-?shore")
PATH_INTERNATIONAL = re.compile(
    r"/(?:inbound|incoming)(?:[-/]|$)|/[^/]*international[^/]*/?$|/[^/]*international[^/]*(?:student|elective|clerk|rotation|visiting)[^/]*/|/[^/]*(?:student|elective|clerk|rotation|visiting)[^/]*international[^/]*/"
)


def decide(section: Section, f: Findings) -> Iterator[Claim]:
    place = section_origin(section)
    title = section.title.lower()
    students = bool(TITLE_STUDENT.search(title)) or (
        section.type_hint in ("elective", "sub_internship") and not TITLE_NO_STUDENT.search(title)
    )

    def of(group: str, *stances: str, origin: tuple[str, ...] | None = None) -> list[Evidence]:
        return [
            e
            for e in f.people
            if e.group == group and e.stance in stances and (origin is None or (e.origin or place) in origin)
        ]

    taking = ("offer", "only", "maybe")
    residency = "residency" in title and not WE_TAKE_VISITORS.search(title)
    graduates = [
        e for e in of("graduate", *taking) if e.origin != "domestic" and not of_the_residency(e, residency)
    ]
    if students and f.enrolled and all(PAST_ONES.search(e.sentence.low) for e in graduates):
        graduates = []
    no_graduates = [e for e in of("graduate", "refuse") if e.origin != "domestic"]
    if any(e.weight > 2 and e.stance != "maybe" for e in graduates):
        no_graduates = [e for e in no_graduates if not (e.described and lacking(e))]
    physicians, no_physicians = (
        [e for e in of("physician", *taking) if not RESIDENCY_TAKES.search(e.sentence.low)],
        [e for e in of("physician", "refuse") if not e.described],
    )
    physicians += [replace(e, group="physician") for e in graduates if of_doctors(e)]
    foreign = [e for e in of("student", *taking) if (e.origin or place) == "international"]
    no_foreign = [
        e
        for e in of("student", "refuse")
        if e.origin == "international" or (not e.origin and place == "international")
    ]
    others = [e for e in no_foreign if OF_OTHERS.search(e.sentence.low)]
    if others and any(e.limited for e in foreign):
        no_foreign = [e for e in no_foreign if e not in others]
    home = [e for e in of("student", *taking) if (e.origin or place) == "domestic"]
    plain = [e for e in of("student", *taking) if not (e.origin or place)]
    opening = min(
        (e for e in f.people if e.group == "student" and e.sentence.block.kind != "heading"),
        key=lambda e: e.sentence.block.order,
        default=None,
    )
    both = opening is not None and any(
        e.sentence is opening.sentence and e.group == "student" and e.origin == "domestic" for e in f.people
    )
    for_abroad = (
        opening is not None and opening.origin == "international" and opening.stance in taking and not both
    )
    abroad_said = len({id(e.sentence) for e in foreign})
    plain_said = len({id(e.sentence) for e in plain if e.sentence.block.kind != "heading"})
    more = abroad_said > plain_said
    for_abroad = for_abroad and plain_said < 8 * abroad_said
    closed = f.accredited is not None and all(e.limited for e in foreign)
    if students and not place and not home and ((more and not closed) or (for_abroad and not f.accredited)):
        place = "international"
    beside = {id(e.sentence) for e in graduates} - {id(e.sentence) for e in physicians if not e.origin}
    if foreign or any(e.origin == "international" for e in graduates):
        plain = [e for e in plain if id(e.sentence) not in beside or home]
    no_students = [] if students else [e for e in of("student", "refuse") if not e.origin]
    anyone = f.anyone
    if students and f.enrolled is None and f.student_mark and not graduates and not f.either:
        f.enrolled = f.student_mark
    only_students = students or not (graduates or physicians or f.employed or f.trained)
    if (
        section.type_hint in ("award", "research")
        and only_students
        and f.enrolled is None
        and (foreign or home or plain)
    ):
        f.enrolled = first(foreign or home or plain)
    if students and place == "international" and f.limit is None:
        f.limit = f.partners
    student_demand = (
        f.enrolled
        if not (f.employed and not students)
        and not (graduates or ([p for p in physicians if p.weight > 1] and not students))
        else None
    )

    f.doctors = doctors_from_abroad(section, f)
    heading = titled(section)
    if (
        heading
        and heading.group == "student"
        and students
        and not (foreign or home or plain or no_foreign or no_students or graduates)
    ):
        {"international": foreign, "domestic": home, "": plain}[place].append(heading)
    yield from img_graduate(
        section, f, place, graduates, no_graduates, physicians, anyone, student_demand, students
    )
    yield from physician(f, graduates, physicians, no_physicians, anyone, student_demand, students)
    abroad = list(
        international_student(
            f, place, foreign, no_foreign, no_students, home, plain, anyone, students, physicians
        )
    )
    yield from abroad
    if place == "international" and students and any(claim.value == "no" for claim in abroad):
        return
    yield from us_student(f, place, foreign, home, plain, no_students, anyone, students, section)


def lacking(evidence: Evidence) -> bool:
    """Only those are refused who lack a paper, or whose degree is old ("IMGs without a visa cannot come")."""
    low = evidence.sentence.low
    at = low.find(evidence.raw.lower())
    return bool(at >= 0 and LACK.match(low, at + len(evidence.raw)))


LACK = re.compile(
    r" (?:without (?:an? )?(?:valid |current |proper )?(?:visas?|passports?|insurance|scores?|documents?|ecfmg|papers)|whose (?:visas?|documents?|degree)|who (?:graduated|finished|completed \w+(?: \w+)?) (?:more than|over|before|prior to)|who (?:lack|have not (?:passed|taken)|do not (?:have|hold)) )"
)


def for_the_young(section: Section) -> Evidence | None:
    """A statement, or the section's own heading, that names pupils, college or pre-health students and nobody else."""
    for sentence in section.sentences:
        block = sentence.block
        if not mentions(sentence.low, YOUNG_STEMS):
            continue
        match = YOUNG.search(sentence.low)
        if match is None or NEGATION.search(sentence.low[: match.end() + 30]):
            continue
        heading = (block.lead or " ".join(block.trail[-1:])).lower()
        if (
            (block.kind == "heading" and sentence.text == section.title and "observer" not in sentence.low)
            or (section.type_hint in FOR_PUPILS and block.kind != "heading" and THEY_COME.match(sentence.low))
            or (section.type_hint == "shadowing" and TO_THEM.search(sentence.low[: match.start()]))
            or DEFINES.search(sentence.low[: match.start()])
            or IS_FOR.search(sentence.low[: match.start()])
            or (match.start() < FIRST and WELCOMING_HEADING.search(heading))
        ):
            return note("", "offer", sentence, match, 2)
    return None


TO_THEM = re.compile(
    r"\b(?:for|to|open to|invites?|welcomes?|gives?|helps?|lets?|are|include) (?:[\w\-]+,? ){0,3}$"
)
FOR_PUPILS = ("shadowing", "volunteer")
YOUNG_STEMS = ("high", "college", "pre", "undergrad", "teen", "pupil", "grade")
PUPILS = (
    r"(?:high[- ]school(?:ers?)?|college|undergraduates?|pre-?med(?:ical)?s?|pre-?health|pre-?professional|teen(?:age)?(?:r?s)?|pupils)\b(?:[\w ,/&\-]{0,30}\b(?:students?|juniors?|seniors?|learners?|applicants?|undergraduates?))?"
    r"|students?\b[\w ,]{0,20} (?:in|at|of|from|go to|attend\w*|entering|going into|finishing|completing) (?:an? |the |local |area |nearby |any )*(?:high[- ]schools?|colleges?(?! of)|(?:(?:8|9|1[0-2])th,? (?:or |and |to |through )?)*grades?)\b"
)
YOUNG = re.compile(rf"\b(?:{PUPILS})")
THEY_COME = re.compile(
    rf"^\W*(?:(?:all|any|local|area|interested|eligible|current|rising|motivated|participants are|shadowers are|both|\d+|a limited number of|selected|you must be|an?|junior|senior|or|in) )*(?:{PUPILS})"
    r"(?!.{0,60}\b(?:may not|cannot|can't|are not|not (?:eligible|able|accepted)|should contact|go through|are referred|have their own)\b)"
    r"(?:\W*$|[\w ,()/+\-'.]{0,120}?(?:\b(?:may|can|could|are (?:invited|welcome|encouraged|eligible|able|paired|matched|placed)|shadow|observe|apply|spend|get|have the|learn|join|volunteer|interested in)\b|, adults?\b))"
)
"""Pupils and college students as those who come."""


def of_doctors(evidence: Evidence) -> bool:
    """ "Foreign-trained physicians" are physicians too; "doctors who graduated abroad and hope to match" are graduates."""
    raw, low = evidence.raw.lower(), evidence.sentence.low
    if not re.search(r"physician|doctor", raw) or re.search(r"graduat|finished|school|degree|diploma", raw):
        return False
    if not re.search(
        r"trained|educated|qualified|foreign|international|overseas|graduate|immigrant|refugee|ecfmg", raw
    ):
        return False
    return "including" in low or not (SEEKERS.search(low) or TO_MATCH.search(low))


TO_MATCH = re.compile(r"\bto match\b|\bthe match\b|\bfuture residents?\b")


def of_the_residency(evidence: Evidence, under_residency: bool) -> bool:
    """ "The residency welcomes IMGs": a word about another programme."""
    low = evidence.sentence.low
    if RANKED.search(low) or EXPERIENCE_DEMANDED.search(low):
        return True
    return bool(under_residency or RESIDENCY_TALK.search(low)) and not WE_TAKE_VISITORS.search(low)


RANKED = re.compile(r"\brank(?:[- ]order)? list\b|\bsf match\b|\bmatch year\b|\bnrmp\b")
PAST_ONES = re.compile(
    r"\b(?:past|former|previous|earlier|prior) (?:[\w\-]+ ){0,2}(?:observers?|participants?|externs?|students?|visitors?|scholars?|fellows?|rotators?|trainees?|alumni)\b"
)
"""Who came before, where only students may come now."""
RESIDENCY_TAKES = re.compile(
    r"\bresidency(?: training)?(?: programs?)? (?:attracts|accepts|trains|welcomes|recruits|has|considers|takes)\b"
)
RESIDENCY_TALK = re.compile(
    r"\brank(?:[- ]order)? list\b|\bsf match\b|\bmatch year\b|\b(?:residency|residencies|fellowship) (?:programs?|positions?|applicants?|applications?|training|recruitment|interviews?|candidates?)|\b(?:our|the|this) (?:\w+ ){0,3}residency\b|\beras\b|\bnrmp\b|j-?1 visas? for residen|\binto (?:our|the) (?:residency|program)"
)
WE_TAKE_VISITORS = re.compile(
    r"observ|extern|elective|rotation|shadow|clerkship|preceptor|visit|clinical experience|usce|prepar|help|not yet|refresher|research|volunteer|spend|sets? aside|reserves?\b|strengthen|improv|boost"
)


def titled(section: Section) -> Evidence | None:
    """The section's own heading as evidence, where it names its people ("International Visiting Students")."""
    title = section.title.lower()
    for sentence in (*section.sentences, *section.shared):
        if sentence.block.kind == "heading" and (sentence.low in title or title in sentence.low):
            named = parties(country(sentence.text, sentence.low))
            if named and len(sentence.text.split()) > 1:
                person = named[0].people[0]
                raw = sentence.text[person.start : person.end]
                return Evidence(person.group, person.origin, "offer", 1, sentence, raw)
    return None


def told(
    group: AudienceGroup, value: AudienceAnswer, evidence: Evidence, rule: str, strength: int = 1
) -> Claim:
    sentence = evidence.sentence
    raw = evidence.raw if evidence.raw and evidence.raw in sentence.text else sentence.text
    return Claim(
        f"audience.{group}", raw, sentence.text, f"audience.{rule}", value, sentence.block.order, strength
    )


def first(evidence: Iterable[Evidence]) -> Evidence:
    """The plainest statement: the heaviest, and among equals the first on the page."""
    return max(evidence, key=lambda e: (e.weight, -e.sentence.block.order))


GOES_BACK = re.compile(r"\breturn|\bgo(?:ing)? back\b")


def named_beside(employed: Evidence, yes: list[Evidence]) -> bool:
    """Whether practicing physicians are one kind that may come, and graduates another."""
    if GOES_BACK.search(employed.raw.lower()):
        return False
    if any(e.sentence is employed.sentence and e.group == "graduate" for e in yes):
        return True
    return bool(re.search(r"practi[cs]ing|in (?:active )?practice", employed.raw.lower()))


def img_graduate(
    section: Section,
    f: Findings,
    place: str,
    yes: list[Evidence],
    no: list[Evidence],
    physicians: list[Evidence],
    anyone: Evidence | None,
    enrolled: Evidence | None,
    students: bool,
) -> Iterator[Claim]:
    maybe = [e for e in yes if e.stance == "maybe"]
    if f.seekers:
        yield told("img_graduate", "no", f.seekers, "not_for_residency_seekers")
    elif f.us_trained:
        yield told("img_graduate", "no", f.us_trained, "us_residency_demanded")
    elif maybe and no:
        yield told("img_graduate", "limited", first(maybe), "possible_at_discretion")
    elif (
        f.acgme
        and RESIDENT.search(f.acgme.sentence.low)
        and not any(e.defines and not HANDS_IN.search(e.sentence.low) for e in yes)
    ):
        yield told("img_graduate", "no", f.acgme, "us_residents_only")
    elif no and not any(e.weight > 2 and e.stance == "only" for e in yes):
        if any(e.excepted for e in no):
            yield told("img_graduate", "limited", first(no), "refused_with_exception")
        else:
            yield told("img_graduate", "no", first(no), "refused")
    elif yes:
        best = first(yes)
        if best.stance == "maybe":
            yield told("img_graduate", "limited", best, "possible_at_discretion")
        elif held := f.sponsored_only or f.region:
            yield told("img_graduate", "limited", held, "sponsored_only" if f.sponsored_only else "region")
        elif (
            f.employed
            and not f.graduates_only
            and not (f.practising_only is None and named_beside(f.employed, yes))
        ):
            same = f.employed.sentence is best.sentence and GOES_BACK.search(f.employed.raw.lower())
            yield told("img_graduate", "no" if same else "limited", best, "named_but_employment_demanded")
        elif best.limited and all(e.limited for e in yes):
            yield told("img_graduate", "limited", best, "named_under_condition")
        else:
            yield told("img_graduate", "yes", best, "named")
    elif f.either and not students:
        yield told("img_graduate", "yes", f.either, "degree_or_enrollment")
    elif f.trained and f.graduates_only and f.trained.sentence is f.graduates_only.sentence:
        yield told("img_graduate", "no", f.trained, "finished_training_demanded")
    elif f.graduates_only and f.practising_only is None and place != "domestic":
        yield told("img_graduate", "limited" if f.region else "yes", f.graduates_only, "must_be_graduate")
    elif f.employed:
        yield told("img_graduate", "no", f.employed, "employment_demanded")
    elif enrolled:
        yield told("img_graduate", "no", enrolled, "enrolled_only")
    elif f.acgme:
        yield told("img_graduate", "no", f.acgme, "us_residents_only")
    elif students and (schools := f.accredited or f.limit):
        yield told("img_graduate", "no", schools, "students_of_these_schools_only")
    elif anyone:
        yield told("img_graduate", "yes", anyone, "anyone")
    elif f.certified and not students and place != "domestic":
        yield told("img_graduate", "yes", f.certified, "ecfmg_certificate_demanded")
    elif OTHER_COUNTRY.match(section.url) or section.type_hint in CAREER_TYPES:
        return
    elif f.trained and not students:
        yield told("img_graduate", "no", f.trained, "finished_training_demanded")
    elif abroad := [
        e
        for e in physicians
        if e.origin == "international"
        and e.stance in ("offer", "only")
        and e.weight > 1
        and DOCTORS.search(e.name or e.raw.lower())
    ]:
        best = first(abroad)
        value: AudienceAnswer = "limited" if f.sponsored_only or best.limited else "yes"
        yield told("img_graduate", value, best, "international_physicians")


HANDS_IN = re.compile(
    r"\b(?:must|should|needs? to|ha(?:s|ve) to|required to|will) (?:also |first |additionally )?(?:submit|provide|send|supply|show|upload|hold|have|include|enclose|possess|furnish|present)\b"
)
"""What graduates among the residents of other hospitals hand in besides."""


def alone(f: Findings) -> Evidence | None:
    """A statement of whom the programme is for that names physicians or graduates, where no student is taken."""
    if any(e.group in ("student", "anyone") and e.stance in ("offer", "only", "maybe") for e in f.people):
        return None
    if f.either or f.anyone or (f.enrolled and not PAPER.search(f.enrolled.raw.lower())):
        return None
    named = [
        e
        for e in f.people
        if e.group in ("physician", "graduate")
        and (
            e.defines
            or (e.stance == "offer" and e.weight > 2 and PRACTICING.match(e.raw.lower()))
            or (
                e.stance == "offer"
                and f.employed is not None
                and f.employed.sentence is e.sentence
                and PRACTICING.match(f.employed.raw.lower())
            )
        )
    ]
    return named[0] if named else f.doctors


def doctors_from_abroad(section: Section, f: Findings) -> Evidence | None:
    """Physicians, where the title names them, or where those who seek a residency are shut out."""
    if section.type_hint in CAREER_TYPES or section.type_hint == "research":
        return None
    if any(e.group == "graduate" and e.stance != "refuse" for e in f.people):
        return None
    come = [e for e in f.people if e.group == "physician" and e.stance in ("offer", "only") and e.weight > 2]
    come = [
        e
        for e in come
        if (f.seekers or (e.origin == "international" and OF_DOCTORS.search(section.title.lower())))
        and not OF_ALL_PROFESSIONS.search(e.sentence.low)
    ]
    return come[0] if come else None


OF_DOCTORS = re.compile(r"\b(?:international|global|physicians?|doctors?|surgeons?|clinicians?)\b")
OF_ALL_PROFESSIONS = re.compile(
    r"\bnurs\w+|\ballied\b|\bscientists?\b|\bresearchers?\b|\bstudents?\b|\blearners?\b|\bvisitors\b|\bprofessionals\b|\bproviders\b"
)
PRACTICING = re.compile(r"(?:practi[cs]ing|licensed|trained|qualified) ")
PAPER = re.compile(r"dean|msp|letter|proof|good|standing|verification")
"""Papers that graduates hand in as well."""
CAREER_TYPES = ("award", "fellowship", "elective", "sub_internship")
"""What is offered to "international physicians" here is for a career or a degree, not for US experience."""


def physician(
    f: Findings,
    graduates: list[Evidence],
    yes: list[Evidence],
    no: list[Evidence],
    anyone: Evidence | None,
    enrolled: Evidence | None,
    students: bool,
) -> Iterator[Claim]:
    if f.acgme and (yes or RESIDENT.search(f.acgme.sentence.low)):
        yield told("physician", "limited", f.acgme, "us_residents_only")
    elif visiting := [
        e
        for e in yes
        if not (students and (enrolled or f.accredited))
        or e.origin == "international"
        or e.raw.lower().startswith("visiting")
    ]:
        best = first(visiting)
        if held := f.sponsored_only or f.region:
            yield told("physician", "limited", held, "sponsored_only" if f.sponsored_only else "region")
        elif held := next((e for e in no if e.excepted), None):
            yield told("physician", "limited", held, "refused_with_exception")
        elif all(e.limited for e in visiting):
            yield told("physician", "limited", best, "named_under_condition")
        elif (
            best.stance == "maybe"
            and (post := f.practising_only or f.employed)
            and post.sentence is not best.sentence
        ):
            yield told("physician", "yes", post, "employed")
        elif best.stance == "maybe":
            yield told("physician", "limited", best, "possible_at_discretion")
        else:
            yield told("physician", "yes", best, "named")
    elif no and not (enrolled and students and not any(e.excepted for e in no)):
        held = next((e for e in no if e.excepted), None)
        if held:
            yield told("physician", "limited", held, "refused_with_exception")
        else:
            yield told("physician", "no", first(no), "refused")
    elif enrolled:
        yield told("physician", "no", enrolled, "enrolled_only")
    elif students and (schools := f.accredited or f.limit):
        yield told("physician", "no", schools, "students_of_these_schools_only")
    elif (post := f.employed or f.trained) and not students:
        yield told("physician", "yes", post, "employed")
    elif anyone:
        yield told("physician", "yes", anyone, "anyone")
    elif f.graduates_only and not students and DEGREE_HOLDER.search(f.graduates_only.sentence.low):
        yield told("physician", "yes", f.graduates_only, "degree_held")
    elif f.doctorate and not students:
        yield told("physician", "yes", f.doctorate, "degree_held")


DEGREE_HOLDER = re.compile(
    r"\b(?:anyone|those|people|persons?|individuals?|for|holders?|all) (?:who (?:hold|have)|with|holding|having|holders? of|of) (?:an? |the )?(?:m\.?d|mbbs|medical degree|doctoral|doctorate)|\bdoctoral degree\b|\bm\.?d\.?(?: degree)?(?:,? (?:or|and)|/) ?(?:an? )?ph\.?d"
)


def international_student(
    f: Findings,
    place: str,
    yes: list[Evidence],
    no: list[Evidence],
    no_students: list[Evidence],
    home: list[Evidence],
    plain: list[Evidence],
    anyone: Evidence | None,
    students: bool,
    physicians: list[Evidence],
) -> Iterator[Claim]:
    maybe = [e for e in (*plain, *yes) if e.stance == "maybe"]
    if maybe and (no or no_students):
        yield told("international_student", "limited", first(maybe), "possible_at_discretion")
    elif no and (
        any(e.excepted for e in no)
        or not (place == "international" and students and any(e.origin == "international" for e in yes))
    ):
        if f.exception or any(e.excepted for e in no):
            yield told(
                "international_student", "limited", f.exception or first(yes or no), "refused_with_exception"
            )
        elif place == "international" and (
            held := of_schools(f.limit) or next((e for e in yes if e.limited), None)
        ):
            yield told("international_student", "limited", held, "partner_schools_only")
        else:
            yield told("international_student", "no", first(no), "refused")
    elif yes and place != "domestic":
        best = first(yes)
        if best.stance == "maybe":
            yield told("international_student", "limited", best, "possible_at_discretion")
        elif f.sponsored_only:
            yield told("international_student", "limited", f.sponsored_only, "sponsored_only")
        elif (schools := of_schools(f.limit)) or all(
            e.limited or e.stance == "only" for e in yes if e.weight == best.weight
        ):
            held = schools or next((e for e in yes if e.limited), None)
            yield told(
                "international_student",
                "limited" if held else "yes",
                held or best,
                "partner_schools_only" if held else "named",
            )
        else:
            yield told("international_student", "yes", best, "named")
    elif place == "international" and students and f.enrolled and not (f.limit or no_students or plain):
        yield told("international_student", "yes", f.enrolled, "international_programme")
    elif place == "international" and f.limit and students:
        yield told("international_student", "limited", f.limit, "partner_schools_only")
    elif no_students:
        yield told("international_student", "no", first(no_students), "students_refused")
    elif (only := degree(f) or f.trained or f.practising_only or alone(f)) and not (yes or plain):
        yield told("international_student", "no", only, "graduates_only")
    elif f.accredited and place != "international":
        if held := next((e for e in yes if e.limited), None) or (
            f.limit
            if f.limit and INTERNATIONAL.search(f.limit.sentence.low)
            else f.exception
            if f.exception
            and ("exceptions" in f.exception.sentence.low or f.exception.sentence is f.accredited.sentence)
            else None
        ):
            yield told("international_student", "limited", held, "partner_schools_only")
        else:
            yield told("international_student", "no", f.accredited, "accredited_schools_only")
    elif students and not (home or place or yes) and (circle := closed_circle(f, plain)):
        yield told("international_student", "limited", circle, "partner_schools_only")
    elif (
        students
        and place != "international"
        and (
            said := [e for e in home if e.weight > 1 and e.origin == "domestic"]
            or (place == "domestic" and (home or plain))
        )
    ):
        yield told("international_student", "no", first(said), "domestic_programme")
    elif place == "domestic" and students and f.enrolled:
        yield told("international_student", "no", f.enrolled, "domestic_programme")
    elif f.acgme:
        yield told("international_student", "no", f.acgme, "us_residents_only")
    elif f.either and not students:
        yield told("international_student", "yes", f.either, "degree_or_enrollment")
    elif anyone:
        yield told("international_student", "yes", anyone, "anyone")


def degree(f: Findings) -> Evidence | None:
    """A demand of a degree that no student has."""
    return f.graduates_only or f.doctorate


def of_schools(limit: Evidence | None) -> Evidence | None:
    return (
        limit
        if limit and mentions(limit.sentence.low, ("school", "universi", "institution", "agreement"))
        else None
    )


def of_affiliates(named: list[Evidence], f: Findings) -> Evidence | None:
    """Students of schools with an agreement only; what VSLO or an accrediting body demands of schools is no such limit."""
    said = [e for e in named if e.weight > 1]
    if not said or (f.accredited and f.accredited.sentence is not said[0].sentence):
        return None
    held = all(
        e.limited and AFFILIATES.search(e.sentence.low) and not TO_BE_MADE.search(e.sentence.low)
        for e in said
    )
    return said[0] if held and not ONE_KIND.match(said[0].sentence.low) else None


def closed_circle(f: Findings, named: list[Evidence]) -> Evidence | None:
    """Students of affiliated schools, and of no others, whatever country the schools are in."""
    if f.accredited or f.limit is None or INTERNATIONAL.match(f.limit.sentence.low.lstrip()):
        return None
    for e in named:
        low = e.sentence.low
        if e.limited and AFFILIATES.search(low) and not (TO_BE_MADE.search(low) or INTERNATIONAL.search(low)):
            return e
    return None


ONE_KIND = re.compile(r"^[\w ,]{0,40}\baffiliat[\w ]{0,30}:")
AFFILIATES = re.compile(
    r"(?<!lcme.)(?<!aamc.)(?<!coca.)(?<!vslo.)\baffiliat|\bagreements?\b|\bpartner|\bcontract|\bmou\b|\bmemorandum"
)


OF_GRADUATES_TITLE = re.compile(r"\bimgs?\b|\bfmgs?\b|medical graduates")


def beside_graduates(f: Findings) -> bool:
    """Foreign students named beside graduates, as by those who sell rotations: students of US schools are not spoken of."""
    sentences = {id(e.sentence) for e in f.people if e.group == "graduate" and e.stance in ("offer", "only")}
    if any(e.group == "physician" and e.stance in ("offer", "only") and e.weight > 1 for e in f.people):
        return False
    return any(
        id(e.sentence) in sentences and e.group == "student" and e.origin == "international" for e in f.people
    )


def students_from_abroad(f: Findings) -> bool:
    """Is nobody but students taken?"""
    return not any(e.group in ("graduate", "physician", "anyone") and e.stance != "refuse" for e in f.people)


def listed_from_abroad(foreign: list[Evidence], plain: list[Evidence]) -> Evidence | None:
    """A list of those who may come whose only students study abroad, whatever students an introduction names."""
    listed = [
        e
        for e in foreign
        if e.defines
        and e.origin == "international"
        and (
            e.weight == 2
            or (e.stance == "only" and e.sentence.block.lead)
            or OBSERVER_IS.search(e.sentence.low)
        )
        and e.sentence.block.kind in ("item", "paragraph")
        and e.raw + ":" not in e.sentence.text
    ]
    return listed[0] if listed and not any(e.defines for e in plain) else None


OBSERVER_IS = re.compile(
    r"\b(?:observer|visitor|extern|participant|scholar|applicant|candidate) is (?:either )?an?\b"
)


def other_students_only(plain: list[Evidence], no_students: list[Evidence]) -> Evidence | None:
    """ "Students may shadow ... Medical students are not placed": the students taken are those of other schools."""
    refused = [e for e in no_students if "medical" in e.raw.lower() and not e.excepted and not e.described]
    taken = any("medical" in e.raw.lower() or "clerk" in e.raw.lower() for e in plain)
    return refused[0] if refused and not taken else None


def us_student(
    f: Findings,
    place: str,
    foreign: list[Evidence],
    home: list[Evidence],
    plain: list[Evidence],
    no_students: list[Evidence],
    anyone: Evidence | None,
    students: bool,
    section: Section,
) -> Iterator[Claim]:
    maybe = [e for e in plain if e.stance == "maybe"]
    if maybe and no_students:
        yield told("us_student", "limited", first(maybe), "possible_at_discretion")
    elif (
        not (home or plain)
        and beside_graduates(f)
        and (sole := [e for e in foreign if e.stance == "only" and e.origin == "international"])
    ):
        yield told("us_student", "no", sole[0], "international_only")
    elif (
        place == "international"
        and (not section_origin(section) or OF_GRADUATES_TITLE.search(section.title.lower()))
        and beside_graduates(f)
    ):
        return
    elif place == "international" and (students or foreign):
        if foreign:
            yield told("us_student", "no", first(foreign), "international_programme")
        elif proof := f.enrolled or f.limit or titled(section):
            yield told("us_student", "no", proof, "international_programme")
    elif place == "domestic" and (
        held := [
            e
            for e in f.people
            if e.group == "student"
            and e.stance == "refuse"
            and e.origin == "domestic"
            and EXCEPTION.search(e.sentence.low)
        ]
    ):
        yield told("us_student", "limited", first(held), "refused_with_exception")
    elif (home or plain) and (affiliates := of_affiliates(home or plain, f)):
        yield told("us_student", "limited", affiliates, "partner_schools_only")
    elif students and not (home or place) and (circle := closed_circle(f, plain)):
        yield told("us_student", "limited", circle, "partner_schools_only")
    elif students and TITLE_AFFILIATES.search(section.title.lower()) and (proof := titled(section)):
        yield told("us_student", "limited", proof, "partner_schools_only")
    elif (
        not home
        and not plain
        and (
            refused := [
                e
                for e in f.people
                if e.group == "student" and e.stance == "refuse" and e.origin == "domestic" and e.weight > 2
            ]
        )
    ):
        yield told("us_student", "no", first(refused), "refused")
    elif not home and not beside_graduates(f) and (listed := listed_from_abroad(foreign, plain)):
        yield told("us_student", "no", listed, "international_only")
    elif not home and plain and (medical := other_students_only(plain, no_students)):
        yield told("us_student", "no", medical, "medical_students_refused")
    elif f.citizens and (home or plain or (f.accredited and students)):
        yield told("us_student", "limited", f.citizens, "citizens_only")
    elif home or (f.accredited and (students or f.enrolled)):
        yield told("us_student", "yes", first(home) if home else f.accredited, "named")  # type: ignore[arg-type]
    elif plain:
        best = first(plain)
        yield told("us_student", "limited" if best.stance == "maybe" else "yes", best, "students")
    elif no_students:
        yield told("us_student", "no", first(no_students), "students_refused")
    elif only := degree(f) or f.trained or f.practising_only or alone(f):
        yield told("us_student", "no", only, "graduates_only")
    elif students_from_abroad(f) and (
        said := [e for e in foreign if e.defines and e.origin == "international"]
    ):
        yield told("us_student", "no", first(said), "international_only")
    elif f.acgme:
        yield told("us_student", "no", f.acgme, "us_residents_only")
    elif anyone:
        yield told("us_student", "yes", anyone, "anyone")
    elif students and (proof := f.enrolled or f.service) and place != "international":
        yield told("us_student", "yes", proof, "students")
