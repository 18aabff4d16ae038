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
