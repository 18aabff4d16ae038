"""One page, many programmes: the page's blocks divided by heading, audience and terms.

A page is one programme unless its headings say otherwise. They do so in three ways: a heading speaks of another group
(domestic beside international), of another type (observerships under electives), or stands beside a sibling that is
built alike and carries terms of its own (each with its dates, fees and contact).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import cast

from pipeline import gate
from pipeline import regex as re
from pipeline.extract import halts
from pipeline.model import Block, OpportunityType, Page, Section, Sentence
from pipeline.sentences import plain, sentences
from pipeline.specialty import lookup
from pipeline.vocab import alternation, vocabulary

ENOUGH = 80
"""Characters under a heading before it can carry terms."""


@dataclass(slots=True)
class Part:
    """What stands under the headings of one label."""

    label: str
    title: str
    type: OpportunityType | None
    blocks: list[Block] = field(default_factory=list)

    @property
    def text(self) -> str:
        return plain("\n".join(b.text for b in self.blocks))


def sections(page: Page, blocks: Sequence[Block], page_title: str = "") -> tuple[Section, ...]:
    """The programmes of a page, in the order of the page; at least one."""
    blocks = promoted(without_asides(blocks))
    said = spoken(blocks)
    title = main_title(page, blocks, page_title)
    labels = labelled(blocks, title)
    parts, rest = divided(blocks, labels)
    parts = {label: part for label, part in parts.items() if stands_alone(part, parts, title)}
    kept_apart = {b.order for part in parts.values() for b in part.blocks}
    rest = [b for b in blocks if b.order not in kept_apart]
    whole = bool(parts) and main_stands(parts, rest)
    if not parts or (len(parts) == 1 and not whole):
        return (
            Section(title, of(blocks, said), (), page.url, title, page.fetched_on, True, named_type(title)),
        )
    everyones = of(rest, said)
    found: list[tuple[int, Section]] = []
    if whole:
        found.append(
            (-1, Section(title, everyones, (), page.url, title, page.fetched_on, False, named_type(title)))
        )
        shared = tuple(s for s in everyones if for_all(s))
    else:
        shared = everyones
    for part in parts.values():
        found.append(
            (
                part.blocks[0].order,
                Section(
                    part.title,
                    of(part.blocks, said),
                    shared,
                    page.url,
                    title,
                    page.fetched_on,
                    False,
                    part.type or inherited_type(part, blocks, title),
                ),
            )
        )
    return closed(tuple(section for _, section in sorted(found, key=lambda pair: pair[0])))


CLOSING = 8
"""So many of a page's last blocks may name whom to ask about all that it offers."""


def closed(found: tuple[Section, ...]) -> tuple[Section, ...]:
    """A page's closing contact stands under its last heading, but serves the programmes that have none of their own."""
    if len(found) < 2 or sum(map(reaches, found)) != 1 or not reaches(found[-1]):
        return found
    orders = sorted({s.block.order for s in found[-1].sentences})[-CLOSING:]
    last = tuple(s for s in found[-1].sentences if s.block.order in orders and "@" in s.text)
    if not last:
        return found
    return (*(replace(section, shared=(*section.shared, *last)) for section in found[:-1]), found[-1])


def reaches(section: Section) -> bool:
    """Does a part, or what is shared with it, give an address to write to?"""
    return any(
        "@" in s.text or any(link.href.startswith("mailto:") for link in s.block.links)
        for s in (*section.sentences, *section.shared)
    )


def inherited_type(part: Part, blocks: Sequence[Block], title: str) -> OpportunityType | None:
    """The page's own type for a part without one, unless the page was named after another of its parts."""
    if any(b.level > 1 and tidy(b.text) == title for b in blocks):
        return None
    return named_type(title)


IN_HOUSE = re.compile(r"\bresidenc(?:y|ies)\b|\bfellowships?\b|\bgraduate medical education\b")
NOT_IN_HOUSE = re.compile(
    r"observ|visit|international|foreign|overseas|extern|rotation|elective|clerkship|research|travel|award|grant|scholar|global|mini|student|\bimgs?\b|graduates|shadow|summer|guest|experience|medal|prize|\?"
)
MATCHED = re.compile(
    r"\bacgme\b|\beras\b|\bnrmp\b|\b(?:sf|san francisco|aua) match\b|\bpgy\b|\baupo\b|\bcategorical\b|\bthe match\b|\bmatch(?:es|ed)? through\b|accredited (?:\w+ )?(?:residency|fellowship)"
)
PLAIN_IN_HOUSE = re.compile(
    r"(?:our |the |\w+/\w+ |clinical |subspecialty |advanced |gme )?(?:residency|residencies|fellowships?|residency programs?|fellowship programs?|fellowship training|residency training|residency and fellowship\w*|residencies and fellowships|post-?sophomore fellowship)"
)


def offers_more(block: Block) -> bool:
    """Does a block under the heading of a residency head a stay for outsiders after all?"""
    return (
        block.kind != "paragraph"
        and len(block.text) <= 90
        and named_type(block.text) not in (None, "fellowship")
    )


