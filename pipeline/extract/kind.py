"""What type of opportunity a section speaks of, and its title."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline import regex as re
from pipeline.model import Claim, OpportunityType, Section, Sentence
from pipeline.split import any_type, type_patterns

HANDS_ON = re.compile(
    r"hands-on|direct patient (?:care|contact)|take part in care|participat\w+ in (?:direct )?patient care"
)
FOR_GRADUATES = re.compile(
    r"\bimgs?\b|graduates?\b|usce|residency applica|match\b|letters? of recommendation|\blors?\b"
)
ROTATION = re.compile(r"rotations?|clinical experience|clinicals\b|usce|clerkships?|externs?")
AT_HOME = re.compile(
    r"vslo|vsas|home (?:school|institution|medical school)|good standing|currently enrolled|lcme|affiliation|dean"
)
"""Words of an elective for enrolled students; where none stands, rotations for graduates are externships."""
STUDENTS = re.compile(r"elective|clerkship|visiting|student")
YOUNG = re.compile(
    r"high school|pre-?med|undergraduate|college students?|career shadow|job shadow|prospective"
)
RESIDENTS = re.compile(r"visiting (?:resident|physician)s?|resident rotations?|acgme")
MONEY_GIVEN = re.compile(r"award|grant|stipend|pays?\b|funds?\b|funded|[$€£] ?\d|scholarship|prize")
TRAVEL_FELLOW = re.compile(
    r"travell?ing fellow|training (?:centre|center) |technical fellow|transfer fellow|clinical fellow|honou?ring our mentors"
)
OUR_WORD = 8
"""Weight of the section's own heading; the page's heading weighs half, a sentence one, up to TEXT."""
TEXT = 6


def find(section: Section) -> Iterator[Claim]:
    """The type, from the word in the heading first and the text second."""
    own = [sentence for sentence in section.sentences if any_type().search(sentence.low)]
    counts: dict[OpportunityType, float] = {}
    proof: dict[OpportunityType, Sentence] = {}
    title, page_title = section.title.lower(), section.page_title.lower()
    path = re.sub(r"[-_/.+]+", " ", urlsplit(section.url).path.lower())
    for kind, pattern in type_patterns().items():
        found = [s for s in own if pattern.search(s.low)]
        weight = min(len(found), TEXT) + 1.5 * min(sum(s.block.kind == "heading" for s in found), 2)
        if pattern.search(title):
            weight += OUR_WORD
        elif pattern.search(page_title) or (section.sole and pattern.search(path)):
            weight += OUR_WORD / 2
        if found:
            counts[kind] = weight
            proof[kind] = best(found)
    if not counts:
        yield from unnamed(section)
        return
    text = " ".join(s.low for s in section.sentences)
    kind, rule = decided(section, counts, title, text)
    yield from claim(section, kind, rule, proof)


NAMELESS = re.compile(r"clinical experience|usce\b|clinicals\b|hands-on|program|programme|opportunit|visit")


def unnamed(section: Section) -> Iterator[Claim]:
    """Where no type is named: clinical experience sold to graduates is an externship, anything else is other."""
    for sentence in section.sentences:
        hit = NAMELESS.search(sentence.low)
        if hit and len(sentence.text.split()) >= 3:
            text = " ".join(s.low for s in section.sentences)
            paid = ROTATION.search(text) and FOR_GRADUATES.search(text)
            kind: OpportunityType = "externship" if paid else "other"
            raw = sentence.text[hit.start() : hit.end()]
            yield Claim("type", raw, sentence.text, "kind.unnamed", kind, sentence.block.order, 0)
            return


def decided(
    section: Section, counts: dict[OpportunityType, float], title: str, text: str
) -> tuple[OpportunityType, str]:
    top = max(counts, key=lambda k: counts[k])
    if (
        section.type_hint
        and section.type_hint in counts
        and section.type_hint not in {"fellowship", "volunteer"}
    ):
        top = section.type_hint
    if top == "elective":
        if RESIDENTS.search(title) and "elective" not in title:
            return "other", "kind.visiting_residents"
        if (
            "sub_internship" in counts
            and not re.search(r"electives?\b|clerkships?", text)
            and "rotation" not in title
        ):
            return "sub_internship", "kind.sub_internship_only"
        if (
            not AT_HOME.search(text)
            and not STUDENTS.search(title)
            and FOR_GRADUATES.search(text)
            and ROTATION.search(text)
        ):
            return ("externship", "kind.rotation_for_graduates")
    if top == "sub_internship" and re.search(r"electives?\b|clerkships?", text):
        return "elective", "kind.elective_beside_sub_internship"
    if (
        top in {"fellowship", "research"}
        and "award" in counts
        and counts["award"] >= counts.get("fellowship", 0) / 2
    ):
        return (
            ("award", "kind.funded_fellowship")
            if not TRAVEL_FELLOW.search(text)
            else ("fellowship", "kind.fellowship")
        )
    if top == "fellowship":
        if TRAVEL_FELLOW.search(text) or not MONEY_GIVEN.search(text):
            return "fellowship", "kind.fellowship"
        return "award", "kind.funded_fellowship"
    if (
        top == "shadowing"
        and "shadow" not in title
        and "observership" in counts
        and not YOUNG.search(text)
        and counts["observership"] > 2
    ):
        return "observership", "kind.observership_called_shadowing"
    if top == "observership" and "shadow" in title and "observ" not in title:
        return "shadowing", "kind.shadowing"
    if top == "volunteer" and len(counts) > 1:
        top = max((k for k in counts if k != "volunteer"), key=lambda k: counts[k])
    return top, f"kind.{top}"


def best(found: list[Sentence]) -> Sentence:
    """The sentence that shows the type best: a running one of moderate length before a heading."""

    def rank(s: Sentence) -> tuple[int, int]:
        words = len(s.text.split())
        return (
            0 if 5 <= words <= 40 and s.block.kind != "heading" else 1 if 2 <= words <= 60 else 2,
            s.block.order,
        )

    return min(found, key=rank)


def claim(
    section: Section, kind: OpportunityType, rule: str, proof: dict[OpportunityType, Sentence]
) -> Iterator[Claim]:
    words = {
        "externship": ROTATION,
        "other": RESIDENTS,
        "award": re.compile(r"award|grant|stipend|fellowship|scholarship|prize|[$€£] ?\d"),
    }
    sentence = proof.get(kind)
    pattern = type_patterns().get(kind)
    if sentence is None and (fallback := words.get(kind)):
        found = [s for s in section.sentences if fallback.search(s.low)]
        sentence, pattern = (best(found) if found else None), fallback
    if sentence is None or pattern is None:
        sentence = next(iter(proof.values()), None)
        pattern = next((p for k, p in type_patterns().items() if k in proof), None)
    if sentence is None or pattern is None:
        return
    hit = pattern.search(sentence.low)
    if hit is None:
        return
    quote = sentence.text
    if len(re.findall(r"\w+", quote)) < 2:
        longer = sentence.block.text
        if longer.count(" ") == 0:
            return
        quote = longer
    raw = sentence.text[hit.start() : hit.end()]
    yield Claim("type", raw, quote, rule, kind, sentence.block.order, 1)
