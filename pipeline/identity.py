"""Which listing is which: one programme from two pages is one, and yesterday's programme keeps its id today.

An id is the source's key, the type and, where a source has several of one type, a track. No URL, title or clock goes
into it; titles, audiences and specialties only decide which known programme a new reading is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import chain, count
from typing import Any

from rapidfuzz import fuzz

from pipeline.model import AUDIENCE_GROUPS, Fact, Listing
from pipeline.specialty import lookup

SAME_PAGE_TITLE = 0.86
"""Least likeness of titles at which listings of two pages are one."""
SAME_PROGRAM = 0.55
"""Least likeness at which a reading continues a known listing; an ended one returns at RETURNED."""
RETURNED = 0.75
SAME_WORD = 88
SETS = ("specialties", "visas", "usmle", "requirements", "emails", "phones", "covers")
GENERIC = frozenset(
    {"program", "programme", "programs", "the", "a", "an", "of", "for", "at", "and", "in", "to", "our"}
    | {
        "observership",
        "observerships",
        "observer",
        "externship",
        "elective",
        "electives",
        "rotation",
        "rotations",
    }
    | {"clinical", "medical", "opportunity", "opportunities", "application", "apply", "information", "about"}
)


@dataclass(frozen=True, slots=True)
class Version:
    """One version of one page: `fetched` when this body came, `confirmed` when it was last seen to be the same."""

    url: str
    sha256: str
    fetched: datetime
    confirmed: datetime
    run: str
    gone_on: date | None = None
    """The day on which the page counts as gone; its last version then still says what the listing was."""
    failing: bool = False
    """The page could not be read since: what it said stands, but yields to a page that can."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """One listing as one page states it; `order` is its place on the page."""

    source: str
    version: Version
    listing: Listing
    order: int = 0


@dataclass(frozen=True, slots=True)
class Program:
    """One listing with all pages that state it, the fullest first, and each fact with its page."""

    source: str
    listing: Listing
    versions: tuple[Version, ...]
    facts: tuple[tuple[Fact, Version], ...]
    conflicts: tuple[str, ...] = ()
    """Fields on which its pages disagree."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the previous directory holds of one listing, as far as it tells programmes apart."""

    id: str
    source: str
    type: str
    title: str
    audience: Mapping[str, str]
    specialties: frozenset[str]
    url: str
    track: str = ""
    ended: bool = False
    row: Mapping[str, Any] = field(default_factory=dict)


@lru_cache(maxsize=50_000)
def title_words(title: str) -> str:
    """The words of a title that tell it from others, in lower case; all of them where none does."""
    words = re.findall(r"[^\W_]+", title.lower())
    telling = [word for word in words if word not in GENERIC]
    return " ".join(telling or words)


@lru_cache(maxsize=50_000)
def title_likeness(one: str, other: str) -> float:
    """0 to 1: the share of telling words that two titles have in common; a title inside the other is nearly the same.

    Words count as the same where they differ by a letter or two (a plural, a spelling), and not where they only end alike.
    """
    a, b = title_words(one).split(), title_words(other).split()
    if sorted(a) == sorted(b):
        return 1.0
    left, right = [w for w in a if w not in b], [w for w in b if w not in a]
    shared = len(a) - len(left)
    for word in left:
        near = next((w for w in right if fuzz.ratio(word, w) >= SAME_WORD), None)
        if near:
            right.remove(near)
            shared += 1
    share = 2 * shared / (len(a) + len(b)) if a or b else 1.0
    return max(share, 0.9) if shared and shared >= min(len(a), len(b)) else min(share, 1.0)


def names(listing: Listing) -> frozenset[str]:
    return frozenset(specialty_key(name) for name in listing.specialties)


