"""What an applicant must hand in or have: the codes of `model.REQUIREMENTS`, words in vocab/requirements.yml."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import regex as re
from pipeline.extract.demand import NO_SETTING, clause, inherited, stance
from pipeline.extract.exams import for_one_department
from pipeline.extract.outcomes import gained, letters
from pipeline.model import REQUIREMENTS, Claim, Section, Sentence
from pipeline.vocab import vocabulary


@dataclass(frozen=True, slots=True)
class Thing:
    """One requirement's words. `sure` wording asks by itself; a `names` word has to be asked for around it."""

    code: str
    hints: tuple[str, ...]
    names: re.Pattern[str] | None
    sure: re.Pattern[str] | None
    spoilt: re.Pattern[str] | None


def title_only(sentence: Sentence) -> bool:
    """A heading that names a subject asks for nothing; one that is a whole sentence may."""
    return sentence.block.kind == "heading" and (
        len(sentence.text) < 60 or not re.search(r"\b(?:must|required?|submit|need)\b", sentence.low)
    )


def union(patterns: list[str] | None) -> re.Pattern[str] | None:
    return re.compile("|".join(f"(?:{p})" for p in patterns)) if patterns else None


def things() -> tuple[Thing, ...]:
    table = vocabulary("requirements")
    return tuple(
        Thing(
            code,
            tuple(table[code]["hints"]),
            union(table[code].get("names")),
            union(table[code].get("sure")),
            union(table[code].get("not")),
        )
        for code in REQUIREMENTS
    )


THINGS = things()


def find(section: Section) -> Iterator[Claim]:
    for sentences, strength in ((section.sentences, 1), (inherited(section), 0)):
        for sentence in sentences:
            if not title_only(sentence):
                yield from asked(sentence, strength)


def asked(sentence: Sentence, strength: int = 1) -> Iterator[Claim]:
    """One claim a requirement that `sentence` asks for."""
    low = sentence.low
    for thing in THINGS:
        for hint in thing.hints:
            if hint in low:
                break
        else:
            continue
        hit = demanded(thing, sentence)
        if hit and thing.code == "recommendation_letter" and any(letters(sentence)):
            continue  # a letter that the participant gets
        if hit:
            rule = f"requirements.{thing.code}"
            raw = sentence.text[hit.start() : hit.end()]
            yield Claim("requirements", raw, sentence.text, rule, thing.code, sentence.block.order, strength)


def demanded(thing: Thing, sentence: Sentence) -> re.Match[str] | None:
    low = sentence.low
    for pattern, sure in ((thing.sure, True), (thing.names, False)):
        if pattern is None:
            continue
        for hit in pattern.finditer(low):
            if thing.spoilt and spoils(thing.spoilt, low, hit):
                continue
            if thing.code == "exam_scores" and for_one_department(
                sentence, *clause(low, hit.start(), hit.end())
            ):
                continue
            found = stance(sentence, hit.start(), hit.end())
            if found == "silent" and thing.code in PAPERS and bare(sentence, hit):
                return hit
            if found == "asked" or (found == "silent" and (sure or thing.code == "good_standing")):
                return hit
    return None


PAPERS = frozenset(
    {
        "cv",
        "personal_statement",
        "transcript",
        "diploma",
        "passport",
        "photo",
        "recommendation_letter",
        "exam_scores",
        "background_check",
        "immunization",
    }
)


def bare(sentence: Sentence, hit: re.Match[str]) -> bool:
    """A line that is hardly more than the thing's name ("CV in English") stands in a list of what to hand in."""
    above = " ".join((*sentence.block.trail[-1:], sentence.block.lead)).lower()
    return (
        sentence.block.kind != "heading"
        and len(sentence.low.split()) <= 10
        and hit.end() - hit.start() >= 0.25 * len(sentence.low)
        and not NO_SETTING.search(above)
        and not gained(sentence)
        and not re.search(
            r"\b(?:fee|cost|policy|office|clinic|services?|faq|center|program|pays?|is|are|will|we|our)\b",
            sentence.low,
        )
    )


def spoils(pattern: re.Pattern[str], low: str, hit: re.Match[str]) -> bool:
    """Is the word part of an expression that means something else?"""
    near = low[max(0, hit.start() - 25) : hit.end() + 25]
    return bool(pattern.search(near))
