"""Side remarks that refuse."""

from __future__ import annotations

import pytest

from pipeline.extract.refusals import find
from tests.extract.snippet import said

OBSERVE, ROTATE = "observership", "elective"
GRADUATE, STUDENT = "img_graduate", "international_student"
REFUSED = [
    ("Our department does not offer observerships.", OBSERVE, "all"),
    ("We are unable to host observers at this time.", OBSERVE, "all"),
    ("Observerships are not available to international medical graduates.", OBSERVE, GRADUATE),
    ("No shadowing opportunities are offered in our clinics.", "shadowing", "all"),
    ("We cannot accept foreign medical students for electives.", ROTATE, STUDENT),
    ("Externships are no longer offered.", "externship", "all"),
    ("We can't place international medical graduates in observerships.", OBSERVE, GRADUATE),
    ("The clinic won't be hosting observers this year.", OBSERVE, "all"),
    ("Our service isn't in a position to offer externships.", "externship", "all"),
    ("We do not offer observerships.", OBSERVE, "all"),
    ("Our department does not currently host observers.", OBSERVE, "all"),
    ("We are not able to offer observerships to international medical graduates at this time.", OBSERVE, GRADUATE),
    ("Observerships are not offered.", OBSERVE, "all"),
    ("Observership: not available.", OBSERVE, "all"),
    ("There are no observership opportunities at our institution.", OBSERVE, "all"),
    ("There is no observership program for international medical graduates.", OBSERVE, GRADUATE),
    ("No observerships are available.", OBSERVE, "all"),
    ("No externships or observerships will be granted.", OBSERVE, "all"),
    ("The hospital has no observership program.", OBSERVE, "all"),
    ("We have suspended our observership program until further notice.", OBSERVE, "all"),
    ("Our observership program has been discontinued.", OBSERVE, "all"),
    ("Observerships have been suspended indefinitely.", OBSERVE, "all"),
    ("The externship program is closed permanently.", "externship", "all"),
    ("We no longer accept visiting students from international schools.", ROTATE, STUDENT),
    ("International students are not eligible for visiting electives.", ROTATE, STUDENT),
    ("Students from international medical schools may not rotate here; electives are for U.S. students.", ROTATE, STUDENT),
    ("Electives are not open to international medical students.", ROTATE, STUDENT),
    ("Clinical electives are unavailable to students of foreign medical schools.", ROTATE, STUDENT),
    ("We cannot honor requests for shadowing.", "shadowing", "all"),
    ("Shadowing is not permitted at our clinics.", "shadowing", "all"),
    ("Shadowing requests are not being accepted.", "shadowing", "all"),
    ("We don’t allow job shadowing.", "shadowing", "all"),
    ("Please do not request observerships; we have none.", OBSERVE, "all"),
    ("We regret that we cannot provide observerships for foreign medical graduates.", OBSERVE, GRADUATE),
    ("Unfortunately, our program is unable to provide externships to IMGs.", "externship", GRADUATE),
    ("The residency program does not sponsor or arrange observerships.", OBSERVE, "all"),
    ("The department neither offers nor arranges observerships.", OBSERVE, "all"),
    ("Requests for observerships from international medical graduates cannot be processed.", OBSERVE, GRADUATE),
    ("Do you offer observerships? No.", OBSERVE, "all"),
    ("Do you offer observerships to IMGs? We do not.", OBSERVE, GRADUATE),
    ("We do not have a formal observership program.", OBSERVE, "all"),
    ("Research positions are not available to visiting physicians.", "research", "physician"),
    ("Our hospital does not accept observers or externs.", OBSERVE, "all"),
    ("Due to capacity, we are not accepting applications for observerships.", OBSERVE, "all"),
    ("We aren't able to take international observers.", OBSERVE, "all"),
    ("Physicians from abroad cannot observe here.", OBSERVE, "physician"),
    ("Visiting rotations for international medical graduates are not possible.", ROTATE, GRADUATE),
    ("We do not participate in observership programs for IMGs.", OBSERVE, GRADUATE),
    ("Sub-internships are not offered to international students.", "sub_internship", STUDENT),
    ("Preceptorships are not available.", "preceptorship", "all"),
]  # fmt: skip
NOT_REFUSED = [
    "We do not offer housing to observers.",
    "The hospital does not provide visas for visiting students.",
    "Observers are not eligible for academic credit.",
    "Observers may stay no longer than four weeks.",
    "We offer observerships to graduates of all schools.",
    "We do not charge for observerships.",
    "Observers may not touch patients.",
    "Observers are not allowed to write in charts.",
    "Observers are not permitted in the operating room.",
    "We do not provide housing during the observership.",
    "Observerships are not paid.",
    "Observerships are not a substitute for residency training.",
    "We cannot accept late applications for observerships.",
    "Observerships cannot exceed four weeks.",
    "No fee is charged for the observership.",
    "Do not hesitate to apply for an observership.",
    "An observership does not guarantee a residency position.",
    "The observership is not available in July.",
    "We do not accept applications for observerships by mail.",
    "Incomplete observership applications will not be considered.",
    "Not only do we offer observerships, we also offer electives.",
    "Observers do not receive letters of recommendation.",
    "Electives are not available to students without prior core clerkships.",
    "We do not offer observerships longer than eight weeks.",
    "No more than two observers are accepted each month.",
    "Applicants who do not have a sponsor are not eligible for observerships.",
    "If we do not offer observerships in your field, write to us.",
    "We have not yet opened applications for observerships for 2027.",
    "Observers cannot be considered employees.",
    "Why do some hospitals not offer observerships?",
    "It is not uncommon to offer observerships to graduates.",
    "Do you offer observerships? Yes.",
    "Do you offer housing for observers? No.",
    "Is a letter required for observerships? No.",
]


@pytest.mark.parametrize(("sentence", "kind", "group"), REFUSED)
def test_a_refusal_is_told_with_its_type_and_audience(sentence: str, kind: str, group: str) -> None:
    found = [(r.type, r.audience) for r in find(said(f"<p>{sentence}</p>"))]
    assert found == [(kind, group)]


@pytest.mark.parametrize("sentence", NOT_REFUSED)
def test_what_is_not_given_to_participants_or_under_a_condition_refuses_no_one(sentence: str) -> None:
    assert list(find(said(f"<p>{sentence}</p>"))) == []


def test_the_quote_of_a_refusal_is_more_than_a_no() -> None:
    (refusal,) = find(said("<h3>Do you offer observerships?</h3><p>No.</p>"))
    assert refusal.quote == "Do you offer observerships?"


def test_a_sentence_that_refuses_two_groups_is_two_rows() -> None:
    sentence = "Observerships are not available to international medical students or international medical graduates."
    assert {r.audience for r in find(said(f"<p>{sentence}</p>"))} == {GRADUATE, STUDENT}
