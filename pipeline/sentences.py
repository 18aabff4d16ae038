"""Blocks to sentences. A sentence is a verbatim slice of its block."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.model import Block, Sentence

BREAK = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z0-9“\"(•])")
ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Ms|Mrs|Prof|St|vs|etc|approx|No|Ph\.D|M\.D|D\.O|U\.S|e\.g|i\.e)\.|\b[A-Z]\.)$"
)


def plain(text: str) -> str:
    """Lower case with straight quotes and hyphens, the same length as `text`, for matching."""
    return text.translate(PLAIN).lower()


PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "‑": "-", "\xa0": " "})


def sentences(blocks: Iterable[Block]) -> tuple[Sentence, ...]:
    found: list[Sentence] = []
    for block in blocks:
        start = 0
        pieces: list[str] = []
        for match in BREAK.finditer(block.text):
            piece = block.text[start : match.start() + len(match[0]) - len(match[0].lstrip('"”’)'))]
            if ABBREVIATION.search(piece):
                continue
            pieces.append(piece.strip())
            start = match.end()
        pieces.append(block.text[start:].strip())
        found.extend(Sentence(p, plain(p), block, i) for i, p in enumerate(p for p in pieces if p))
    return tuple(found)