def without_asides(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without what a department writes of its own residency and fellowships, where the page has more to tell."""
    headings = [b for b in blocks if b.kind == "heading" and b.level > 1 and IN_HOUSE.search(plain(b.text))]
    left_out: set[int] = set()
    for heading in headings:
        low = plain(heading.text)
        if NOT_IN_HOUSE.search(low):
            continue
        body = under(heading, blocks)
        if PLAIN_IN_HOUSE.fullmatch(low.strip(" :")) or MATCHED.search(body[:600]):
            inside = inside_of(heading, blocks)
            if not any(offers_more(b) for b in inside):
                left_out |= {b.order for b in inside}
    for heading in blocks:
        if heading.kind == "heading" and heading.level > 1 and len(heading.text) <= 90:
            low = plain(heading.text)
            if OTHER_TRADE.search(low) and not OUR_PEOPLE.search(low):
                left_out |= {b.order for b in inside_of(heading, blocks)}
    kept = [b for b in blocks if b.order not in left_out]
    return kept if left_out and sum(len(b.text) for b in kept) >= 200 else list(blocks)


def inside_of(heading: Block, blocks: Sequence[Block]) -> list[Block]:
    """A heading and what stands under it."""
    path = (*heading.trail, heading.text)
    return [
        b
        for b in blocks
        if b.order == heading.order or (b.order > heading.order and b.trail[: len(path)] == path)
    ]


OTHER_TRADE = re.compile(
    r"\b(?:physician assistants?|pas?|nps?|nurs\w+|crnas?|cnms?|pharm\w*|dent(?:al|ists?|istry)|podiatr\w*|optometr\w*|physical therap\w*|occupational therap\w*|social work\w*|dieteti\w*|chiropract\w*|veterinar\w*|paramedics?|emts?|radiologic technolog\w*)\b"
    r"(?! (?:home|facilit|records?)\w*)"
)
OUR_PEOPLE = re.compile(
    r"\bmedical\b|\bphysicians?\b(?! assistant)|\bm\.?d\.?\b|\bd\.?o\.?\b|\bdoctors?\b|\bstudents\b.*\bobserv|\bobserv|\bshadow|\bgraduates?\b|\binsurance\b|\bform|\brequire|\bexam"
)
"""What stands under a heading of another trade is none of ours, unless ours is named beside it."""


def spoken(blocks: Sequence[Block]) -> Mapping[int, list[Sentence]]:
    """The sentences of each block, by its order."""
    found: dict[int, list[Sentence]] = defaultdict(list)
    for sentence in sentences(blocks):
        found[sentence.block.order].append(sentence)
    return found


def of(blocks: Sequence[Block], said: Mapping[int, list[Sentence]]) -> tuple[Sentence, ...]:
    return tuple(sentence for block in blocks for sentence in said.get(block.order, ()))


FOR_ALL = re.compile(
    r"\ball (?:applicants|visit|observers|students|programs|participants|appointments|learners)|\bcontact\b|@|questions",
    re.I,
)


def for_all(sentence: Sentence) -> bool:
    """Where the page's main text is a programme of its own, what of it holds for the others too: whom to ask."""
    return bool(FOR_ALL.search(sentence.low)) or any(FOR_ALL.search(h) for h in sentence.block.trail[1:])


# --- labels --------------------------------------------------------------------------------------------------------


@cache
def group_patterns() -> Mapping[str, re.Pattern[str]]:
    return {n: re.compile(alternation(w)) for n, w in vocabulary("types")["groups"].items()}


@cache
def type_patterns() -> Mapping[OpportunityType, re.Pattern[str]]:
    return {
        cast(OpportunityType, n): re.compile(rf"(?<![a-z])(?:{alternation(w)})")
        for n, w in vocabulary("types")["types"].items()
    }


@cache
def any_type() -> re.Pattern[str]:
    """Any word of any type: a cheap look before the types are told apart."""
    words = vocabulary("types")["types"].values()
    return re.compile("(?<![a-z])(?:" + "|".join(f"(?:{alternation(w)})" for w in words) + ")")


@cache
def part_words() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{alternation(vocabulary('types')['parts'])})(?![a-z])", re.I)


@cache
def nouns() -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z])(?:{vocabulary('types')['nouns']})(?![a-z])", re.I)


@re.memo
def group(text: str) -> str:
    """Whom a heading speaks of: international, osteopathic, domestic, or nobody in particular."""
    low = plain(text)
    found = {name for name, pattern in group_patterns().items() if pattern.search(low)}
    if found == {"international", "domestic"}:
        return "" if re.search(r"domestic|u\.s\.|\bus\b|american|\bmd\b", low) else "international"
    return found.pop() if len(found) == 1 else ""


AWARD_LAST = re.compile(
    r"\b(?:awards?|grants?|scholarships?|prizes?|bursar(?:y|ies)|stipends?)(?: (?:program(?:me)?s?|funds?))?\W*$"
)
"""An observership grant is money, whatever it pays for."""


@re.memo
def named_type(text: str) -> OpportunityType | None:
    """The type that a heading names, if it names one."""
    low = plain(text)
    found = [name for name, pattern in type_patterns().items() if pattern.search(low)]
    if not found:
        return None
    if "award" in found and AWARD_LAST.search(low):
        return "award"
    if "sub_internship" in found and "elective" in found:
        found.remove("elective" if ONE_ROTATION.search(low) else "sub_internship")
    return found[0]


ONE_ROTATION = re.compile(
    r"^(?!.*(?:elective|clerkship|vslo|\brotations\b|\band\b|[&/+])).*(?:sub-?\s?i(?:nternships?)?|acting internships?)\b"
)
"""A sub-internship that is called a rotation too, and no rotations beside it."""


@re.memo
def name_of(heading: str) -> str:
    """A heading without the words of its part: "Observer Appointment Requirements" is "Observer Appointment"."""
    text = re.sub(r"^\W*(?:(?:step )?\d+\s*[.):-]\s*|(?:[ivx]{1,4}|[a-h])[.)]\s+)", "", heading, flags=re.I)
    text = part_words().sub(" ", text)
    text = re.sub(r"\s+", " ", re.sub(r"\(\s*\)", " ", text))
    text = re.sub(
        r"^(?:\W|\b(?:for|of|the|an?|and|or|to|in|is|all|our)\b)+|(?:\W|\b(?:for|of|the|an?|and|or|to|in|is)\b)+$",
        "",
        text,
    )
    return text.strip()


