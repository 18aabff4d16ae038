"""The type of an opportunity, read from its heading first and its text second."""

from __future__ import annotations

import pytest

from pipeline.extract.kind import find
from tests.extract.snippet import section


@pytest.mark.parametrize(
    ("rule", "title", "html", "kind"),
    [
        (
            "observership",
            "Visiting Observer Program",
            "<p>Observers watch our physicians at work.</p>",
            "observership",
        ),
        (
            "attachment",
            "Clinical attachments",
            "<p>A clinical attachment lets doctors see how we work.</p>",
            "observership",
        ),
        ("externship", "Externship Program", "<p>Our externship is hands-on.</p>", "externship"),
        (
            "elective",
            "Visiting Students",
            "<p>Final-year students take electives through VSLO.</p>",
            "elective",
        ),
        (
            "elective_beside_sub_internship",
            "Sub-Internships and Electives",
            "<p>Fourth-year students choose a sub-internship or an elective.</p>",
            "elective",
        ),
        (
            "sub_internship_only",
            "Visiting Medical Students",
            "<p>We offer one sub-internship to fourth-year visiting medical students.</p>",
            "sub_internship",
        ),
        (
            "sub_internship_behind_a_core_clerkship",
            "Visiting Medical Students",
            "<p>Our sub-internship lasts four weeks. You must have completed the core surgery clerkship.</p>",
            "sub_internship",
        ),
        (
            "visitors_observership",
            "Visiting Surgeons",
            "<p>Surgeons after their residency or fellowship may watch an operation.</p>",
            "observership",
        ),
        (
            "sub_internship_by_its_name",
            "Visiting Student Sub-Internship",
            "<p>Write to the clerkship office. Our electives are listed elsewhere. The sub-internship lasts four weeks.</p>",
            "sub_internship",
        ),
        (
            "visitors_whose_laboratories_are_for_catheters",
            "Visiting Cardiologist Program",
            "<p>Visitors observe in our catheterization laboratory. The catheterization laboratories are moving.</p>",
            "observership",
        ),
        (
            "unpaid_research_fellowship",
            "International Research Fellowship",
            "<p>The fellowship is not funded. Fellows bring a grant of their own.</p>",
            "research",
        ),
        (
            "visitors_research",
            "Visiting Scholars",
            "<p>Visiting scholars come for research. The laboratory that invites them writes the letter.</p>",
            "research",
        ),
        (
            "research_of_the_house",
            "Summer Student Research Program",
            "<p>Students join our laboratories with us for ten weeks in the research program and get a stipend of $5,000.</p>",
            "research",
        ),
        (
            "fellowship_of_the_house",
            "Mini-Fellowship in Wound Care",
            "<p>A mini-fellowship is a week in our clinic. Tuition is $2,000, and our faculty award a certificate.</p>",
            "fellowship",
        ),
        (
            "funded_fellowship",
            "Harlan Memorial Fellowship",
            "<p>The Society grants a fellowship of $4,000 to members of the association.</p>",
            "award",
        ),
        (
            "visiting_residents",
            "Visiting Residents and Fellows",
            "<p>Rotators of ACGME programs come for one month; the program director signs the rotation request.</p>",
            "other",
        ),
        (
            "shadowing_of_the_young",
            "Pre-health college students",
            "<p>College students spend a day beside our observers.</p>",
            "shadowing",
        ),
        (
            "rotation_for_graduates",
            "Clinical Rotations",
            "<p>IMGs gain hands-on experience in a rotation before they apply for residency.</p>",
            "externship",
        ),
        (
            "shadowing",
            "Job Shadowing",
            "<p>High school students may shadow a physician for one day.</p>",
            "shadowing",
        ),
        (
            "award",
            "Travel Grant",
            "<p>The grant of $1,000 helps trainees to come to the congress.</p>",
            "award",
        ),
        (
            "funded_fellowship",
            "Research Fellowship",
            "<p>The fellowship pays $5,000 for a project; apply for the award by May.</p>",
            "award",
        ),
        (
            "research_with_a_stipend",
            "Summer Research Fellowship",
            "<p>The research fellowship lets students join a laboratory for eight weeks. Fellows receive a stipend, and the training grant names who may come.</p>",
            "research",
        ),
        (
            "scholars_who_are_paid",
            "Ellen Marsh Scholars",
            "<p>Each gets $1,800 toward travel to a visiting elective. The scholarship is for students.</p>",
            "award",
        ),
        (
            "hands_on_for_graduates",
            "Our Packages",
            "<p>Our program is for graduates of schools abroad. You take focused histories and do physicals in clinic.</p>",
            "externship",
        ),
        (
            "visiting_residents",
            "Visiting Residents",
            "<p>Visiting residents of ACGME programs may request rotations here.</p>",
            "other",
        ),
    ],
)
def test_the_type_is(rule: str, title: str, html: str, kind: str) -> None:
    claims = [claim for claim in find(section(html, title)) if claim.field == "type"]
    assert [claim.value for claim in claims] == [kind], rule
    assert all(len(claim.quote.split()) >= 2 for claim in claims)


def test_a_text_that_names_no_type_claims_none() -> None:
    assert list(find(section("<p>Parking is free of charge.</p>", "Parking"))) == []
