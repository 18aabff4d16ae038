"""Canonical specialties: identifier, ACGME name, parent and synonyms, and a matcher that finds them in text.

Source of names: vocab/specialties.yml. `lookup` answers for one printed name, `find` for running text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.regex import memo
from pipeline.vocab import vocabulary

WORD = re.compile(r"[^\W_]+(?:'s\b)?", re.UNICODE)
PARENTHESIS = re.compile(r"\([^)]*\)?")
SPELLINGS = (
    ("paed", "ped"),
    ("orthoped", "orthopaed"),
    ("anaesth", "anesth"),
    ("gynaec", "gynec"),
    ("haemat", "hemat"),
    ("oesoph", "esoph"),
)
"""British and older spellings, folded to one; every name and every text goes through the same folding."""
PLURALS = {
    "orthopaedics": "orthopaedic",
    "diseases": "disease",
    "surgeries": "surgery",
    "disorders": "disorder",
    "sciences": "science",
    "pediatrics": "pediatric",
    "geriatrics": "geriatric",
    "obstetrics": "obstetric",
    "genetics": "genetic",
    "neurosciences": "neuroscience",
}
FILLERS = frozenset({"and", "of", "the"})
GAP = re.compile(r"(?:\s*[/&\-\u2010-\u2014]\s*|\s+)(?:(?:and|of|the)\s+|&\s*)*", re.I)
COMMA_GAP = re.compile(r"\s*,?\s*(?:and\s+|&\s*)?", re.I)
SLASH_GAP = re.compile(r"\s*[/\-\u2010-\u2014]\s*")


@dataclass(frozen=True, slots=True)
class Specialty:
    """One specialty. `parent` is the id of the specialty it belongs to; `level` core, combined or subspecialty."""

    id: str
    name: str
    level: str
    parent: str | None = None
    acgme: str | None = None
    nrmp: str | None = None
    synonyms: tuple[str, ...] = ()
    loose: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name found in a text at [start, end). A loose one counts only where names are listed."""

    start: int
    end: int
    specialty: Specialty
    loose: bool


@lru_cache(maxsize=20000)
def fold(word: str) -> str:
    """One word in lower case, in one spelling, in the singular where the plural means the same."""
    word = word.lower().removesuffix("'s")
    for old, new in SPELLINGS:
        if old in word:
            word = word.replace(old, new)
    return PLURALS.get(word, word)


def key(name: str) -> tuple[str, ...]:
    """The words that make a name: parentheses, fillers and punctuation left out."""
    return tuple(
        w for w in (fold(m[0]) for m in WORD.finditer(PARENTHESIS.sub(" ", name))) if w not in FILLERS
    )


@cache
def specialties() -> tuple[Specialty, ...]:
    """All specialties in the order of the vocabulary."""
    return tuple(
        Specialty(
            id=row["id"],
            name=row["name"],
            level=row["level"],
            parent=row.get("parent"),
            acgme=row.get("acgme"),
            nrmp=row.get("nrmp"),
            synonyms=tuple(row.get("synonyms", ())),
            loose=tuple(row.get("loose", ())),
        )
        for row in vocabulary("specialties")
    )


@cache
def by_id() -> dict[str, Specialty]:
    return {specialty.id: specialty for specialty in specialties()}


@cache
def names(combined: bool = False) -> dict[tuple[str, ...], tuple[Specialty, bool]]:
    """Folded name -> (specialty, loose). A canonical name beats a synonym, a synonym a loose one.

    Combined specialties stand apart: "Pediatrics/Anesthesiology" and "Pediatric Anesthesiology" fold alike.
    """
    rows = [s for s in specialties() if (s.level == "combined") is combined]
    found: dict[tuple[str, ...], tuple[Specialty, bool]] = {}
    for specialty in rows:
        if specialty.name not in specialty.loose:
            found.setdefault(key(specialty.name), (specialty, False))
    for specialty in rows:
        for name in specialty.synonyms:
            found.setdefault(key(name), (specialty, False))
    for specialty in rows:
        for name in specialty.loose:
            found.setdefault(key(name), (specialty, True))
    return found


