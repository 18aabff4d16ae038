"""Counting many patterns on one long text: each is tried only where it may begin.

The gate counts thirty alternations on thousands of characters, and the engine would try every arm of each at every
character. Here a text is cut once into words and marks, and a pattern is tried only at those with which a match of it
may begin, told by their first three characters. The counts are those of `findall`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.beginnings import beginnings, core

PIECE = re.compile(r"[a-z]+ ?|[^a-z]")
"""Every pattern counted here begins with `(?<![a-z])` or `\\b` and has no flags, so that no match begins inside one."""
MOST_PIECES = 50_000
"""Words that are remembered; then all are forgotten, so that memory stays within bounds."""


class Starts:
    """Some patterns by name, and how their matches begin."""

    def __init__(self, patterns: Mapping[str, re.Pattern[str]]) -> None:
        self.patterns = patterns
        self.begin = {name: frozenset(map(core, beginnings(pattern))) for name, pattern in patterns.items()}
        self.admitted: dict[str, tuple[str, ...]] = {}

    def admits(self, piece: str) -> tuple[str, ...]:
        """The patterns of which a match may begin with this word or mark."""
        if len(self.admitted) > MOST_PIECES:
            self.admitted.clear()
        odd = not piece.isascii() and piece.isalnum()  # digits and letters of other scripts may stand for any
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