GENERIC = frozenset(
    re.findall(
        r"\w+",
        """visiting visitors visitor medical students student clinical programs program programme international domestic
        the of and for an a our us u s md do m d o school schools college university hospital medicine health at in to
        experience experiences opportunity opportunities elective electives rotation rotations clerkship clerkships
        observership observerships appointment appointments types type information external other""",
    )
)
"""Words that tell no programme from its neighbour."""


@re.memo
def name_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", plain(text))) - GENERIC


def labelled(blocks: Sequence[Block], title: str) -> dict[int, tuple[str, str, OpportunityType | None]]:
    """Order of a heading block to its label, title and type, where it begins another programme."""
    headings = [b for b in blocks if b.kind in {"heading", "term"} and len(b.text) <= 140]
    main_type, main_group = named_type(title), group(title)
    typed = main_type is None and several_types(headings)
    found: dict[int, tuple[str, str, OpportunityType | None]] = {}
    for block in headings:
        name = name_of(block.text)
        if not name or (block.level == 1 and name_words(name) == name_words(title)):
            continue
        whom, kind = group(block.text), named_type(name)
        above = found_above(block, headings, found)
        if TRADES.search(plain(name)):
            continue
        if kind and VIRTUAL.search(plain(name)) and not VIRTUAL.search(plain(title)) and above is None:
            found[block.order] = ("virtual", tidy(name.rpartition("?")[2]), kind)
        elif whom and whom != main_group and above is None and speaks_of(block.text):
            found[block.order] = (whom, group_title(block, blocks, name, whom, title), kind or main_type)
        elif (
            kind
            and (typed or (main_type and (differs(kind, main_type) or YOUNG.search(plain(name)))))
            and above is None
            and heading_names(block.text, kind)
        ) or (
            kind
            and main_type is None
            and above is None
            and whole_name(block.text)
            and heading_names(block.text, kind)
            and halts.refused(under(block, blocks)[:300])
        ):
            found[block.order] = (f"type:{kind}", tidy(name), kind)
    sides = {label for label, _, _ in found.values()}
    one_sided = not {"international", "domestic"} <= sides
    contrasts: list[list[Block]] = []
    for siblings in families(headings, blocks, contrasts):
        for block in siblings:
            name = name_of(block.text)
            if (
                block.order not in found
                or found[block.order][0] == "virtual"
                or (one_sided and found[block.order][0] in group_patterns())
            ):
                label = "name:" + " ".join(sorted(name_words(name) or audience_of(block.text).split()))
                if any(label == other for other, _, _ in found.values()) and siblings in contrasts:
                    label = "name:" + plain(name)
                found[block.order] = (label, tidy(name), named_type(name))
    for row in programme_rows(blocks):
        name = row.cells[0][1]
        kind = "award" if MONEY_ROW.search(plain(row.cells[0][0])) else named_type(name)
        found[row.order] = ("name:" + plain(name), tidy(name), kind)
    return found


ROW_OF = re.compile(
    r"\b(?:awards?|programs?|programmes?|grants?|scholarships?|opportunit(?:y|ies)|fellowships?|prizes?)\b"
)
MONEY_ROW = re.compile(r"\b(?:awards?|grants?|scholarships?|prizes?|bursar(?:y|ies))\b")
TERM_COLUMN = re.compile(
    r"\b(?:whom?|eligib\w+|values?|amounts?|fees?|costs?|prices?|tuition|deadlines?|clos(?:es|ing)|due|length|duration|how long|when|dates?|stipends?|open to)\b"
)


def programme_rows(blocks: Sequence[Block]) -> list[Block]:
    """The rows of a table that lists programmes, one a row, each with its people, sums or dates in columns."""
    tables: dict[tuple[str, ...], list[Block]] = defaultdict(list)
    for block in blocks:
        if block.kind == "row" and len(block.cells) >= 3:
            heads = tuple(plain(head) for head, _ in block.cells)
            if ROW_OF.search(heads[0]) and sum(bool(TERM_COLUMN.search(head)) for head in heads[1:]) >= 2:
                tables[heads].append(block)
    found: list[Block] = []
    for rows in tables.values():
        named = [r for r in rows if nouns().search(r.cells[0][1]) or named_type(r.cells[0][1])]
        if len(rows) >= 2 and 2 * len(named) > len(rows) and len({r.cells[0][1] for r in rows}) == len(rows):
            found.extend(rows)
    return found


def promoted(blocks: Sequence[Block]) -> list[Block]:
    """Blocks in which a line of its own that names an award beside headings that do is a heading too."""
    if sum(b.kind == "heading" and named_type(b.text) in FUNDED for b in blocks) < 1:
        return list(blocks)
    found: list[Block] = []
    under_: Block | None = None
    for place, block in enumerate(blocks):
        if under_ is not None and (block.kind == "heading" or block.trail != under_.trail):
            under_ = None
        following = blocks[place + 1] if place + 1 < len(blocks) else None
        if (
            block.kind == "paragraph"
            and len(block.text) <= 80
            and not block.links
            and AWARD_LAST.search(plain(block.text))
            and TITLED.fullmatch(block.text.strip())
            and following is not None
            and following.trail == block.trail
            and len(following.text) > len(block.text)
        ):
            level = next(
                (b.level for b in blocks if b.kind == "heading" and b.trail == block.trail),
                len(block.trail) + 1,
            )
            under_ = block
            found.append(replace(block, kind="heading", level=level))
            continue
        found.append(replace(block, trail=(*block.trail, under_.text)) if under_ is not None else block)
    return found


