"""Side remarks that refuse."""

from __future__ import annotations

import pytest

from pipeline.extract.refusals import find
from tests.extract.snippet import said


@pytest.mark.parametrize(
    ("sentence", "kind", "group"),
    [
        ("Our department does not offer observerships.", "observership", "all"),
        ("We are unable to host observers at this time.", "observership", "all"),
        (
            "Observerships are not available to international medical graduates.",
            "observership",
            "img_graduate",
        ),
        ("No shadowing opportunities are offered in our clinics.", "shadowing", "all"),
        ("We cannot accept foreign medical students for electives.", "elective", "international_student"),
        ("Externships are no longer offered.", "externship", "all"),
        ("We can't place international medical graduates in observerships.", "observership", "img_graduate"),
        ("The clinic won't be hosting observers this year.", "observership", "all"),
        ("Our service isn't in a position to offer externships.", "externship", "all"),
    ],
)
def test_a_refusal_is_told_with_its_type_and_audience(sentence: str, kind: str, group: str) -> None:
    found = [(r.type, r.audience) for r in find(said(f"<p>{sentence}</p>"))]
    assert found == [(kind, group)]


@pytest.mark.parametrize(
    "sentence",
    [
        "We do not offer housing to observers.",
        "The hospital does not provide visas for visiting students.",
        "Observers are not eligible for academic credit.",
        "Observers may stay no longer than four weeks.",
        "We offer observerships to graduates of all schools.",
    ],
)
def test_what_is_not_given_to_participants_refuses_no_one(sentence: str) -> None:
    assert list(find(said(f"<p>{sentence}</p>"))) == []
