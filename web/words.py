"""What a reader may type: specialties by any of their names, places, kinds, and the nearest word to a misspelled one."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import DamerauLevenshtein

from web import labels

WORD = re.compile(r"[^\W_]+", re.UNICODE)
EXTRA: dict[str, tuple[str, str]] = {
    "cardio": ("specialty", "cardiovascular-disease"),
    "cards": ("specialty", "cardiovascular-disease"),
    "peds": ("specialty", "pediatrics"),
    "paeds": ("specialty", "pediatrics"),
    "obgyn": ("specialty", "obstetrics-gynecology"),
    "ob gyn": ("specialty", "obstetrics-gynecology"),
    "ob": ("specialty", "obstetrics-gynecology"),
    "gyn": ("specialty", "obstetrics-gynecology"),
    "heme onc": ("specialty", "hematology-and-medical-oncology"),
    "hem onc": ("specialty", "hematology-and-medical-oncology"),
    "onc": ("specialty", "medical-oncology"),
    "heme": ("specialty", "hematology"),
    "im": ("specialty", "internal-medicine"),
    "fm": ("specialty", "family-medicine"),
    "em": ("specialty", "emergency-medicine"),
    "er": ("specialty", "emergency-medicine"),
    "ent": ("specialty", "otolaryngology"),
    "psych": ("specialty", "psychiatry"),
    "neuro": ("specialty", "neurology"),
    "neurosurg": ("specialty", "neurological-surgery"),
    "ortho": ("specialty", "orthopaedic-surgery"),
    "derm": ("specialty", "dermatology"),
    "anesthesia": ("specialty", "anesthesiology"),
    "gi": ("specialty", "gastroenterology"),
    "endo": ("specialty", "endocrinology-diabetes-and-metabolism"),
    "nephro": ("specialty", "nephrology"),
    "pulm": ("specialty", "pulmonary-disease"),
    "rheum": ("specialty", "rheumatology"),
    "id": ("specialty", "infectious-disease"),
    "path": ("specialty", "pathology"),
    "rads": ("specialty", "diagnostic-radiology"),
    "radiology": ("specialty", "diagnostic-radiology"),
    "uro": ("specialty", "urology"),
    "ophtho": ("specialty", "ophthalmology"),
    "pmr": ("specialty", "physical-medicine-rehabilitation"),
    "pm r": ("specialty", "physical-medicine-rehabilitation"),
    "surgery": ("specialty", "general-surgery"),
    "nyc": ("text", "new york"),
    "observerships": ("type", "observership"),
    "observer": ("type", "observership"),
    "externships": ("type", "externship"),
    "electives": ("type", "elective"),
    "clerkship": ("type", "elective"),
    "clerkships": ("type", "elective"),
    "rotation": ("type", "elective"),
    "rotations": ("type", "elective"),
    "subinternship": ("type", "sub_internship"),
    "sub internship": ("type", "sub_internship"),
    "sub i": ("type", "sub_internship"),
    "acting internship": ("type", "sub_internship"),
    "awards": ("type", "award"),
    "grant": ("type", "award"),
    "grants": ("type", "award"),
    "scholarship": ("type", "award"),
    "scholarships": ("type", "award"),
}
"""How applicants write, beside the vocabulary's own synonyms. A specialty that the directory lacks is passed over."""
NOISE = frozenset({"in", "at", "for", "the", "a", "an", "of", "and", "or", "with", "to", "near", "on"})
LONGEST = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One idea of a query: words that are searched as text, or as that value of a facet, either of which may hold."""

    text: tuple[str, ...]
    facet: str | None = None
    value: str | None = None
    prefix: bool = False


@dataclass(slots=True)
class Words:
    """Names of specialties and states, and the words that the search index holds with their frequency."""

    names: dict[tuple[str, ...], tuple[str, str]]
    known: dict[str, int] = field(default_factory=dict)

    def parts(self, query: str) -> list[Part]:
        """A query as ideas that must all hold; the longest name at each place wins. At most 12 words are read."""
        words = tokens(query)[:12]
        found: list[Part] = []
        at = 0
        while at < len(words):
            for length in range(min(LONGEST, len(words) - at), 0, -1):
                name = tuple(words[at : at + length])
                if name in self.names:
                    facet, value = self.names[name]
                    if facet == "text":
                        found.append(Part(tuple(tokens(value))))
                    else:
                        found.append(Part(name, facet, value))
                    at += length
                    break
            else:
                if words[at] not in NOISE or len(words) == 1:
                    last = at == len(words) - 1 and not query.endswith(" ")
                    found.append(Part((words[at],), prefix=last and len(words[at]) > 2))
                at += 1
        return found

    def correction(self, query: str) -> str | None:
        """The query with each unknown word replaced by the nearest known one; None where nothing is nearer.

        Unknown is a word that begins no word of the index and is part of no name.
        """
        words = tokens(query)[:12]
        used: set[str] = set()
        for part in self.parts(query):
            if part.facet or len(part.text) > 1:
                used.update(part.text)
        single = {name[0]: 5 for name in self.names if len(name) == 1 and len(name[0]) > 3}
        pieces = {piece: 2 for name in self.names for piece in name if len(piece) > 3}
        choices = pieces | single | {word: n for word, n in self.known.items() if len(word) > 3}
        fixed = []
        changed = False
        for word in words:
            if word in used or word in NOISE or len(word) < 4 or word in choices or self.begins(word):
                fixed.append(word)
                continue
            limit = 1 if len(word) < 6 else 2 if len(word) < 10 else 3
            near = process.extract(
                word, choices.keys(), scorer=DamerauLevenshtein.distance, score_cutoff=limit, limit=8
            )
            if not near:
                fixed.append(word)
                continue
            best = min(near, key=lambda hit: (hit[1], -fuzz.ratio(word, hit[0]), -choices[hit[0]], hit[0]))
            fixed.append(best[0])
            changed = True
        return " ".join(fixed) if changed else None

    def begins(self, word: str) -> bool:
        return any(known.startswith(word) for known in self.known)


def tokens(query: str) -> list[str]:
    """Words in lower case; `ob/gyn` is two, `OBGYN` one."""
    return WORD.findall(query[:300].casefold())


def read_words(connection: sqlite3.Connection) -> Words:
    """Names from the specialties of a directory, states, and its search words."""
    names: dict[tuple[str, ...], tuple[str, str]] = {}
    present = set()
    rows = connection.execute("select id, name, synonyms from specialties where level <> 'any'").fetchall()
    for identifier, name, _ in rows:
        present.add(identifier)
        names[tuple(tokens(name))] = ("specialty", identifier)
    for identifier, _, synonyms in rows:
        for synonym in labels.values(synonyms):
            key = tuple(tokens(synonym))
            if key and (len(key) > 1 or len(key[0]) > 2):
                names.setdefault(key, ("specialty", identifier))
    for written, (facet, value) in EXTRA.items():
        if facet != "specialty" or value in present:
            names.setdefault(tuple(tokens(written)), (facet, value))
    for kind in labels.TYPES:
        names.setdefault(tuple(tokens(kind.replace("_", " "))), ("type", kind))
    for code, state in labels.STATES.items():
        names.setdefault(tuple(tokens(state)), ("state", code))
    names.pop((), None)
    known = dict(words_of(connection))
    return Words(names, known)


def words_of(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    try:
        yield from connection.execute("select word, listings from search_words")
    except sqlite3.OperationalError:
        return  # a directory of an earlier version has no such table: suggestions are then from names alone


def match_expression(part: Part) -> str:
    """One idea as an FTS5 expression. Every word is quoted, so that nothing typed is read as an operator."""
    words = " ".join(f'"{word}"' for word in part.text[:-1])
    last = f'"{part.text[-1]}"' + ("*" if part.prefix else "")
    return f"{words} {last}".strip()
