"""Which specialties a listing offers: lists, offering sentences and titles; refusals, prerequisites and addresses left out."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract.specialties import find, unknown_names
from pipeline.specialty import ancestors, by_id, lookup, nearest, specialties
from pipeline.specialty import find as mentions
from tests.extract.snippet import cases, section


@pytest.mark.parametrize("case", cases("specialties"), ids=lambda case: case["html"][:60])
def test_only_what_the_listing_offers_is_read(case: dict[str, Any]) -> None:
    found = find(section(case["html"], case.get("title", "Observership Program")))
    assert {claim.value for claim in found} == set(case["want"])


def test_an_unknown_department_is_told_with_its_sentence() -> None:
    html = "<h3>Available rotations</h3><ul><li>Cardiology</li><li>Urology</li><li>Street Medicine Team</li></ul>"
    assert list(unknown_names(section(html))) == [("Street Medicine Team", "Street Medicine Team")]


@pytest.mark.parametrize(
    ("printed", "identifier"),
    [
        ("Paediatrics", "pediatrics"),
        ("Obstetrics & Gynaecology", "obstetrics-gynecology"),
        ("Orthopedic Surgery", "orthopaedic-surgery"),
        ("Otolaryngology – Head & Neck Surgery", "otolaryngology"),
        ("Ear, Nose and Throat", "otolaryngology"),
        ("PM&R", "physical-medicine-rehabilitation"),
        ("Hematology/Oncology", "hematology-and-medical-oncology"),
        ("Medicine-Pediatrics", "internal-medicine-pediatrics"),
        ("endocrinology, diabetes & metabolism", "endocrinology-diabetes-and-metabolism"),
        ("Family Medicine (Downtown)", "family-medicine"),
    ],
)
def test_a_printed_name_finds_its_specialty(printed: str, identifier: str) -> None:
    found = lookup(printed)
    assert found is not None
    assert found.id == identifier


def test_a_name_that_is_not_a_specialty_finds_none() -> None:
    assert lookup("Flex Team") is None
    assert lookup("") is None


def test_the_longest_name_wins_at_each_place() -> None:
    found = [m.specialty.id for m in mentions("pediatric cardiology and cardiology")]
    assert found == ["pediatric-cardiology", "cardiovascular-disease"]


def test_two_specialties_joined_by_and_are_not_the_combined_one() -> None:
    found = [m.specialty.id for m in mentions("internal medicine and psychiatry")]
    assert found == ["internal-medicine", "psychiatry"]
    assert [m.specialty.id for m in mentions("internal medicine/psychiatry")] == [
        "internal-medicine-psychiatry"
    ]


def test_nearest_reads_the_specialty_inside_a_longer_name() -> None:
    found = nearest("Family Medicine Inpatient, North Campus")
    assert found is not None
    assert found.id == "family-medicine"


def test_every_parent_is_a_specialty_and_no_line_of_parents_turns_back() -> None:
    for specialty in specialties():
        line = list(ancestors(specialty.id))
        assert specialty.id not in line
        assert specialty.parent is None or specialty.parent in by_id()


def test_identifiers_are_unique_and_every_name_finds_itself() -> None:
    assert len(by_id()) == len(specialties())
    for specialty in specialties():
        found = lookup(specialty.name)
        assert found is not None
        assert found.id == specialty.id