TITLED = re.compile(
    r"(?:[A-Z][\w.'’&-]*|of|for|the|in|and|to|de|von|van|an?)(?: (?:[A-Z][\w.'’&-]*|of|for|the|in|and|to|de|von|van|an?)){1,11}"
)


VIRTUAL = re.compile(r"\bvirtual|\bremote|\btele-?(?!phone)\w*|\bon-?line\b")
"""A stay from afar is another offer than one in person."""
YOUNG = re.compile(r"high school|pre-?med|pre-?health|undergraduate")
"""Shadowing for the young is no observership, though both only watch."""


def several_types(headings: Sequence[Block]) -> bool:
    """Do headings below the page's own name types that differ, where the page's own names none?"""
    kinds = [
        kind
        for b in headings
        if b.level > 1 and (kind := named_type(name_of(b.text))) and heading_names(b.text, kind)
    ]
    return any(differs(a, b) for a in kinds for b in kinds)


def speaks_of(text: str) -> bool:
    """Is a heading about a group of people, and not a sentence in which they are mentioned?"""
    low = plain(text)
    if not WHO.search(low):
        return False
    return low.endswith("?") or (
        len(low) <= 100 and not re.search(r"\b(?:is|are|may|will|must|can|not|no)\b", low)
    )


def group_title(block: Block, blocks: Sequence[Block], name: str, whom: str, title: str) -> str:
    """A name for what a heading offers to one group; a question lends it none, so the answer is asked."""
    if block.text.rstrip().endswith("?"):
        if hit := PROGRAMME_OF.search(under(block, blocks)):
            return tidy(hit[0][0].upper() + hit[0][1:])
        return tidy(f"{title} - {whom.title()}")
    if not re.search(r"visit|international|observ|extern|shadow|foreign|global", plain(name)):
        return tidy(f"{title} - {name}")
    return tidy(name)


PROGRAMME_OF = re.compile(
    r"\b(?:international|global)(?: \w+){0,4} (?:program|elective|observership|externship)s?\b"
)
WHO = re.compile(
    r"students?|applicants?|graduates?|physicians?|program|schools?|network|visitors?|observers?|electives?|rotations?|clerkships?|vslo"
)
TRADES = re.compile(
    r"physician assistant|\b(?:pas?|nurs\w*|pharm\w*|dent(?:al|ist\w*)|crnas?|anesthetists?|residen(?:ts?|cy)|podiatr\w*|"
    r"optometr\w*|physical therap\w*)\b"
)
"""Headings that speak of other professions, or of residents, who have ways of their own."""


def found_above(
    block: Block, headings: Sequence[Block], found: Mapping[int, tuple[str, str, OpportunityType | None]]
) -> str | None:
    """The label of the nearest heading above that has one."""
    for heading in headings:
        if heading.order >= block.order:
            break
        path = (*heading.trail, heading.text)
        if heading.order in found and block.trail[: len(path)] == path:
            return found[heading.order][0]
    return None


CLINICAL: frozenset[OpportunityType] = frozenset({"elective", "sub_internship"})
WATCHING: frozenset[OpportunityType] = frozenset({"observership", "shadowing", "preceptorship"})
FUNDED: frozenset[OpportunityType] = frozenset({"award", "fellowship"})


def differs(a: OpportunityType, b: OpportunityType) -> bool:
    """Are two types so unlike that they make two programmes?"""
    return (
        a != b
        and not any(a in family and b in family for family in (CLINICAL, WATCHING, FUNDED))
        and "volunteer" not in (a, b)
    )


def heading_names(text: str, kind: OpportunityType) -> bool:
    """Is the heading about that type, and not a sentence or question in which it is mentioned?"""
    low = plain(text)
    if re.match(r"^\W*(?:\d+\W+)?what is an? ", low):
        return True
    if (
        len(low) > 70
        or low.endswith(("?", "."))
        or re.search(r"\b(?:how|can|do|does|is|are|may|will|if|not|no)\b", low)
    ):
        return False
    if kind == "elective" and not re.search(r"elective|clerkship|visiting|rotations? (?:for|program)", low):
        return False
    return name_of(text) != "" and not re.search(
        r"objectives?|evaluation|polic|calendar|schedule|catalog", low
    )


TERM_HEADING = re.compile(
    r"fee|cost|tuition|dates?\b|deadline|eligib|requirement|how to apply|appl(?:y|ication)|duration|length|contact",
    re.I,
)