@lru_cache(maxsize=50_000)
def specialty_key(name: str) -> str:
    """Id of a specialty, or the name as printed in lower case."""
    found = lookup(name)
    return found.id if found else name.lower()


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard; two silent listings agree, a silent and a stated one half."""
    if not one and not other:
        return 1.0
    if not one or not other:
        return 0.5
    return len(one & other) / len(one | other)


def audience_likeness(one: Mapping[Any, str], other: Mapping[Any, str]) -> float:
    score = 0.0
    for group in AUDIENCE_GROUPS:
        a, b = one.get(group, "unknown"), other.get(group, "unknown")
        score += 1.0 if a == b else 0.0 if {a, b} == {"yes", "no"} else 0.6
    return score / len(AUDIENCE_GROUPS)


def contradict(one: Listing, other: Listing) -> bool:
    """Do two readings differ in terms that one programme cannot have both of?"""
    if any({one.audience[g], other.audience[g]} == {"yes", "no"} for g in AUDIENCE_GROUPS):
        return True
    if names(one) and names(other) and overlap(names(one), names(other)) < 0.5:
        return True
    if (
        None not in (*one.duration_weeks, *other.duration_weeks)
        and one.duration_weeks != other.duration_weeks
    ):
        return True
    for kind in {fee.kind for fee in one.fees} & {fee.kind for fee in other.fees}:
        mine = {(fee.amount, fee.per) for fee in one.fees if fee.kind == kind}
        if not mine & {(fee.amount, fee.per) for fee in other.fees if fee.kind == kind}:
            return True
    return bool(one.city and other.city and one.city != other.city)


def same_program(one: Sighting, other: Sighting) -> bool:
    """Two pages' listings are one: same type, like titles, nothing that contradicts. Never two of one page."""
    return (
        one.version.url != other.version.url
        and one.listing.type == other.listing.type
        and title_likeness(one.listing.title, other.listing.title) >= SAME_PAGE_TITLE
        and not contradict(one.listing, other.listing)
    )


def programs(sightings: Iterable[Sighting]) -> list[Program]:
    """The listings of one institution, each programme once, in the order of its first page."""
    clusters: list[list[Sighting]] = []
    for sighting in sightings:
        for cluster in clusters:
            if all(same_program(sighting, member) for member in cluster):
                cluster.append(sighting)
                break
        else:
            clusters.append([sighting])
    return [joined(cluster) for cluster in clusters]


def joined(cluster: Sequence[Sighting]) -> Program:
    """One programme from its sightings. The live page with most facts leads; the others fill what it is silent on.

    Its source is the first by key, whichever page leads, so that it does not change hands from night to night. Where
    pages disagree on a closed or refused answer, the more cautious stands and the field is named in `conflicts`.
    """
    ranked = sorted(
        cluster,
        key=lambda s: (
            s.version.gone_on is not None,
            s.version.failing,
            -len(s.listing.facts),
            s.version.url,
            s.order,
        ),
    )
    lead = ranked[0]
    merged, facts, conflicts = lead.listing, [(fact, lead.version) for fact in lead.listing.facts], []
    for other in ranked[1:]:
        if other.version.gone_on and not lead.version.gone_on:
            continue
        outdated = other.version.failing and not lead.version.failing
        taken: set[str] = set()
        changed: dict[str, Any] = {}
        for name in (
            "status",
            "hands_on",
            "visa_sponsorship",
            "ecfmg_required",
            "english_required",
            "lor",
            "certificate",
        ):
            mine, theirs = getattr(merged, name), getattr(other.listing, name)
            if mine == "unknown" and theirs != "unknown":
                changed[name] = theirs
                taken.add(name)
            elif theirs not in ("unknown", mine) and not outdated:
                conflicts.append(name)
                if name == "status" and theirs in ("closed", "not_offered") and mine == "open":
                    changed[name] = theirs
                    facts = [(fact, version) for fact, version in facts if fact.field != name]
                    taken.add(name)
        audience = dict(merged.audience)
        for group in AUDIENCE_GROUPS:
            mine, theirs = audience[group], other.listing.audience[group]
            if mine == "unknown" and theirs != "unknown":
                audience[group] = theirs
                taken.add(f"audience.{group}")
            elif theirs not in ("unknown", mine) and not outdated:
                conflicts.append(f"audience.{group}")
                if theirs == "limited" and mine == "yes":
                    audience[group] = theirs
                    facts = [(fact, version) for fact, version in facts if fact.field != f"audience.{group}"]
                    taken.add(f"audience.{group}")
        changed["audience"] = audience
        for name in (
            "deadline",
            "lead_time_weeks",
            "application_url",
            "city",
            "state",
            "award_amount",
            "currency",
            "award_kind",
            "cycle",
        ):
            if getattr(merged, name) is None and getattr(other.listing, name) is not None:
                changed[name] = getattr(other.listing, name)
                taken.add(name)
        for name in (*SETS, "fees"):
            if not getattr(merged, name) and getattr(other.listing, name):
                changed[name] = getattr(other.listing, name)
                taken.add(name)
        if merged.duration_weeks == (None, None) and other.listing.duration_weeks != (None, None):
            changed["duration_weeks"] = other.listing.duration_weeks
            taken.add("duration_weeks")
        merged = replace(merged, **changed)
        facts.extend((fact, other.version) for fact in other.listing.facts if fact.field in taken)
    live = [s.source for s in cluster if s.version.gone_on is None]
    return Program(
        min(live or [s.source for s in cluster]),
        merged,
        tuple(s.version for s in ranked),
        tuple(facts),
        tuple(dict.fromkeys(conflicts)),
    )


