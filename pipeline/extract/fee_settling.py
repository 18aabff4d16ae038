"""The same amount said twice is one fee; plain fees take the kind that is named for them; totals and empty zeros go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pipeline import regex as re
from pipeline.extract import money
from pipeline.extract.fee_labels import WORD, LabelKind, kind_of
from pipeline.extract.fee_readings import Reading, heading_of
from pipeline.model import FeePer, Sentence


def settled(
    readings: list[Reading], own_side: str, the_fee: Mapping[str, tuple[LabelKind, bool]]
) -> Iterator[Reading]:
    """Each fee once: plain "fee"s take the kind that is named for them; totals of what is listed are dropped."""
    kept = [r for r in readings if not (own_side and r.side and r.side != own_side)]
    kept = [resolved(r, kept, the_fee) for r in kept]
    kept = [resolved(r, kept, the_fee) if r.amount == 0 else r for r in kept]
    by_amount: dict[tuple[float, str], list[Reading]] = defaultdict(list)
    for r in kept:
        by_amount[(r.amount, r.currency)].append(r)
    found: list[Reading] = []
    for group in by_amount.values():
        named = [r for r in group if r.kind != "plain" and r.rule != "context"] or [
            r for r in group if r.kind != "plain"
        ]
        chosen: dict[str, Reading] = {}
        for r in named or group:
            old = chosen.get(r.kind)
            if old is None:
                chosen[r.kind] = r
            else:
                chosen[r.kind] = replace(
                    old,
                    per=old.per if old.per not in (None, "once") else r.per or old.per,
                    applies_to=old.applies_to or r.applies_to,
                )
        if len(chosen) > 1 and group[0].amount == 0:
            found.extend(chosen.values())
            continue
        units = {r.per for r in group if r.per}
        for r in chosen.values():
            only = next(iter(units)) if len(units) == 1 and r.kind != "application" else None
            found.append(replace(r, per=r.per or only))
    listed = list(without_totals(with_units(without_zeros(found))))
    tiers = {r.heading for r in listed if r.tier and r.per == "rotation"}
    for r in listed:
        yield replace(r, per="rotation") if r.tier and r.heading in tiers else r


def called(sentences: Iterable[Sentence]) -> dict[str, tuple[LabelKind, bool]]:
    """By heading, the one kind of fee that the text under it calls by name without an amount ("the processing fee"),
    and whether it says that it is paid once."""
    found: dict[str, set[LabelKind]] = defaultdict(set)
    once: set[str] = set()
    for sentence in sentences:
        if "fee" in sentence.low and not money.hinted(sentence.low) and not sentence.block.cells:
            for match in THE_FEE.finditer(sentence.low):
                found[heading_of(sentence.block)].add(kind_of(match[0]))
                if ONE_TIME.search(match[0]):
                    once.add(heading_of(sentence.block))
    return {
        heading: (next(iter(kinds)), heading in once)
        for heading, kinds in found.items()
        if len(kinds) == 1 and not kinds & {"plain", "not_fees"}
    }


ONE_TIME = re.compile(r"\bone-?\s?time\b|\bsingle\b")
THE_FEE = re.compile(
    rf"\b(?:the|this)\s+(?:{WORD}\s+){{1,3}}fee\b|\b(?:the|this|it)\s+(?:fee\s+)?is\s+(?:an?|the)\s+(?:{WORD}\s+){{1,3}}fee\b"
)


def resolved(r: Reading, every: list[Reading], the_fee: Mapping[str, tuple[LabelKind, bool]]) -> Reading:
    """A plain fee takes the kind of the same amount elsewhere, of the fee that its heading's text calls by name, or,
    where it is zero, of the largest amount under its heading."""
    if r.kind != "plain":
        return r
    if r.amount == 0:
        beside = [o for o in every if o.heading == r.heading and o.amount > 0 and o.kind != "plain"]
        return replace(r, kind=max(beside, key=lambda o: o.amount).kind) if beside else r
    same = [o for o in every if o.kind not in ("plain", "not_fees") and o.amount == r.amount]
    if same:
        return replace(r, kind=same[0].kind)
    if r.heading in the_fee:
        kind, once = the_fee[r.heading]
        return replace(r, kind=kind, per="once", tier=False) if once and r.tier else replace(r, kind=kind)
    return r


def with_units(found: list[Reading]) -> list[Reading]:
    """Who pays nothing pays nothing for the unit that others pay for."""
    units: dict[str, FeePer | None] = {}
    for r in found:
        if r.amount:
            units.setdefault(r.kind, r.per)
    return [
        replace(r, per=r.per or units.get(r.kind))
        if not r.amount and r.applies_to
        else r
        if r.amount
        else replace(r, per="once")
        for r in found
    ]


def without_zeros(found: list[Reading]) -> list[Reading]:
    """A zero for everybody, and what is said of some in passing, gives way to an amount of its kind."""
    charged = {r.kind for r in found if r.amount > 0}
    return [
        r
        for r in found
        if r.amount > 0
        or (r.applies_to and not r.remark)
        or r.kind not in (charged | {"plain"} if r.remark and charged else charged)
    ]


def without_totals(found: list[Reading]) -> Iterator[Reading]:
    """Sums and multiples of what is listed are no fees of their own: four weeks of a weekly fee, parts added up."""
    weekly = {(r.amount, r.order) for r in found if r.per in ("week", "day") and r.amount}
    amounts_ = [r.amount for r in found if r.amount]
    for r in found:
        if (
            r.per not in ("week", "day")
            and r.rule == "table"
            and any(
                r.amount == n * w and (r.weeks == n if r.weeks else order == r.order)
                for w, order in weekly
                for n in range(2, 13)
            )
        ):
            continue
        others = [a for a in amounts_ if a < r.amount]
        if (
            r.total
            and len(others) >= 2
            and any(
                abs(sum(pair) - r.amount) < 0.01
                for pair in ((a, b) for i, a in enumerate(others) for b in others[i + 1 :])
            )
        ):
            continue
        if r.total and len(others) >= 3 and abs(sum(others) - r.amount) < 0.01:
            continue
        yield r
