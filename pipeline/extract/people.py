"""People named in a sentence: which of the field's groups, and from where.

Names that stand side by side ("medical students, residents and fellows") form one Party, because whatever the
sentence says of one of them it says of all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pipeline import regex as re
from pipeline.vocab import vocabulary

GroupName = Literal["graduate", "student", "physician", "anyone"]
Origin = Literal["international", "domestic", ""]

WORDS: dict[str, Any] = vocabulary("audience")
ORDER = ("not_meant", "graduate", "student", "anyone", "physician")
NAMED = "|".join(f"(?P<{name}>{'|'.join(f'(?:{w})' for w in WORDS['people'][name])})" for name in ORDER)
PEOPLE = re.compile(rf"(?<![\w-]){re.ahead(NAMED)}(?:{NAMED})(?![\w])")
STEMS = (
    "student", "senior", "graduat", "grads", "img", "fmg", "physician", "doctor", "clinician", "surgeon", "resident",
    "fellow", "professional", "personnel", "individual", "person", "people", "anyone", "trainee", "specialist",
    "ologist", "iatri", "clerk", "practitioner", "residency", "provider", "alumni", "internist", "hospitalist",
    "i study", "studying", "my school", "my medical", "my universit", "my home", "my own", "my college", "obstetrician", "intensivist", "consultant", "faculty", "workers", "diplomate", "house", "registrar", "applicants",
    "candidates",
)  # fmt: skip
LINK = re.compile(
    r"^(?:[\s,/&()]|\band\b|\bor\b|\band/or\b|\bas well as\b|\bincluding\b|\bsuch as\b|\bboth\b|\balso\b|\bto\b(?= visiting)"
    r"|\be\.g\.|\bi\.e\.|[\w'~.\-]+(?=\s*$)|[\w'~.\-]+ [\w'~.\-]+(?=\s*$))*$"
)
JOINED = re.compile(
    r"^[\s(]*(?:,|/|&|\band\b|\bor\b|\band/or\b|\bas well as\b|\(e\.g\.|\(i\.e\.|\(including|\()"
)
BREAKS = re.compile(
    r"\b(?:with|by|from|of|who|that|is|are|must|may|can|will|not|but|for|at|in|on|to|alongside|has|have)\b"
)
INTERNATIONAL_BEFORE = re.compile(
    r"(?:^|[\s(,/\"])"
    + WORDS["origin"]["international_before"]
    + r"(?:(?!\b(?:schools?|universities|institutions|colleges|countries), )[\w,/&\- ]){0,40}$"
)
DOMESTIC_BEFORE = re.compile(
    r"(?:^|[\s(,/\"])"
    + WORDS["origin"]["domestic_before"]
    + r"(?:(?!\b(?:schools?|universities|institutions|colleges), )[\w,/&\-.~ ]){0,30}$"
)
NEGATED = re.compile(r"\b(?:not|non|other than|outside|nor)\b[\w ,\-]{0,30}$")
DOMESTIC_NAME = re.compile(r"\b(?:u\.s\.|u~|american|lcme|canadian|united states)")
INTERNATIONAL_AFTER = re.compile(WORDS["origin"]["international_after"])
DOMESTIC_AFTER = re.compile(WORDS["origin"]["domestic_after"])
AFTER = re.compile(
    r"^[\s,()]*(?:who |that |which |currently |are |is |will |be |have |has |both |only |either |a |an |(?:final|fourth|senior)[- ]year )*"
    r"(?:from|at|of|in|attending|enrolled|visiting|coming|based|trained|graduating|graduated|employed|practi[cs]ing|living|residing|worldwide|abroad|overseas|outside|around|pursuing|studying|matriculated)\b"
)
PRONOUN_US = re.compile(r"\bUS\b")


@dataclass(frozen=True, slots=True)
class Person:
    """One group named: `start` and `end` are offsets in the sentence."""

    group: GroupName
    origin: Origin
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Party:
    """People named together, as one subject or object."""

    people: tuple[Person, ...]

    @property
    def start(self) -> int:
        return self.people[0].start

    @property
    def end(self) -> int:
        return self.people[-1].end

    def named(self, group: GroupName) -> bool:
        return any(person.group == group for person in self.people)


mentions = re.holds
"""Does a text hold any of these pieces of words? The cheap question before a costly pattern."""


def country(text: str, low: str) -> str:
    """`low` with the country "US" written u~, so that it cannot be taken for the pronoun. Same length."""
    if "US" not in text or text.isupper():
        return low
    pieces = list(low)
    for match in PRONOUN_US.finditer(text):
        pieces[match.start() : match.end()] = "u~"
    return "".join(pieces)


STOP = re.compile(r"; | but |(?<!u\.s)(?<!\b[a-z])\. ")


def clause_end(low: str, start: int) -> int:
    """Where the words that may describe people at `start` end: the next full stop, semicolon or far-off word."""
    stop = STOP.search(low, start, start + 170)
    return stop.start() if stop else min(start + 170, len(low))


def origin(low: str, start: int, end: int) -> Origin:
    before = low[max(0, start - 45) : start]
    name = low[start:end]
    cut = list(BREAKS.finditer(before))
    near = before[cut[-1].end() :] if cut else before
    if INTERNATIONAL_BEFORE.search(near) or re.match(
        r"(?:\w+ )?(?:international|foreign|overseas|img|fmg)", name
    ):
        return "international"
    if INTERNATIONAL_AFTER.search(name) and not BOTH_SCHOOLS.search(name):
        return "international"
    if DOMESTIC_BEFORE.search(near) or name.startswith(
        ("osteopathic", "allopathic", "md and do", "md/do", "md & do")
    ):
        return "domestic"
    if DOMESTIC_NAME.search(name):
        return "" if BOTH_SCHOOLS.search(name) else "domestic"
    after = low[end : clause_end(low, end)]
    if AFTER.match(after):
        if BOTH_SCHOOLS.search(after):
            return ""
        abroad, home = INTERNATIONAL_AFTER.search(after), DOMESTIC_AFTER.search(after)
        if abroad and (not home or abroad.start() <= home.start()):
            return "international"
        if home:
            return "international" if NEGATED.search(after[: home.start()]) else "domestic"
    return ""


BOTH_BEFORE = re.compile(
    r"(?:\b(?:u\.s\.|u~|domestic|american|local)[\w. ]{0,20}(?:and|or|&|/) ?(?:international|foreign|overseas)|\b(?:international|foreign)[\w ]{0,20}(?:and|or|&|/) ?(?:u\.s\.|u~|domestic|american))(?: medical| visiting| osteopathic)*\W*$"
)
BOTH_AFTER = re.compile(
    r"^[\s,(]*(?:both )?(?:international|foreign|domestic|u\.s\.|u~) (?:or|and|&) (?:international|foreign|domestic|u\.s\.|u~)|^ from (?:both )?(?:u\.s\.|u~|domestic|american) and (?:international|foreign)"
    r"|^[\w, ]{0,30} from (?:around|across) (?:the|this) (?:country|nation|united states) and (?:from )?(?:around |across )?(?:the )?(?:world|globe|abroad)"
    r"|^,? (?:of|from|at|in|attending|enrolled (?:in|at)) any (?:accredited )?(?:medical )?schools?\b(?! (?:in|accredited|approved|with|that|affiliat))|^,? (?:regardless of|whatever|no matter) (?:the |their )?(?:school|country)"
    r"|^,? (?:from|in|of) any (?:country|nation)\b|^,? (?:anywhere|wherever they (?:study|are))\b|^,? (?:whether |both )?(?:from )?(?:here|at home|in (?:this country|the united states|the u\.s\.|the u~)) (?:or|and) (?:abroad|overseas|elsewhere)"
)


BOTH_SCHOOLS = re.compile(
    r"\b(?:u\.s\.|u~|united states|canada|america|this country|domestic)(?!\w)[\w,/ ]{0,20}(?:and|or|&) (?:abroad|overseas|elsewhere|other countries|around the world|the world|beyond)\b|"
    r"\b(?:u\.s\.|u~) or foreign\b|\b(?:m\.?d\.?|d\.?o\.?|u\.s\.|u~|american|domestic)(?!\w)[\w,/ ]{0,20}(?:and|or|&) (?:international|foreign|off-?shore|caribbean|overseas) (?:medical )?(?:schools?|universit\w+|institutions?|colleges?)\b"
)


def named_both(low: str, start: int, end: int) -> bool:
    """ "US and international students": two groups in one name."""
    after = low[end : end + 200]
    if beside := AND_OTHERS.match(after):
        after = after[beside.end() :]
    return bool(BOTH_BEFORE.search(low[max(0, start - 45) : start]) or BOTH_AFTER.match(after))


NEXT_GRADUATES = re.compile(r", (?:an? |any |or |and )*(?:recent )?graduates?\b")
"""Where a list goes on to graduates, whose schools are not those of the students before them."""
AND_OTHERS = re.compile(
    r",? (?:and|or|/) (?:(?:recent|new|medical|medical school) ){0,2}(?:graduates|physicians|doctors|residents)(?= from any | of any )"
)


def persons(low: str) -> Iterator[Person]:
    for match in PEOPLE.finditer(low):
        group = match.lastgroup
        if group is None or group == "not_meant":
            continue
        start, end = match.span()
        if low.startswith(("' ", "'s "), end):
            continue
        beside = low[end : min(end + 130, clause_end(low, end))]
        both = group != "anyone" and (
            named_both(low, start, end) or BOTH_SCHOOLS.search(NEXT_GRADUATES.split(beside, maxsplit=1)[0])
        )
        if both and (group == "student" or mentions(low, ("abroad", "world", "overseas", "globe", "any "))):
            places: tuple[Origin, ...] = (
                ("international", "domestic") if group == "student" else ("international",)
            )
        else:
            places = (origin(low, start, end),)
        for place in places:
            yield Person(group, place, start, end)  # type: ignore[arg-type]


@re.memo
def parties(low: str) -> tuple[Party, ...]:
    """The people of one sentence in reading order. `low` comes from `country`."""
    if not mentions(low, STEMS):
        return ()
    found: list[list[Person]] = []
    for person in persons(low):
        if found:
            gap = low[found[-1][-1].end : person.start]
            if len(gap) < 60 and JOINED.match(gap) and not BREAKS.search(gap) and LINK.match(gap):
                found[-1].append(person)
                continue
        found.append([person])
    return tuple(Party(shared_origin(low, group)) for group in found)


BARE_GRADUATES = re.compile(r"(?:recent |new )?(?:medical |medical school )?graduates(?: (?:of|from) .*)?")


def of_both(low: str, person: Person) -> bool:
    """ "Graduates of U.S. or foreign schools": what is said of the people before them is not said of their schools."""
    return person.group == "graduate" and BOTH_SCHOOLS.search(low[person.start : person.end]) is not None


def shared_origin(low: str, people: Sequence[Person]) -> tuple[Person, ...]:
    """ "Foreign medical students and physicians": the adjective before the first speaks for all that have none."""
    lead = people[0].origin
    last = people[-1]
    bare = last.group != "graduate" or BARE_GRADUATES.fullmatch(low[last.start : last.end])
    named = low[people[0].end : last.start]
    tail = (
        last.origin if bare and "including" not in named and not any(p.origin for p in people[1:-1]) else ""
    )
    settled: list[Person] = []
    for person in people:
        shared = person.origin or lead or (tail if tail and len(people) > 1 else "")
        if not person.origin and of_both(low, person):
            shared = ""
        settled.append(Person(person.group, shared, person.start, person.end))
    return tuple(settled)
