"""Tables of fees: the first cell names the row, the column's header the rest."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import regex as re
from pipeline.extract import money
from pipeline.extract.fee_free import NONE_CELL, TITLED_FEE
from pipeline.extract.fee_labels import KIND_WORDS, Label, govern, kind_of, labels_of
from pipeline.extract.fee_readings import WHO, Reading, heading_of
from pipeline.extract.fee_units import COUNT, LENGTH, UNITS, length_unit, per_of, weeks_in
from pipeline.extract.money import Money
from pipeline.extract.scope import side
from pipeline.model import Block
from pipeline.sentences import plain

MOST = 30_000.0
"""No participant pays more; sums above are cover, endowments and salaries."""

PREMIUM = 5_000.0
"""No insurance for a visit costs more; sums above are what it covers."""

NOT_MINE = re.compile(
    r"\b(?:proof|evidence|documentation|verification|demonstrat\w+|show)\b[^.;]{0,40}\b(?:funds|funding|financ\w+|support|means)\b|bank statement|affidavit of support|"
    r"\bfinancial (?:documentation|documents|proof|evidence|verification|guarantee|certification)\b|"
    r"\b(?:financing|financed|klarna|affirm|payment plans?)\b|\bi (?:paid|spent)\b|\bpaid [^.;]{0,20}another (?:agency|company|hospital)\b|"
    r"\b(?:dropped|abolished|eliminated|discontinued|scrapped|did away with|stopped charging|used to (?:be|charge|cost)|no longer (?:charge|collect)s?)\b[^.;]{0,30}[$€£]|\bfee (?:schedule )?history\b|"
    r"\bper (?:occurrence|incident|claim|instance|credit|credit hour)\b|\baggregate\b|\bsalary\b|\bworth of\b|\bvalued at\b|\braised\b|\bendow"
)
TOTAL = re.compile(r"\btotal\b|\ball-?inclusive\b|\bgrand total\b")
EXAMPLE = re.compile(
    r"\b(?:estimated?|approximate|sample|average|typical|expected|anticipated) (?:total|cost|costs|expenses|budget)\b"
)


def row(block: Block, dollar: str) -> Iterator[Reading]:
    """The fees of one table row: the first cell names the row, the column's header the rest."""
    trail = [plain(text) for text in block.trail[-2:]]
    titled = [label for text in trail for label in labels_of(text) if not label.weak]
    names = [
        (header, value)
        for header, value in block.cells
        if value and not money.find(value, dollar) and not NONE_CELL.match(plain(value))
    ]
    seen: set[str] = set()
    name = " ".join(dict.fromkeys(value for _, value in names))
    if not name and block.cells:
        name = block.cells[0][1]
    whole_name = plain(name)
    low_name = plain(names[0][1] if names else name)
    own = labels_of(low_name, any(TITLED_FEE.search(t) for t in trail))
    named = kind_of(low_name) if len(low_name) < 90 else "plain"
    if not any(not x.weak for x in own) and named not in ("plain", "not_fees") and not WHO.search(name):
        own = [Label(0, 0, low_name, named)]
    priced = bool(money.find(name, dollar))
    for header, value in block.cells:
        low, low_header = plain(value), plain(header)
        column = side(low_header) + value
        if not value or column in seen:
            continue
        seen.add(column)
        head_labels = [label for label in labels_of(low_header) if not label.weak]
        found: tuple[Money, ...] = money.find(value, dollar)
        in_money = IN_MONEY.search(low_header) or (
            not low_header and len(block.cells) == 2 and any(IN_MONEY.search(t) for t in trail)
        )
        if not found and (head_labels or in_money) and not header_counts(low_header):
            currency = (
                "USD"
                if "usd" in low_header or "$" in low_header or not re.search(r"€|eur|£|gbp", low_header)
                else ""
            )
            only = money.bare(value, currency) if currency else None
            found = (only,) if only else ()
        free = bool(NONE_CELL.match(low))
        if not found and not free:
            continue
        inner = [label for label in labels_of(low) if not label.weak]
        governed = govern(found, inner, low) if found else [None]
        if len(low) > 200 or NOT_MINE.search(low) or NOT_MINE.search(low_name):
            continue
        for index, label in enumerate(governed):
            m = found[index] if found else None
            if m is not None and m.most > MOST:
                continue
            label = label or next((x for x in own if not x.weak), None) or next(iter(head_labels), None)
            if label is None or label.kind == "plain":
                outer = next((x for x in titled if x.kind != "plain"), None) or next(iter(titled), None)
                if label is None and outer is None and not any(TITLED_FEE.search(t) for t in trail):
                    length = next((t for t in (low_header, low_name) if CELL_LENGTH.match(t)), "")
                    if not (found and length):
                        continue
                    outer = Label(0, 0, length, "program")
                specific = next((x for x in head_labels if x.kind not in ("plain", "not_fees")), None)
                label = specific or outer or label or Label(0, 0, "", "plain")
            if label.kind == "insurance" and m is not None and m.most > PREMIUM:
                continue
            if label.kind == "not_fees" or (KIND_WORDS["not_fees"].search(low_name) and not own):
                continue
            if EXAMPLE.search(low_name) or (TOTAL.search(low_name) and "estimate" in low_name):
                continue
            before, after = (low[: m.start], low[m.end :]) if m else ("", low)
            per = (
                per_of(before, after) or length_unit(low_header) or per_of("", low_header)
                or ((not priced and label.kind != "application" and ((label.kind != "administrative" and length_unit(whole_name)) or per_of("", whole_name))) or None)
                or ((match := NAME_UNIT.match(low_name)) and UNITS[match[1]]) or next((p for t in reversed(trail) if (p := per_of("", t))), None)
            )  # fmt: skip
            raw = m.raw if m else value
            for amount in {m.least, m.most} if m else {0.0}:
                yield Reading(
                    amount, m.currency if m else "USD", label.kind, per, raw, block.text, block.order, "table",
                    applies_to=name if WHO.search(name) or LENGTH.search(whole_name) else header if LENGTH.search(low_header) else "",
                    side=side(low_name) or side(low_header), heading=heading_of(block), label=label.text or low_name,
                    total=bool(TOTAL.search(low_name)),
                    weeks=weeks_in(low_header) or weeks_in(whole_name),
                    tier=per is not None and (length_unit(low_header) or length_unit(whole_name)) is not None,
                )  # fmt: skip


NAME_UNIT = re.compile(
    r"^\W*(?:the )?(?:first|second|each|every|any|additional|extra|further)\s+(?:\w+\s+)?(week|month|day)\b"
)
CELL_LENGTH = re.compile(rf"^\W*(?:{COUNT.replace('?P<n>', '?:')})[\s-]*(?:weeks?|wks?|months?)\W*$")
"""A column that is a length and nothing else: the prices in it are those of the stay."""
IN_MONEY = re.compile(r"\busd\b|\$|\bus dollars\b|\bin dollars\b")


def header_counts(low_header: str) -> bool:
    """Does a column count something else than money (weeks, seats)?"""
    return (
        bool(re.search(r"\b(?:weeks?|months?|hours?|seats?|slots?|number|credits?|code)\b", low_header))
        and "$" not in low_header
    )