@cache
def comma_names() -> frozenset[tuple[str, ...]]:
    """The names in which a comma belongs to the name ("Ear, Nose and Throat")."""
    return frozenset(
        key(name)
        for specialty in specialties()
        for name in (specialty.name, *specialty.synonyms)
        if "," in name
    )


@cache
def starts() -> dict[str, tuple[tuple[tuple[str, ...], Specialty, bool], ...]]:
    """First word -> the names that begin with it, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Specialty, bool]]] = {}
    for combined in (True, False):
        for name, (specialty, loose) in names(combined).items():
            table.setdefault(name[0], []).append((name, specialty, loose))
    return {word: tuple(sorted(found, key=lambda n: -len(n[0]))) for word, found in table.items()}


@cache
def lookup(printed: str) -> Specialty | None:
    """The specialty that `printed` names, spelling, plural, '&' and parentheses aside; None where it names none."""
    words = key(printed)
    joined = re.search(r"[^\W\d_][/\-\u2010-\u2014][^\W\d_]", printed)
    hit = (names(combined=True).get(words) if joined else None) or names().get(words)
    if hit is None:
        inside = re.search(r"\(([^)]+)\)", printed)
        hit = names().get(key(inside[1])) if inside and not words else None
    return hit[0] if hit else None


@cache
def nearest(printed: str) -> Specialty | None:
    """`lookup`, or else the specialty of the longest name inside `printed` ("Family Medicine, Downtown")."""
    exact = lookup(printed)
    if exact:
        return exact
    inside = sorted(find(printed), key=lambda m: (m.loose, m.start - m.end))
    return inside[0].specialty if inside else None


def ancestors(identifier: str) -> Iterator[str]:
    """The ids above one specialty, nearest first."""
    table = by_id()
    seen = {identifier}
    current = table.get(identifier)
    while current and current.parent and current.parent not in seen:
        seen.add(current.parent)
        yield current.parent
        current = table.get(current.parent)


@memo
def find(text: str) -> tuple[Mention, ...]:
    """Every specialty named in `text`, longest name first at each place, in the order of the text."""
    begin = starts()
    if begin.keys().isdisjoint(map(fold, WORD.findall(text))):
        return ()
    words = [(m.start(), m.end(), fold(m[0])) for m in WORD.finditer(text)]
    found: list[Mention] = []
    index = 0
    while index < len(words):
        start, end, word = words[index]
        step = 1
        for name, specialty, loose in begin.get(word, ()):
            last = match_name(text, words, index, name, specialty)
            if last is not None:
                if len(name) == 1 and name[0] in SHORT and not text[start:end].isupper():
                    continue
                found.append(Mention(start, words[last][1], specialty, loose))
                step = last - index + 1
                break
        index += step
    return tuple(found)


def inside_name(part: str, specialty: Specialty) -> bool:
    """Does a blank stand before this word in the combined name ("Internal Medicine/Pediatrics": before "Medicine")?"""
    return any(part in key(name)[1:] for name in re.split(r"[/\-]", specialty.name))


SHORT = frozenset(
    {"em", "fm", "fp", "im", "ir", "crs", "pmr", "prs", "dr", "gs", "ty", "ep", "icu", "ccm", "gi", "hpm"}
    | {"id", "dbp", "pem", "phm", "mis", "cap", "rei", "sci", "ems", "mfm", "oms", "orl", "ent", "vir"}
)
"""Abbreviations that are words or parts of words in lower case."""


def match_name(
    text: str,
    words: list[tuple[int, int, str]],
    index: int,
    name: tuple[str, ...],
    specialty: Specialty,
) -> int | None:
    """Index of the last word of `name` where it stands at `index`, or None."""
    at = index
    for part in name[1:]:
        following = at + 1
        while following < len(words) and words[following][2] in FILLERS:
            following += 1
        if following >= len(words) or words[following][2] != part:
            return None
        gap = text[words[at][1] : words[following][0]]
        if specialty.level == "combined":
            joined = bool(SLASH_GAP.fullmatch(gap)) or (gap == " " and inside_name(part, specialty))
        else:
            joined = bool(GAP.fullmatch(gap) or (name in comma_names() and COMMA_GAP.fullmatch(gap)))
        if not joined:
            return None
        at = following
    return at
