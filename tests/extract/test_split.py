"""One page, many programmes."""

from __future__ import annotations

from pipeline.split import main_title, name_of, sections
from pipeline.text import document
from tests.extract.page import page, whole

TERMS = (
    "<p>Applicants must be in their final year and in good standing. Submit the application form with a CV at least eight weeks "
    "before the start. The fee is $250 per rotation of four weeks. Proof of immunization and malpractice insurance is required.</p>"
)


def titles(body: str, title: str = "Visiting Students | School of Medicine") -> list[str]:
    asked = page(whole(f"<main>{body}</main>", title))
    return [section.title for section in sections(asked, document(asked).blocks, title)]


def test_a_page_without_rival_headings_is_one_programme() -> None:
    body = f"<h1>Clinical Observership</h1><h2>Eligibility</h2>{TERMS}<h2>Fees</h2>{TERMS}<h2>How to apply</h2>{TERMS}"
    assert titles(body) == ["Clinical Observership"]


def test_domestic_and_international_with_terms_of_their_own_are_two() -> None:
    body = (
        f"<h1>Visiting Students</h1><h2>Domestic Students</h2>{TERMS}<h2>International Students</h2>{TERMS}"
    )
    assert titles(body) == ["Visiting Students - Domestic Students", "International Students"]


def test_a_heading_that_only_refuses_a_group_makes_no_programme() -> None:
    body = f"<h1>Visiting Students</h1>{TERMS}<h2>International Students</h2><p>We do not accept students of schools abroad.</p>"
    assert titles(body) == ["Visiting Students"]


def test_an_observership_under_electives_is_a_programme_of_its_own() -> None:
    body = f"<h1>Visiting Student Electives</h1>{TERMS}<h2>Observerships</h2><p>To watch for up to five days, apply to the office of visitors with a CV. There is no fee.</p>"
    asked = page(whole(f"<main>{body}</main>"))
    found = sections(asked, document(asked).blocks)
    assert [section.type_hint for section in found] == ["elective", "observership"]


def test_siblings_built_alike_each_with_its_dates_and_fees_are_programmes() -> None:
    part = "<h3>Program Dates</h3><p>June 1 to June 5.</p><h3>Program Fees</h3><p>The fee is $100.</p><h3>Contact</h3><p>Write to us.</p>"
    body = f"<h1>Observer Opportunities</h1><h2>Heart Center</h2>{part}<h2>Cancer Genetics</h2>{part}"
    assert titles(body) == ["Heart Center", "Cancer Genetics"]


def test_departments_of_one_procedure_are_not_programmes() -> None:
    body = (
        "<h1>Observerships</h1>"
        + TERMS
        + "".join(f"<h2>{d}</h2><p>Watch our clinics.</p>" for d in ("Neurology", "Surgery", "Urology"))
    )
    assert titles(body) == ["Observerships"]


def test_shared_terms_reach_every_programme_of_the_page() -> None:
    body = f"<h1>Visiting Students</h1><h2>Domestic Students</h2>{TERMS}<h2>International Students</h2>{TERMS}<h2>Contact</h2><p>Write to visits@school.example.</p>"
    asked = page(whole(f"<main>{body}</main>"))
    found = sections(asked, document(asked).blocks)
    assert all(any("visits@" in s.text for s in section.shared) for section in found)
    assert not any(section.sole for section in found)


def test_a_heading_is_named_without_the_words_of_its_part() -> None:
    assert name_of("Observer Appointment Requirements") == "Observer Appointment"
    assert name_of("8. What is an Observership?") == "Observership"
    assert name_of("Application Information for MD and DO Students") == "MD and DO Students"
    assert name_of("How to Apply") == ""


def test_a_title_is_the_page_s_own_heading_and_not_the_site_s_name() -> None:
    asked = page(whole("<main><h1>Mercy Health</h1><h2>Clinical Observerships</h2><p>Four weeks.</p></main>"))
    title = "Visiting Observer Program | Mercy Health"
    assert main_title(asked, document(asked).blocks, title) == "Visiting Observer Program"


def test_a_program_that_takes_nobody_for_now_under_a_heading_of_its_own_is_listed() -> None:
    body = (
        f"<h1>Away Rotations</h1><h2>Domestic Visiting Students</h2>{TERMS}<h2>International Visiting Students</h2>"
        "<p>The school is not hosting students of schools abroad at present; at this time no requests are taken. Look here again next year.</p>"
    )
    assert titles(body) == ["Domestic Visiting Students", "International Visiting Students"]
