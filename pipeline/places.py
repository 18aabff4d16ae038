"""Where in a text a match may begin: a long alternation is tried at these places only.

The engine tries every arm of a pattern at every character. Here a text is cut once into words and marks; each is known
by the patterns of which a match may begin with it, one bit a pattern, so that a search tries a pattern at the few
words that may open a match of it. What is found is what `search` finds.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.beginnings import ANY, BOUND, KEY, core, sequence

PIECE = re.compile(r"[a-z]+ ?|[^a-z]")
"""Words with their space, and single marks. No pattern that is read here has a match that begins inside a word."""
LONG = 50
"""Characters of a pattern below which the engine is as quick."""
KEYS: dict[str, int] = {}
"""The first characters of matches, up to three, and the patterns (by their bits) that have them."""
SHORTER: dict[str, int] = {}
"""What such characters begin with, and the patterns."""
OPENING: dict[str, int] = {}
"""Words and marks that were met, and the patterns of which a match may begin with them."""
MOST_PIECES = 50_000
MOST_TEXTS = 5_000
count = 0

Places = tuple[int, list[tuple[int, int]]]
"""All patterns that may begin anywhere in a text; then each place with the patterns that may begin there."""
KNOWN: dict[str, Places] = {}
"""The places of each text of this page."""


def bit_of(plain: re.Pattern[str], nodes: Any) -> int:
    """The bit of a pattern that is worth trying at its places only; 0 of any other."""
    global count
    if plain.flags & re.I or len(plain.pattern) < LONG:
        return 0
    begins = sequence(nodes)
    if not all(map(outside_words, begins)):
        return 0
    bit = 1 << count
    count += 1
    for begin in begins:
        key = core(begin)
        KEYS[key] = KEYS.get(key, 0) | bit
        for end in range(1, len(key)):
            SHORTER[key[:end]] = SHORTER.get(key[:end], 0) | bit
    OPENING.clear()
    KNOWN.clear()
    return bit


def outside_words(begin: str) -> bool:
    """Is a match that begins so found at the head of a piece? One that begins with a space is not."""
    first = begin.lstrip(BOUND)[:1]
    if not first or first in (ANY, "_") or first.isspace():
        return False
    return begin.startswith(BOUND) or not first.isalnum()


def opened(piece: str) -> int:
    """The patterns of which a match may begin with this word or mark."""
    if len(OPENING) > MOST_PIECES:
        OPENING.clear()
    bits = -1
    if piece.isascii():
        bits = SHORTER.get(piece, 0)
        for end in range(1, KEY + 1):
            bits |= KEYS.get(piece[:end], 0)
    OPENING[piece] = bits
    return bits


def met(text: str) -> Places:
    """The places of a text that is not in KNOWN."""
    if len(KNOWN) >= MOST_TEXTS:
        KNOWN.clear()
    known = OPENING.get
    every = place = 0
    found: list[tuple[int, int]] = []
    for piece in PIECE.findall(text):
        bits = known(piece)
        if bits is None:
            bits = opened(piece)
        if bits:
            every |= bits
            found.append((bits, place))
        place += len(piece)
    places = KNOWN[text] = every, found
    return places
