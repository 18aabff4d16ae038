"""Which sentences that hold for a whole page hold for one programme on it."""

from __future__ import annotations

from pipeline import regex as re
from pipeline.model import Section, Sentence
from pipeline.sentences import plain

INTERNATIONAL = re.compile(
    r"\binternational|\bforeign|\bnon-?u\.?s\b|\boutside (?:of )?(?:the )?(?:u\.?s|united)|\bimgs?\b|\boverseas\b"
)
DOMESTIC = re.compile(r"\bdomestic|\b(?:u\.s\.|us|american|lcme|coca|md|do|united states|canadian)\b")
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
    """Does a sentence hold for one elective of a catalog alone, under its course code or by its own words?"""
    return bool(ONE_COURSE.search(sentence.low)) or any(
        COURSE_CODE.match(text) for text in sentence.block.trail
    )


def inherited(section: Section) -> tuple[Sentence, ...]:
    """The page's shared sentences but those of another kind of programme or of the other audience."""
    if not section.shared:
        return ()
    own_side = side_of(section)
    students = any("student" in s.low for s in section.sentences)
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
