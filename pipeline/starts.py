"""Counting many patterns on one long text: each is tried only where it may begin.

The gate counts thirty alternations on thousands of characters, and the engine would try every arm of each at every
character. Here a text is cut once into words and marks, and a pattern is tried only at those with which a match of it
may begin, told by their first three characters. The counts are those of `findall`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from string import ascii_letters, digits
from typing import Any

PIECE = re.compile(r"[a-z]+ ?|[^a-z]")
"""Every pattern counted here begins with `(?<![a-z])` or `\\b` and has no flags, so that no match begins inside one."""
KEY = 3
MOST = 2_000
"""Beginnings of one pattern that are told apart."""
MOST_PIECES = 50_000
"""Words that are remembered; then all are forgotten, so that memory stays within bounds."""


class Starts:
    """Some patterns by name, and how their matches begin."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        self.patterns = patterns
        self.begin = {name: beginnings(pattern) for name, pattern in patterns.items()}
        self.admitted: dict[str, tuple[str, ...]] = {}

    def admits(self, piece: str) -> tuple[str, ...]:
        """The patterns of which a match may begin with this word or mark."""
        if len(self.admitted) > MOST_PIECES:
            self.admitted.clear()
        odd = not piece.isascii() and piece.isalnum()
        names = self.admitted[piece] = tuple(
            name
            for name, begin in self.begin.items()
            if odd or any(piece.startswith(one) or one.startswith(piece) for one in begin)
        )
        return names


class Counts:
    """How often the patterns match in one text."""

    def __init__(self, starts: Starts, text: str) -> None:
        self.patterns, self.text = starts.patterns, text
        self.places: dict[str, list[int]] = {name: [] for name in starts.patterns}
        known, admits, places = starts.admitted.get, starts.admits, self.places
        place = 0
        for piece in PIECE.findall(text):
            names = known(piece)
            if names is None:
                names = admits(piece)
            for name in names:
                places[name].append(place)
            place += len(piece)

    def count(self, name: str, end: int | None = None) -> int:
        """How many matches `findall` has in the text up to `end`."""
        match = self.patterns[name].match
        stop = len(self.text) if end is None else min(end, len(self.text))
        count = after = 0
        for place in self.places[name]:
            if place >= after and (found := match(self.text, place, stop)):
                count += 1
                after = found.end()
        return count

    def has(self, name: str, end: int | None = None) -> bool:
        match = self.patterns[name].match
        stop = len(self.text) if end is None else min(end, len(self.text))
        return any(match(self.text, place, stop) for place in self.places[name])


# --- how matches begin -----------------------------------------------------------------------------------------------


def beginnings(pattern: re.Pattern[str]) -> frozenset[str]:
    """Every match begins with one of these; an empty one stands for anything."""
    found = sequence(parser.parse(pattern.pattern, pattern.flags))
    return frozenset(begin.rstrip(ANY) if ANY in begin else begin for begin in found)


ANY = "\0"
"""Ends a beginning after which anything may follow."""


def sequence(nodes: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    found = frozenset({""})
    for op, value in nodes:
        if all(ANY in begin or len(begin) >= KEY for begin in found):
            break
        more = part(op, value)
        found = frozenset(
            begin if ANY in begin or len(begin) >= KEY else (begin + further)[: KEY + 1]
            for begin in found
            for further in more
        )
        if len(found) > MOST:
            return frozenset({ANY})
    return frozenset(shortened(begin) for begin in found)


def shortened(begin: str) -> str:
    return begin if ANY in begin[:KEY] else begin[:KEY]


def part(op: Any, value: Any) -> frozenset[str]:
    if op is ops.LITERAL:
        return frozenset({chr(value)})
    if op is ops.IN:
        return one_of(value)
    if op is ops.SUBPATTERN:
        return sequence(value[3])
    if op is ops.ATOMIC_GROUP:
        return sequence(value)
    if op is ops.BRANCH:
        return frozenset(begin for arm in value[1] for begin in sequence(arm))
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, inner = value
        once = sequence(inner)
        if most != 1:
            once = frozenset(b if ANY in b or len(b) >= KEY else b + ANY for b in once)
        return once if least else once | {""}
    if op in (ops.AT, ops.ASSERT, ops.ASSERT_NOT):
        return frozenset({""})
    return frozenset({ANY})


def one_of(items: list[tuple[Any, Any]]) -> frozenset[str]:
    found: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            found.add(chr(value))
        elif op is ops.RANGE and value[1] - value[0] < 30:
            found.update(map(chr, range(value[0], value[1] + 1)))
        elif op is ops.CATEGORY and value in (ops.CATEGORY_DIGIT, ops.CATEGORY_WORD):
            # at digits and letters of other scripts every pattern is tried
            found.update(digits if value is ops.CATEGORY_DIGIT else f"_{digits}{ascii_letters}")
        else:
            return frozenset({ANY})
    return frozenset(found)
