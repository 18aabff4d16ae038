"""Can one apply, as of 17 May 2026: one case a rule, in sentences of our own (status.yml beside this file)."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import status
from pipeline.model import Claim
from pipeline.normalise import winner
from tests.extract.written import section

CASES: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("status.yml").read_text("utf-8"))
LIVE = (
    "The department welcomes observers.",
    "Apply online eight weeks before the start.",
    "Observers attend rounds and clinics.",
    "The fee is $400.",
)
STOPS = (
    "We are not accepting applications at this time.",
    "The observership program is suspended.",
    "Applications are closed.",
    "The application deadline was January 15, 2026.",
)


def answer(case: dict[str, Any]) -> Claim | None:
    claims = list(
        status.find(
            section(case["says"], case.get("title", "Observership Program"), case.get("type", "observership"))
        )
    )
    return winner(claims) if claims else None


@pytest.mark.parametrize("case", CASES, ids=[f"{c['rule']}: {c['says'][:60]}" for c in CASES])
def test_status_is_what_the_page_says(case: dict[str, Any]) -> None:
    claim = answer(case)
    assert (claim.value if claim else "unknown") == case["expect"], claim


@pytest.mark.parametrize("case", CASES, ids=[c["rule"] for c in CASES])
def test_the_quote_is_a_sentence_of_at_least_two_words(case: dict[str, Any]) -> None:
    claim = answer(case)
    assert claim is None or (claim.quote in case["says"] and len(claim.quote.split()) > 1)


@settings(max_examples=60, deadline=None)
@given(st.permutations(LIVE), st.sampled_from(STOPS), st.integers(0, len(LIVE)))
def test_words_that_stop_a_programme_win_wherever_they_stand(live: list[str], stop: str, at: int) -> None:
    claim = answer({"says": "\n".join([*live[:at], stop, *live[at:]])})
    assert claim is not None and claim.value == "closed" and claim.quote == stop


@settings(max_examples=30, deadline=None)
@given(st.permutations(LIVE))
def test_a_live_page_is_open_in_any_order(live: list[str]) -> None:
    claim = answer({"says": "\n".join(live)})
    assert claim is not None and claim.value == "open"


INTERNATIONAL = "International students spend four weeks here.\nThey send their papers to the dean."


def under_a_stop(text: str) -> list[object]:
    """What is found of a part below "closed" at the top of its page."""
    closed = "Applications for 2026-27 electives closed on May 1, 2026."
    part = section(text, "International Students", "elective", closed)
    below = [replace(s, block=replace(s.block, order=s.block.order + 50)) for s in part.sentences]
    return [claim.value for claim in status.find(replace(part, sentences=tuple(below)))]


def test_a_stop_said_above_all_programmes_stops_each_of_them() -> None:
    assert under_a_stop(INTERNATIONAL) == ["closed"]


def test_a_stop_said_above_leaves_alone_what_takes_people_all_year() -> None:
    assert under_a_stop(INTERNATIONAL + "\nNominations are taken throughout the year.") == ["open"]
