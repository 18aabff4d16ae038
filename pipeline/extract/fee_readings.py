"""One amount as read, with the clause and the tier that it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline import regex as re
from pipeline.extract.fee_labels import LabelKind
from pipeline.extract.fee_units import LENGTH
from pipeline.extract.money import Money
from pipeline.model import Block, FeePer

WHO = re.compile(
    r"\b(?:(?:domestic|international|foreign|u\.?s\.?|visiting|medical|graduate|undergraduate|practicing|md|do|img|professional|non-?\w+)\s+){0,6}(?:students?|physicians?|graduates?|imgs?|residents?|fellows?|trainees?|professionals?|scholars?|doctors?|members?|non-?members?|observers?|nurses?|others?|faculty|alumni)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One amount as read, before the same amount said twice is made one."""

    amount: float
    currency: str
    kind: LabelKind
    per: FeePer | None
    raw: str
    quote: str
    order: int
    rule: str
    applies_to: str = ""
    side: str = ""
    heading: str = ""
    label: str = ""
    total: bool = False
    weeks: int | None = None
    """The stay that the amount's row or column is for."""
    tier: bool = False
    """True where the unit is the length that the amount's line, row or column names ("One week: $600")."""
    remark: bool = False
    """True where a sentence says in passing that some pay nothing: no tier of a price list."""


def clause_around(low: str, m: Money) -> str:
    """The words about an amount, without what stands in other sentences, clauses or brackets."""
    left = re.split(r"[;(]|[.:]\s", low[: m.start])[-1]
    right = re.split(r"[;()]|\.\s", low[m.end :])[0]
    return left[-90:] + " " + right[:60]


def about(low: str, start: int, end: int) -> str:
    """The clause of an amount without the amount: a currency names no country."""
    left, right = clause_ends(low, start, end)
    return CURRENCY.sub(" ", low[left:start] + " \u00b7 " + low[end:right])


CURRENCY = re.compile(
    r"\b(?:us|u\.s\.|american|united states|canadian)\s*(?:dollars?|funds|currency|banks?|mail|\u00b7|\$)|\bus\s*$"
)


def clause(low: str, start: int, end: int) -> str:
    left, right = clause_ends(low, start, end)
    return low[left:right]


def clause_ends(low: str, start: int, end: int) -> tuple[int, int]:
    left = max(low.rfind(c, 0, start) for c in (";", ". ", "$", ":", ","))
    right = [low.find(c, end) for c in (";", ". ", "$", ",")]
    return left + 1, min([r for r in right if r >= 0], default=len(low))


def heading_of(block: Block) -> str:
    return block.trail[-1] if block.trail else ""


def applies_to(before: str, after: str) -> str:
    """The tier of an amount as printed, where its own words name one."""
    head = re.match(
        r"\s*(?:fee\s+|is\s+|are\s+|\([^)]*\)\s*)*(?:for|\()\s*(?:an?\s+|the\s+)?([^.;,()$]{3,60})", after
    )
    if head and (WHO.search(head[1]) or LENGTH.search(head[1].lower())):
        return head[1].strip()
    tail = re.search(
        r"([A-Z][\w./ &-]{2,60}?)\s*(?::|-|–|—|=|are charged|is charged|pay|will be charged)\s*(?:an?\s+)?$",
        before,
    )
    if tail and (WHO.search(tail[1]) or LENGTH.search(tail[1].lower())):
        return tail[1].strip()
    return ""
