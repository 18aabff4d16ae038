"""A pattern of `pipeline.regex` answers as `re` does, whatever the text."""

from __future__ import annotations

import gc
import random
import re
from functools import cache
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import gate, regex, split
from pipeline.extract import finders

WORDS = (
    "no",
    "not",
    "visa",
    "observerships",
    "the",
    "of",
    "2025",
    "3",
    "weeks",
    "$1,500",
    "u.s.",
    "_x",
    "caf\u00e9",
)
ODD_TEXTS = ("K\u0131nd", "\u017ftudents", "\u212aeep", "\u0130stanbul visa", "x\u0661\u0662", "")


@cache
def patterns() -> tuple[regex.Pattern[str], ...]:
    """All patterns of the reader, with those that are compiled when they are first asked for."""
    assert finders.FINDERS
    for made in (gate.walls, gate.missing, gate.clinical, gate.patterns):
        made()
    for made in (split.group_patterns, split.type_patterns, split.any_type, split.part_words, split.nouns):
        made()
    regex.prepare()
    found = [o for o in gc.get_objects() if type(o) is regex.Pattern]
    return tuple(sorted(found, key=lambda p: (p.pattern, p.flags)))


@cache
def plain(pattern: str, flags: int) -> re.Pattern[str]:
    return re.compile(pattern, flags)


def written(nodes: Any, dice: random.Random, groups: dict[int, str]) -> str:
    """A text that a pattern may well match; looks to the side are passed over."""
    out: list[str] = []
    for op, value in nodes:
        if op is ops.LITERAL:
            out.append(chr(value))
        elif op is ops.NOT_LITERAL or op is ops.ANY:
            out.append(dice.choice("a x7-"))
        elif op is ops.IN:
            out.append(of_set(value, dice))
        elif op is ops.SUBPATTERN:
            out.append(written(value[3], dice, groups))
            groups[value[0]] = out[-1]
        elif op is ops.ATOMIC_GROUP:
            out.append(written(value, dice, groups))
        elif op is ops.BRANCH:
            out.append(written(dice.choice(value[1]), dice, groups))
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            least, most, inner = value
            times = dice.randint(least, min(int(most), least + 2))
            out.extend(written(inner, dice, groups) for _ in range(times))
        elif op is ops.GROUPREF:
            out.append(groups.get(value, ""))
    return "".join(out)


def of_set(items: Any, dice: random.Random) -> str:
    if items[0][0] is ops.NEGATE:
        return dice.choice("a 7-")
    op, value = dice.choice(items)
    if op is ops.LITERAL:
        return chr(value)
    if op is ops.RANGE:
        return chr(dice.randint(*value))
    kinds = {ops.CATEGORY_DIGIT: "07\u0663", ops.CATEGORY_SPACE: " \n\u00a0", ops.CATEGORY_WORD: "aZ9_\u00e9"}
    return dice.choice(kinds.get(value, " -."))


def answers(pattern: Any, text: str) -> list[Any]:
    """What all methods say of a text, and of a part of it."""

    def spans(match: re.Match[str] | None) -> Any:
        return match and (match.span(), match.groups())

    middle = len(text) // 2
    return [
        spans(pattern.search(text)),
        spans(pattern.match(text)),
        spans(pattern.fullmatch(text)),
        spans(pattern.search(text, middle)),
        spans(pattern.match(text, middle)),
        spans(pattern.search(text, 0, middle)),
        [spans(m) for m in pattern.finditer(text)],
        pattern.findall(text),
        pattern.sub("~", text),
        pattern.sub(lambda m: m[0].upper(), text, count=1),
        pattern.subn("", text),
        pattern.split(text),
    ]


