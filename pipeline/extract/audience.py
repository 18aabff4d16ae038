"""Who may come: one claim for each of the four groups that the section speaks of.

Each sentence is read for what it does with the people it names (pipeline/extract/stance.py) and for demands that
decide for whole groups (enrolled, employed, seeking residency). The conventions of docs/form.md are then applied,
refusals first: each is one function below, and its name is the rule of the claim.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pipeline import regex as re
from pipeline.extract.eligible import WHO, degree_held
from pipeline.extract.people import WORDS, Origin, Party, Person, country, mentions, parties
from pipeline.extract.scope import inherited
from pipeline.extract.stance import (
    DENIES,
    OTHER_THINGS,
    QUESTION_NO,
    QUESTION_YES,
    RECEIVES,
    REFUSING_HEADING,
    TAKE,
    WELCOMING_HEADING,
    Stance,
    Verdict,
    clause,
    verbs,
    verdict,
)
from pipeline.model import AUDIENCE_GROUPS, AudienceAnswer, AudienceGroup, Claim, Section, Sentence


def demand(name: str) -> re.Pattern[str]:
    return re.compile(r"(?:^|(?<=\W))(?:" + "|".join(WORDS[name]) + ")")


ENROLLED, EMPLOYED, TRAINED, SEEKERS, LIMITS, STUDENT_MARKS = (
    demand(n) for n in ("enrolled", "employed", "trained", "seekers", "limits", "student_marks")
)
ENROLLED_STEMS = (
    "year", "enrol", "standing", "senior", "pursuing", "progress", "toward", "graduating", "before graduat", "not have graduat", "dean", "home", "m4", "ms4", "ms-", "studying", "candidate", "registered", "matric", "clerkship", "attending a", "attend a", "status", "rotations", "time student", "degree", "years of", "for credit", "academic credit",
)  # fmt: skip
EMPLOYED_STEMS = (
    "employ", "practic", "practis", "appoint", "position", "licens", "licenc", "return", "board", "trained", "residency", "training", "faculty", "letter", "qualified", "registered", "established", "experienced", "senior", "career", "sponsored", "supported", "nominated", "recommended", "released", "home", "current institution", "own institution", "sabbatical", "leave of", "proof of", "staff of", "staff at", "affiliated", "attached", "working",
)  # fmt: skip
SEEKER_STEMS = (
    "residenc", "graduate medical", "postgraduate", "post-graduate", "clinical experience", "usce", "training", "fellowship", "match", "hands-on", "gme", "rotations",
)  # fmt: skip
ACCREDITED = re.compile(
    r"\b(?:(?:pursuing|candidates? for|enrolled in|earning|toward) an? (?:m\.?d\.?|doctor of medicine) or (?:an? )?(?:d\.?o\b\.?|doctor of osteopath\w+)|lcme|liaison committee|coca\b|commission on osteopathic|aoa[- ]accredited|american osteopathic|(?:u\.s\.|u~|united states|american|canadian)(?:[ ,/&\-]+(?:and|or|canadian|m\.?d\.?|d\.?o\.?|allopathic|osteopathic|medical|accredited|based|lcme|coca)\b\.?){1,7}[ -]+(?:schools?|programs?|students?|institutions?|colleges?)|(?:u\.s\.|u~) (?:medical|md|allopathic|lcme|accredited) (?:and osteopathic |or do |and do )?(?:schools?|students?)|medical school in the (?:united states|u\.s\.|u~))"
)
EXCEPTION_STEMS = ("except", "unless", "however", "special ", "other than", "only if", "only when", "rare")
CIRCLE_STEMS = (
    "only",
    "solely",
    "unless",
    "must",
    "limited to",
    "restricted",
    "exclusiv",
    "through",
    "agreement",
    "schools",
    "universit",
    "institution",
    "nominated",
    "requires",
    "member of",
    "not a vslo",
)
SCHOOL_STEMS = (
    "do ",
    "d.o",
    "lcme",
    "liaison committee",
    "coca",
    "osteopathic",
    "aoa",
    "u.s.",
    "u~",
    "united states",
)
MARK_STEMS = (
    "home",
    "your ",
    "dean",
    "registrar",
    "student affairs",
    "credit",
    "transcript",
    "curriculum",
    "student perf",
    "core ",
    "requisite",
)
LIMIT_STEMS = (
    "partner", "affiliat", "sister", "exchange", "consorti", "reciprocal", "collaborat", "approved", "participating",
    "designated", "selected", "member", "memorandum", "mou", "bilateral", "agreement", "following", "listed", "these",
    "named", "below", "specific", "select", "certain", "limited number", "small number", "vslo", "ghlo", "vsas", "aamc",
    "sponsor", "referred", "nominated", "recommended", "invit", "relationship", "known to", "personal", "citizen",
    "national", "permanent", "twinning", "contract",
)  # fmt: skip
EXCEPTED_SCHOOLS = re.compile(
    r"(?:except\w*|unless|other than)\b(?: (?:of|for|from|being|are|is|at|by|the|our|two|one|three|old|friends|students))*,? (?!.{0,25}(?:lcme|canad|u\.s\.|u~|coca))[^.;]{0,45}(?:universi\w+|college|school|exchange|institut\w+)"
)
NOT_LCME = re.compile(r"non-(?:lcme|accredited)")
"""Schools of osteopathy are among these: an exception by name may be at home."""
EXCEPTION = re.compile(
    r"\bexcept|\bexception|\bunless\b|\bhowever\b|special (?:affiliation|agreement|arrangement)|other than|\bonly (?:if|when)\b|rare(?:ly)? "
)
SPONSORED_ONLY = re.compile(
    r"only [\w ]{0,30}(?:accepts?|welcomes?|considers?|hosts?)?[\w ,]{0,50}(?:faculty[- ]sponsored|referred by|sponsored by|invited by|nominated by|recommended by)|(?:faculty[- ]sponsored|by invitation|invitation) only|only faculty"
)
AGE = re.compile(
    r"(?:at least|over|minimum of|be|age[ds]?) (?:1[5-9]|eighteen|sixteen)(?: years)?|(?:1[5-9]|eighteen|sixteen) (?:years|or older|and older)"
)
CONDITIONAL = re.compile(
    r"\bif (?:an? |you are |the |they are |he or she is |a prospective |currently |applicable|still |enrolled|employed)"
)
IF_REFUSED = re.compile(
    r"\bif you (?:already |have already |have |are |hold |are already |want |wish |seek )"
)
POINTER = re.compile(
    r"\b(?:see|visit|refer|click|go to|consult|find|contact|review|check|follow|read|guidelines for|information for|find our information)\b"
)
NOT_APPLY = re.compile(
    r"\b(?:not in this program|not for you|(?:do not|don't) ask|unable to accommodate|(?:can't|cannot|can not|won't|will not|unable to|do not|don't) (?:enroll|enrol|take|accept|consider|host|place|admit)|belong (?:with|in|to)|not eligible|do not apply|may not apply|cannot apply|should not apply|not be (?:eligible|considered|accepted)|ineligible|need not apply|does not meet)"
)
GOOD_STANDING = re.compile(r"good (?:academic )?standing")
DOCUMENT_CHOICE = re.compile(
    r"\bor (?:an? |your |their )?(?:medical )?(?:diploma|degree|graduat)|\bor\b[\w ,]{0,30}\b(?:graduat|diploma|degree certificate)"
)
RESIDENT = re.compile(
    r"\brotators?\b|\bresidents?\b|\bresidency\b|\bfellows?\b|\bemploy|\bappointed|\btrainee"
)
RESIDENT_OR_PHYSICIAN = re.compile(
    r"\bif (?:an? |you are (?:an? )?)?(?:resident|physician|practi[cs]ing|doctor|clinician|professional|trainee)"
)
MUST_BE = re.compile(
    r"\bmust (?:be|have|hold)\b|\bonly\b|^\W*be (?:an? )?|applicants? (?:are|must)|observers? (?:are|must be)|limited to|designed for|intended for|is for"
)
DIRECTS = re.compile(
    r"\b(?:directs|director|preceptors?|attending|our |supervis\w+|dr\.|professor|under|licensed board)\b"
)
OTHER_COUNTRY = re.compile(r"https?://[^/]+\.(?:uk|lk|au|nz|ca|ie|in|sg|hk|za|de|my)(?:/|:|$)")
ACGME = re.compile(r"\bacgme\b|accreditation council")
GRADUATE_STEMS = (
    "graduat", "degree", "diploma", "mbbs", "medical education", "medical studies", "img", "fmg", "qualification", "medical school",
)  # fmt: skip
GRADUATE_DEMAND = re.compile(
    r"(?:must|should|have to|need to|required to|applicants? (?:are|must be|should be)|^)\s*(?:\W )?(?:be |have |been |already |currently )*(?:an? |the )?(?:graduated? (?:of|from)\b|graduates (?:of|from)\b|international medical graduates?|foreign medical graduates?|imgs?\b|fmgs?\b|medical (?:school )?graduates?|graduates? of|physicians? who (?:have )?graduated|completed medical school|recent graduate)"
    r"|\b(?:granted|available|open|offered|limited|restricted) (?:only |exclusively )?to (?:one |two |\d |only |qualified )*(?:foreign |international )*medical (?:school )?graduates?\b(?! and| or|,|/)"
    r"|\b(?:for|to) (?:imgs?|international medical graduates|foreign medical graduates) only|only (?:for|to) (?:imgs?|international medical graduates|foreign medical graduates)|graduates only\b"
    r"|\b(?:m\.?d\.?|mbbs|medical|physician)(?:,? \(?or equivalent\)?)? (?:degree|diploma|qualification)s?[\w ,]{0,30} (?:from|at|in|of) (?:an? |any )?(?:\w+ ){0,3}(?:foreign|international|outside|non-u)|\b(?:received|hold|have|obtained|earned|with) (?:an? |their |your )?mbbs\b|(?:obtained|received|earned|completed) (?:their|your|his or her|a|the) medical (?:degree|education|studies) (?:abroad|outside|overseas|in another)"
    r"|\bwe mean physicians who (?:have )?(?:finished|completed|graduated)"
)
ECFMG = re.compile(r"\becfmg (?:certif|eligib)|\becfmg-certified|certified by (?:the )?ecfmg|valid ecfmg")
SPECIFIC_SCHOOL = re.compile(
    r"(?:except|only)[\w ,]{0,40}(?:from|at) [\w ]{2,40}(?:university|college|school)"
)
WE_TAKE = re.compile(
    r"\b(?:observership|externship|elective|clerkship|shadowing|rotation|observer|visitor|program|opportunit|application|experience|internship|student|request)\w*"
)
REFUSAL = re.compile(
    r"\b(?:do|does|did|is|are|can|will|may|has|have)(?: not|n't| no longer)(?: (?:currently|presently|able to|be|at this time|generally|longer|typically))* (?:accept|offer|host|provid|consider|accommodat|tak|support|allow|permit|open|available|eligible|have|sponsor|arrang)\w*"
    r"|\b(?:cannot|unable to|no longer) (?:accept|offer|host|provide|consider|accommodate|take|support|allow|accepting|offering)|not (?:currently |presently )?(?:accepting|offering|available|open|offered|accepted)"
)
TITLE_INTERNATIONAL = re.compile(
    r"\b(?:international|global|foreign|overseas|abroad|worldwide|imgs?|fmgs?|non-?u\.?s|non-lcme)\b"
)
TITLE_DOMESTIC = re.compile(
    r"\b(?:domestic|u\.s\.|us students|lcme|coca|md (?:and|&|or) do|do students|osteopathic|d\.o\.|united states|u~)"
)
TITLE_STUDENT = re.compile(
    r"\bstudents?\b|clerkship|elective|sub-?internship|\bvslo\b|\bvsas\b|acting intern"
)
TITLE_NO_STUDENT = re.compile(
    r"\b(?:physicians?|doctors?|residents?|fellows?|observers?|surgeons?|graduates?|scholars?)\b"
)
LABEL = re.compile(r"^[\w ,/&()]{0,28}:(?!//)")
LABEL_REFUSED = re.compile(
    rf": [^.;]{{0,70}}\b(?:{DENIES}|unable to|not able to|no longer)(?: (?:be|currently|presently|able to|yet))* (?:{TAKE}|eligible|allowed|permitted|available)\b"
)
LABEL_DOUBTED = re.compile(
    r"\b(?:but|sorry|unfortunately|regret|not|cannot|none|nobody|never|until|wait|elsewhere)\b|n't\b|: no\b"
)
LABEL_ELSEWHERE = re.compile(
    r"^[\w ,/&()]{0,28}:(?!//) [^.;]{0,60}(?:@|\bsee\b|\bvisit\b|\bcontact\b|\bcall\b|\bask\b|\bgo to\b|described (?:on|at|under)|\belsewhere\b|\bhandled by\b|\brun by\b|(?:on|at) the [\w ]{2,30} (?:pages?|site|website|office)\b|\d{3}[-. ]\d{4})"
)
AFTER_LABEL = re.compile(
    r"^[\w ,/&()\-]{3,45}: (?:this experience is |it is |open )?(?:for )?(?:an? |any |the |all |currently |current )?(?:[\w\-]+ ){0,2}$"
)
PARTICIPANTS = re.compile(
    r"^\W*(?:all |visiting |external |interested |potential |selected |currently |an? |any |other |be |international |foreign |overseas |domestic |u\.s\. |u~ |american |canadian |qualified |current |enrolled |licensed |senior |recent |(?:final|fourth|third)[- ]year |must |also |both |medical )*$"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a sentence says about one group. `weight`: 3 said in so many words, 2 by its place, 1 in passing."""

    group: str
    origin: Origin
    stance: Stance
    weight: int
    sentence: Sentence
    raw: str
    limited: bool = False
    excepted: bool = False
    described: bool = False
    """Only those of the group whom a clause describes ("physicians who are in the Match")."""
    defines: bool = False
    """Does the sentence say for whom the programme is ("for", "open to", "must be"), and not only whom it welcomes?"""