def families(
    headings: Sequence[Block], blocks: Sequence[Block], contrasts: list[list[Block]]
) -> list[list[Block]]:
    """Sibling headings that are built alike: each has at least two of the same sub-headings about terms, or each is
    named as a programme and carries several kinds of terms."""
    siblings: dict[tuple[tuple[str, ...], int], list[Block]] = defaultdict(list)
    for block in headings:
        siblings[block.trail, block.level].append(block)
    of_terms = [(h, plain(h.text).strip(" :")) for h in headings if TERM_HEADING.search(h.text)]
    found: list[list[Block]] = []
    for group_ in siblings.values():
        if len(group_) < 2:
            continue
        subs = {
            b.order: {low for h, low in of_terms if h.trail[: len(b.trail) + 1] == (*b.trail, b.text)}
            for b in group_
        }
        counts: dict[str, int] = defaultdict(int)
        for names in subs.values():
            for name in names:
                counts[name] += 1
        common = {name for name, n in counts.items() if n >= 2}
        alike = [b for b in group_ if len(subs[b.order] & common) >= 2 and not DEPARTMENTS.search(b.text)]
        if len(alike) >= 2 and len({name_words(name_of(b.text)) for b in alike}) >= 2:
            wanted = {name_words(name_of(b.text)) for b in alike}
            found.append(
                [
                    b
                    for b in group_
                    if b in alike or (name_words(name_of(b.text)) in wanted and name_words(name_of(b.text)))
                ]
            )
            continue
        if contrasted := rivals(group_, blocks) or twins(group_, blocks):
            found.append(contrasted)
            contrasts.append(contrasted)
            continue
        peopled = [
            b
            for b in group_
            if len(b.text) <= 80 and audience_of(b.text) and not TRADES.search(plain(b.text))
        ]
        peopled = [b for b in peopled if terms(under(b, blocks)) >= 3]
        if len({audience_of(b.text) for b in peopled}) == len(peopled) >= 2:
            found.append(peopled)
            continue
        named = [
            b
            for b in group_
            if nouns().search(name_of(b.text)) and len(b.text) <= 80 and not TRADES.search(plain(b.text))
        ]
        strong = [
            b for b in named if terms(under(b, blocks)) >= 3 and gate.clinical().search(under(b, blocks))
        ]
        if len(strong) >= 2 and len({name_words(name_of(b.text)) for b in strong}) == len(strong):
            found.append(strong)
    return found


AUDIENCES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("young", re.compile(r"high school|pre-?med|pre-?health|undergraduate|college students")),
    ("graduate", re.compile(r"graduates?\b|\bimgs?\b|\bfmgs?\b")),
    ("resident", re.compile(r"\bresidents?\b|\bfellows\b")),
    (
        "physician",
        re.compile(r"physicians?\b|surgeons?\b|clinicians?\b|faculty|scholars?\b|professionals?\b"),
    ),
    ("student", re.compile(r"\bstudents?\b")),
)


@re.memo
def audience_of(heading: str) -> str:
    """The one kind of people that a heading names as its programme's, and no part of one; else nothing."""
    low = plain(heading).strip(" :")
    if low.endswith("?") or name_of(heading).casefold() != tidy(heading).casefold():
        return ""
    found = [name for name, pattern in AUDIENCES if pattern.search(low)]
    return found[0] if len(found) == 1 or (found and found[0] in {"young", "graduate"}) else ""


BROAD: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "apply",
        re.compile(
            r"\bappl(?:y|ied|ications?)\b|\bsubmit|\bsend\b|\be-?mail\b|\bwrite to\b|\bcontact\b|@|\brequests?\b|\bsign[- ]?up\b|\bnominat|\bvslo\b|\bforms?\b|\binquir|\bplease (?:call|fill)|\bfill (?:in|out)\b"
        ),
    ),
    (
        "who",
        re.compile(
            r"\beligib|\bmust (?:be|have|hold)\b|\bstudents?\b|\bphysicians?\b|\bsurgeons?\b|\bgraduates?\b|\bopen to\b|\benrolled\b|\bcandidates?\b|\bspecialists?\b|\bdoctors\b|\b(?:years?|yrs) (?:of age|old)|\b1[68]\+|\b\w+ologists\b|\bclinicians?\b|\bfourth-years?\b|\bpartners?\b"
        ),
    ),
    (
        "money",
        re.compile(
            r"[$€£] ?\d|\bfees?\b|\bfree\b|\bno (?:charge|cost|tuition)\b|\bcharges?\b|\btuition\b|\bstipend|\bcosts?\b|\bsalary\b|\bpays?\b"
        ),
    ),
    (
        "time",
        re.compile(
            r"\b(?:\d+|an?|one|two|three|four|five|six|eight|ten|twelve|single|several)(?:[- ](?:to|or|and|-) ?\w+)?[- ](?:consecutive )?(?:weeks?|wks?|days?|months?|years?|blocks?|hours?|shifts?)\b"
        ),
    ),
    (
        "ahead",
        re.compile(
            r"\bdeadline|\bdue\b|\b(?:weeks?|months?|days?)(?:'| or more)* (?:ahead|in advance|before|prior|out|notice)\b|\bno later\b|\bby (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\bfirst[- ]come"
        ),
    ),
    (
        "papers",
        re.compile(
            r"\bc\.?v\b|\br[eé]sum[eé]|\bcurriculum|\btranscript|\bimmuni[sz]|\bpassport|\bvaccin|\bflu shot|\bletters?\b|\bbackground check|\binsurance|\bdiploma|\btb\b|\bscore"
        ),
    ),
)


@re.memo
def broad_terms(low: str) -> frozenset[str]:
    """The kinds of terms that a part states, in any words: enough to know that it has a life of its own."""
    return frozenset(name for name, pattern in BROAD if pattern.search(low))


OTHERS = re.compile(
    r"\b(?:all |any )?other (?:\w+ ){0,2}(?:schools|students|institutions|universities|colleges|applicants)\b|\bnon-?affiliat\w+|\bunaffiliated\b|\ball others\b"
)
VISITOR = re.compile(
    r"\b(?:visit(?:s|ing|ors?)?|guests?|observ\w+|shadow\w*|scholars?|externs?\w*|away|audition|international)\b"
)
NOT_A_NAME = re.compile(
    r"^(?:what|how|who|why|when|where|your|before|after|during|while|upon|step|getting|are|is|do|does|can|will|if|for (?:our|both|all)|both|all|note|please|not)\b|\?$|\b(?:our (?:own )?|current |home )students\b|contact|faq|questions|requirements?$|documents?$|checklist|winners?\b|recipients?\b|\bpast\b|\bprevious\b|history|housing|parking|lodging|deadlines?$|polic(?:y|ies)$|information$"
)
OWN_STUDENTS = re.compile(
    r"^For (?!Visiting|Other|Domestic|International|US|U\.S|Medical|Osteopathic|MD|DO|IMG|Foreign|All|Pre)[A-Z]\w+ (?:\w+ )?[Ss]tudents"
)


