"""Amounts in running text, by themselves: what is printed, where, how much, in which currency."""

from __future__ import annotations

import itertools

import pytest

from pipeline.extract.money import Money, bare, find


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("The fee is $1,500.", [(1500, 1500, "USD")]),
        ("Grants of $1.5k and $2K", [(1500, 1500, "USD"), (2000, 2000, "USD")]),
        ("Two thousand dollars, or $2 thousand", [(2000, 2000, "USD"), (2000, 2000, "USD")]),
        ("A gift of $3m founded it", [(3_000_000, 3_000_000, "USD")]),
        ("A gift of $3mm founded it", [(3_000_000, 3_000_000, "USD")]),
        ("Cover of $1 million/$3 million", [(1_000_000, 1_000_000, "USD"), (3_000_000, 3_000_000, "USD")]),
        ("A budget of $2 billion", [(2_000_000_000, 2_000_000_000, "USD")]),
        ("$1 - 2 million", [(1_000_000, 2_000_000, "USD")]),
        ("$2 to 3 thousand", [(2000, 3000, "USD")]),
        ("between $500 - $750", [(500, 750, "USD")]),
        ("from $10k to $20k", [(10_000, 20_000, "USD")]),
        ("call $500-1", [(500, 500, "USD")]),
        ("500 - 750 euros", [(500, 750, "EUR")]),
        ("two hundred and fifty dollars", [(250, 250, "USD")]),
        ("one thousand two hundred dollars", [(1200, 1200, "USD")]),
        ("CAD $90 and £30", [(90, 90, "CAD"), (30, 30, "GBP")]),
        ("RM500 or rm 50 in the wards", [(500, 500, "MYR")]),
        ("$200 (US dollars)", [(200, 200, "USD")]),
        ("Nothing here but 500 beds", []),
    ],
)
def test_an_amount_is_what_is_printed(text: str, amounts: list[tuple[float, float, str]]) -> None:
    assert [(m.least, m.most, m.currency) for m in find(text)] == amounts


@pytest.mark.parametrize(
    ("text", "raws"),
    [
        ("It is $200 (US dollars) a week", ["$200 (US dollars)"]),
        ("It is 200 (USD), once", ["200 (USD)"]),
        ("Pay $1,500 – 2 now", ["$1,500"]),
        ("Pay USD 300, then EUR 20.", ["USD 300", "EUR 20"]),
        ("Three hundred dollars and $40", ["Three hundred dollars", "$40"]),
    ],
)
def test_the_place_of_an_amount_is_that_of_its_words(text: str, raws: list[str]) -> None:
    found = find(text)
    assert [m.raw for m in found] == raws
    assert [text[m.start : m.end] for m in found] == raws


def test_no_two_amounts_share_a_word() -> None:
    text = "USD 300 dollars, 300 dollars, three hundred dollars and $5 US dollars"
    found = find(text)
    assert [m.least for m in found] == [300, 300, 300, 5]
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_a_bare_number_takes_the_currency_of_its_column() -> None:
    assert bare(" 1,250* ", "USD") == Money(1, 6, "1,250", 1250, 1250, "USD")
    assert bare("1,250 weeks", "USD") is None


def test_a_dollar_sign_alone_is_the_callers_dollar() -> None:
    assert [m.currency for m in find("$5 and US$6", dollar="CAD")] == ["CAD", "USD"]
