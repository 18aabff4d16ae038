"""Awards: how much, of what kind, for what, how often. One entry of awards.yml a case."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extract.award import find
from pipeline.model import Block, OpportunityType, Section
from pipeline.sentences import sentences

CASES = yaml.safe_load(Path(__file__).with_name("awards.yml").read_text(encoding="utf-8"))


def section(title: str, texts: list[str], hint: OpportunityType | None) -> Section:
    blocks = [Block((), title, kind="heading", level=1)]
    blocks += [Block((title,), text, order=order) for order, text in enumerate(texts, 1)]
    return Section(
        title, sentences(blocks), (), "https://example.org/x", title, date(2026, 5, 17), type_hint=hint
    )


def read(case: dict[str, Any]) -> dict[str, Any]:
    texts = case["text"] if isinstance(case["text"], list) else [case["text"]]
    hint: OpportunityType = "observership" if case.get("none") else "award"
    found: dict[str, Any] = {}
    for claim in sorted(find(section(case["title"], texts, hint)), key=lambda c: c.strength):
        if claim.field == "covers":
            found.setdefault("covers", set()).add(claim.value)
        else:
            found[claim.field] = claim.value
    return found


@pytest.mark.parametrize("case", CASES, ids=[f"{c['title']}: {c['text']}"[:80] for c in CASES])
def test_an_award_is_read_as_its_words_say(case: dict[str, Any]) -> None:
    found = read(case)
    expected = {
        "award_amount": tuple(case["amount"]) if "amount" in case else None,
        "currency": case.get("currency"),
        "award_kind": case.get("kind"),
        "cycle": case.get("cycle"),
    }
    assert {name: found.get(name) for name in expected} == expected
    if "covers" in case:
        assert sorted(found.get("covers", ())) == case["covers"]


def test_a_section_of_unknown_type_is_an_award_where_it_speaks_of_giving() -> None:
    texts = ["The society awards two grants of $2,000 each year. Grants are given to young doctors."]
    fields = {claim.field for claim in find(section("Support for young doctors", texts, None))}
    assert {"award_amount", "award_kind", "cycle"} <= fields


def test_a_clinical_elective_is_no_award_though_it_mentions_scholarships() -> None:
    texts = ["Electives last four weeks. A diversity scholarship of $2,000 is offered by another office."]
    assert list(find(section("Visiting Electives", texts, "elective"))) == []


@given(st.text(max_size=120))
def test_any_text_is_read_without_error_and_words_stand_in_it(text: str) -> None:
    for claim in find(section("Travel Grant", [text] if text.strip() else [], "award")):
        assert claim.raw in claim.quote