@dataclass(slots=True)
class Findings:
    """What the whole section says, before the conventions are applied."""

    people: list[Evidence] = field(default_factory=list)
    enrolled: Evidence | None = None
    employed: Evidence | None = None
    trained: Evidence | None = None
    practising_only: Evidence | None = None
    student_mark: Evidence | None = None
    either: Evidence | None = None
    """"Proof of enrollment or degree": students and graduates alike."""
    seekers: Evidence | None = None
    accredited: Evidence | None = None
    graduates_only: Evidence | None = None
    anyone: Evidence | None = None
    sponsored_only: Evidence | None = None
    service: Evidence | None = None
    """VSLO or VSAS, through which students of US schools apply."""
    limit: Evidence | None = None
    partners: Evidence | None = None
    """Partner schools or agreements named in a demand: it limits a programme for international students."""
    acgme: Evidence | None = None
    certified: Evidence | None = None
    exception: Evidence | None = None


def find(section: Section) -> Iterator[Claim]:
    findings = gather(section, section.sentences)
    if not spoken_of(findings) and (young := for_the_young(section)):
        for group in AUDIENCE_GROUPS:
            yield told(group, "no", young, "for_school_and_college_students")
        return
    if section.shared:
        of_the_page = tuple(s for s in inherited(section) if not of_another(section, s))
        complete(findings, gather(section, of_the_page), section.type_hint == "shadowing")
    yield from decide(section, findings)


def spoken_of(f: Findings) -> bool:
    """Does a section's own text say that somebody of the four groups may come?"""
    taken = any(e.stance in ("offer", "only", "maybe") for e in f.people)
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
    taken = {e.group for e in own.people if e.stance in ("offer", "only")}
    own_people = any(e.defines for e in own.people)
    refused = {e.group for e in own.people if e.stance == "refuse"} - {
        e.group for e in own.people if e.stance != "refuse"
    }
    student_terms = own.enrolled is not None and own.employed is None
    own.people.extend(
        e
        for e in shared.people
        if (e.group, e.origin) not in told
        and not (e.group in refused and e.stance != "refuse")
        and not (own_people and e.stance == "offer" and not e.defines and e.group not in taken)
        and not (student_terms and e.group in ("physician", "graduate"))
    )
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
        if getattr(own, name) is None:
            setattr(own, name, getattr(shared, name))


