"""`re` for sentences that are asked hundreds of questions: a pattern that cannot match says so without being run.

    from pipeline import regex as re

Most patterns of the finders find nothing in most sentences, yet the engine tries each of them at each character.
Here a pattern is read once for words that every match of it must contain ("visa" or a word that
begins with "sponsor"). A text is cut into words once, when it is met again; one comparison of two whole numbers then
tells whether a pattern is worth running. What is run is `re` itself, and its answer is always the same: where anything
is unclear (no such word, bounds to the search, letters with odd cases) the pattern is simply run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, reduce
from operator import or_
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, Generic, TypeVar, cast

from pipeline.beginnings import ahead as ahead

Match = re.Match
escape = re.escape
MOST_TEXTS = 10_000
"""Texts whose words are remembered; then all are forgotten, so that memory stays within bounds."""
I = re.I  # noqa: E741
M = re.M
S = re.S
X = re.X
IGNORECASE = re.I
VERBOSE = re.X

Text = TypeVar("Text", bound=str)


class Pattern(Generic[Text]):
    """As `re.Pattern` of a str; see the head of this module."""

    __slots__ = (
        "findall",
        "finditer",
        "flags",
        "fullmatch",
        "groupindex",
        "groups",
        "match",
        "pattern",
        "plain",
        "search",
        "split",
        "sub",
        "subn",
    )

    search: Callable[..., re.Match[str] | None]
    match: Callable[..., re.Match[str] | None]
    fullmatch: Callable[..., re.Match[str] | None]
    finditer: Callable[..., Iterator[re.Match[str]]]
    findall: Callable[..., list[Any]]
    sub: Callable[..., str]
    subn: Callable[..., tuple[str, int]]
    split: Callable[..., list[str | Any]]

    def __init__(self, plain: re.Pattern[str]) -> None:
        self.plain = plain
        self.pattern, self.flags = plain.pattern, plain.flags
        self.groups, self.groupindex = plain.groups, plain.groupindex
        self.search, self.match, self.fullmatch = plain.search, plain.match, plain.fullmatch
        self.finditer, self.findall = plain.finditer, plain.findall
        self.sub, self.subn, self.split = plain.sub, plain.subn, plain.split

    def guard(self, need: int) -> None:
        """From now on, run on texts only that have what is needed."""
        plain = self.plain
        self.search = guarded(plain.search, need)
        self.match = guarded(plain.match, need)
        self.fullmatch = guarded(plain.fullmatch, need)
        self.finditer = guarded(plain.finditer, need, iter(()))
        self.findall = listing(plain.findall, need)
        self.sub = guarded_sub(plain.sub, need)

    def __repr__(self) -> str:
        return f"regex.compile({self.pattern!r})"


@lru_cache(maxsize=4096)
def compile(pattern: str, flags: int = 0) -> Pattern[str]:
    """As `re.compile`, for str only."""
    made: Pattern[str] = Pattern(re.compile(pattern, flags))
    UNREAD.append(made)
    return made


def quick(pattern: str) -> Pattern[str]:
    """As `compile`, for a long alternation: it looks ahead before it tries its arms."""
    return compile(f"{ahead(pattern)}(?:{pattern})")


UNREAD: list[Pattern[str]] = []
"""Patterns of which is not known yet what they need; they are run on every text."""
FEW = 4
"""Pages that are read before the patterns are: that takes half a second, more than it saves on so few."""
pages = 0


Function = TypeVar("Function", bound=Callable[..., Any])
MEMOS: list[Callable[[], None]] = []
"""What forgets the answers of each function under `memo`."""


def memo(function: Function) -> Function:
    """A pure function that answers a question once a page."""
    kept = lru_cache(maxsize=MOST_TEXTS)(function)
    MEMOS.append(kept.cache_clear)
    return cast(Function, kept)


def turn() -> None:
    """Between two pages: the next one has other texts, though mostly the same words."""
    global pages
    KNOWN.clear()
    for forget in MEMOS:
        forget()
    pages += 1
    if (
        (UNREAD or UNASKED) and pages >= FEW and pages.bit_count() == 1
    ):  # ever more rarely: all words are looked up anew
        prepare()


def prepare() -> None:
    """Read the patterns that were compiled since."""
    global KNOWN, STRETCHES
    patterns = UNREAD[:]
    needs = [needed(pattern.plain) for pattern in patterns]
    for pieces in UNASKED:
        ASKED[id(pieces)] = (bit_of(frozenset(map(telling_part, pieces))), all(map(one_word, pieces)), pieces)
    UNASKED.clear()
    STRETCHES = Stretches()  # what both say of older texts lacks the new clauses
    KNOWN = {}
    for pattern, need in zip(patterns, needs, strict=True):
        if need:
            pattern.guard(need)
    del UNREAD[: len(patterns)]


def guarded(run: Callable[..., Any], need: int, nothing: Any = None) -> Callable[..., Any]:
    """A method of a pattern that runs only where the text has what it needs."""

    def method(text: str, pos: int = 0, endpos: int | None = None) -> Any:
        if endpos is not None:  # a word cut off at the bound is another word
            return run(text, pos, endpos)
        have = KNOWN.get(text)
        if not have:
            if have is None and len(text) < SHORT:
                KNOWN[text] = 0
                return run(text, pos)
            have = met(text)
        return run(text, pos) if have & need == need else nothing

    return method


def listing(run: Callable[..., list[Any]], need: int) -> Callable[..., list[Any]]:
    found = guarded(run, need)

    def method(text: str, pos: int = 0, endpos: int | None = None) -> list[Any]:
        return found(text, pos, endpos) or []

    return method


def guarded_sub(run: Callable[..., str], need: int) -> Callable[..., str]:
    def sub(repl: str | Callable[[re.Match[str]], str], text: str, count: int = 0) -> str:
        have = KNOWN.get(text)
        if not have:
            if have is None and len(text) < SHORT:
                KNOWN[text] = 0
                return run(repl, text, count)
            have = met(text)
        if have & need == need:
            return run(repl, text, count)
        return text

    return sub


# --- functions of the module, for patterns that are written where they are used ---------------------------------------


def search(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    return compile(pattern, flags).search(text)


def match(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    return compile(pattern, flags).match(text)


def fullmatch(pattern: str, text: str, flags: int = 0) -> re.Match[str] | None:
    return compile(pattern, flags).fullmatch(text)


def finditer(pattern: str, text: str, flags: int = 0) -> Iterator[re.Match[str]]:
    return compile(pattern, flags).finditer(text)


def findall(pattern: str, text: str, flags: int = 0) -> list[Any]:
    return compile(pattern, flags).findall(text)


def sub(
    pattern: str, repl: str | Callable[[re.Match[str]], str], text: str, count: int = 0, flags: int = 0
) -> str:
    return compile(pattern, flags).sub(repl, text, count)


def split(pattern: str, text: str, maxsplit: int = 0, flags: int = 0) -> list[str | Any]:
    return compile(pattern, flags).split(text, maxsplit)


# --- what a text has --------------------------------------------------------------------------------------------------

WORD = re.compile(r"[a-z0-9]+|[^a-z0-9\s]")
"""Words and single marks of a text in lower case."""
ODD = re.compile("[\u0130\u0131\u017f\u212a]")
"""Letters that match an ASCII letter of the other case, or become one; texts that have them are always run."""
DIGIT = re.compile(r"\d")
ALL = -1
"""Has everything: the pattern is run."""
MOST_STRETCHES = 50_000
LONGEST = 40
"""Longest word that is looked into; in a text with a longer one, such as a key, every pattern is run."""


class Stretches(dict[str, int]):
    """What each stretch of a text between two spaces has, as the bits of `CLAUSES`."""

    def __missing__(self, stretch: str) -> int:
        if len(self) >= MOST_STRETCHES:
            self.clear()
        have = self[stretch] = bits(stretch)
        return have


KNOWN: dict[str, int] = {}
"""What each text has; 0 where one pattern was run on it: a short text is often asked only once."""
SHORT = 80
"""Characters of a text that one pattern is run on before it is looked at."""
SEEN = 1
"""What every text has that was looked at."""
STRETCHES = Stretches()


def met(text: str) -> int:
    """What a text has that is not in KNOWN."""
    known, stretches = KNOWN, STRETCHES
    if len(known) >= MOST_TEXTS:
        known.clear()
    have = known[text] = reduce(or_, map(stretches.__getitem__, text.split()), SEEN)
    return have


def holds(text: str, pieces: tuple[str, ...]) -> bool:
    """Does a text in lower case hold any of these pieces of words? `pieces` is a constant of its module."""
    asked = ASKED.get(id(pieces))
    if asked is None:
        if not any(pieces is other for other in UNASKED):
            UNASKED.append(pieces)
        return any(map(text.__contains__, pieces))
    have = KNOWN.get(text) or met(text)
    if not have & asked[0]:
        return False
    return (asked[1] and have != ALL) or any(map(text.__contains__, pieces))


ASKED: dict[int, tuple[int, bool, tuple[str, ...]]] = {}
"""By identity: the bit of pieces of words, whether it tells all, and the pieces, which must not be freed."""
UNASKED: list[tuple[str, ...]] = []


def one_word(piece: str) -> bool:
    """Can a piece stand only within one word, or is it one mark?"""
    return WORD.fullmatch(piece) is not None


def telling_part(piece: str) -> Literal:
    """What a text that holds the piece has: its longest word."""
    word = max(WORD.findall(piece), key=len)
    return ("part" if word[0].isalnum() and word.isascii() else "whole", word)


def bits(stretch: str) -> int:
    """What the words and marks of a stretch have."""
    if ODD.search(stretch):
        return ALL
    have = LITERALS.get(("digit", ""), 0) if DIGIT.search(stretch) else 0
    for word in WORD.findall(stretch.lower()):
        if len(word) > LONGEST:
            return ALL
        have |= bits_of_word(word)
    return have


def bits_of_word(word: str) -> int:
    find = LITERALS.get
    have = find(("whole", word), 0)
    size = len(word)
    for start in range(size):
        have |= find(("end", word[start:]), 0) | find(("start", word[: start + 1]), 0)
        for end in range(start + 1, size + 1):
            have |= find(("part", word[start:end]), 0)
    return have


# --- what a pattern needs ---------------------------------------------------------------------------------------------

Literal = tuple[str, str]
"""How it stands in its word (whole, start, end, part), and the letters; or ("digit", "")."""
Clause = frozenset[Literal]
"""Literals of which a text must have one."""

CLAUSES: dict[Clause, int] = {}
"""The bit of each clause."""
LITERALS: dict[Literal, int] = {}
"""The clauses that a literal satisfies."""

GAP = "\0"
"""Stands for any text in the strings below; BOUND for the edge of a word, DIGIT_MARK for a digit, a space for other
characters outside words."""
BOUND = "\1"
DIGIT_MARK = "\2"
MARKS = frozenset({GAP, BOUND, DIGIT_MARK})
MOST = 200
"""Strings that are kept of one part of a pattern; what has more is taken as a clause of its own."""
LONGEST_CLAUSE = 1500
COMMON = frozenset(
    ["a", "an", "and", "any", "are", "as", "at", "be", "been", "by", "can", "do", "does", "for", "from", "has", "have", "if", "in", "is", "it", "may", "must", "no", "not", "of", "on", "or", "our", "s", "that", "the", "their", "there", "they", "this", "to", "u", "we", "who", "will", "with", "you", "your"]
)  # fmt: skip


def needed(plain: re.Pattern[str]) -> int:
    """The bits that a text must have; 0 where a match may be anything."""
    strings, clauses = sequence(parser.parse(plain.pattern, plain.flags))
    need = 0
    for clause in {*clauses, *clauses_of(strings)}:
        need |= bit_of(clause)
    return need


def bit_of(clause: Clause) -> int:
    bit = CLAUSES.get(clause)
    if bit is None:
        bit = CLAUSES[clause] = 2 << len(CLAUSES)
        for literal in clause:
            LITERALS[literal] = LITERALS.get(literal, 0) | bit
    return bit


Part = tuple[frozenset[str], list[Clause]]
"""Every match is one of the strings (with their gaps), and has a literal of each clause."""
ANYTHING: Part = (frozenset({GAP}), [])
NOTHING: Part = (frozenset({""}), [])


def sequence(nodes: Iterable[tuple[Any, Any]]) -> Part:
    """Parts that follow one another."""
    strings = frozenset({""})
    clauses: list[Clause] = []
    run = ""
    for op, value in nodes:
        if op is ops.LITERAL:
            run += letter(value)
            continue
        more, further = part(op, value)
        clauses.extend(further)
        if len(strings) * len(more) > MOST:
            clauses.extend(clauses_of(frozenset(s + run for s in strings)))
            edge = BOUND if all((s + run).endswith((BOUND, " ")) for s in strings) else GAP
            strings, run = frozenset({edge}), ""
            if len(more) > MOST:
                clauses.extend(clauses_of(more))
                more = frozenset({GAP})
        strings = frozenset(s + run + m for s in strings for m in more)
        run = ""
    return frozenset(s + run for s in strings) if run else strings, clauses


def part(op: Any, value: Any) -> Part:
    if op is ops.LITERAL:
        return frozenset({letter(value)}), []
    if op is ops.IN:
        return one_of(value), []
    if op is ops.SUBPATTERN:
        return sequence(value[3])
    if op is ops.ATOMIC_GROUP:
        return sequence(value)
    if op is ops.BRANCH:
        return branch([sequence(arm) for arm in value[1]])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return repeat(*value)
    if op is ops.AT:
        at = value in (ops.AT_BEGINNING, ops.AT_BEGINNING_STRING, ops.AT_END, ops.AT_END_STRING)
        return (frozenset({BOUND}), []) if at or value is ops.AT_BOUNDARY else NOTHING
    if op in (ops.ASSERT, ops.ASSERT_NOT):
        return (frozenset({BOUND}), []) if edge_of_word(op, value[1]) else NOTHING
    return ANYTHING


def branch(arms: list[Part]) -> Part:
    if not any(clauses for _, clauses in arms):
        strings = frozenset(s for arm, _ in arms for s in arm)
        if len(strings) <= LONGEST_CLAUSE:
            return strings, []
    either: set[Literal] = set()
    for strings, clauses in arms:
        best = max((*clauses, *clauses_of(strings)), key=worth, default=None)
        if best is None:
            return ANYTHING
        either |= best
    return frozenset({GAP}), [frozenset(either)] if len(either) <= LONGEST_CLAUSE else []


def repeat(least: int, most: Any, nodes: Any) -> Part:
    strings, clauses = sequence(nodes)
    if all(not char.isalnum() and char not in MARKS for s in strings for char in s) and not clauses:
        more = frozenset(
            s if most == 1 else s + " " for s in strings
        )  # what is between words is so in any number
        return (more if least else more | {""}), []
    if least == 0:
        if most == 1 and not clauses and len(strings) <= MOST:
            return strings | {""}, []
        return ANYTHING
    if least == most == 1:
        return strings, clauses
    return frozenset(s + GAP for s in strings), clauses


@lru_cache(maxsize=1024)
def letter(code: int) -> str:
    """How a character of a pattern stands in the strings."""
    if ODD.match(chr(code)):
        return GAP
    char = chr(code).lower()
    if char.isascii() and char.isalnum():
        return char
    if (
        len(char) == 1
        and char == char.upper()
        and not char.isspace()
        and not char.isalnum()
        and char not in MARKS
    ):
        return char
    return " "


def one_of(items: list[tuple[Any, Any]]) -> frozenset[str]:
    """The characters of a set; a gap where they are many."""
    found: set[str] = set()
    for op, value in items:
        if op is ops.LITERAL:
            found.add(letter(value))
        elif op is ops.RANGE and value[1] - value[0] < 8:
            found.update(letter(code) for code in range(value[0], value[1] + 1))
        elif (op is ops.RANGE and (value[0], value[1]) == (48, 57)) or (
            op is ops.CATEGORY and value is ops.CATEGORY_DIGIT
        ):
            found.add(DIGIT_MARK)
        elif op is ops.CATEGORY and value in (ops.CATEGORY_SPACE, ops.CATEGORY_NOT_WORD):
            found.add(" ")
        else:
            return frozenset({GAP})
    return frozenset(found) if len(found) <= 12 else frozenset({GAP})


def edge_of_word(op: Any, nodes: Any) -> bool:
    """Does a look to the side hold only where no letter or digit of ASCII stands next?"""
    if len(nodes) != 1:
        return False
    inner, value = nodes[0]
    if op is ops.ASSERT:
        strings = (
            one_of(value)
            if inner is ops.IN
            else frozenset({letter(value)})
            if inner is ops.LITERAL
            else {GAP}
        )
        return all(not s.isalnum() and s not in (GAP, DIGIT_MARK) for s in strings)
    return inner is ops.IN and value[0][0] is not ops.NEGATE and (ops.CATEGORY, ops.CATEGORY_WORD) in value


# --- literals of strings ----------------------------------------------------------------------------------------------

RUN = re.compile(r"[a-z0-9]+|[^a-z0-9\s\x00\x01]")


def clauses_of(strings: frozenset[str]) -> list[Clause]:
    """Up to two clauses: the most telling literal of each string, and the second most telling ones."""
    first: set[Literal] = set()
    second: set[Literal] = set()
    for string in strings:
        best = sorted(literals(string), key=telling, reverse=True)
        if not best:
            return []
        first.add(best[0])
        second.add(best[min(1, len(best) - 1)])
    if len(first) > LONGEST_CLAUSE:
        return []
    return [frozenset(first)] if first == second else [frozenset(first), frozenset(second)]


def literals(string: str) -> set[Literal]:
    found: set[Literal] = set()
    for run in RUN.finditer(string):
        word = run[0]
        if word == DIGIT_MARK:
            found.add(("digit", ""))
        elif not word.isalnum() or not word.isascii():
            found.add(("whole", word))
        else:
            left = run.start() > 0 and string[run.start() - 1] not in (GAP, DIGIT_MARK)
            right = run.end() < len(string) and string[run.end()] not in (GAP, DIGIT_MARK)
            how = ("part", "start", "end", "whole")[left + 2 * right]
            found.add((how, word))
    return found


def telling(literal: Literal) -> tuple[float, Literal]:
    """How much it says that a text has this literal: long and whole words say more."""
    how, word = literal
    if how == "digit":
        return 1.5, literal
    if not word.isalnum():
        return (0.5 if word in ".,-'()/:;" else 3.0), literal
    if word in COMMON:
        return (1.0 if how == "whole" else 0.1), literal
    return len(word) + (0.0 if how == "part" else 3.0 if how == "whole" else 1.5), literal


def worth(clause: Clause) -> float:
    """A clause says as much as the least telling of its literals, and less the more it has."""
    return min(telling(literal)[0] for literal in clause) - len(clause) / 50
