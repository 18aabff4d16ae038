"""What an applicant must hand in or have: the codes of `model.REQUIREMENTS`, words in vocab/requirements.yml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline import regex as re
from pipeline.extract.answers import answered
from pipeline.extract.demand import NO_SETTING, clause, inherited, stance
from pipeline.extract.exams import for_one_department
from pipeline.extract.outcomes import gained, letter
from pipeline.model import REQUIREMENTS, Claim, Section, Sentence
from pipeline.sentences import plain
from pipeline.vocab import vocabulary


@dataclass(frozen=True, slots=True)
class Thing:
    """One requirement's words. `sure` wording asks by itself; a `names` word has to be asked for around it.

    A `loose` word ("degree", "shots") means the thing only in a list of papers.
    """

    code: str
    hints: tuple[str, ...]
    names: re.Pattern[str] | None
    sure: re.Pattern[str] | None
    loose: re.Pattern[str] | None
    spoilt: re.Pattern[str] | None


def title_only(sentence: Sentence) -> bool:
    """A heading that names a subject asks for nothing; one that is a whole sentence, or tells what to do, may."""
    return (
        sentence.block.kind == "heading"
        and not BIDS.match(sentence.low)
        and (len(sentence.text) < 60 or not re.search(r"\b(?:must|required?|submit|need)\b", sentence.low))
    )


BIDS = re.compile(
    r"^\W*(?:(?:step\s+)?\d{1,2}[.):]*\s*)?(?:show|submit|upload|find|provide|obtain|bring|secure)\s+\w+\s+\w+"
)
"""A step of a procedure as a heading: "Show proof of a TB test"."""


def union(patterns: list[str] | None) -> re.Pattern[str] | None:
    if not patterns:
        return None
    any_of = "|".join(f"(?:{p})" for p in patterns)
    return re.quick(any_of) if len(patterns) >= MANY else re.compile(any_of)


MANY = 8
"""Ways to write one thing from which on a look ahead is a gain."""


def things() -> tuple[Thing, ...]:
    table = vocabulary("requirements")
    return tuple(
        Thing(
            code,
            tuple(table[code]["hints"]),
            union(table[code].get("names")),
            union(table[code].get("sure")),
            union(table[code].get("loose")),
            union(table[code].get("not")),
        )
        for code in REQUIREMENTS
    )


THINGS = things()


def find(section: Section) -> Iterator[Claim]:
    for sentences, strength in ((section.sentences, 1), (inherited(section), 0)):
        papers = listed(sentences)
        for question, reply, yes in answered(sentences):
            if yes:
                yield from confirmed(question, reply, strength)
        for sentence in sentences:
            if not title_only(sentence) and not sentence.low.endswith("?"):
                yield from asked(sentence, strength, id(sentence) in papers)


def asked(sentence: Sentence, strength: int = 1, listed: bool = False) -> Iterator[Claim]:
    """One claim a requirement that `sentence` asks for; `listed` where it stands in a list of papers."""
    found = named(sentence)
    if not found:
        return
    listed = listed or enumerates(found)
    for thing, hits in found:
        hit = demanded(thing, hits, sentence, listed)
        if hit and thing.code == "recommendation_letter" and any(letter(sentence)):
            continue  # a letter that the participant gets
        if hit:
            rule = f"requirements.{thing.code}"
            raw = sentence.text[hit.start() : hit.end()]
            yield Claim("requirements", raw, sentence.text, rule, thing.code, sentence.block.order, strength)


NEEDED = re.compile(r"\b(?:need|must|requir\w+|have to|necessary|mandatory|submit|ask for|expect)\b")


def confirmed(question: Sentence, reply: Sentence, strength: int) -> Iterator[Claim]:
    """ "Do I need health insurance?" "Yes." asks for it."""
    if not NEEDED.search(question.low):
        return
    quoted = reply if len(reply.text.split()) > 1 else question
    for thing, hits in named(question):
        if any(how != LOOSE for how, _ in hits):
            rule = f"requirements.{thing.code}"
            order = quoted.block.order
            yield Claim("requirements", quoted.text, quoted.text, rule, thing.code, order, strength)


SURE, NAME, LOOSE = "sure", "name", "loose"
Hits = list[tuple[str, re.Match[str]]]


def named(sentence: Sentence) -> list[tuple[Thing, Hits]]:
    """The things that a sentence names, each with the places and how sure each is."""
    return named_in(sentence.low)


ANY_HINT = tuple(dict.fromkeys(hint for thing in THINGS for hint in thing.hints))
"""Most sentences name no paper at all: one question for all of them."""


@re.memo
def named_in(low: str) -> list[tuple[Thing, Hits]]:
    found: list[tuple[Thing, Hits]] = []
    if not re.holds(low, ANY_HINT):
        return found
    for thing in THINGS:
        if not re.holds(low, thing.hints):
            continue
        hits: Hits = []
        for how, pattern in ((SURE, thing.sure), (NAME, thing.names), (LOOSE, thing.loose)):
            if pattern is not None:
                hits.extend((how, hit) for hit in pattern.finditer(low) if not unfit(thing, low, hit))
        if hits:
            found.append((thing, hits))
    return found


def unfit(thing: Thing, low: str, hit: re.Match[str]) -> bool:
    """Is the word part of an expression that means something else, or only an example of a proof?"""
    if thing.spoilt and spoils(thing.spoilt, low, hit):
        return True
    opened = low.rfind("(", 0, hit.start())
    return opened >= 0 and bool(EXAMPLE.match(low, opened)) and ")" not in low[opened : hit.start()]


EXAMPLE = re.compile(r"\((?:e\.?g\b|i\.?e\b|such as|for example|for instance|like)")


ONLY_HANDED_IN = frozenset(
    {"cv", "personal_statement", "transcript", "diploma", "passport", "photo", "immunization", "exam_scores"}
    | {"recommendation_letter", "good_standing", "background_check", "drug_screen", "bls_acls"}
)
"""What only an applicant hands in; insurance, training and interviews may be part of what a seller offers."""
SELLER = frozenset({"recommendation_letter", "good_standing"})
"""What a seller of rotations lists among its wares too."""


def enumerates(found: list[tuple[Thing, Hits]]) -> bool:
    """Three different papers in one sentence are a list of what to hand in, however it is introduced."""
    codes = {thing.code for thing, hits in found if thing.code in ONLY_HANDED_IN}
    return len(codes) >= 3 and len(codes - SELLER) >= 2


VERB = re.compile(
    r"\b(?:is|are|was|were|will|can|may|might|do|does|did|has|have been|offers?|provides?|we|our|they|who)\b"
)
MARKED = re.compile(r"^\W{0,3}(?:[-*•▪●◦■➢✓✔☐□–—]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s")


def line(sentence: Sentence) -> bool:
    """Does a sentence stand in a list: an item, a row, a numbered or short line without a verb of its own?"""
    block = sentence.block
    if block.kind in ("item", "row"):
        return True
    return (
        block.kind == "paragraph"
        and len(sentence.text) <= 160
        and (bool(MARKED.match(sentence.low)) or (len(sentence.text) <= 80 and not VERB.search(sentence.low)))
    )


def listed(sentences: Sequence[Sentence]) -> set[int]:
    """The lines (by id) of lists in which at least three papers are named, on two lines or more."""
    groups: dict[tuple[tuple[str, ...], str], list[Sentence]] = {}
    for sentence in sentences:
        if line(sentence):
            groups.setdefault((sentence.block.trail, sentence.block.lead), []).append(sentence)
    found: set[int] = set()
    for (trail, lead), lines in groups.items():
        if len(lines) < 2 or NOT_PAPERS.search(plain(" | ".join((*trail[-1:], lead)))):
            continue
        codes: set[str] = set()
        naming = 0
        for sentence in lines:
            own = {thing.code for thing, _ in named(sentence) if thing.code in ONLY_HANDED_IN}
            naming += bool(own)
            codes |= own
        if naming >= 2 and len(codes) >= 3 and len(codes - SELLER) >= 2:
            found.update(id(sentence) for sentence in lines)
    return found


NOT_PAPERS = re.compile(
    r"\b(?:fees? covers?|covered|benefits|we (?:offer|provide)|packages?|pricing|prices?|testimonials?|activities|not allowed|"
    r"(?:you|participants|observers) (?:will )?(?:get|gain|receive)|what is included|what's included|residency (?:application )?requirements|optional|"
    r"(?:not|never) (?:need|require|send|submit)\w*)\b"
)


LENIENT = frozenset({"background_check", "drug_screen", "interview", "application_form"})
"""What the applicant goes through, whoever pays, arranges or sends it."""
PAYS = re.compile(r"\b(?:pays for|picks up|runs|conducts)\b")
OFFERED = re.compile(r"\b(?:offer\w*|patients)\b")
ONE_PLACE = re.compile(r"\s*\((?!ck|cs)[a-z /&]{2,40} only\)")
NONE_BEFORE = re.compile(r"\b(?:no|without|neither|nor)(?: \w+)?(?: an?| any)? $")


def demanded(thing: Thing, hits: Hits, sentence: Sentence, listed: bool = False) -> re.Match[str] | None:
    low = sentence.low
    for how, hit in hits:
        if how == LOOSE and not listed:
            continue
        if thing.code == "exam_scores" and for_one_department(sentence, *clause(low, hit.start(), hit.end())):
            continue
        if NONE_BEFORE.search(low, max(0, hit.start() - 30), hit.start()) or ONE_PLACE.match(low, hit.end()):
            continue
        found = stance(sentence, hit.start(), hit.end())
        if (
            thing.code in LENIENT
            and (found == "given" or (found == "silent" and PAYS.search(low)))
            and not OFFERED.search(low)
        ):
            return hit
        if found == "silent" and thing.code in PAPERS and bare(sentence, hit):
            return hit
        if found == "asked" or (
            found == "silent" and (how == SURE or thing.code == "good_standing" or listed)
        ):
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