HOLDS_DEGREE = re.compile(
    r"\b(?:already (?:hold|have|possess|earned|received|been awarded|graduated)|(?:have|has|had) (?:already )?(?:graduated|received (?:an? |your |their )?(?:md|m\.d\.|mbbs|medical degree))|i (?:have )?(?:already )?graduated|hold(?:s|ing)? an? (?:md|m\.d\.|mbbs|medical degree)|completed medical school|am (?:an? )?(?:\w+ ){0,3}graduate|after (?:i )?graduat)"
)
OF_ONESELF = re.compile(
    r"^\W*(?:but )?(?:i'm|i am|i've|i have|i already|i just|i recently|i graduated|my school)\b"
)
"""A reader's own case as the head of an answer ("I'm still in medical school.")."""
ASKED_WHETHER = re.compile(r"\basked?\b[\w ,]{0,30}\b(?:whether|if)\b")
STILL_STUDENT = re.compile(
    r"^\W*still in|\b(?:still|currently|presently) (?:in|at|enrolled in|attending|studying)\b[\w ]{0,20}(?:school|medicine|college|university)|\bam (?:an? )?(?:\w+ ){0,3}student"
)
REFUSES_YOU = re.compile(
    r"\b(?:can't|cannot|can not|do not|don't|unable to|not able to|won't|will not) (?:\w+ ){0,2}(?:take|accept|host|place|consider|accommodate|enroll|enrol|onboard|admit) (?:you|them|these|such|people|anyone|students|graduates)\b|\bhave to wait\b|\bcome back (?:once|when|with|after)\b"
)
ARE_YOU = re.compile(r"^\W*are you (?:an? |currently |already )")
FOR_YOU = re.compile(
    r"\bfor you\b|\bapply\b|\bjoin us\b|\bwelcome\b|\bwe (?:can )?(?:offer|help|have|place|invite)\b"
)
ELIGIBILITY_QUESTION = re.compile(
    r"\b(?:eligib|apply|accept|rotate|offer|allow|participate|observe|shadow|take|host|available|open to|qualify|able to|do you have|are there|can i|may i|am i|considered|welcome|come)\w*"
)
QUESTION_OTHER = re.compile(
    r"\b(?:housing|visas?|letters?|lor|certificate|credit|insurance|stipend|paid|salary|fees?|cost|parking|waive|scholarship|badge|access|transfer|extend|deferr|evaluation|dress|bring|malpractice|travel|deadline)\b"
)
CREDIT = re.compile(
    r"^[\w ,()]{0,30}(?:for (?:elective|academic|course|school)? ?credit|to obtain (?:elective|academic|course)|seeking (?:elective|academic) credit)"
)
PERSONS = re.compile(
    r"individual|those|applicant|physician|candidate|graduate|anyone|people|person|student|observer|doctor|\bwho\b|\byou\b|trainee|clinician|\bimgs?\b|visitors"
)
FIRST = 45
"""Characters from the start of an item within which the people named are its subject."""
LEAD = 170


def gather(section: Section, sentences: Sequence[Sentence]) -> Findings:
    findings = Findings()
    question = introduction = ""
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
        if (
            (len(low) < 4 and not answered)
            or sentence.block.kind == "control"
            or quoted(low)
            or of_hosts(section, sentence)
        ):
            continue
        under = label.low if label is not None and not listed and short else introduction if listed else ""
        inline = sentences[index - 1] if index and sentences[index - 1].block is sentence.block else None
        if inline is not None and len(inline.low) < 32 and FOR_WHOM.match(inline.low):
            under = inline.low
        people(findings, section, sentence, low, answered, under)
        demands(findings, sentence, low, introduction, under)
        if index and mentions(low, ("these ", "such ", "those ")) and (match := REFERS_BACK.search(low)):
            meant = sentences[index - 1]
            for party in parties(country(meant.text, meant.low)):
                for person in party.people:
                    findings.people.append(note(person.group, "refuse", sentence, match, 3, person.origin))
        if mentions(low, EXCEPTION_STEMS) and EXCEPTION.search(low):
            held = LIMITS.search(low) if mentions(low, LIMIT_STEMS) else None
            held = held or (EXCEPTED_SCHOOLS.search(low) if "exceptions" in low else None)
            if held and findings.exception is None:
                findings.exception = note("", "limit", sentence, held, 3)
    return findings


FOR_WHOM = re.compile(
    r"^\W*(?:[a-z0-9]{1,2}[.)] )?(?:for whom|who\b|eligib|audience|open to|qualif|requirements?|definitions?)[\w ]*[.:?]?$"
)
"""A label set in front of the sentence that it heads ("For whom. ...")."""


def quoted(low: str) -> bool:
    """A testimonial; but "“Observer” means ..." defines a word."""
    return low[0] in "\"'" and not DEFINITION.match(low)


DEFINITION = re.compile(r"^[\"'][^\"']{2,45}[\"'] (?:means|is|are|shall|refers?|includes?)\b")


def of_hosts(section: Section, sentence: Sentence) -> bool:
    """Under a heading that speaks of those who receive the visitor."""
    heading = sentence.block.lead or (sentence.block.trail[-1] if sentence.block.trail else "")
    return heading != section.title and names_hosts(heading)


@lru_cache(maxsize=512)
def names_hosts(heading: str) -> bool:
    return bool(HOSTS.search(heading.lower()))


HOSTS = re.compile(
    r"preceptors?|mentors?\b|(?:host|hosting|supervis\w+|sponsor\w*) (?:physician|department|faculty|responsib)|responsibilit\w+ of (?:the )?(?:physician|faculty|host|supervis)|testimonial|what our|our (?:team|faculty|staff)|^meet (?:the|our)"
)


REFERS_BACK = re.compile(
    r"\b(?:cannot|can not|unable to|not able to|do not|does not|are not|will not)[\w ]{0,30}\b(?:these|such|those) (?:requests|applications|inquiries|applicants|individuals|students|candidates|graduates|groups)\b"
)


def note(
    group: str, stance: str, sentence: Sentence, match: re.Match[str] | None, weight: int, origin: Origin = ""
) -> Evidence:
    raw = sentence.text[match.start() : match.end()].strip() if match else sentence.text
    return Evidence(group, origin, stance, weight, sentence, raw or sentence.text)  # type: ignore[arg-type]


