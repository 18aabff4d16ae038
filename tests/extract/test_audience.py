"""Who may come: one case a convention, in sentences of our own (audience.yml beside this file)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import audience
from pipeline.model import AUDIENCE_GROUPS, Claim
from pipeline.normalise import winner
from tests.extract.written import section

CASES: list[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_suffix("").with_name("audience.yml").read_text("utf-8")
)
SHORT = {"img": "img_graduate", "intl": "international_student", "us": "us_student", "phys": "physician"}


def answers(case: dict[str, Any]) -> dict[str, Claim]:
    found: dict[str, list[Claim]] = {}
    for claim in audience.find(
        section(
            case["says"], case.get("title", "Observership Program"), case.get("type"), case.get("shared", "")
        )
    ):
        found.setdefault(claim.field.removeprefix("audience."), []).append(claim)
    return {group: winner(claims) for group, claims in found.items()}


@pytest.mark.parametrize("case", CASES, ids=[f"{c['rule']}: {c['says'][:50]}" for c in CASES])
def test_each_group_is_told_what_the_page_says(case: dict[str, Any]) -> None:
    found = answers(case)
    told = {short: found[group].value if group in found else "unknown" for short, group in SHORT.items()}
    assert {short: told[short] for short in case["expect"]} == case["expect"], {
        g: (c.value, c.rule, c.quote) for g, c in found.items()
    }


@pytest.mark.parametrize("case", CASES, ids=[c["rule"] for c in CASES])
def test_every_claim_is_quoted_from_one_sentence(case: dict[str, Any]) -> None:
    text = case["says"] + case.get("shared", "") + case.get("title", "Observership Program")
    for claim in answers(case).values():
        assert (
            claim.quote in text.replace("# ", "").replace("- ", "").replace(" | ", " ") or claim.quote in text
        )
        assert claim.rule.startswith("audience.")


REFUSALS = (
    "We do not accept international medical graduates.",
    "International medical graduates are not eligible for this program.",
    "This program is not open to graduates of foreign medical schools or to individuals seeking residency.",
    "Unfortunately, we are unable to host IMGs.",
)
OFFERS = (
    "We welcome visitors from all over the world.",
    "International physicians are invited to observe our faculty.",
    "Applications are reviewed on a rolling basis.",
    "The fee is $500 for four weeks.",
    "Observers attend rounds, clinics and conferences.",
)


@settings(max_examples=60, deadline=None)
@given(st.permutations(OFFERS), st.sampled_from(REFUSALS), st.integers(0, len(OFFERS)))
def test_a_refusal_anywhere_never_yields_yes(offers: list[str], refusal: str, at: int) -> None:
    lines = [*offers[:at], refusal, *offers[at:]]
    found = answers({"says": "\n".join(lines), "type": "observership"})
    assert found["img_graduate"].value == "no"


@settings(max_examples=40, deadline=None)
@given(st.permutations(OFFERS))
def test_the_order_of_unrelated_sentences_changes_nothing(offers: list[str]) -> None:
    found = answers({"says": "\n".join(offers), "type": "observership"})
    assert {g: found[g].value for g in AUDIENCE_GROUPS if g in found} == {
        "img_graduate": "yes",
        "physician": "yes",
    }


def test_silence_claims_nothing() -> None:
    assert answers({"says": "Our campus is close to the lake.\nParking is free in the north lot."}) == {}
