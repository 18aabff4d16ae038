"""Words that the vocabulary lacks are kept as printed and become Issues with their sentence."""

from __future__ import annotations

import pytest

from pipeline.cost import cost_of_four_weeks
from pipeline.model import Issue, Listing
from pipeline.reading import read
from tests.extract.page import page, whole

TOP = (
    "<main><h1>Clinical Observership Program</h1><p>We offer observerships of four weeks to international medical "
    "graduates. Applicants must submit a curriculum vitae and an application form.</p>"
)


def said(more: str) -> tuple[Listing, tuple[Issue, ...]]:
    reading = read(page(whole(f"{TOP}{more}</main>"), source="lakeside"))
    (listing,) = reading.listings
    return listing, reading.issues


def test_an_unknown_specialty_is_an_issue_with_its_sentence_and_a_remedy() -> None:
    names = ("Neurology", "Cardiology", "Dermatology", "Bedside Astronomy Service")
    listing, (issue,) = said(f"<h2>Available departments</h2><ul>{''.join(f'<li>{n}' for n in names)}</ul>")
    assert "Bedside Astronomy Service" in listing.specialties
    assert (issue.stage, issue.source, issue.field) == ("vocabulary", "lakeside", "specialties")
    assert "In: “Bedside Astronomy Service”" in issue.message
    assert "vocab/specialties.yml" in issue.remedy


@pytest.mark.parametrize("unit", ["per quarter", "per shift", "per half day", "per hour"])
def test_an_unknown_unit_is_kept_as_printed_and_costs_nothing(unit: str) -> None:
    listing, (issue,) = said(f"<p>The program fee is $500 {unit}.</p>")
    (fee,) = listing.fees
    assert fee.unknown_unit == unit
    assert f"“{unit}”" in issue.message and f"In: “The program fee is $500 {unit}.”" in issue.message
    assert cost_of_four_weeks(listing) is None


@pytest.mark.parametrize(
    "words",
    ["per week", "per month", "per rotation", "per person", "per applicant", "a week", "/week"],
)
def test_a_known_unit_is_no_issue(words: str) -> None:
    listing, issues = said(f"<p>The program fee is $500 {words}.</p>")
    assert ([fee.unknown_unit for fee in listing.fees], issues) == ([""], ())


def test_an_unknown_visa_is_kept_as_printed_and_is_an_issue() -> None:
    listing, (issue,) = said("<p>Observers may hold a B-1 or a Q-1 visa.</p>")
    assert set(listing.visas) == {"B-1", "Q-1"}
    assert "“Q-1”" in issue.message and "vocab/visas.yml" in issue.remedy


def test_a_refused_unknown_visa_is_left_out() -> None:
    listing, issues = said("<p>Observers may not hold a Q-1 visa.</p>")
    assert (listing.visas, issues) == ((), ())


def test_a_message_holds_no_control_character_and_no_second_closing_quote() -> None:
    listing, issues = said("<p>The program fee is $500 per moon\x1b[31m “so” we ” say.</p>")
    assert all("\x1b" not in issue.message and issue.message.count("”") == 2 for issue in issues)
    assert listing.fees