def people(
    findings: Findings, section: Section, sentence: Sentence, low: str, question: str, introduction: str
) -> None:
    block = sentence.block
    if (
        question
        and not QUESTION_OTHER.search(question)
        and (
            ELIGIBILITY_QUESTION.search(question)
            or STILL_STUDENT.search(question)
            or HOLDS_DEGREE.search(question)
            or ARE_YOU.match(question)
        )
    ):
        answer(findings, sentence, low, question)
    lead = ""
    if block.kind in ("item", "row") and block.lead and sentence.index == 0:
        lead = country(block.lead, block.lead.lower())[-LEAD:].rstrip(" :") + " "
    text = lead + low
    named = parties(text)
    if not named:
        subject_of_heading(findings, section, sentence, low)
        return
    found = verbs(text, max(0, named[0].start - 260), named[-1].end + 260)
    heading = block.trail[-1].lower() if block.trail else ""
    if introduction and (block.kind in ("item", "row", "term") or not WELCOMING_HEADING.search(heading)):
        heading = introduction
    if OF_COURSES.search(low):
        return
    conditional = "if " in low and bool(CONDITIONAL.search(low))
    past = bool(PAST.search(low))
    previous: Stance = ""
    for party in named:
        if party.start < len(lead):
            continue
        here = party.start - len(lead)
        told = verdict(text, party, named, found)
        stance, weight = told.stance, 3
        rest = text[party.end :]
        if CREDIT.match(rest) or FOR_A_PAPER.match(rest) or WILLING.match(rest):
            continue
        if of_own_school(section, sentence, party, here) or RECEIVES.search(text[: party.start]):
            continue
        under_refusal = (
            stance in ("offer", "only", "")
            and here < FIRST
            and block.kind != "heading"
            and (REFUSING_HEADING.search(heading) or (lead and REFUSING_HEADING.search(lead)))
        )
        if under_refusal or label_refused(rest):
            stance, weight = "refuse", 3
        elif stance != "refuse" and LABEL_ELSEWHERE.match(rest):
            stance = "elsewhere"
        elif not stance and LABEL.match(rest) and LABEL_DOUBTED.search(rest[:140]):
            stance = ""
        elif (
            not stance
            and here < FIRST
            and WELCOMING_HEADING.search(lead or heading)
            and PARTICIPANTS.match(low[:here])
        ):
            denied = any(v.stance == "refuse" and not v.forward and v.start >= party.end for v in found)
            stance, weight = ("refuse", 3) if denied else ("offer", 2)
        elif not stance and block.cells and PARTICIPANTS.match(low[:here]):
            stance, weight = "offer", 1
        elif (not stance and row_label(sentence, here)) or (not stance and AFTER_LABEL.search(low[:here])):
            stance, weight = "offer", 2
        elif not stance and named[-1] is not party and LABEL.match(low[here + party.end - party.start :]):
            continue
        elif (
            not stance
            and here < 25
            and PARTICIPANTS.match(low[:here])
            and LABEL.match(low[here + party.end - party.start :])
        ):
            stance, weight = "offer", 2
        elif (
            stance == "offer"
            and conditional
            and POINTER.search(low)
            and not re.search(r"please apply|may apply", low)
        ):
            stance = "elsewhere"
        if not stance and before_is_joined(text, party) and previous in ("offer", "only", "refuse"):
            stance = previous
        if stance in ("offer", "refuse") and shadowed(text, party):
            stance = ""
        if stance == "offer" and weight == 3 and hosting(section, text, party, told):
            stance = ""
        if party.named("graduate") or party.named("physician"):
            stance = doubted(text, party, stance)
        previous = stance
        if stance in ("", "elsewhere") or (stance == "offer" and past):
            continue
        if block.kind == "heading":
            if sentence.text != section.title and stance in ("offer", "only") and not party.named("graduate"):
                continue
            weight = 2
        excepted = (
            stance == "refuse"
            and bool(EXCEPTION.search(text[party.end :]))
            and bool(
                LIMITS.search(text[party.end :])
                or (
                    EXCEPTED_SCHOOLS.search(text[party.end :])
                    and not NOT_LCME.search(text[party.start : party.end + 40])
                )
            )
        )
        described = text[party.end : party.end + 120]
        limited = (
            stance in ("offer", "only")
            and bool(LIMITS.search(low))
            and bool(
                re.search(
                    r"\bonly\b|must|require|limited to|following|unless|selected|pre-?selected|exclusively|sponsored",
                    low,
                )
                or (
                    re.match(r"[\w ]{0,25}\b(?:from|at|of|with|whose|that|who|enrolled)\b", described)
                    and LIMITS.search(described)
                    and not re.search(r"must be|at least|days|weeks|prior to|before", described)
                )
            )
        )
        defines = stance == "only" or (
            stance == "offer" and block.kind != "heading" and bool(weight == 2 or defining(text, told, party))
        )
        for person in party.people:
            raw = text[person.start : person.end]
            start = person.start - len(lead)
            seeking = (
                person.group == "physician" and stance in ("offer", "only") and of_graduates(text, person)
            )
            findings.people.append(
                Evidence(
                    "graduate" if seeking else person.group,
                    person.origin,
                    stance,
                    weight,
                    sentence,
                    sentence.text[start : start + len(raw)],
                    limited,
                    excepted,
                    stance == "refuse"
                    and person is party.people[-1]
                    and bool(DESCRIBED.match(text[party.end :])),
                    defines,
                )
            )


def defining(text: str, told: Verdict, party: Party) -> bool:
    """Do the words that take the party also say that the programme is for it?"""
    words = text[told.start : told.end]
    if DEFINES.search(words):
        return True
    if FOR_THEM.search(text[max(0, party.start - 40) : party.start]):
        if not FINITE.search(text[: party.start]):
            return True
        return bool(IS_FOR.search(text[max(0, party.start - 130) : party.start]))
    return " for" in f" {words}" and bool(IS_FOR.search(text[max(0, told.start - 45) : told.end]))


FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|can|may|will|we|our|offers?|provides?|welcomes?|gives?|hosts?|accepts?|takes?|available|opportunit\w+)\b"
)
FOR_THEM = re.compile(r"\bfor (?:[\w\-]+ ){0,2}$")


IS_FOR = re.compile(
    r"\b(?:is|are|be|limited|sets? aside|reserves?|reserved|only)\b[^.;]{0,90}\bfor\b|^\W*for\b"
)


def label_refused(rest: str) -> bool:
    """ "Students of foreign schools: we can't offer electives." `rest` is what follows the people."""
    said = rest[:140]
    return bool(LABEL.match(rest) and LABEL_REFUSED.search(said) and not OTHER_THINGS.search(said))


def of_own_school(section: Section, sentence: Sentence, party: Party, here: int) -> bool:
    """ "Lakeside students" on lakeside.edu are the host's own."""
    if here < 4 or party.people[0].group != "student":
        return False
    before = sentence.text[:here].split()
    name = re.sub(r"\W.*$", "", before[-1]) if before else ""
    return len(name) > 3 and name[0].isupper() and name.lower() in section.url.lower().split("/")[2]


DESCRIBED = re.compile(
    r" (?:who|that|whose|seeking|preparing|looking|without|between|in the match|hoping|wishing|willing)\b"
)
FOR_A_PAPER = re.compile(
    r"[\w ]{0,20}, (?:an? |the )?(?:valid|copy|proof|original|certified|translat|ecfmg|official|evidence)"
)
"""What is asked of some applicants besides ("for graduates of foreign schools, a valid certificate")."""
WILLING = re.compile(r" (?:who (?:are |is )?)?(?:willing|who agrees?|who ha(?:s|ve) agreed) ")
"""Physicians who would take a visitor."""


def of_graduates(text: str, person: Person) -> bool:
    """ "Doctors who are preparing for the match": graduates by what they want, or by the degree that they have."""
    name = text[person.start : person.end]
    return bool(DOCTORS.search(name)) and bool(FOR_RESIDENCY.match(text[person.end : person.end + 130]))


FOR_RESIDENCY = re.compile(
    r",? (?!.{0,60}\b(?:not|including|or (?:who|in|wish))\b)(?:[^.;]{0,70}(?:\bto match\b|\b(?:preparing|prepare|getting ready|headed|bound) (?:for|to|towards?) (?:the |an? |their )?(?:u\.s\. |u~ )?(?:match|residenc|usmle)|\b(?:applying|apply) (?:to|for) (?:an? |the )?(?:u\.s\. |u~ |american )?residenc|\bon their way to [\w ]{0,25}residency|\bgoing into the match|\b(?:seeking|pursuing|entering) (?:an? )?(?:u\.s\. |u~ |american )?residenc)"
    r"|who (?:already )?(?:have|hold) (?:an? |the |their )?(?:m\.?d\b|mbbs|medical degree))"
)


def before_is_joined(text: str, party: Party) -> bool:
    """ "..., or a graduate of any medical school": the last of a list, whatever stands between."""
    return bool(ALTERNATIVE.search(text[max(0, party.start - 40) : party.start]))


ALTERNATIVE = re.compile(
    r"(?:,|;)? (?:and|or|as well as|and/or|plus) (?:(?:for|to|an?|the|any|also|all|current|recent|visiting|foreign|international|overseas|u\.s\.|u~|medical|senior|practicing|licensed|qualified|trained|new|young|other|[\w\-]+[- ]year) )*$"
)


def shadowed(text: str, party: Party) -> bool:
    """One physician whom the visitor follows ("wish to shadow a staff physician")."""
    name = text[party.start : party.end]
    return (
        all(p.group == "physician" for p in party.people)
        and not name.endswith("s")
        and bool(FOLLOWED.search(text[max(0, party.start - 50) : party.start]))
    )


FOLLOWED = re.compile(
    r"\b(?:shadow|observe|follow|accompany|by|with|under) (?:an? |the |one |your )(?:[\w\-/]+ ){0,3}$"
)


def hosting(section: Section, text: str, party: Party, told: Verdict) -> bool:
    """Physicians who are there already: "attending physicians may assess", "the cardiologist", a fellowship's fellows."""
    if any(p.group not in ("physician", "student") or p.origin for p in party.people):
        return False
    name = text[party.start : party.end]
    if name.startswith(
        ("visiting", "international", "foreign", "practicing", "practising", "external", "outside")
    ):
        return False
    if name.startswith("attending") or (
        not name.endswith("s") and THE_ONE.search(text[max(0, party.start - 14) : party.start])
    ):
        return True
    if FELLOWS.fullmatch(name) and (
        section.type_hint in ("fellowship", "research") or "fellow" in section.title.lower()
    ):
        return True
    words = text[told.start : told.end]
    return told.start >= party.end and words in MODALS and not VISITS.match(text[told.end : told.end + 40])


