"""Blocks to sentences. A sentence is a verbatim slice of its block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from pipeline import regex as re
from pipeline.model import Block, Sentence

BREAK = re.compile(
    r"""[.!?…](?:
        [)\]"”’']{0,2}\s+(?=[A-Z0-9“"'(\[*•¿¡$])                    # an end, then a capital, a figure or a quote
      | (?<=[A-Za-z0-9)][.!?])(?=[A-Z][a-z]+[ ,’'])               # an end without its space: "apply.Applicants must"
    )""",
    re.X,
)
BULLETS = "•▪●◦■➢✓✔"
BREAK_OR_BULLET = re.compile(BREAK.pattern + rf"|\s+(?=[{BULLETS}]\s)", re.X)
"""As BREAK, and before a bullet that was typed into the running text."""
ABBREVIATION = re.compile(
    r"(?:\b(?:Drs?|Mr|Ms|Mrs|Prof|St|Ste|vs|etc|approx|No|Nos|Inc|Ltd|Co|Corp|Jr|Sr|Dept|Univ|Assoc|Asst|Ave|Blvd|Rd|Bldg|Rm|Fl|Ext|"
    r"Ph\.D|M\.D|D\.O|Pharm\.D|R\.N|M\.P\.H|M\.S|B\.S|M\.B\.B\.S|M\.B|Ch\.B|U\.S|U\.S\.A|U\.K|D\.C|e\.g|i\.e|a\.m|p\.m|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Tel|Fax|Ph|min|max|incl|resp|cf|al|viz)"
    r"|\b[A-Z]|^\s*\(?\d{1,2}|[\s(]\d{1,2}\)?)\.$",
    re.I,
)
NUMBERED = re.compile(r"(?:^|[\s(])\d{1,2}\.$")
DAY_OF_MONTH = re.compile(
    r"\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|March|April|May|June|July|August|October)\.? \d{1,2}\.$|(?:uary|ember) \d{1,2}\.$",
    re.I,
)
"""The day that ends a sentence is no number of a list."""
STARTS = re.compile(
    r"(?:The|An?|All|Any|Applicants?|Students?|Observers?|Visitors?|We|You|Your|Our|If|It|In|This|These|Those|They|There|Please|For|To|No|"
    r"Each|Only|Once|When|While|However|Candidates?|International|Foreign|Participants?|Our|Is|Are|Do|Does|What|How|Who|Because|As|At|"
    r"After|Before|Under|Upon|Note|Must)\b"
)
SHORT_CELL = 160
"""Characters; a row whose cells are all shorter is one sentence, so that an amount stands beside what it is for."""


def plain(text: str) -> str:
    """Lower case with straight quotes and hyphens, the same length as `text`, for matching."""
    if text.isascii():
        return text.lower()
    for mark, meant in PLAIN:
        if mark in text:
            text = text.replace(mark, meant)
    low = text.lower()
    return low if len(low) == len(text) else text.replace("İ", "I").lower()


PLAIN = (
    ("’", "'"),
    ("‘", "'"),
    ("´", "'"),
    ("“", '"'),
    ("”", '"'),
    ("–", "-"),
    ("—", "-"),
    ("‑", "-"),
    ("‐", "-"),
    ("−", "-"),
    ("\xa0", " "),
)
"""İ is the one letter whose lower case is longer than it is."""


def sentences(blocks: Iterable[Block]) -> tuple[Sentence, ...]:
    """All sentences of the blocks in order; each is a slice of its block's text."""
    return tuple(chain.from_iterable(map(said, blocks)))


@re.memo
def said(block: Block) -> tuple[Sentence, ...]:
    """The sentences of one block; the gate asks for them, and so does the split."""
    return tuple(Sentence(text, plain(text), block, index) for index, text in enumerate(pieces(block)))


def pieces(block: Block) -> list[str]:
    if block.kind == "row" and block.cells:
        return row_pieces(block)
    text = block.text
    if not block.breaks:
        return list(split(text))
    found: list[str] = []
    start = 0
    for end in block.breaks:
        if wrapped(text[max(start, end - 20) : end], text[end + 1 : end + 2]):
            continue
        found.extend(split(text[start:end]))
        start = end + 1
    found.extend(split(text[start:]))
    return found


def wrapped(before: str, after: str) -> bool:
    """Is a line break only a wrap, inside a sentence that goes on?"""
    before = before.rstrip()
    return (
        bool(after)
        and not before.endswith((".", ":", "!", "?", ";"))
        and (
            after[0].islower()
            or before.endswith((",", "&", "-", "("))
            or CARRIES_ON.search(before) is not None
        )
    )


CARRIES_ON = re.compile(r"\b(?:and|or|of|the|a|an|to|for|in|with|by|at|from|must|be|is|are)$", re.I)


def row_pieces(block: Block) -> list[str]:
    values = [value for _, value in block.cells if value]
    if all(len(value) <= SHORT_CELL for value in values) and len(block.text) <= 4 * SHORT_CELL:
        return [block.text]
    found: list[str] = []
    for value in dict.fromkeys(values):
        found.extend(split(value) if value in block.text else ())
    return found or split(block.text)


LONGEST = 1_500
"""Characters; what runs on longer without an end is cut at a space: no reader looks further, and each looks often."""


def split(text: str) -> list[str]:
    """Sentences of running text. Abbreviations, initials and list numbers end none."""
    return [short for piece in slices(text) if piece for short in within(piece)]


def within(piece: str) -> Iterator[str]:
    """A sentence, in parts where it is longer than LONGEST."""
    while len(piece) > LONGEST:
        end = piece.rfind(" ", 0, LONGEST)
        end = end if end > 0 else LONGEST
        yield piece[:end].strip()
        piece = piece[end:].strip()
    if piece:
        yield piece


def slices(text: str) -> Iterator[str]:
    start = 0
    bulleted = not text.isascii() and any(mark in text for mark in BULLETS)
    for match in (BREAK_OR_BULLET if bulleted else BREAK).finditer(text):
        mark = match[0].rstrip()
        end = match.start() + len(mark)
        if mark.startswith(".") and len(mark) == 1:
            before = text[max(start, end - 14) : end]
            if (
                ABBREVIATION.search(before)
                and not DAY_OF_MONTH.search(before)
                and not (
                    STARTS.match(text, match.end())
                    and not TITLE.search(before)
                    and not NUMBERED.search(before)
                )
            ):
                continue
        if match.end() == end and ADDRESS.search(text[max(start, end - 40) : end]):
            continue
        yield text[start:end].strip()
        start = match.end()
    yield text[start:].strip()


ADDRESS = re.compile(r"(?:www|http|@|/)\S*$")
TITLE = re.compile(r"(?:\b(?:Drs?|Mrs?|Ms|Prof|St|No|Nos|vs|e\.g|i\.e|approx)|(?:^|\s)[A-Z])\.$")