@settings(max_examples=300, deadline=None)
@given(st.randoms(use_true_random=False))
def test_a_pattern_of_the_reader_answers_as_re_does(dice: random.Random) -> None:
    pattern = dice.choice(patterns())
    other = dice.choice(patterns())
    same = plain(pattern.pattern, pattern.flags)
    for source in (pattern, pattern, other):
        piece = written(parser.parse(source.pattern, source.flags), dice, {})
        around = [dice.choice(WORDS) for _ in range(3)]
        joints = [dice.choice(("", " ", " ", "-", "\n")) for _ in range(2)]
        text = around[0] + joints[0] + piece + joints[1] + around[1]
        if dice.random() < 0.3:
            cut = dice.randrange(len(text) + 1)
            text = text[:cut] + dice.choice(ODD_TEXTS) + text[cut:]
        for one in (text, text.lower(), text.upper(), piece):
            assert answers(pattern, one) == answers(same, one), (pattern, one)


def test_every_pattern_of_the_reader_finds_what_it_is_written_for() -> None:
    for made in patterns():
        dice = random.Random(made.pattern)
        same = plain(made.pattern, made.flags)
        for _ in range(5):
            text = written(parser.parse(made.pattern, made.flags), dice, {})
            for one in (text, f" {text} ", f"x{text}x", text.upper()):
                assert bool(made.search(one)) == bool(same.search(one)), (made, one)


@pytest.mark.parametrize(
    ("pattern", "flags", "text"),
    [
        (r"\bno\b", 0, "not known, no"),
        (r"\bno\b", 0, "not known"),
        (r"kind", re.I, "\u212aind"),
        (r"sit", re.I, "\u017f\u0131t"),
        (r"\d{2} weeks", 0, "\u0661\u0662 weeks"),
        (r"caf\u00e9s?", re.I, "CAF\u00c9"),
        (r"(?<!\w)us(?!\w)", 0, "_us us_ us"),
        (r"(?<=\W)us", 0, "(us"),
        (r"(?<![^\w])us", 0, "xus"),
        (r"a\Bb", 0, "ab"),
        (r"(no|not) +visa", 0, "not  visa"),
        (r"(?:a-)+b", 0, "a-a-b"),
        (r"(?i:VISA)s", 0, "visas"),
        (r"(x)?(?(1)y|z)", 0, "z"),
        (r"(a)\1", 0, "aa"),
        (r"[^a]b", 0, "cb"),
        (r"visa$", re.M, "a visa\nfor"),
        (r"", 0, "anything"),
        (r"a" * 60, 0, "a" * 70),
    ],
)
def test_where_words_end_and_how_they_are_cased_is_as_in_re(pattern: str, flags: int, text: str) -> None:
    made = regex.compile(pattern, flags)
    regex.prepare()
    for one in (text, text.upper(), f"x{text}", f"{text}x", f"x {text} x"):
        assert answers(made, one) == answers(re.compile(pattern, flags), one)


def test_a_pattern_is_not_run_on_a_text_without_its_words() -> None:
    made = regex.compile(r"\bzyxwv\b[^.]{0,20}\bvuts")
    regex.prepare()
    need = regex.needed(re.compile(made.pattern))
    assert need
    assert regex.met("zyxwv then vutsrq") & need == need
    assert regex.met("zyxwvu then vuts") & need != need
    assert made.search("zyxwvu then vuts") is None


def test_a_pattern_that_is_compiled_later_reads_texts_met_before() -> None:
    text = "a qwertzu here"
    early = regex.compile(r"\bnothing of the kind\b")
    regex.prepare()
    assert early.search(text) is None
    late = regex.compile(r"\bqwertzu\b")
    assert late.search(text)
    regex.prepare()
    assert late.search(text)


def test_the_first_pages_are_read_without_a_look_at_the_patterns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "pages", 0)
    made = regex.compile(r"\bmnbvcxy\b")
    for _ in range(regex.FEW - 1):
        regex.turn()
        assert made in regex.UNREAD
    regex.turn()
    assert not regex.UNREAD


def test_only_the_letters_that_are_set_apart_match_ascii_of_another_case() -> None:
    ascii_letters = re.compile("[a-z0-9]", re.I)
    odd = {
        c
        for c in map(chr, range(128, 0x110000))
        if ascii_letters.match(c) or re.search("[a-z0-9]", c.lower())
    }
    assert odd == set("\u0130\u0131\u017f\u212a")
