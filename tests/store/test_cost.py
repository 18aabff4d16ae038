"""cost_4_weeks_usd: everything that must be paid for four weeks, or nothing at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.cost import cost_of_four_weeks
from pipeline.model import Fee, Listing


def cost(
    *fees: Fee, weeks: tuple[float | None, float | None] = (None, None), type_: str = "observership"
) -> float | None:
    return cost_of_four_weeks(Listing("x", type_, fees=fees, duration_weeks=weeks))  # type: ignore[arg-type]


def program(amount: float, per: str = "once", **more: str) -> Fee:
    return Fee("program", amount, per=per, **more)  # type: ignore[arg-type]


RULES = [
    ("a page that names no fee", (), (4, 4), None),
    ("an application fee alone says nothing of the program's", (Fee("application", 150.0),), (4, 4), None),
    ("a free application alone neither", (Fee("application", 0.0),), (4, 4), None),
    ("stated free", (program(0.0),), (None, None), 0),
    ("free by the week is free", (program(0.0, "week"),), (None, None), 0),
    ("once", (program(500.0),), (2, 8), 500),
    ("an administrative fee is one for taking part", (Fee("administrative", 125.0),), (4, 4), 125),
    ("by the week, four times", (program(300.0, "week"),), (1, 12), 1200),
    ("by the month, once", (program(900.0, "month"),), (4, 4), 900),
    ("by the year, once", (program(60.0, "year"),), (None, None), 60),
    ("by the day: how many days?", (program(50.0, "day"),), (4, 4), None),
    ("by the rotation of four weeks", (program(3100.0, "rotation"),), (4, 8), 3100),
    ("by the rotation of unknown length", (program(3100.0, "rotation"),), (None, None), None),
    ("by the rotation that lasts eight weeks", (program(3100.0, "rotation"),), (8, 8), None),
    ("application and program add up", (Fee("application", 50.0), program(1120.0, "week")), (2, 8), 4530),
    (
        "insurance that must be bought adds up",
        (program(500.0), Fee("insurance", 45.0, per="week")),
        (4, 4),
        680,
    ),
    ("a deposit is part of the fee", (program(2000.0), Fee("deposit", 500.0)), (4, 4), 2000),
    (
        "a deposit larger than the fee is not understood",
        (program(200.0), Fee("deposit", 500.0)),
        (4, 4),
        None,
    ),
    ("a deposit alone", (Fee("deposit", 500.0),), (4, 4), None),
    ("a shortest stay of eight weeks", (program(500.0, "week"),), (8, 12), None),
    ("a longest stay of two weeks", (program(500.0, "week"),), (1, 2), None),
    ("a month is four weeks", (program(500.0, "week"),), (4.35, 4.35), 2000),
    ("another currency", (Fee("program", 500.0, "EUR"),), (4, 4), None),
    ("two amounts that nothing tells apart", (program(500.0), program(900.0)), (4, 4), None),
    ("the same amount twice", (program(500.0), program(500.0, note="per participant")), (4, 4), 500),
    ("a late fee need not be paid", (program(500.0), Fee("other", 50.0, note="late fee")), (4, 4), 500),
    (
        "an optional fee need not be paid",
        (program(500.0), Fee("other", 80.0, applies_to="optional parking")),
        (4, 4),
        500,
    ),
    ("another fee must be", (program(500.0), Fee("other", 25.0, note="badge")), (4, 4), 525),
    (
        "the tier that names four weeks",
        (program(3100.0, note="4 weeks"), program(6200.0, note="8 weeks"), program(12400.0, note="16 weeks")),
        (4, 16),
        3100,
    ),
    (
        "the tier that names one month",
        (program(900.0, note="one month"), program(1700.0, note="two months")),
        (4, 8),
        900,
    ),
    (
        "tiers of other lengths",
        (program(6200.0, note="8 weeks"), program(12400.0, note="16 weeks")),
        (2, 16),
        None,
    ),
    (
        "the tier of applicants from abroad",
        (program(100.0, applies_to="US students"), program(775.0, applies_to="international students")),
        (4, 4),
        775,
    ),
    (
        "non-US is not US",
        (program(100.0, applies_to="US schools"), program(775.0, applies_to="non-U.S. schools")),
        (4, 4),
        775,
    ),
    (
        "two tiers of applicants from abroad",
        (
            program(100.0, applies_to="international students"),
            program(775.0, applies_to="international graduates"),
        ),
        (4, 4),
        None,
    ),
]


@pytest.mark.parametrize(("name", "fees", "weeks", "expected"), RULES, ids=[rule[0] for rule in RULES])
def test_rule(name: str, fees: tuple[Fee, ...], weeks: tuple[float, float], expected: float | None) -> None:
    assert cost(*fees, weeks=weeks) == expected


def test_an_award_costs_nothing_to_compute() -> None:
    assert cost(program(500.0), weeks=(4, 4), type_="award") is None


FEES = st.builds(
    Fee,
    kind=st.sampled_from(["application", "program", "administrative", "deposit", "insurance", "other"]),
    amount=st.integers(0, 20_000).map(float),
    currency=st.sampled_from(["USD", "EUR"]),
    per=st.sampled_from(["once", "rotation", "week", "month", "day", "year"]),
    applies_to=st.sampled_from(["", "US students", "international graduates"]),
    note=st.sampled_from(["", "4 weeks", "8 weeks", "optional", "two months"]),
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(FEES, max_size=6),
    st.sampled_from([(None, None), (4.0, 4.0), (2.0, 8.0), (1.0, 2.0), (None, 4.0)]),
)
def test_the_order_of_fees_does_not_matter_and_no_cost_is_below_what_must_be_paid(fees, weeks) -> None:  # type: ignore[no-untyped-def]
    found = cost(*fees, weeks=weeks)
    assert cost(*reversed(fees), weeks=weeks) == found
    if found is not None:
        assert found >= 0
        single = [f.amount for f in fees if f.kind == "application" and "optional" not in f.note]
        if len(single) == 1:
            assert found >= single[0]
