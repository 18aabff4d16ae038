"""Fees told from every other sum of money on a page. One entry of fees.yml a case."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract import money
from pipeline.extract.fees import find
from pipeline.model import Block, Fee, Section
from pipeline.sentences import sentences

CASES = yaml.safe_load(Path(__file__).with_name("fees.yml").read_text(encoding="utf-8"))


def blocks(case: dict[str, Any]) -> list[Block]:
    title = "Observership Program"
    trail = (title, case["heading"]) if case.get("heading") else (title,)
    if "rows" not in case:
        return [Block(trail, case["text"], lead=case.get("lead", ""), kind=case.get("kind", "paragraph"))]
    head, *rest = case["rows"]
    headed = len(rest) > 1 and not any("$" in cell for cell in head)
    found = [Block(trail, " ".join(head), kind="row", cells=tuple(("", cell) for cell in head))]
    for order, row in enumerate(rest, 1):
        cells = tuple((head[n] if headed else "", cell) for n, cell in enumerate(row))
        found.append(Block(trail, " ".join(row), kind="row", cells=cells, order=order))
    return found


def section(own: list[Block], title: str = "Observership Program", sole: bool = True) -> Section:
    return Section(title, sentences(own), (), "https://example.org/x", title, date(2026, 5, 17), sole)


def read(own: list[Block], title: str = "Observership Program", sole: bool = True) -> list[Fee]:
    return [claim.value for claim in find(section(own, title, sole))]


def shown(fees: list[Fee]) -> list[tuple[str, float, str, str]]:
    return sorted((fee.kind, fee.amount, fee.per, fee.currency) for fee in fees)


@pytest.mark.parametrize("case", CASES, ids=[str(case.get("text") or case["rows"][1])[:70] for case in CASES])
def test_an_amount_is_what_its_noun_says(case: dict[str, Any]) -> None:
    expected = sorted(
        (kind, float(amount), per, (*more, "USD")[0]) for kind, amount, per, *more in case["fees"]
    )
    assert shown(read(blocks(case))) == expected


def test_the_quote_carries_the_amount() -> None:
    for case in CASES:
        for claim in find(section(blocks(case))):
            assert claim.raw in claim.quote
            assert claim.value.amount == 0 or re.search(r"\d|hundred", claim.raw)


def test_an_amount_said_twice_is_one_fee() -> None:
    own = [Block((), "The application fee is $100."), Block((), "Pay the $100 fee by credit card.", order=1)]
    assert shown(read(own)) == [("application", 100.0, "once", "USD")]


def test_a_fee_called_by_name_nearby_names_the_amount() -> None:
    own = [
        Block(("Payments",), "Submit your payment of $300 per elective online."),
        Block(("Payments",), "The processing fee is not refundable.", order=1),
    ]
    assert shown(read(own)) == [("administrative", 300.0, "rotation", "USD")]


def test_a_fee_that_is_said_to_be_paid_once_is_not_paid_for_each_length() -> None:
    cells = [("Up to 3 months", "$250"), ("3 to 12 months", "$500")]
    own = [
        Block(("Fees",), " ".join(row), kind="row", cells=(("Length", row[0]), ("Fee", row[1])), order=n)
        for n, row in enumerate(cells)
    ]
    said = Block(("Fees",), "The fee is a one-time processing fee of the department.", order=3)
    assert shown(read([*own, said])) == [("administrative", a, "once", "USD") for a in (250.0, 500.0)]


def test_this_deposit_in_the_next_sentence_names_the_amount() -> None:
    own = [Block((), "To enroll, send $350 with your papers. This deposit is not refunded.")]
    assert shown(read(own)) == [("deposit", 350.0, "once", "USD")]


def test_four_weeks_of_a_weekly_fee_are_no_fee_of_their_own() -> None:
    own = [
        Block(
            (),
            "Rotation fee ($500/week) $2,000",
            kind="row",
            cells=(("", "Rotation fee ($500/week)"), ("", "$2,000")),
        )
    ]
    assert shown(read(own)) == [("program", 500.0, "week", "USD")]


def test_a_tier_keeps_the_words_that_name_it() -> None:
    fees = read(
        [
            Block(
                ("Registration Fee",),
                "Domestic Students pay $300. International Students pay $900.",
            )
        ]
    )
    assert {fee.amount: fee.applies_to for fee in fees} == {
        300: "Domestic Students",
        900: "International Students",
    }


def test_a_section_for_one_audience_leaves_the_price_of_the_other() -> None:
    own = [Block(("Fee",), "Domestic students pay a $300 fee. International students pay a $900 fee.")]
    assert [fee.amount for fee in read(own, "International Students", sole=False)] == [900.0]


def test_free_for_one_group_stands_beside_the_price_for_another() -> None:
    own = [
        Block(("Fees",), "Professionals: $2,000 administrative fee."),
        Block(("Fees",), "Trainees: No fee", order=1),
    ]
    assert shown(read(own)) == [
        ("administrative", 0.0, "once", "USD"),
        ("administrative", 2000.0, "once", "USD"),
    ]


def test_an_award_has_no_fees_but_those_of_applying() -> None:
    own = [Block((), "The grant pays $5,000. The application fee is $25.")]
    found = Section(
        "Travel Grant",
        sentences(own),
        (),
        "https://example.org/x",
        "Travel Grant",
        date(2026, 5, 17),
        type_hint="award",
    )
    assert shown([claim.value for claim in find(found)]) == [("application", 25.0, "once", "USD")]


def test_a_bare_dollar_is_the_countrys_own() -> None:
    own = sentences([Block((), "The elective fee is $600.")])
    found = Section("Electives", own, (), "https://example.edu.au/x", "Electives", date(2026, 5, 17))
    assert [claim.value.currency for claim in find(found)] == ["AUD"]


STYLES = [
    ("$1,500", 1500, 1500, "USD"),
    ("US$1500", 1500, 1500, "USD"),
    ("$3,100 US Dollars", 3100, 3100, "USD"),
    ("1,500 USD", 1500, 1500, "USD"),
    ("USD 1,500.00", 1500, 1500, "USD"),
    ("€2.500", 2500, 2500, "EUR"),
    ("25,000 EUR", 25000, 25000, "EUR"),
    ("RM 5,000/-", 5000, 5000, "MYR"),
    ("CHF 3'000", 3000, 3000, "CHF"),
    ("C$1,200", 1200, 1200, "CAD"),
    ("£500", 500, 500, "GBP"),
    ("$800 - $1,500", 800, 1500, "USD"),
    ("$600-1500", 600, 1500, "USD"),
    ("$1 million", 1e6, 1e6, "USD"),
    ("$50k", 50000, 50000, "USD"),
    ("one thousand two hundred dollars", 1200, 1200, "USD"),
]


@pytest.mark.parametrize(("text", "least", "most", "currency"), STYLES, ids=[s[0] for s in STYLES])
def test_each_style_of_money_is_read(text: str, least: float, most: float, currency: str) -> None:
    (m,) = money.find(f"It is {text}.")
    assert (m.least, m.most, m.currency) == (least, most, currency)


def test_weeks_beside_a_price_are_not_money() -> None:
    assert [(m.least, m.most) for m in money.find("4 weeks: $800, $300-4 weeks")] == [(800, 800), (300, 300)]


PIECES = st.sampled_from(
    ["$", "US$", "€", "1,500", "250.00", "4 weeks", " per week", "fee of ", "tuition ", "no fee ", "two hundred ", "dollars", "-", " to ", "USD", "k", "million", ",", ". ", "deposit "]
)  # fmt: skip


@given(st.one_of(st.text(max_size=150), st.lists(PIECES, max_size=14).map("".join)))
def test_no_amount_is_invented(text: str) -> None:
    end = 0
    for m in money.find(text):
        assert text[m.start : m.end] == m.raw
        assert m.start >= end
        assert 0 <= m.least <= m.most
        end = m.end
    for claim in find(section([Block(("Fees",), text)] if text.strip() else [])):
        assert claim.raw in claim.quote
        assert claim.value.amount == 0 or re.search(r"\d|one|two|hundred", claim.raw)


def test_each_row_of_a_table_of_stays_is_a_price_of_its_own() -> None:
    rows = [("1 week", "$150"), ("2 weeks", "$280"), ("4 weeks", "$600")]
    own = [
        Block(("Fees",), f"{stay} {price}", kind="row", cells=(("Stay", stay), ("Fee", price)), order=n)
        for n, (stay, price) in enumerate(rows)
    ]
    assert {amount for _, amount, _, _ in shown(read(own))} == {150.0, 280.0}, (
        "600 is four weeks of the weekly 150"
    )
    dearer = [*rows[:2], ("4 weeks", "$500")]
    own = [
        Block(("Fees",), f"{stay} {price}", kind="row", cells=(("Stay", stay), ("Fee", price)), order=n)
        for n, (stay, price) in enumerate(dearer)
    ]
    assert {amount for _, amount, _, _ in shown(read(own))} == {150.0, 280.0, 500.0}
    tiers = [("Up to 1 week", "$250"), ("2 to 4 weeks", "$500"), ("More than 4 weeks", "$1,000")]
    own = [
        Block(
            ("Application fee",),
            f"{stay} {price}",
            kind="row",
            cells=(("Stay", stay), ("Application fee", price)),
            order=n,
        )
        for n, (stay, price) in enumerate(tiers)
    ]
    assert shown(read(own)) == [("application", a, "once", "USD") for a in (250.0, 500.0, 1000.0)]


def test_the_tuition_of_an_elective_is_paid_for_each() -> None:
    own = [Block(("Visiting Electives",), "Tuition: $3,600, due 60 days before the start.")]
    elective = replace(section(own), type_hint="elective")
    assert shown([claim.value for claim in find(elective)]) == [("program", 3600.0, "rotation", "USD")]
    assert shown(read(own)) == [("program", 3600.0, "once", "USD")]