@dataclass(frozen=True, slots=True)
class Rival:
    """A heading that may name an opportunity beside another one."""

    block: Block
    kind: OpportunityType | None
    audience: str
    group: str
    terms: frozenset[str]
    held: bool
    """Says that it is closed or gone, so that few terms are told."""

    def differs(self, other: Rival) -> bool:
        if self.kind and other.kind and differs(self.kind, other.kind):
            return True
        if self.kind and other.kind and name_words(self.block.text) != name_words(other.block.text):
            if self.held != other.held:
                return True
            if self.kind == other.kind == "award":
                return "money" in self.terms & other.terms
            if self.kind != other.kind and {self.kind, other.kind} <= WATCHING:
                return {"money", "time"} <= self.terms & other.terms
        if self.audience and other.audience and self.audience != other.audience:
            return True
        if (self.kind is None) != (other.kind is None) and len(self.terms) >= 3 and len(other.terms) >= 3:
            return (self.audience or other.audience) == "physician"
        return bool(
            (self.group or other.group)
            and self.group != other.group
            and "student" in (self.audience, other.audience)
        )


def held(low: str) -> bool:
    """Does a text begin by saying that what it is about is closed, or gone?"""
    return bool(halts.gone(low) or next(halts.halted(low), None))


@re.memo
def whole_name(heading: str) -> bool:
    """Is a heading a name as it stands, and no part of a programme ("Application process for visitors")?"""
    heading = re.sub(r"(?<=\w)-(?=\w)", "", heading)
    stripped = re.sub(r"^(?:for|to|the) ", "", tidy(heading).casefold())
    return re.sub(r"\W", "", name_of(heading).casefold()) == re.sub(r"\W", "", stripped)