def likeness(known: Known, program: Program) -> float:
    """0 to 1: how likely `program` is the known listing. Another type needs nearly the same title."""
    listing = program.listing
    title = title_likeness(known.title, listing.title)
    same_type = known.type == listing.type
    if not same_type and title < 0.9:
        return 0.0
    fields = overlap(known.specialties, names(listing))
    return (
        0.45 * title
        + 0.2 * audience_likeness(known.audience, listing.audience)
        + 0.2 * fields
        + (0.1 if same_type else 0.0)
        + (0.05 if any(known.url == version.url for version in program.versions) else 0.0)
    )


Face = tuple[str, str, str, frozenset[str], tuple[str, ...]]


def face(title: str, kind: str, url: str, fields: frozenset[str], audience: Mapping[Any, str]) -> Face:
    """All that likeness looks at."""
    return title, kind, url, fields, tuple(audience.get(group, "unknown") for group in AUDIENCE_GROUPS)


def same_as_ever(
    found: Sequence[Program], answer: Collection[int], free: Mapping[str, Known]
) -> list[tuple[int, Known]]:
    """Programmes that stand as they stood, each with the one live listing that looks so: most, on most nights.

    No pair can be more alike, so that nothing is compared with them; which saves all pairs of a long list of programmes.
    """
    listings: dict[Face, list[Known]] = {}
    for old in free.values():
        if not old.ended:
            key = face(old.title, old.type, old.url, old.specialties, old.audience)
            listings.setdefault(key, []).append(old)
    programs: dict[Face, list[int]] = {}
    for index, program in enumerate(found):
        if index not in answer and len(program.versions) == 1:
            listing = program.listing
            key = face(listing.title, listing.type, program.versions[0].url, names(listing), listing.audience)
            programs.setdefault(key, []).append(index)
    return [
        (indexes[0], listings[key][0])
        for key, indexes in programs.items()
        if len(indexes) == 1 and len(listings.get(key, ())) == 1
    ]


