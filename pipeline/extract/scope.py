"""Which sentences that hold for a whole page hold for one programme on it."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.model import Section, Sentence
from pipeline.sentences import plain

INTERNATIONAL = re.compile(
    r"\binternational|\bforeign|\bnon-?u\.?s\b|\boutside (?:of )?(?:the )?(?:u\.?s|united|u~)|\bimgs?\b|\boverseas\b|\babroad\b"
)
DOMESTIC = re.compile(r"\bdomestic|\b(?:u\.s|us|american|lcme|coca|md|do|united states|canadian)\b|\bu~")
ROTATES = re.compile(
    r"\belectives?\b|\bclerkships?\b|\brotations?\b|\bvslo\b|\bvsas\b|\bstudents?\b|\bsub-?internships?\b"
)
WATCHES = re.compile(r"\bobserv\w+|\bshadow\w*|\bvisitors?\b|\bpreceptors?hips?\b")
WATCHING = ("observership", "shadowing", "preceptorship")
ROTATING = ("elective", "sub_internship", "externship")


def side(low: str) -> str:
    """ "international" or "domestic" where a text names one of the two only, else ""."""
    international, domestic = bool(INTERNATIONAL.search(low)), bool(DOMESTIC.search(low))
    if international == domestic:
        return ""
    return "international" if international else "domestic"


def names_both(low: str) -> bool:
    return INTERNATIONAL.search(low) is not None and DOMESTIC.search(low) is not None


def side_of(section: Section) -> str:
    """Whom a section is for where its page has one for each; international where it names both but "domestic"."""
    if section.sole:
        return ""
    title = plain(section.title)
    named = side(title)
    if not named and INTERNATIONAL.search(title) and "domestic" not in title:
        return "international"
    return named


COURSE_CODE = re.compile(r"^\W*[A-Z]{2,8}[- ]?\d{3,5}[A-Z]{0,2}\b")
ONE_COURSE = re.compile(
    r"\b(?:this|that) (?:elective|rotation|course|department|clerkship)(?: only|'s)\b|\bof this (?:elective|course) only\b"
)


def of_one_course(sentence: Sentence) -> bool:
    """Does a sentence hold for one elective of a catalog alone, under its course code or by its own words? The code of
    the page's own heading is that of a policy or of all that is offered."""
    return coded(sentence.block.trail) or bool(ONE_COURSE.search(sentence.low))


@re.memo
def coded(trail: tuple[str, ...]) -> bool:
    """Does a heading under the page's own begin with the code of a course? Asked once of all that stands under it."""
    return any(COURSE_CODE.match(text) for text in trail[1:])


ELSEWHERE = re.compile(
    r"\b(?:residenc(?:y|ies)|fellowships?|match|grand rounds|clinic hours|office hours|hours of operation|refer(?:ring)? (?:a )?patients?|"
    r"for patients|patient (?:care|information|services)|donat\w*|giv(?:e|ing) (?:blood|back)|events?|news\w*|on the calendar|testimonials?|"
    r"what (?:folks|people|our \w+|others) sa(?:y|id)|stories|reviews?|history|alumni|careers?|rentals?|our own|own (?:students|residents)|"
    r"travel(?:l?ing|ers?) (?:out|abroad)|outbound|outgoing|going abroad|case volume|outcomes|conferences?|symposi\w+|meetings?|cme|membership|"
    r"parking|dining|meals|transportation|getting here|directions|housing|lodging|hotels?|accommodations?|past \w+)\b"
)
"""Headings of what is no outside learner's stay at all: the hospital's own trainees, patients, events, beds."""
TRADES = re.compile(
    r"\b(?:np|pa|pas|nps|cnm|nurs\w+|pharm\w+|dental|dentists?|crna|podiatr\w+|dietetic|paramedic\w*|emt)\b"
)
OFFERED = re.compile(
    r"\b(?:observ\w*|shadow\w*|extern\w*|electives?|rotations?|clerkships?|visit(?:ing|ors?|s)?|preceptor\w*|sub-?i\w*|international|imgs?|fees?|costs?|tuition|"
    r"payments?|prices?|duration|lengths?|away|apply|application|deadlines?|dates?|scholars?|awards?|grants?)\b"
)


