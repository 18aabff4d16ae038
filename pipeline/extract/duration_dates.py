"""A stay that is as long as the dates of its sessions."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import regex as re
from pipeline.extract import dates, lengths
from pipeline.extract.lengths import Length
from pipeline.extract.stays import Statement
from pipeline.model import Section, Sentence
from pipeline.sentences import plain


def dated_stay(section: Section) -> Iterator[Statement]:
    """Where no length is printed, the dates of the session, or of the sessions of some days that are all as long. The
    blocks of a school's calendar say when, not how long: a student may take one or several."""
    found: list[tuple[float, Sentence, dates.Dated]] = []
    for sentence in section.sentences:
        if not dates.hinted(sentence.low) or len(sentence.low) > 300:
            continue
        session = SESSION.search(sentence.low)
        if session is None and not lists_sessions(sentence):
            continue
        for dated in dates.find(sentence.text):
            if not dated.is_range or dated.precision != "day" or (session and dated.start < session.start()):
                continue
            days = (dated.finish(section.fetched) - dated.begin(section.fetched)).days + 1
            if 2 <= days <= (21 if session else 6):
                found.append((lengths.weeks(days, "day"), sentence, dated))
    alike = {value for value, _, _ in found}
    if len(alike) == 1 and (len(found) >= 2 or SESSION.search(found[0][1].low)):
        value, sentence, dated = found[0]
        yield Statement(Length(dated.start, dated.end, dated.raw, value, value, "day"), "exact", sentence, 2)


def lists_sessions(sentence: Sentence) -> bool:
    """Does a heading, a lead or a column say that dates of stays are listed?"""
    block = sentence.block
    near = [plain(text) for text in (*block.trail[-1:], block.lead)]
    near += [plain(header) for header, _ in block.cells]
    return any(
        len(text) < 90 and SESSIONS.search(text) and not NOT_SESSIONS.search(text) for text in near if text
    )


SESSIONS = re.compile(
    r"\b(?:sessions?|blocks?|cohorts?|rotation dates|(?:elective|clerkship|course|program|visit) dates|rotation (?:schedule|calendar|periods?)|dates)\b"
)
NOT_SESSIONS = re.compile(
    r"\b(?:appl\w+|deadlines?|important|key|closed|blackout|holidays?|windows?|interview\w*|orientation|no (?:visitors|rotations)|conference|meeting)\b"
)
SESSION = re.compile(
    r"\b(?:rotation|session|program|course|observership|visit|cohort)s?(?: dates?| [a-d1-9])?\s*:"
)
