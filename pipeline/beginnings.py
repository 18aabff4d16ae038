"""How the matches of a pattern may begin, read from the pattern itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

KEY = 3
"""Characters of a beginning that are told apart."""
ANY = "\0"
"""Ends a beginning after which anything may follow."""
BOUND = "\1"
"""Opens a beginning before which no letter stands."""
MOST = 2_000
"""Beginnings of one pattern that are told apart."""
ASCII = "".join(map(chr, range(2, 128)))
BROAD = 40
"""A set of more characters is followed by anything."""


def beginnings(pattern: re.Pattern[str]) -> frozenset[str]:
    """Every match begins with one of these; a character that is not ASCII may stand for any of theirs."""
    return sequence(parser.parse(pattern.pattern, pattern.flags))


def core(begin: str) -> str:
    """The characters of a beginning."""
    return begin.strip(ANY + BOUND)


def done(begin: str) -> bool:
    return begin.endswith(ANY) or len(begin.lstrip(BOUND)) >= KEY


def sequence(nodes: Iterable[tuple[Any, Any]]) -> frozenset[str]:
    """Parts that follow one another."""
    found = frozenset({""})
    for op, value in nodes:
        if all(map(done, found)):
            break
        more = part(op, value)
        found = frozenset(
            begin if done(begin) else joined(begin, further) for begin in found for further in more
        )
        if len(found) > MOST:
            return frozenset({ANY})
    return found


def joined(begin: str, further: str) -> str:
    if begin in ("", BOUND):
        return begin + (further.lstrip(BOUND) if begin else further)
    whole = begin + further.lstrip(BOUND)
    bound = whole.startswith(BOUND)
    return whole if len(whole) - bound <= KEY else whole[: KEY + bound]


def part(op: Any, value: Any) -> frozenset[str]:
    if op is ops.LITERAL:
        return frozenset({chr(value)})
    if op is ops.IN:
        return one_of(value)
    if op is ops.SUBPATTERN:
        return sequence(value[3]) if not value[1] else frozenset({ANY})  # flags of its own
    if op is ops.ATOMIC_GROUP:
        return sequence(value)
    if op is ops.BRANCH:
        return frozenset(begin for arm in value[1] for begin in sequence(arm))
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        least, most, inner = value
        once = sequence(inner)
        if most != 1:
            once = frozenset(begin if done(begin) else begin + ANY for begin in once)
        return once if least else once | {""}
    if op is ops.AT:
        return frozenset({BOUND} if value in BOUNDARIES else {""})
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return frozenset({BOUND} if value[0] < 0 and no_letter_before(op, value[1]) else {""})
    return frozenset({ANY})


BOUNDARIES = (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING, ops.AT_BOUNDARY)


def no_letter_before(op: Any, nodes: Any) -> bool:
    """Does a look back hold only where no letter of ASCII stands before?"""
    if len(nodes) != 1:
        return False
    inner, value = nodes[0]
    if inner is not ops.IN:
        return False
    if op is ops.ASSERT_NOT:
        return value[0][0] is not ops.NEGATE and (ops.CATEGORY, ops.CATEGORY_WORD) in value
    return not any(char.isalpha() for begin in one_of(value) for char in core(begin)) and bool(one_of(value))


@lru_cache(maxsize=1024)
def category(kind: Any) -> frozenset[str]:
    written = {
        ops.CATEGORY_DIGIT: r"\d",
        ops.CATEGORY_NOT_DIGIT: r"\D",
        ops.CATEGORY_SPACE: r"\s",
        ops.CATEGORY_NOT_SPACE: r"\S",
        ops.CATEGORY_WORD: r"\w",
        ops.CATEGORY_NOT_WORD: r"\W",
    }
    return frozenset(re.findall(written[kind], ASCII))


def one_of(items: list[tuple[Any, Any]]) -> frozenset[str]:
    """The characters of a set; those beyond ASCII only where they are named."""
    negated = items[0][0] is ops.NEGATE
    found: set[str] = set()
    for op, value in items[negated:]:
        if op is ops.LITERAL:
            found.add(chr(value))
        elif op is ops.RANGE:
            found.update(chr(code) for code in range(value[0], min(value[1], 127) + 1))
        elif op is ops.CATEGORY:
            found.update(category(value))
        else:
            return frozenset({ANY})
    if negated:
        found = set(ASCII) - found
    return frozenset(char + ANY for char in found) if len(found) > BROAD else frozenset(found)


# --- looks ahead ------------------------------------------------------------------------------------------------------

ODD = "\\x00\\x01\\x80-\U0010ffff"
"""In a set: characters that may stand for any."""


def ahead(pattern: str) -> str:
    """A look at the next characters, to stand before `pattern`; empty where they may be any.

    An alternation of a hundred words is tried word by word at each place; the look spares that at most places.
    """
    keys = frozenset(core(begin) for begin in sequence(parser.parse(pattern)))
    return f"(?={trie(keys)})" if keys and "" not in keys else ""


def trie(keys: frozenset[str]) -> str:
    """A pattern of what begins with one of these, or with an odd character in place of theirs."""
    further: dict[str, set[str]] = {}
    for key in keys:
        further.setdefault(key[0], set()).add(key[1:])
    arms: dict[str, str] = {}
    for char, rests in sorted(further.items()):
        rest = "" if "" in rests else trie(frozenset(rests))
        arms[rest] = arms.get(rest, "") + re.escape(char)
    arms[""] = arms.get("", "") + ODD
    written = [f"[{chars}]{rest}" for rest, chars in arms.items()]
    return written[0] if len(written) == 1 else f"(?:{'|'.join(written)})"