def assign(
    found: Sequence[Program],
    known: Sequence[Known],
    tracks: Mapping[str, Mapping[str, str]],
    taken: set[str],
) -> list[tuple[str, str, Known | None]]:
    """(id, track, the known listing it continues) of each programme, in the order of `found`.

    `tracks` gives the declared tracks of each source: words of a title to a track. `taken` holds every id in use and
    gains the new ones. Declared tracks come first, then likeness to the known listings, best pairs first; a source's
    only programme of a type continues its only known one whatever it is called now.
    """
    answer: dict[int, tuple[str, str, Known | None]] = {}
    free = {listing.id: listing for listing in known}
    for index, program in enumerate(found):
        if track := declared_track(program, tracks.get(program.source, {})):
            identifier = f"{program.source}-{program.listing.type}-{track}".replace("_", "-")
            if identifier in {answered[0] for answered in answer.values()}:
                continue
            answer[index] = (identifier, track, free.pop(identifier, None))
            taken.add(identifier)
    for index, old in same_as_ever(found, answer, free):
        free.pop(old.id)
        answer[index] = (old.id, old.track, old)
    pairs = sorted(
        (
            (-likeness(old, program), old.ended, old.id, index)
            for index, program in enumerate(found)
            if index not in answer
            for old in free.values()
        )
    )
    for score, ended, identifier, index in pairs:
        if index in answer or identifier not in free:
            continue
        if -score >= (RETURNED if ended else SAME_PROGRAM):
            old = free.pop(identifier)
            answer[index] = (old.id, old.track, old)
    for index, old in only_pairs(found, answer, free):
        free.pop(old.id)
        answer[index] = (old.id, old.track, old)
    taken.update(listing.id for listing in known)
    rest = [index for index in range(len(found)) if index not in answer]
    for index, (identifier, track) in zip(
        rest, fresh_ids([found[i] for i in rest], found, taken), strict=True
    ):
        answer[index] = (identifier, track, None)
    return [answer[index] for index in range(len(found))]


def only_pairs(
    found: Sequence[Program], answer: Mapping[int, object], free: Mapping[str, Known]
) -> Iterator[tuple[int, Known]]:
    """The unmatched programme and the unmatched live known listing where a source has one of each of a type."""
    old_by: dict[tuple[str, str], list[Known]] = {}
    for listing in free.values():
        if not listing.ended:
            old_by.setdefault((listing.source, listing.type), []).append(listing)
    new_by: dict[tuple[str, str], list[int]] = {}
    for index, program in enumerate(found):
        new_by.setdefault((program.source, program.listing.type), []).append(index)
    for place, indexes in new_by.items():
        unmatched = [index for index in indexes if index not in answer]
        if len(indexes) == 1 and len(unmatched) == 1 and len(old_by.get(place, ())) == 1:
            yield unmatched[0], old_by[place][0]


def declared_track(program: Program, tracks: Mapping[str, str]) -> str | None:
    title = program.listing.title.lower()
    return next((track for words, track in tracks.items() if words.lower() in title), None)


def fresh_ids(
    fresh: Sequence[Program], all_found: Sequence[Program], taken: set[str]
) -> Iterator[tuple[str, str]]:
    """Ids of programmes not known before. Tracks come from what tells them apart: audience, specialty, else a number."""
    for program in fresh:
        base = f"{program.source}-{program.listing.type}".replace("_", "-")
        siblings = [
            other
            for other in all_found
            if other.source == program.source and other.listing.type == program.listing.type
        ]
        options = [""] if len(siblings) == 1 else []
        mine = list(track_names(program))
        theirs = [set(track_names(other)) for other in siblings if other is not program]
        options += [name for name in mine if not any(name in names_ for names_ in theirs)]
        for track in chain(options, map(str, count(1 if siblings[1:] else 2))):
            identifier = f"{base}-{track}" if track else base
            if identifier not in taken:
                taken.add(identifier)
                yield identifier, track
                break


def track_names(program: Program) -> Iterator[str]:
    """Words that may tell a programme from its siblings, best first."""
    audience = program.listing.audience
    takes = {group for group in AUDIENCE_GROUPS if audience[group] in ("yes", "limited")}
    if takes == {"us_student"}:
        yield "domestic"
    if "international_student" in takes and "us_student" not in takes:
        yield "international"
    if takes == {"img_graduate"}:
        yield "graduates"
    if takes == {"physician"}:
        yield "physicians"
    if takes and takes <= {"us_student", "international_student"}:
        yield "students"
    known = sorted(names(program.listing))
    if len(known) == 1 and known[0] != "any":
        yield re.sub(r"[^a-z0-9]+", "-", known[0]).strip("-")[:40]
