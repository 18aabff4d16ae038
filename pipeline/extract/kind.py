"""What type of opportunity a section speaks of, and its title."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from pipeline import regex as re
from pipeline.model import Claim, OpportunityType, Section, Sentence
from pipeline.sentences import plain
from pipeline.split import VIRTUAL, any_type, named_type, type_patterns

HANDS_ON = re.compile(
    r"hands-on|direct patient (?:care|contact)|take part in care|participat\w+ in (?:direct )?patient care|\b(?:take|taking|do|perform\w*) (?:\w+ ){0,3}(?:histories|physicals|physical exams)|\bwrit(?:e|ing) (?:\w+ ){0,3}notes"
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
RESIDENTS = re.compile(
    r"visiting (?:resident|physician|trainee|fellow)s?|resident (?:rotation|elective|visitor)s?|rotating residents?|acgme|rotators"
)
HOME_PROGRAM = re.compile(
    r"acgme|home (?:residency )?program\b|program director|\bpgy|gme office|house ?staff"
)
"""Words of rotations for residents of other hospitals."""
MONEY_GIVEN = re.compile(r"award|grant|stipend|pays?\b|funds?\b|funded|[$€£] ?\d|scholarship|prize")
TRAVEL_FELLOW = re.compile(
    r"travell?ing fellow|training (?:centre|center) |technical fellow|transfer fellow|clinical fellow|honou?ring our mentors"
)
MONEY_NOUN = re.compile(r"award|grant\b|grants\b|scholarship|prize|bursar|stipend|travel")
RESEARCH = re.compile(
    r"\bresearch|(?<!catheterization )(?<!catheter )(?<!cath )(?<!skills )(?<!simulation )(?<!vascular )(?<!electrophysiology )(?<!clinical )\blaborator(?:y|ies)\b|\bbench\b|\binvestigators?\b"
)
SOCIETY = re.compile(
    r"\bsociety\b|\bfoundation\b|\bassociation\b|\bacademy\b|\bcollege of\b|\btrustees\b|\bdues\b|\bdonors?\b|\bour members\b|\bmembers of the\b|\bcongress\b|\bfederation\b|\bcouncil\b|\bunion\b|\bleague\b|\bcompetition\b|\bawardees?\b|\bwinners?\b|\bhost (?:cent|inst|hosp)"
)
"""Who gives money to go elsewhere, as against a hospital that takes people in."""
HOUSE = re.compile(
    r"\bour (?:own )?(?:department|division|lab\w*|faculty|hospitals?|clinics?|school|medical center|institute|surgeons|physicians|patients|service|program)\b|\b(?:the|this) (?:department|division|section|laborator(?:y|ies)|institute|school|hospital)\b|\bschool of medicine\b|\bin the (?:clinic|operating room|lab)|\bmedical student program|\bwith us\b|\btuition\b"
)
WATCHING = re.compile(
    r"\b(?:observation(?:al)?\b(?! (?:stud|research|unit|period required))|observing\b|observes?\b(?! (?:all|the (?:rules|polic)))|watch(?:es|ing)?\b|looks? on\b|looking on\b|shadow(?:s|ing)?\b|follow(?:s|ing)? (?:the |an? |one of )?(?:\w+ ){0,3}(?:attending|faculty|physicians?|surgeons?|member|preceptor|team)|sit(?:s|ting)? in on|as observers?)"
)
"""What visitors do who are not called observers."""
VISITORS = re.compile(
    r"visit|scholars?\b|physicians?\b|surgeons?\b|\w+ologists?\b|clinicians?\b|professionals?\b|guests?\b|doctors?\b|trainees?\b|exchange|fellows?\b|inbound"
)
OUR_WORD = 8
"""Weight of the section's own heading; the page's heading weighs half, a sentence one, up to TEXT."""
TEXT = 6


def find(section: Section) -> Iterator[Claim]:
    """The type, from the word in the heading first and the text second."""
    sentences = titled(section)
    own = [sentence for sentence in sentences if any_type().search(sentence.low)]
    counts: dict[OpportunityType, float] = {}
    proof: dict[OpportunityType, Sentence] = {}
    title, page_title = section.title.lower(), section.page_title.lower()
    path = re.sub(r"[-_/.+]+", " ", urlsplit(section.url).path.lower())
    kind: OpportunityType
    for kind, pattern in type_patterns().items():
        found = [s for s in own if pattern.search(s.low)]
        if kind == "award" and not pattern.search(title):
            found = [s for s in found if pattern.search(NO_AWARD.sub(" ", s.low))]
        weight = min(len(found), TEXT) + 1.5 * min(sum(s.block.kind == "heading" for s in found), 2)
        if pattern.search(title):
            weight += OUR_WORD
        elif pattern.search(page_title) or (section.sole and pattern.search(path)):
            weight += OUR_WORD / 2
        if found:
            counts[kind] = weight
            proof[kind] = best(found)
    watched = watchers(section, counts, title)
    if watched is not None:
        yield watched
        return
    if not counts:
        yield from unnamed(section)
        return
    text = " ".join(s.low for s in section.sentences)
    if section.type_hint == "award" or (named_type(title) is None and scholars_paid(title, text, counts)):
        kind, rule = "award", "kind.award"
    else:
        kind, rule = decided(section, counts, title, text)
    yield from claim(section, kind, rule, proof)


def scholars_paid(title: str, text: str, counts: dict[OpportunityType, float]) -> bool:
    """ "The Smith Scholars", who each receive a sum towards what they come for: an award without the word in its name."""
    return bool(
        "award" in counts
        and "research" not in counts
        and not VISITING.search(title)
        and re.search(r"\bscholars?\b|\brecipients?\b|\bfund\b", title)
        and PAID.search(text)
    )


VISITING = re.compile(r"\bvisiting\b|\bobserv|\bshort-term\b")
PAID = re.compile(
    r"\b(?:gets?|receives?|given|awarded|granted|pays|provides|gives)\b[^.;$€£]{0,40}[$€£] ?\d|[$€£] ?\d[\d,.]* (?:each |apiece )?(?:towards?|to (?:help|offset|cover|defray|be))\b"
)
NO_AWARD = re.compile(
    r"\bstipends?\b|\b(?:training|federal|nih|institutional|the|a|r01|career) grants?(?:'s)?\b|\bgrants? (?:you|permission|access|behind|writing|proposals?|applications?|from)\b|\baward[- ]winning\b|\bteaching awards?\b"
)
"""Money and grants that are spoken of where none is to be won."""


def titled(section: Section) -> tuple[Sentence, ...]:
    """The sentences under the heading that gave the section its name, where the page has others beside it."""
    inside = tuple(
        s for s in section.sentences if any(same_name(h, section.title) for h in s.block.trail[1:])
    )
    if section.sole and len(inside) >= 3 and sum(bool(any_type().search(s.low)) for s in inside) >= 2:
        return inside
    return section.sentences


def same_name(heading: str, title: str) -> bool:
    return plain(heading).strip(" :.") == plain(title).strip(" :.")


def watchers(section: Section, counts: dict[OpportunityType, float], title: str) -> Claim | None:
    """Where the heading names no type: scholars and physicians who come for research do research, those who watch are
    observers, whatever else is mentioned."""
    if (
        any(weight >= OUR_WORD for weight in counts.values())
        or not VISITORS.search(title)
        or "student" in title
    ):
        return None
    if max(counts.values(), default=0) >= 4 and max(counts, key=lambda k: counts[k]) not in {
        "fellowship",
        "elective",
    }:
        return None
    low = [s for s in section.sentences if s.block.kind != "heading"]
    studies = [s for s in low if RESEARCH.search(s.low)]
    watches = [s for s in low if WATCHING.search(s.low) and not s.low.rstrip().endswith("?")]
    for kind, found, pattern in (("research", studies, RESEARCH), ("observership", watches, WATCHING)):
        other = watches if kind == "research" else studies
        if found and len(found) >= (2 if kind == "research" else 1) and len(found) >= len(other):
            sentence = best(found)
            hit = pattern.search(sentence.low)
            if hit and len(sentence.text.split()) >= 2:
                raw = sentence.text[hit.start() : hit.end()]
                return Claim(
                    "type", raw, sentence.text, f"kind.visitors_{kind}", kind, sentence.block.order, 1
                )
    return None


CORE_ONLY = re.compile(
    r"(?:\bcore (?:[\w,/& -]{0,40}? )?|\b(?:completed?|completing|completion of|done|finished|passed|prior)\b[^.;]{0,60}?)(?:clerkships?|electives?)|(?:clerkships?|electives?) (?:director|coordinator|office|grades?|catalog)"
)
"""Clerkships that an applicant has behind him, and offices named after them."""
NAMELESS = re.compile(r"clinical experience|usce\b|clinicals\b|hands-on|program|programme|opportunit|visit")


def unnamed(section: Section) -> Iterator[Claim]:
    """Where no type is named: clinical experience sold to graduates is an externship, anything else is other."""
    for sentence in section.sentences:
        hit = NAMELESS.search(sentence.low)
        if hit and len(sentence.text.split()) >= 3:
            text = " ".join(s.low for s in section.sentences)
            paid = (ROTATION.search(text) or HANDS_ON.search(text)) and FOR_GRADUATES.search(text)
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
    if top == "elective" and "sub_internship" in counts and ONLY_SUB.search(title):
        top = "sub_internship"
    if top == "elective":
        residents = RESIDENTS.search(title) and not re.search(r"student", title)
        if (residents and "elective" not in title) or (
            "student" not in title
            and len(HOME_PROGRAM.findall(text)) >= 2
            and not re.search(r"medical students?", text)
        ):
            return "other", "kind.visiting_residents"
        if VIRTUAL.search(title) and re.search(r"\bobservers?\b|\bwatch\b", text):
            return "observership", "kind.virtual_observer"
        if (
            "sub_internship" in counts
            and not re.search(r"\belectives?\b|\bclerkships?\b", CORE_ONLY.sub(" ", text))
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
    if (
        top == "sub_internship"
        and not ONLY_SUB.search(title)
        and re.search(r"\belectives?\b|\bclerkships?\b", CORE_ONLY.sub(" ", text))
    ):
        return "elective", "kind.elective_beside_sub_internship"
    paid = UNPAID.search(text) is None
    sought: OpportunityType = (
        "research" if RESEARCH.search(title) and ("research" in counts or not paid) else top
    )
    if top in {"fellowship", "research"} and not MONEY_NOUN.search(title) and in_house(text, sought):
        return sought, f"kind.{sought}_of_the_house"
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
    if top == "observership" and YOUNG.search(title) and "observ" not in title:
        return "shadowing", "kind.shadowing_of_the_young"
    if top == "observership" and "shadow" in title and "observ" not in title:
        return "shadowing", "kind.shadowing"
    if top == "volunteer" and len(counts) > 1:
        top = max((k for k in counts if k != "volunteer"), key=lambda k: counts[k])
    return top, f"kind.{top}"


UNPAID = re.compile(
    r"\b(?:un|not )(?:funded|paid|salaried)\b|\bself-funded\b|\b(?:no|without (?:an? )?) ?(?:stipend|salary|funding)\b|\b(?:own|external) funding\b"
)
"""A place that pays nothing is no award."""
ONLY_SUB = re.compile(
    r"^(?!.*\b(?:electives?|clerkships?|rotations|vslo)\b).*\b(?:sub-? ?i(?:s|nterns?(?:hips?)?)?|acting interns(?:hips?)?|away sub)\b"
)
"""A heading that offers sub-internships and nothing else."""


def in_house(text: str, kind: OpportunityType = "fellowship") -> bool:
    """Is a fellowship or research place spent where the page is from, rather than paid for by a society?"""
    house, society = len(HOUSE.findall(text)), len(SOCIETY.findall(text))
    return (
        house > 2 * society
        or UNPAID.search(text) is not None
        or (kind == "research" and not society and bool(TAKES_IN.search(text)))
    )


TAKES_IN = re.compile(
    r"\b(?:join|work|spend|train|carry out|assigned|placed)\w*\b[^.;]{0,60}\b(?:laborator(?:y|ies)|labs?|investigators?|mentors?|faculty|research (?:teams?|groups?|projects?))\b|\b(?:program|fellowship|year|position|scholars?) (?:is|are|runs?|lasts?|begins?)\b|\b(?:eight|nine|ten|twelve|six|\d+)[- ]weeks?\b|\b(?:positions?|posts?|places?|years?) in (?:the|a|our) (?:laborator|lab\b|research)|\bone-year,"
)
"""A place in which one does research, though it pays a stipend."""


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