THE_ONE = re.compile(
    r"\b(?:the|your|his|her|their|our|each|every|supervising|future|senior|junior) (?:\w+ )?$"
)
FELLOWS = re.compile(r"(?:research |clinical |our )?fellows?")
MODALS = ("may", "can", "could")
VISITS = re.compile(
    r"[\w ,]{0,25}\b(?:observe|apply|rotate|visit|attend|join|spend|participate|come|shadow|take|elect|choose|schedule|select|work|request|see|be (?:\w+ly )?(?:present|accepted|considered|eligible|able|placed|admitted|allowed|permitted|invited|granted|accommodated|possible|arranged|sponsored|approved|given|nominated|recommended|referred|hosted|welcomed|taken)|register|enrol|enroll|book|stay|train|learn|gain|arrange|complete|undertake|do|submit|sit|watch|contact)\b"
)
DEFINES = re.compile(
    r"\b(?:open|available|limited|restricted|reserved|granted|extended|offered|confined|given) (?:\w+ )?to\b|eligib|\bmust\b|\bshall\b|\bonly\b|exclusively|designed|intended|meant|aimed|geared|tailored|appl(?:y|ies) to|\bif you are\b|we mean|applicants? (?:are|should)|(?:observers?|participants?|candidates?|visitors?) (?:are|must|should|will) be"
)


OF_COURSES = re.compile(r"\bcme\b|continuing medical education|\bgrand rounds (?:are|is)\b")
PAST = re.compile(
    r"^\W*(?:until|up to|before|prior to) (?:\w+ )?(?:19|20)\d\d\b|\b(?:used to|formerly|in years past|in the past)\b"
)
"""What was offered once is no offer."""
NEGATION = re.compile(
    r"\b(?:not|no|never|neither|nor|unable|cannot|discourag\w*|exclu\w+|sorry|unfortunately|regret\w*|declin\w*|\w+n't|refus\w*|ineligible|(?<!from )(?<!or )elsewhere)\b"
)
BENIGN = re.compile(
    r"^(?:not|no|never|cannot|unable|nor|\w+n't)\b(?: (?:be|is|are|been|also|currently|yet|have|need|to|a|an|the|any|you|we))*"
    r" (?:required?|requirement|necessary|necessarily|guarantee\w*|promise\w*|only|limited to|refundable|included?|more than|less than|later than|older than|longer than|fee|fees|cost|charge|usmle|step|age limit|minimum|maximum|prior|previous|restrictions?|matched|matriculated|enrolled|in (?:a |any )?(?:u\.s\. |u~ )?residency|currently in|licensed|citizens?|native|need|afford|just|hands|paid|salaried|replace|count|lead|constitute|imply|mean|problem|doubt|exceed\w*|touch|examine|write|perform|participate|practice|diagnose|treat|bill|prescribe|hold|obtain|work|receive|displace|interfere|substitute|ensure|secure|sponsor\w*|issue|arrange|provide|offer (?:visas?|housing|stipends?|letters?)|contact|email|call|exceptions|one|other|extensions?|stipend|salary|pay|compensation|academic|credit|direct|physical|patient)\b"
)
PLAIN_REFUSAL = re.compile(
    r"\bneither\b|discouraged|\bsorry\b|\bunfortunately\b|\bregret|not (?:in a position|a (?:site|program|programme|place)|answered|considered|apply to)|will not be (?:answered|considered|reviewed|accepted)|do(?:es)? not have an? |prefer not|do(?:es)? not apply to|(?<!from )(?<!or )\belsewhere\b|excluded|no (?:positions|places|observerships?|openings|program)"
)


def doubted(text: str, party: Party, stance: Stance) -> Stance:
    """A sentence that takes graduates or physicians and also denies something is a refusal, or proves nothing.

    Only denials that the field's disclaimers explain ("no fee", "not required", "does not guarantee") are let pass.
    """
    if stance == "refuse":
        return stance
    left, right = clause(text, party)
    for match in NEGATION.finditer(text):
        rest = text[match.start() :]
        if BENIGN.match(rest) or OTHER_THINGS.search(rest[:70]):
            continue
        if PLAIN_REFUSAL.search(rest) and (stance or party.named("graduate")):
            return "refuse" if party.named("graduate") else stance
        if left <= match.start() < right and stance and party.named("graduate"):
            return ""
    return stance


def row_label(sentence: Sentence, here: int) -> bool:
    """In a table row whose first cell or column header asks who may come ("Eligibility | Medical students")."""
    cells = sentence.block.cells
    if len(cells) < 2:
        return False
    first_cell = cells[0][1]
    if here >= len(first_cell) and ROW_LABEL.match(first_cell.lower()):
        return True
    return any(
        ROW_LABEL.match(header.lower())
        for header, cell in cells
        if header and sentence.text[here : here + 12] in cell
    )


ROW_LABEL = re.compile(
    r"^\W*(?:eligib|who\b|audience|open to|applicant (?:type|categor)|participants?\b|candidates?\b|for whom|level|available to|learners?\b)"
)


def answer(findings: Findings, sentence: Sentence, low: str, question: str) -> None:
    """ "No." under "Do you accept graduates?" refuses the people of the question; "Yes" takes them."""
    refused = QUESTION_NO.match(low) or REFUSES_YOU.search(low)
    taken = QUESTION_YES.match(low) or (
        ARE_YOU.match(question) and FOR_YOU.search(low) and not NEGATION.search(low)
    )
    stance = "refuse" if refused else "offer" if taken else ""
    if not stance:
        return
    match = re.match(r"\W*[\w' ]+", sentence.text)
    limited = (
        stance == "offer"
        and bool(LIMITS.search(low))
        and bool(re.search(r"\bif\b|\bonly\b|provided|as long as", low))
    )
    if HOLDS_DEGREE.search(question):
        findings.people.append(note("graduate", stance, sentence, match, 3))
    elif not parties(question) and STILL_STUDENT.search(question):
        findings.people.append(note("student", stance, sentence, match, 3))
    for party in parties(question):
        for person in party.people:
            told_ = note(person.group, stance, sentence, match, 3, person.origin)
            findings.people.append(replace(told_, limited=limited))


def subject_of_heading(findings: Findings, section: Section, sentence: Sentence, low: str) -> None:
    """ "We do not offer observerships at this time." under the heading "International medical graduates"."""
    trail = sentence.block.trail
    if not trail or sentence.block.kind == "heading":
        return
    if trail[-1] == section.title and not ENDED.search(low):
        return
    if not parties(country(trail[-1], trail[-1].lower())):
        return
    match = ENDED.search(low) or REFUSAL.search(low)
    if not match or not WE_TAKE.search(low) or OF_A_FORM.search(low[: match.start()]):
        return
    for party in parties(country(trail[-1], trail[-1].lower())):
        for person in party.people:
            findings.people.append(note(person.group, "refuse", sentence, match, 3, person.origin))


OF_A_FORM = re.compile(r"\b(?:form|portal|page|link|list|calendar|catalog)s?\b[\w ]{0,20}$")
ENDED = re.compile(
    r"\b(?:has|have|was|were|been|is|are)(?: been| permanently| now)* (?:ended|discontinued|retired|terminated|abolished|withdrawn)\b|will not be (?:brought back|resumed|offered again)|(?:is|are) no more\b"
)