def twins(siblings: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """Siblings of any name that each say who may come, how to apply and what it costs or how long it lasts."""
    found: list[Block] = []
    for block in siblings:
        low = plain(block.text).strip(" :")
        if (
            len(low) > 60
            or not whole_name(block.text)
            or NOT_A_NAME.search(low)
            or TRADES.search(low)
            or DEPARTMENTS.search(block.text)
            or OWN_STUDENTS.match(block.text)
            or (lookup(tidy(block.text)) is not None)
        ):
            continue
        told = broad_terms(under(block, blocks))
        if {"who", "money", "time"} <= told and (
            (len(told) >= 5 and "apply" in told) or STAY.search(low) is not None
        ):
            found.append(block)
    return found if 2 <= len(found) <= 4 else []


STAY = re.compile(
    r"\b(?:(?:core|elective|audition|away|visiting|required|affiliate\w*) (?:rotations?|clerkships?|electives?|students?)|electives?|sub-?internships?|clerkships?)\b"
)
"""Stays of one family that differ in whom they are for: the core ones of partner schools beside electives for all."""


def rivals(siblings: Sequence[Block], blocks: Sequence[Block]) -> list[Block]:
    """Siblings of which each names people or a type of stay unlike another's, and has terms or a status of its own."""
    found: list[Rival] = []
    for block in siblings:
        low = plain(block.text).strip(" :")
        name = name_of(block.text)
        if (
            not whole_name(block.text)
            or len(low) > 110
            or not name
            or NOT_A_NAME.search(low)
            or TRADES.search(low)
            or OWN_STUDENTS.match(block.text)
        ):
            continue
        kind = named_type(name)
        audience = next((n for n, pattern in AUDIENCES if pattern.search(low)), "")
        side = group(block.text) or ("others" if OTHERS.search(low) else "")
        if not (kind or audience or side or VISITOR.search(low)):
            continue
        body = under(block, blocks)
        if any(
            group(b.text) and speaks_of(b.text)
            for b in blocks
            if b.kind == "heading" and b.trail[: len(block.trail) + 1] == (*block.trail, block.text)
        ):
            continue
        stopped = held(body[:300])
        told = broad_terms(f"{low} {body}")
        least = 2 if any(OTHERS.search(plain(b.text)) for b in siblings) else 3
        if len(body) < ENOUGH or (len(told) < least and not stopped):
            continue
        if not stopped and REFUSES.search(body[:250]) and len(told) < 4:
            continue
        found.append(Rival(block, kind, audience, side, told, stopped))
    kept = [a for a in found if any(a.differs(b) for b in found if b is not a)]
    if sum(len(a.terms) >= 3 for a in kept) < 1 or len(kept) < 2:
        return []
    return [a.block for a in kept]


DEPARTMENTS = re.compile(r"campus|step \d|^\d|phase|option \d|fall|spring|summer \d|winter", re.I)


def under(heading: Block, blocks: Sequence[Block]) -> str:
    path = (*heading.trail, heading.text)
    return plain(
        "\n".join(b.text for b in blocks if b.order > heading.order and b.trail[: len(path)] == path)
    )


def terms(low: str) -> int:
    """How many kinds of terms a text states: how to apply, who, how much, how long, by when, with which papers."""
    known = gate.patterns()
    return sum(bool(known[f"term_{name}"].search(low)) for name in OWN_TERMS)


OWN_TERMS = ("apply", "eligibility", "money", "time", "deadline", "documents", "scope")


# --- from labels to parts ------------------------------------------------------------------------------------------


def divided(
    blocks: Sequence[Block], labels: Mapping[int, tuple[str, str, OpportunityType | None]]
) -> tuple[dict[str, Part], list[Block]]:
    """Blocks by label; those under no labelled heading are the rest."""
    parts: dict[str, Part] = {}
    rest: list[Block] = []
    everyone: str | None = None
    open_: list[tuple[tuple[str, ...], str]] = []
    last = max(labels, default=0)
    for block in blocks:
        open_ = [(p, label) for p, label in open_ if block.trail[: len(p)] == p]
        if block.order in labels:
            everyone = None
            label, title, kind = labels[block.order]
            parts.setdefault(label, Part(label, title, kind)).blocks.append(block)
            open_.append(((*block.trail, block.text), label))
        elif open_ and (
            everyone == open_[-1][1]
            or (len(labels) > 1 and block.order > last and for_everyone(block, open_[-1][0]))
        ):
            everyone = open_[-1][1]
            rest.append(block)
        elif open_:
            parts[open_[-1][1]].blocks.append(block)
        else:
            rest.append(block)
    return parts, rest


EVERYONE = re.compile(
    r"^\W*(?:(?:for|in|recipients of|winners of|applicants (?:for|to)|students (?:in|of)|participants (?:in|of)|visitors of) )?(?:either|both|all (?:two|three|four|of these|of the above|programs|tracks|campuses|categories|visitors|applicants)|each of (?:the|these))\b(?! (?:of which|parents|sides|doses))"
)


def for_everyone(block: Block, path: tuple[str, ...]) -> bool:
    """ "For both", "Recipients of either award": what begins here in the last part holds for all of them.

    `path`: the headings of that part. A line under a heading of the part's own speaks of the part ("All applicants
    must ..." under its "Requirements")."""
    return (
        block.kind in ("heading", "term") or (block.kind == "paragraph" and block.trail == path)
    ) and EVERYONE.search(plain(block.text[:80])) is not None


REFUSES = re.compile(
    r"\b(?:not|no longer|cannot|unable|n't)\b[^.]{0,60}\b(?:accept|offer|eligible|available|allow|permit|accommodat|host|consider|provid|tak(?:e|ing)\b|open to|participat)|\bno (?:\w+ ){0,3}(?:available|offered|accepted)"
    r"|\bineligible\b|\bneed not apply|\b(?:excluded|discontinued|suspended)\b|\bneither\b"
)


FOR_NOW = re.compile(
    r"\b(?:currently|at (?:this|the present) time|temporar\w+|paused?|suspend\w*|on hold|until further notice)\b|for the \d{4}"
)
"""A program under a heading of its own that takes nobody for now is a closed listing, not a remark."""


def stands_alone(part: Part, parts: Mapping[str, Part], title: str) -> bool:
    """Has the part terms of its own, so that it is an opportunity and not a remark?"""
    body = plain(
        "\n".join(b.text for b in part.blocks if b.kind != "heading" or b.level > 4 or len(b.text) > 60)
    )
    kinds = terms(body)
    refuses = bool(REFUSES.search(body[:250])) and not re.search(
        r"\bexcept|\bunless|pilot|limited basis", body[:400]
    )
    if part.label.startswith("name:"):
        return terms(part.text) >= 1 or len(broad_terms(part.text)) >= 2 or held(part.text[:400])
    if part.label == "virtual":
        return len(body) >= ENOUGH and len(broad_terms(body)) >= 3
    if OWN_TRAINEES.search(body) and not OUTSIDERS.search(body):
        return False
    if part.label.startswith("type:"):
        return len(body) >= ENOUGH and (
            kinds >= 1 or part.type in FUNDED or held(body[:400]) or halts.refused(body[:300])
        )
    if set(parts) & {"international", "domestic", "osteopathic"} - {part.label}:
        return len(body) >= ENOUGH and not (refuses and kinds < 4 and not FOR_NOW.search(body[:400]))
    if part.label == "domestic":
        return False
    if PROGRAMME_OF.search(body) and kinds >= 2 and not refuses:
        return True
    return len(body) >= 400 and kinds >= 4 and not refuses


OWN_TRAINEES = re.compile(r"\b(?:our |the )?(?:residents|fellows|faculty members|house ?staff|pgy)\b")
OUTSIDERS = re.compile(
    r"\b(?:students?|visitors?|visits?|visiting (?!professor|lectur|faculty)|observers?|applicants?|appl(?:y|ications?)|volunteers?|graduates?|scholars?|you|your|interested|international|outside|physicians?|surgeons?|trainees|candidates?|anyone|externs?|imgs?)\b"
)
"""What a department says of its own residents is no offer to others."""


def main_stands(parts: Mapping[str, Part], rest: Sequence[Block]) -> bool:
    """Is what stands under no other heading an opportunity of its own?"""
    low = plain("\n".join(b.text for b in rest))
    if any(label.startswith("name:") for label in parts):
        return False
    if {"international", "domestic"} <= set(parts):
        return False
    if not gate.clinical().search(low):
        return False
    if len(parts) >= 2 and all(label.startswith("type:") for label in parts):
        first = min(part.blocks[0].order for part in parts.values())
        low = plain("\n".join(b.text for b in rest if b.order < first))
    if all(part.type == "award" for part in parts.values()):
        return "who" in broad_terms(low) and (len(broad_terms(low)) >= 2 or OFFERED.search(low) is not None)
    return terms(low) >= 3


OFFERED = re.compile(r"\b(?:welcom\w+|hosts?|offers?|accepts?|invites?|takes?|taken|available)\b")
"""A stay of its own beside the money for it, though its terms stand elsewhere."""


# --- titles --------------------------------------------------------------------------------------------------------


def main_title(page: Page, blocks: Sequence[Block], page_title: str = "") -> str:
    """The page's programme by name: its own heading where that names one, else the part of its title that does."""
    tops = [b.text for b in blocks if b.kind == "heading" and b.level == 1 and len(b.text) <= 140]
    segments = [s.strip() for s in re.split(r"\s[|»·:–—-]+\s|\s*\|\s*| » ", page_title) if s.strip()]
    others = [b.text for b in blocks if b.kind == "heading" and b.level > 1 and len(b.text) <= 110][:12]
    for text in (
        *tops,
        *segments,
        *(
            o
            for o in others
            if not o.endswith("?") and not VIRTUAL.search(plain(o)) and not TRADES.search(plain(o))
        ),
    ):
        if names_programme(text) or (
            text in tops and (heads_programme(text) or speaks_to_its_people(text, blocks))
        ):
            return tidy(text)
    if name := named_in_text(blocks):
        return name
    for text in others:
        if (
            audience_of(text)
            and not TRADES.search(plain(text))
            and not names_programme(next(iter(tops), ""))
            and (not tops or not WHO.search(plain(tops[0])))
        ):
            return tidy(text)
    first = next(
        (t for t in (*tops, *segments, *others) if not GENERIC_TITLE.fullmatch(plain(t).strip())), ""
    )
    return tidy(first)


GENERIC_TITLE = re.compile(
    r"(?:faqs?|apply(?: now| here| online)?|home(?: page)?|contact(?: us)?|about(?: us)?|welcome|overview|new app test|test|how to apply|"
    r"frequently asked questions|questions asked often|application(?: form)?|index|menu|main|untitled|programs?|services|general information)\W*"
)
"""Headings that name nothing; a listing under one of them is called after its type."""


@re.memo
def names_programme(text: str) -> bool:
    low = plain(text)
    if re.search(r"[a-z]{3}[.!] [a-z]|[a-z]{3}\.$", low):
        return False
    known = gate.patterns()
    return (
        bool(known["head_clinical"].search(low) or known["head_award"].search(low))
        and bool(named_type(text) or re.search(r"visit|program|international|observ|experience", low))
        and not ONLY_PART.fullmatch(low)
    )


COMERS = re.compile(
    r"\b(?:inbound|incoming|visiting|exchange|external|international|overseas|guest|observ\w+)\b[^.]{0,40}\b(?:students?|trainees?|scholars?|visitors?|learners?|physicians?|surgeons?|graduates?|doctors?|observers?|rotators?)\b"
)
"""Those who come for a stay."""


def heads_programme(text: str) -> bool:
    """Does a page's first heading name a stay by its type or by those who come, and no part of one?"""
    low = plain(text)
    return (
        len(low) <= 100
        and not low.endswith((".", "?"))
        and not ONLY_PART.fullmatch(low)
        and not TRADES.search(low)
        and (named_type(name_of(text)) is not None or COMERS.search(low) is not None)
    )


def speaks_to_its_people(text: str, blocks: Sequence[Block]) -> bool:
    """ "Medical Students": does a page's first heading name those who may come, with an offer to them right under it?"""
    if not audience_of(text) or TRADES.search(plain(text)):
        return False
    first = [b for b in blocks if b.kind == "paragraph" and b.trail == (text,)][:3]
    low = plain("\n".join(b.text for b in first))
    return named_type(low) is not None and "who" in broad_terms(low) and OFFERED.search(low) is not None


ONLY_PART = re.compile(
    r"(?:fellowship|observer|observership|award|grant|rotation|visitor)?s?\s*(?:overview|faqs?|applications?|requirements?|eligibility|contact.*|information)"
)
NAMED = re.compile(
    r"((?:[A-Z][\w'’&./-]*|of|for|in|the|and|to|on|de|la|an?)(?: (?:[A-Z][\w'’&./-]*|of|for|in|the|and|to|on|de|la|an?|\([A-Z]+\))){0,9} "
    r"(?:Awards?|Grants?|Scholarships?|Fellowships?|Programs?|Programmes?|Observerships?|Externships?|Prizes?|Electives?|Scholars?|Attachments?|Experience|Rotations?|Bursary))\b"
)


def named_in_text(blocks: Sequence[Block]) -> str:
    """A programme's proper name out of the running text, the commonest first."""
    counts: dict[str, int] = defaultdict(int)
    for block in blocks[:60]:
        for match in NAMED.finditer(block.text):
            name = re.sub(
                r"^(?:(?:of|for|in|the|and|to|on|an?|The|In|A|An|Our|This|Each|For|Through|With|If|At|As|To) )+",
                "",
                match[1],
            )
            if len(name.split()) >= 2 and names_programme(name):
                counts[name] += 1
    counts = {name: n for name, n in counts.items() if n > 1 or not LOOSE.search(name)}
    return max(counts, key=lambda n: (counts[n], -list(counts).index(n))) if counts else ""


LOOSE = re.compile(r"(?:Electives?|Scholars?|Experience|Rotations?)$")
"""Words that end a request or a form as often as a name: believed where they are said twice."""


@re.memo
def tidy(text: str) -> str:
    """A title fit for a list: without numbering, trailing marks or shouting."""
    text = re.sub(
        r"^\W*(?:(?:\d+|[IVX]{1,4}|[A-H])\s*[.)]\s+|\d+\s*[.)]\s*)?|\s*[:?.,;–—-]+\s*$", "", text
    ).strip()
    text = re.sub(r"\s*\([A-Z]{2,6}s?\)\s*$", "", text)
    text = re.sub(
        r"^(?:welcome to (?:the )?|about (?:the |our )?|faqs? (?:on|about) (?:the )?|questions (?:on|about) (?:the )?)",
        "",
        text,
        flags=re.I,
    )
    if text.isupper() and len(text) > 6:
        text = text.title()
    return text[:120]