def elsewhere(sentence: Sentence, section: Section) -> bool:
    """Does the heading right over a sentence, or the line itself, belong to something else than the programme?"""
    trail = sentence.block.trail
    if not trail:
        return False
    low = plain(trail[-1])
    found = ELSEWHERE.search(low)
    if TRADES.search(low) and not re.search(r"\b(?:medical|physicians?|md|do)\b", low):
        return not TRADES.search(plain(section.title))
    if found is None or OFFERED.search(low) or found[0] in plain(section.title):
        return False
    return not any(titles(s, sentence) for s in section.sentences)


def titles(line: Sentence, sentence: Sentence) -> bool:
    """Is a line a title by its look that stands over a sentence and names a programme?"""
    return (
        line.block.trail == sentence.block.trail
        and line.block.order < sentence.block.order
        and len(line.low) < 70
        and not line.low.endswith((".", "!", "?", ","))
        and not line.block.cells
        and line.block.kind == "paragraph"
        and bool(OFFERED.search(line.low))
    )


def inherited(section: Section) -> tuple[Sentence, ...]:
    """The page's shared sentences but those of another kind of programme or of the other audience."""
    if not section.shared:
        return ()
    own_side = side_of(section)
    title = plain(section.page_title)
    students = not (ROTATES.search(title) and not WATCHES.search(title)) and any(
        "student" in s.low for s in section.sentences
    )
    return tuple(s for s in section.shared if not foreign(s, section, own_side, students))


def foreign(sentence: Sentence, section: Section, own_side: str, students: bool) -> bool:
    about = " ".join([sentence.low, *(plain(text) for text in sentence.block.trail[-1:])])
    rotates, watches = bool(ROTATES.search(about)), bool(WATCHES.search(about))
    if section.type_hint in WATCHING and rotates and not watches and not students:
        return True
    if section.type_hint in ROTATING and watches and not rotates:
        return True
    named = side(sentence.low)
    return bool(own_side and named and named != own_side)


NOUNS = re.compile(
    r"observ[eo]r|extern|shadow|elective|clerkship|preceptor|rotation|fellowship|award|grant|scholarship|sub-?intern|visiting"
)


WATCH = ("observe", "shadow")
"""Two words for one thing."""


def other_programme(section: Section, words: str) -> bool:
    """True where the words name a kind of programme that the section is not of ("no sub-internships")."""
    title = section.title.lower()
    named = [noun.replace("vor", "ver")[:7] for noun in NOUNS.findall(words)]
    if not named:
        return False
    own = KIN.get(section.type_hint or "", ())
    entitled = NOUNS.findall(title)
    if entitled and not all(noun.startswith("visit") for noun in entitled):
        watch = any(word in title for word in WATCH)
        return not any(noun in title or (watch and noun.startswith(WATCH)) for noun in named)
    own = tuple(noun for noun in own if noun != "sub") if entitled else own
    if not own:
        return bool(entitled) and not any(noun in title for noun in named)
    return not any(noun.startswith(own) for noun in named)


KIN: dict[str, tuple[str, ...]] = {
    "elective": ("electiv", "clerksh", "rotatio", "visitin", "sub", "extern"),
    "sub_internship": ("electiv", "clerksh", "rotatio", "visitin", "sub"),
    "observership": ("observe", "shadow", "visitin", "rotatio", "precept", "fellows"),
    "shadowing": ("observe", "shadow"),
    "externship": ("extern", "rotatio", "clerksh", "observe", "visitin"),
}
"""Nouns by which a programme of a type may call itself."""