def demands(findings: Findings, sentence: Sentence, low: str, introduction: str, under: str) -> None:
    conditional = "if " in low and bool(CONDITIONAL.search(low))
    if IF_REFUSED.search(low) and NOT_APPLY.search(low):
        if match := HOLDS_DEGREE.search(low):
            findings.people.append(note("graduate", "refuse", sentence, match, 3))
        if findings.seekers is None and (match := SEEKERS.search(low)):
            findings.seekers = note("", "refuse", sentence, match, 3)
    if findings.seekers is None and "residen" in low and (match := NO_STEPPING_STONE.search(low)):
        findings.seekers = note("", "refuse", sentence, match, 3)
    if findings.seekers is None and mentions(low, SEEKER_STEMS):
        seekers(findings, sentence, low)
    enrolled = ENROLLED.search(low) if mentions(low, ENROLLED_STEMS) and not conditional else None
    employed = EMPLOYED.search(low) if mentions(low, EMPLOYED_STEMS) else None
    if employed and conditional and not RESIDENT_OR_PHYSICIAN.search(low):
        employed = None
    if (
        employed
        and "return" in employed[0]
        and re.search(r"\bstudent", low)
        and not RESIDENT_OR_DOCTOR.search(low)
    ):
        employed = None
    if employed and any(
        party.named("student") and party.start <= employed.start() < party.end for party in parties(low)
    ):
        employed = None
    if employed and OR_FORMER.match(low[employed.end() :]):
        employed = None
    applies = not conditional and mentions(low, EMPLOYED_STEMS)
    if (
        findings.trained is None
        and applies
        and (match := TRAINED.search(low))
        and not DIRECTS.search(low[: match.start()])
        and demanded(sentence, low, under)
    ):
        findings.trained = note("", "offer", sentence, match, 3)
    if enrolled and (
        low[max(0, enrolled.start() - 12) : enrolled.start()].rstrip().endswith(("our", "own", "not", "than"))
        or "high school" in low
    ):
        enrolled = None
    if enrolled and POINTED_AWAY.search(low):
        enrolled = None
    if enrolled and (match := DOCUMENT_CHOICE.search(low)):
        enrolled, findings.either = None, findings.either or note("", "offer", sentence, match, 2)
    if employed and re.search(
        r"\b(?:attending|our|supervis\w+|preceptors?|faculty|hosts?|with|by|under|from|of|between|alongside|shadow\w*|observe|among|who is an?|is an?) (?:(?!is |are |for |to |welcomes |open |if |they )[\w\-]+ ){0,3}$",
        low[: employed.start()],
    ):
        employed = None
    if enrolled and re.match(r"[\w ]{0,25}(?:residency|fellowship|residents?\b)", low[enrolled.end() - 8 :]):
        enrolled = None
    if enrolled and GOOD_STANDING.search(enrolled[0]) and RESIDENT.search(low):
        employed = employed or (
            enrolled if re.search(r"standing (?:at|in|with) (?:their|your|an?|the) ", low) else None
        )
        enrolled = None
    if enrolled and employed is None and re.search(r"\bemployed\b|\bappointed\b", low):
        employed = enrolled
    if (
        employed
        and findings.practising_only is None
        and not conditional
        and MUST_BE.search(low)
        and not re.search(r"enrolled|student", low)
    ):
        findings.practising_only = note("", "offer", sentence, employed, 3)
    if (
        findings.student_mark is None
        and not conditional
        and mentions(low, MARK_STEMS)
        and (match := STUDENT_MARKS.search(low))
    ):
        findings.student_mark = note("", "offer", sentence, match, 1)
    if employed and findings.employed is None:
        findings.employed = note("", "offer", sentence, employed, 3)
    if enrolled and findings.enrolled is None and not (employed and re.search(r"\bor\b", low)):
        findings.enrolled = note("", "offer", sentence, enrolled, 3)
    if (
        findings.accredited is None
        and mentions(low, SCHOOL_STEMS)
        and (match := ACCREDITED.search(low))
        and accredited_demand(low, match)
    ):
        findings.accredited = note("", "offer", sentence, match, 3)
    if (
        findings.graduates_only is None
        and sentence.block.kind != "heading"
        and mentions(low, GRADUATE_STEMS)
        and (match := GRADUATE_DEMAND.search(low))
    ):
        rest = low[match.end() : match.end() + 60]
        asked = (
            match.start() > 0
            or "degree" in match[0]
            or match[0].startswith(("granted", "available", "open", "offered", "limited", "restricted"))
            or WELCOMING_HEADING.search(
                (sentence.block.lead or introduction or " ".join(sentence.block.trail[-1:])).lower()
            )
        )
        if (
            asked
            and not re.search(r"\bnot\b", low)
            and not re.search(r"high school|college|\bprogram|student", rest[:25])
            and "students" not in low[: match.start() + 1]
        ):
            findings.graduates_only = note("", "offer", sentence, match, 3)
    if (
        findings.graduates_only is None
        and not conditional
        and not NOT_APPLY.search(low)
        and (match := degree_held(sentence, low, under))
    ):
        findings.graduates_only = note("", "offer", sentence, match, 3)
    if (
        findings.anyone is None
        and mentions(low, ("any individual", "any person", "anyone", "the public", "open to all"))
        and (match := AGE.search(low))
        and re.search(r"\bany (?:individual|person)|\banyone\b|members of the public|open to all", low)
        and not re.search(r"\bnot\b|under (?:the age|1[68])|\bstudent", low)
    ):
        findings.anyone = note("", "offer", sentence, match, 3)
    if findings.sponsored_only is None and "only" in low and (match := SPONSORED_ONLY.search(low)):
        findings.sponsored_only = note("", "offer", sentence, match, 3)
    if (
        findings.service is None
        and mentions(low, ("vslo", "vsas", "visiting student"))
        and (match := SERVICE.search(low))
    ):
        findings.service = note("", "offer", sentence, match, 2)
    if (
        findings.acgme is None
        and mentions(low, ("acgme", "accreditation council"))
        and (match := ACGME.search(low))
        and RESIDENT.search(low)
        and re.search(
            r"accepts?\b|\btakes?\b|\bmust\b|\bonly\b|eligib|come from|may (?:request|apply)|residents (?:from|of|in|at|enrolled)",
            low,
        )
        and not re.search(r"competenc|or other|or abroad|equivalent|may qualify|fellowship\)", low)
    ):
        findings.acgme = note("", "offer", sentence, match, 3)
    if (
        findings.certified is None
        and "ecfmg" in low
        and (match := ECFMG.search(low))
        and not re.search(
            r"if applicable|if available|where applicable|not required|no ecfmg|prefer|recommend|not (?:need|necess)",
            low,
        )
    ):
        findings.certified = note("", "offer", sentence, match, 2)
    if (
        findings.partners is None
        and mentions(low, LIMIT_STEMS)
        and (match := PARTNERS.search(low))
        and PARTNER_DEMAND.search(low)
        and not TO_BE_MADE.search(low)
        and "not affiliated" not in low
    ):
        findings.partners = note("", "limit", sentence, match, 2)
    if (
        findings.limit is None
        and mentions(low, ("only", "limited", "restricted", "reserved", "eligible"))
        and (match := NAMED_SCHOOLS.search(low))
    ):
        findings.limit = note("", "limit", sentence, match, 3)
    if (
        findings.limit is None
        and mentions(low, CIRCLE_STEMS)
        and mentions(low, LIMIT_STEMS)
        and (match := LIMITS.search(low))
        and CLOSED_CIRCLE.search(low)
        and not TO_BE_MADE.search(low)
    ):
        findings.limit = note("", "limit", sentence, match, 3)


PARTNERS = re.compile(
    r"\b(?:partner(?:ing)?|affiliated?|sister|exchange|reciprocal|collaborating) (?:\w+ ){0,2}(?:institutions?|schools?|universit\w+|colleges?|agreements?)|\baffiliation agreement|\bmemorandum of|\bmou\b|\bbilateral\b|\bagreements? (?:with|between) (?:\w+ ){0,3}(?:following|these|several|select|home|your|their|our|the|both|international|foreign)"
    r"|\bonly (?:accept|consider|through|via|from|students|schools|open|for)[^.]{0,60}\b(?:vslo|ghlo)\b|\bmust (?:apply|submit|use)\b[^.]{0,50}\b(?:vslo|ghlo)\b"
)
PARTNER_DEMAND = re.compile(
    r"following|these|\bmust\b|requir|\bonly\b|\bfrom\b|\bneed|limited|exist|in place|nominat|eligib|accept"
)
CLOSED_CIRCLE = re.compile(
    r"\bonly\b[^.]{0,90}(?:partner|affiliat|agreement|exchange|pre-?selected|schools? (?:with|that|which)|institutions? (?:with|that|which)|the following|member|sponsor|referred)"
    r"|\bsolely\b|\bunless\b|must have an? (?:\w+ ){0,3}agreement|must (?:be|come) (?:\w+ ){0,6}(?:member|partner|affiliat)|(?<!not )limited to|restricted to|exclusively|not a vslo|member of vslo|\bthrough (?:\w+ ){0,3}(?:agreements?|exchange|partnership)"
    r"|(?:schools?|universit\w+|institutions?|colleges?) (?:that|which|with which|with whom|with) (?:\w+ ){0,3}(?:ha(?:ve|s)|holds?|maintains?|an?|current|existing|formal|signed)|(?:agreement|affiliation|contract|mou)[\w ]{0,40} (?:is|are|must be) (?:required|in place|on file|executed|established|signed)|requires? (?:an?|that) [\w ,]{0,50}agreement|does not have an? (?:\w+ )?agreement|nominated by|are nominated"
)
TO_BE_MADE = re.compile(
    r"\b(?:\d+|thirty|sixty) (?:days|weeks|months)|prior to the start|before the (?:start|rotation|elective)|can be (?:established|arranged|initiated)|to (?:request|establish|initiate) (?:an|the|said)"
)


