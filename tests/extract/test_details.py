"""Requirements, exams, visas, outcomes, contacts and place, on snippets in the manner of many hospitals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline import reading
from pipeline.extract import contacts, exams, outcomes, place, requirements, visas
from pipeline.model import REQUIREMENTS, Claim
from tests.extract.page import page, whole
from tests.extract.snippet import cases, section, values


def named(case: dict[str, Any]) -> str:
    return str(case["html"])[:70]


@pytest.mark.parametrize("case", cases("requirements"), ids=named)
def test_only_what_is_asked_of_the_applicant_is_a_requirement(case: dict[str, Any]) -> None:
    found = list(requirements.find(section(case["html"])))
    assert values(found, "requirements") == set(case["want"])


@pytest.mark.parametrize("case", cases("exams"), ids=named)
def test_an_exam_counts_only_where_it_is_demanded(case: dict[str, Any]) -> None:
    found = list(exams.find(section(case["html"])))
    want = case["want"]
    assert values(found, "usmle") == set(want.get("usmle", []))
    assert values(found, "ecfmg_required") == ({want["ecfmg"]} if "ecfmg" in want else set())
    assert values(found, "english_required") == ({want["english"]} if "english" in want else set())


def strongest(found: list[Claim], field: str) -> Claim:
    return max((claim for claim in found if claim.field == field), key=lambda claim: claim.strength)


@pytest.mark.parametrize(
    ("own", "shared", "rule"),
    [
        (
            "<p>We do not sponsor visas.</p>",
            "<p>The university sponsors J-1 visas.</p>",
            "visas.sponsorship_refused",
        ),
        (
            "<p>The university sponsors J-1 visas.</p>",
            "<p>Visitors arrange their own visa.</p>",
            "visas.sponsorship_offered",
        ),
        (
            "<p>Visitors arrange their own visa. The clinic will not sponsor visas.</p>",
            "",
            "visas.sponsorship_refused",
        ),
        (
            "<p>Do you sponsor visas?</p><p>No.</p>",
            "<p>The office will sponsor visas.</p>",
            "visas.sponsorship_answered",
        ),
    ],
)
def test_of_what_is_said_of_sponsorship_the_own_and_the_plainer_counts(
    own: str, shared: str, rule: str
) -> None:
    assert strongest(list(visas.find(section(own, shared=shared))), "visa_sponsorship").rule == rule


@pytest.mark.parametrize(
    ("html", "names"),
    [
        ("<p>Visitors come on a B-1/B-2, a J-1 or an O-1 visa.</p>", ["B-1", "B-2", "J-1", "O-1"]),
        (
            "<h3>Visas that are not accepted</h3><ul><li>J-1 visa</li></ul><h3>Visas</h3><p>Bring an F-1 visa.</p>",
            ["F-1"],
        ),
        ("<p>The following visas are not accepted:</p><ul><li>J-1 visa</li><li>F-1 visa</li></ul>", []),
        ("<p>J-1 visas are for our residents; observers travel with ESTA.</p>", ["ESTA"]),
    ],
)
def test_visa_classes_are_told_once_and_in_reading_order(html: str, names: list[str]) -> None:
    found = [claim for claim in visas.find(section(html)) if claim.field == "visas"]
    assert [claim.value for claim in found] == names
    assert all(claim.raw in claim.quote for claim in found)


@pytest.mark.parametrize("case", cases("visas"), ids=named)
def test_a_visa_class_counts_unless_it_is_refused(case: dict[str, Any]) -> None:
    found = list(visas.find(section(case["html"])))
    assert values(found, "visas") == set(case["want"])
    assert values(found, "visa_sponsorship") == ({case["sponsors"]} if "sponsors" in case else set())


@pytest.mark.parametrize("case", cases("outcomes"), ids=named)
def test_a_letter_counts_where_it_can_be_got_not_where_it_is_handed_in(case: dict[str, Any]) -> None:
    found = list(outcomes.find(section(case["html"])))
    for field in ("lor", "certificate"):
        assert values(found, field) == ({case["want"][field]} if field in case["want"] else set())


@pytest.mark.parametrize("case", cases("contacts"), ids=named)
def test_only_the_programme_s_own_contacts_are_read(case: dict[str, Any]) -> None:
    found = list(contacts.find(section(case["html"])))
    want = case["want"]
    assert values(found, "emails") == set(want.get("emails", []))
    assert values(found, "phones") == set(want.get("phones", []))
    assert values(found, "application_url") == ({want["url"]} if "url" in want else set())


@pytest.mark.parametrize("case", cases("place"), ids=named)
def test_a_place_is_read_only_where_the_page_gives_it(case: dict[str, Any]) -> None:
    found = {claim.field: claim.value for claim in place.find(section(case["html"]))}
    assert found == (dict(zip(("city", "state"), case["want"], strict=True)) if case["want"] else {})


def test_every_requirement_of_the_form_has_its_words() -> None:
    assert {thing.code for thing in requirements.THINGS} == set(REQUIREMENTS)


def test_a_directory_of_people_is_nobody_s_contact() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>p{n}@hospital.example</td></tr>"
        for n, name in enumerate(["Cardiology", "Urology", "Neurology", "Surgery", "Pediatrics", "Radiology"])
    )
    html = f"<table>{rows}</table><p>General questions: observers@hospital.example</p>"
    assert values(list(contacts.find(section(html))), "emails") == {"observers@hospital.example"}


def test_shared_contacts_serve_where_the_programme_has_none() -> None:
    shared = "<p>Contact: electives@hospital.example</p>"
    terms = "<ul>" + "".join(f"<li>Term {n} of the elective</li>" for n in range(6)) + "</ul>"
    assert values(list(contacts.find(section(terms, shared=shared))), "emails") == {
        "electives@hospital.example"
    }
    own = "<p>Contact: observers@hospital.example</p>"
    assert values(list(contacts.find(section(own, shared=shared))), "emails") == {
        "observers@hospital.example"
    }


def test_a_part_that_only_points_elsewhere_takes_no_shared_contacts() -> None:
    shared = "<p>Contact: electives@hospital.example</p>"
    assert not values(list(contacts.find(section("<p>Ask the department.</p>", shared=shared))), "emails")


def test_a_short_part_takes_the_page_s_contact_too() -> None:
    shared = "<p>Contact: electives@hospital.example, 555-234-1000</p>"
    found = list(
        contacts.find(section("<p>Placement of students from abroad is suspended.</p>", shared=shared))
    )
    assert values(found, "emails") == {"electives@hospital.example"}
    assert values(found, "phones") == {"555-234-1000"}


def test_of_contacts_labelled_for_different_people_the_own_are_kept() -> None:
    shared = (
        "<p>Fourth-year rotations: rounds@hospital.example</p><p>Graduate observers: watch@hospital.example</p>"
        "<p>Residency questions: office@hospital.example</p><p>All else: hello@hospital.example</p>"
    )
    part = section("<p>Graduates may watch for four weeks.</p>", shared=shared)
    watching = replace(part, type_hint="observership")
    assert values(list(contacts.find(watching)), "emails") == {
        "watch@hospital.example",
        "hello@hospital.example",
    }


def test_a_part_with_an_address_of_its_own_takes_no_number_of_another_desk() -> None:
    shared = "<p>Records office: 555-234-1000, visits@hospital.example</p>"
    own = "<p>Apply to award@hospital.example by June 30.</p>"
    found = list(contacts.find(section(own, shared=shared)))
    assert values(found, "emails") == {"award@hospital.example"}
    assert not values(found, "phones")


def listings(body: str, url: str = "https://hospital.example/education/observership") -> list[Any]:
    return list(reading.read(page(whole(body), url)).listings)


TERMS = (
    "<main><h1>Clinical Observership</h1><p>International medical graduates may apply for an observership of four weeks.</p>"
    "<p>The fee is $500. Observers watch rounds and may not touch patients.</p><p>Please submit a CV and a transcript.</p>"
    "<h2>How to apply</h2><p>Apply eight weeks ahead with the application form.</p><p>Places are few.</p></main>"
)


def test_an_aside_tells_whom_to_ask_where_the_page_does_not() -> None:
    aside = "<aside><h4>Observer desk</h4><p>Questions: observers@hospital.example, 555-234-1000</p></aside>"
    (one,) = listings(TERMS + aside)
    assert one.emails == ("observers@hospital.example",)
    assert one.phones == ("555-234-1000",)


def test_a_footer_speaks_for_the_whole_site_and_gives_nothing() -> None:
    footer = "<footer><p>Mercy Hospital, 1 Oak Street, Toledo, OH 43604</p><p>555-234-9999</p><p>info@hospital.example</p></footer>"
    (one,) = listings(TERMS + footer)
    assert (one.city, one.state) == (None, None)
    assert one.emails == one.phones == ()


def test_a_closing_contact_serves_the_programs_that_have_none() -> None:
    body = (
        "<main><h1>Visiting Programs</h1><h2>Clinical observerships for international physicians</h2>"
        + "<p>Physicians from abroad watch rounds for four weeks.</p><p>The fee is $500 a month.</p>"
        + "<p>Send a CV and a copy of the passport eight weeks ahead.</p><p>Observers must be fluent in English.</p>"
        + "<p>They may not touch patients.</p><p>Health insurance is required.</p>"
        + "<h2>Electives for U.S. medical students</h2><p>Students in their final year rotate for four weeks.</p>"
        + "<p>Apply with a transcript and a letter of good standing twelve weeks ahead.</p><p>There is no fee.</p>"
        + "<p>Students must have malpractice insurance.</p><p>Questions: visits@hospital.example</p></main>"
    )
    assert [one.emails for one in listings(body)] == [("visits@hospital.example",)] * 2
