"""May the participant take part in care: one case a rule, in sentences of our own (hands_on.yml beside this file)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import hands_on
from pipeline.normalise import winner
from tests.extract.written import section

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("hands_on.yml").read_text("utf-8"))
BANS = (
    "Observers may not examine patients.",
    "There is no hands-on patient care.",
    "Direct patient contact is not permitted.",
)
AROUND = (
    "You will follow the team on rounds.",
    "Observers attend clinic.",
    "Externs gain hands-on experience.",
)


def answer(says: str, type_: str = "observership") -> str:
    claims = list(hands_on.find(section(says, type_hint=type_)))
    return str(winner(claims).value) if claims else "unknown"


@pytest.mark.parametrize("case", CASES, ids=[f"{c['rule']}: {c['says'][:60]}" for c in CASES])
def test_hands_on_is_what_the_page_says(case: dict[str, Any]) -> None:
    assert answer(case["says"], case.get("type", "observership")) == case["expect"]


@settings(max_examples=40, deadline=None)
@given(st.permutations(AROUND), st.sampled_from(BANS), st.integers(0, len(AROUND)))
def test_a_ban_anywhere_is_a_no(around: list[str], ban: str, at: int) -> None:
    assert answer("\n".join([*around[:at], ban, *around[at:]])) == "no"


def test_a_ban_taken_away_adds_no_permission() -> None:
    assert answer("Observers attend rounds.\nNo hands-on care is permitted.") == "no"
    assert answer("Observers attend rounds.") == "unknown"