NAMED_SCHOOLS = re.compile(
    r"only (?:be )?(?:able to )?(?:be )?(?:accept|consider|host|admit|take)\w* (?:(?:international|medical|visiting) )*(?:applicants?|students?|applications?|requests?) from (?!(?:the )?(?:lcme|u\.s|u~|students|accredited|medical schools|our website))"
    r"|(?:limited|restricted|reserved|open only|available only) (?:exclusively |only )?(?:to|for) (?:\w+ )?students (?:of|from|at) (?!(?:the |an? )?(?:\w+ )?(?:lcme|u\.s|u~|accredited|medical|other|abroad|foreign|international|outside|schools))"
    r"|\b(?:caribbean|international|foreign|off-?shore|overseas)\b[^.;]{0,40}: ?only\b"
    r"|(?:schools?|institutions?|universit(?:y|ies)) (?:that (?:is|are) )?not (?:listed|named|on (?:the|this|our) list)\b[^.;]{0,60}\bnot (?:eligible|accepted|able|considered)"
    r"|eligible (?:international )?(?:institutions|schools) (?:include|are)|only (?:accepted|considered) from (?:the following|these)"
)


SERVICE = re.compile(r"\bvslo\b|\bvsas\b|visiting student (?:learning opportunities|application service)")


NO_STEPPING_STONE = re.compile(
    r"\b(?:not|n't|never) (?:intended|designed|meant|offered|to be used|to be seen) (?:as|to (?:serve|be|provide|lead|help))\b[^.;]{0,50}\bresidenc\w+"
)
"""A programme that is not meant to lead to a residency is not for those who seek one."""
POINTED_AWAY = re.compile(
    r"\bgo(?:es)? through\b|not (?:through )?this office|does not (?:govern|apply|cover|include)|(?:is|are) not (?:an? )?eligible|(?:is|are) not (?:considered|accepted|admitted)|\bplaced solely\b"
)
RESIDENT_OR_DOCTOR = re.compile(r"\bresidents?\b|\bfellows?\b|physician|doctor|surgeon|clinician|specialist")
OR_FORMER = re.compile(
    r"[\w ,]{0,20}\bor (?:your |their |the |a )?(?:last|former|previous|most recent|dean|medical school|professor)\b"
)
"""A letter of the employer or of somebody else demands no employment."""


def demanded(sentence: Sentence, low: str, under: str) -> bool:
    """Said of the applicant: by the sentence's own words, or by the heading or lead that it stands under."""
    context = (sentence.block.lead or " ".join(sentence.block.trail[-1:])).lower()
    return bool(
        DEMAND.search(low)
        or WHO.search(under)
        or (sentence.block.kind == "paragraph" and WHO_WE.search(context))
        or (sentence.block.kind in ("item", "row", "term") and WELCOMING_HEADING.search(context))
    )


WHO_WE = re.compile(r"eligib|\bwho\b|for whom|qualif")
DEMAND = re.compile(
    r"\bmust\b|\bshould\b|required?\b|applicants?|candidates?|eligib|\bonly\b|observers|you (?:have|are)|open to|(?:designed|intended|meant|aimed|is|are) (?:for|at)\b|for (?:physicians|surgeons|doctors)|finished before|finished|done\b"
)


COUNTRY_FIRST = re.compile(r"u\.s|u~|united states|american|canadian")


def accredited_demand(low: str, match: re.Match[str]) -> bool:
    """ "At an LCME-accredited school" is a demand; "non-LCME", and what the LCME requires of the host, are not."""
    if (
        low[: match.start()].endswith(("non-", "non ", "not "))
        or "requires that" in low
        or "non-liaison" in low
    ):
        return False
    if COUNTRY_FIRST.match(match[0]):
        if re.search(
            r"(?:requirements?|polic(?:y|ies)|information|guidelines?|pages?|instructions)\b[^.;]{0,25}\bfor\b",
            low[: match.start()],
        ):
            return False
        named = match[0].endswith(("student", "students"))
        asked = r"\bmust\b|\bonly\b|accept|eligib|enrolled" + (
            "" if named else r"|matriculat|\byear|\bfor\b|\bat an?\b"
        )
        if not re.search(asked, low):
            return False
    around = low[max(0, match.start() - 90) : match.end() + 90]
    return bool(
        re.search(r"school|institution|student|program|college|medical|applicant|curricul|degree", around)
    )


def seekers(findings: Findings, sentence: Sentence, low: str) -> None:
    for match in SEEKERS.finditer(low):
        before = low[max(0, match.start() - 160) : match.start()]
        told = [v for v in verbs(low) if v.forward and v.end <= match.end() and match.start() - v.end < 150]
        last = told[-1] if told else None
        heading = sentence.block.trail[-1].lower() if sentence.block.trail else ""
        refused = (
            (last is not None and last.stance == "refuse")
            or bool(NOT_APPLY.search(low[match.end() :]))
            or bool(
                re.search(
                    r"\bnot (?:for|intended|designed|suitable|appropriate|meant|available|accept)", before
                )
            )
            or (
                REFUSING_HEADING.search(sentence.block.lead.lower() or heading) is not None
                and match.start() < FIRST
            )
        )
        if refused and (
            PERSONS.search(before[-90:] + match[0])
            or "clinical experience" in match[0]
            or "usce" in match[0]
            or "seek" in match[0]
        ):
            findings.seekers = note("", "refuse", sentence, match, 3)
            return


def section_origin(section: Section) -> Origin:
    title = country(section.title, section.title.lower())
    abroad, home = TITLE_INTERNATIONAL.search(title), TITLE_DOMESTIC.search(title)
    if abroad:
        return "international"
    if home:
        return "domestic"
    if section.sole and (TITLE_STUDENT.search(title) or section.type_hint in ("elective", "sub_internship")):
        page = country(section.page_title, section.page_title.lower())
        path = PATH_INTERNATIONAL.search(section.url.lower())
        if path or (TITLE_INTERNATIONAL.search(page) and not TITLE_DOMESTIC.search(page)):
            return "international"
    return ""


INTERNATIONAL = re.compile(r"international|foreign|global|outside|abroad|overseas|caribbean|off-?shore")
PATH_INTERNATIONAL = re.compile(
    r"/[^/]*international[^/]*/?$|/[^/]*international[^/]*(?:student|elective|clerk|rotation|visiting)[^/]*/|/[^/]*(?:student|elective|clerk|rotation|visiting)[^/]*international[^/]*/"
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
    graduates = [e for e in of("graduate", *taking) if e.origin != "domestic" and not of_the_residency(e)]
    no_graduates = [e for e in of("graduate", "refuse") if e.origin != "domestic"]
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
    more = len({id(e.sentence) for e in foreign}) > len(
        {id(e.sentence) for e in plain if e.sentence.block.kind != "heading"}
    )
    if students and not place and not home and (more or (for_abroad and not f.accredited)):
        place = "international"
    beside = {id(e.sentence) for e in graduates}
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

    heading = titled(section)
    if (
        heading
        and heading.group == "student"
        and students
        and not (foreign or home or plain or no_foreign or no_students)
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
            or DEFINES.search(sentence.low[: match.start()])
            or IS_FOR.search(sentence.low[: match.start()])
            or (match.start() < FIRST and WELCOMING_HEADING.search(heading))
        ):
            return note("", "offer", sentence, match, 2)
    return None


YOUNG_STEMS = ("high", "college", "pre", "undergrad", "teen", "pupil")
YOUNG = re.compile(
    r"\b(?:high[- ]school|college|undergraduates?|pre-?med(?:ical)?|pre-?health|pre-?professional|teen(?:age)?s?)\b(?:[\w ,/&\-]{0,30}\b(?:students?|juniors?|seniors?|learners?|applicants?))?|\bstudents?\b[\w ,]{0,20} (?:in|at|of|from|go to|attend\w*) (?:an? |the |local )*(?:high[- ]school|college)"
)


def of_doctors(evidence: Evidence) -> bool:
    """ "Foreign-trained physicians" are physicians too; "doctors who graduated abroad and hope to match" are graduates."""
    raw, low = evidence.raw.lower(), evidence.sentence.low
    if not re.search(r"physician|doctor", raw) or re.search(r"graduat|finished|school|degree|diploma", raw):
        return False
    return "including" in low or not (SEEKERS.search(low) or TO_MATCH.search(low))


TO_MATCH = re.compile(r"\bto match\b|\bthe match\b|\bfuture residents?\b")


def of_the_residency(evidence: Evidence) -> bool:
    """ "The residency welcomes IMGs": a word about another programme."""
    low = evidence.sentence.low
    return bool(RANKED.search(low)) or (bool(RESIDENCY_TALK.search(low)) and not WE_TAKE_VISITORS.search(low))


RANKED = re.compile(r"\brank(?:[- ]order)? list\b|\bsf match\b|\bmatch year\b|\bnrmp\b")
RESIDENCY_TAKES = re.compile(
    r"\bresidency(?: training)?(?: programs?)? (?:attracts|accepts|trains|welcomes|recruits|has|considers|takes)\b"
)
RESIDENCY_TALK = re.compile(
    r"\brank(?:[- ]order)? list\b|\bsf match\b|\bmatch year\b|\b(?:residency|residencies|fellowship) (?:programs?|positions?|applicants?|applications?|training|recruitment|interviews?|candidates?)|\b(?:our|the|this|in) (?:\w+ ){0,3}residency\b|\beras\b|\bnrmp\b|j-?1 visas? for residen|\binto (?:our|the) (?:residency|program)"
)
WE_TAKE_VISITORS = re.compile(
    r"observ|extern|elective|rotation|shadow|clerkship|preceptor|visit|clinical experience|usce|prepar|help|refresher|research"
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


def named_beside(employed: Evidence, yes: list[Evidence]) -> bool:
    """Whether practicing physicians are one kind that may come, and graduates another."""
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
    elif maybe and no:
        yield told("img_graduate", "limited", first(maybe), "possible_at_discretion")
    elif no and not any(e.weight > 2 and e.stance == "only" for e in yes):
        if any(e.excepted for e in no):
            yield told("img_graduate", "limited", first(no), "refused_with_exception")
        else:
            yield told("img_graduate", "no", first(no), "refused")
    elif yes:
        best = first(yes)
        if best.stance == "maybe":
            yield told("img_graduate", "limited", best, "possible_at_discretion")
        elif f.sponsored_only:
            yield told("img_graduate", "limited", f.sponsored_only, "sponsored_only")
        elif (
            f.employed
            and not f.graduates_only
            and not (f.practising_only is None and named_beside(f.employed, yes))
        ):
            yield told("img_graduate", "limited", best, "named_but_employment_demanded")
        elif best.limited and all(e.limited for e in yes):
            yield told("img_graduate", "limited", best, "named_under_condition")
        else:
            yield told("img_graduate", "yes", best, "named")
    elif f.either and not students:
        yield told("img_graduate", "yes", f.either, "degree_or_enrollment")
    elif f.graduates_only and f.practising_only is None and place != "domestic":
        held = LOCAL.search(f.graduates_only.sentence.low)
        yield told("img_graduate", "limited" if held else "yes", f.graduates_only, "must_be_graduate")
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
        and DOCTORS.search(e.raw.lower())
    ]:
        best = first(abroad)
        value: AudienceAnswer = "limited" if f.sponsored_only or best.limited else "yes"
        yield told("img_graduate", value, best, "international_physicians")


LOCAL = re.compile(
    r"\b(?:authorized|allowed|eligible|permitted) to work\b|\bmust (?:live|reside)\b|\b(?:live|reside|living|residing) (?:in|within) (?!the (?:u\.s|u~|united))|\bu\.s\. citizens?\b|green card holders?|permanent residents?\b"
)
"""Conditions of residence or citizenship, which most graduates do not meet."""


def alone(f: Findings) -> Evidence | None:
    """A statement of whom the programme is for that names physicians or graduates, where no student is taken."""
    if any(e.group in ("student", "anyone") and e.stance in ("offer", "only", "maybe") for e in f.people):
        return None
    if f.either or f.anyone or (f.enrolled and not PAPER.search(f.enrolled.raw.lower())):
        return None
    named = [e for e in f.people if e.group in ("physician", "graduate") and e.defines]
    return named[0] if named else None


PAPER = re.compile(r"dean|msp|letter|proof|good|standing|verification")
"""Papers that graduates hand in as well."""
CAREER_TYPES = ("award", "fellowship", "elective", "sub_internship")
"""What is offered to "international physicians" here is for a career or a degree, not for US experience."""
DOCTORS = re.compile(r"physician|doctor|medical (?:professional|personnel)")


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
        if f.sponsored_only:
            yield told("physician", "limited", f.sponsored_only, "sponsored_only")
        elif all(e.limited for e in visiting):
            yield told("physician", "limited", best, "named_under_condition")
        elif best.stance == "maybe":
            yield told("physician", "limited", best, "possible_at_discretion")
        else:
            yield told("physician", "yes", best, "named")
    elif no:
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
        elif f.limit or all(e.limited for e in yes if e.weight == best.weight):
            yield told("international_student", "limited", f.limit or best, "partner_schools_only")
        else:
            yield told("international_student", "yes", best, "named")
    elif place == "international" and students and f.enrolled and not (f.limit or no_students or plain):
        yield told("international_student", "yes", f.enrolled, "international_programme")
    elif place == "international" and f.limit and students:
        yield told("international_student", "limited", f.limit, "partner_schools_only")
    elif no_students:
        yield told("international_student", "no", first(no_students), "students_refused")
    elif (only := f.graduates_only or f.trained or f.practising_only or alone(f)) and not (yes or plain):
        yield told("international_student", "no", only, "graduates_only")
    elif f.accredited and place != "international":
        if held := next((e for e in yes if e.limited), None) or (
            f.limit
            if f.limit and INTERNATIONAL.search(f.limit.sentence.low)
            else f.exception
            if f.exception and "exceptions" in f.exception.sentence.low
            else None
        ):
            yield told("international_student", "limited", held, "partner_schools_only")
        else:
            yield told("international_student", "no", f.accredited, "accredited_schools_only")
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


def of_schools(limit: Evidence | None) -> Evidence | None:
    return (
        limit
        if limit and mentions(limit.sentence.low, ("school", "universi", "institution", "agreement"))
        else None
    )


def beside_graduates(f: Findings) -> bool:
    """Foreign students named beside graduates, as by those who sell rotations: students of US schools are not spoken of."""
    sentences = {id(e.sentence) for e in f.people if e.group == "graduate" and e.stance in ("offer", "only")}
    return any(
        id(e.sentence) in sentences and e.group == "student" and e.origin == "international" for e in f.people
    )


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
    elif place == "international" and not section_origin(section) and beside_graduates(f):
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
    elif home or (f.accredited and (students or f.enrolled)):
        yield told("us_student", "yes", first(home) if home else f.accredited, "named")  # type: ignore[arg-type]
    elif plain:
        best = first(plain)
        yield told("us_student", "limited" if best.stance == "maybe" else "yes", best, "students")
    elif no_students:
        yield told("us_student", "no", first(no_students), "students_refused")
    elif only := f.graduates_only or f.trained or f.practising_only or alone(f):
        yield told("us_student", "no", only, "graduates_only")
    elif f.acgme:
        yield told("us_student", "no", f.acgme, "us_residents_only")
    elif anyone:
        yield told("us_student", "yes", anyone, "anyone")
    elif students and (proof := f.enrolled or f.service) and place != "international":
        yield told("us_student", "yes", proof, "students")
