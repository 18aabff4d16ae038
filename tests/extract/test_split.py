"""One page, many programmes."""

from __future__ import annotations

from pipeline.split import main_title, name_of, named_type, sections
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


ELSEWHERE = (
    "<p>Physicians who work abroad may come for one week to four weeks. Write to the desk with a CV and a copy of the passport, ten "
    "weeks ahead. There is no charge.</p>"
)


def test_people_of_other_kinds_under_siblings_are_programmes() -> None:
    body = (
        f"<h1>Students &amp; Visitors</h1><h2>Acting Internship for Visiting Students</h2>{TERMS}"
        f"<h2>Visiting Surgeons</h2>{ELSEWHERE}<h2>Parking</h2><p>The garage costs $6 a day.</p>"
    )
    assert titles(body) == ["Acting Internship for Visiting Students", "Visiting Surgeons"]


def test_students_of_schools_abroad_are_told_from_those_of_the_country_in_any_words() -> None:
    body = (
        f"<h1>Visiting Student Electives</h1><h2>Students of U.S. and Canadian schools</h2>{TERMS}"
        "<h2>Students of schools elsewhere in the world</h2><p>Placement of students from abroad was suspended in March and has not "
        "been resumed. No list is kept, and faculty cannot help.</p>"
    )
    assert len(titles(body)) == 2


def test_a_programme_that_is_gone_stands_apart_from_the_one_that_lives() -> None:
    body = (
        f"<h1>Visiting Sub-Interns</h1><h2>NS 801 Acting Internship</h2>{TERMS}"
        "<h2>NS 820 Virtual Elective</h2><p>The remote elective that we began a few years ago was retired and is not coming back.</p>"
    )
    assert titles(body) == ["NS 801 Acting Internship", "NS 820 Virtual Elective"]


def test_campuses_that_each_have_people_fee_length_and_way_in_are_two() -> None:
    body = f"<h1>Visiting Us for a Rotation</h1><h2>Harbor Side</h2>{TERMS}<h2>Upper Valley</h2>{TERMS}"
    assert titles(body) == ["Harbor Side", "Upper Valley"]


def test_rows_of_a_table_of_awards_are_awards() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{who}</td><td>{value}</td><td>{day}</td></tr>"
        for name, who, value, day in (
            ("Harlan Travel Bursary", "Senior students", "to $2,000", "Feb. 15"),
            ("Ibarra Essay Prize", "Students of any country", "$300", "Yearly"),
        )
    )
    body = (
        "<h1>Awards</h1><p>The trustees meet twice a year and candidates mail Form A with a vita.</p><table>"
        f"<tr><th>Award</th><th>For whom</th><th>Value</th><th>Closing date</th></tr>{rows}</table>"
    )
    assert titles(body, "Awards | Society") == ["Harlan Travel Bursary", "Ibarra Essay Prize"]


def test_rows_of_one_procedure_by_kind_of_visitor_are_no_programmes() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>{who}</td><td>{length}</td><td>{fee}</td></tr>"
        for name, who, length, fee in (
            ("Visiting research scholar", "Faculty", "1 year", "$800"),
            ("Visiting student researcher", "Students", "6 months", "$400"),
        )
    )
    body = f"<h1>Visiting Scholars</h1>{ELSEWHERE}<table><tr><th>Category</th><th>Who</th><th>Length</th><th>Fee</th></tr>{rows}</table>"
    assert titles(body, "Visiting Scholars | School") == ["Visiting Scholars"]


def test_a_departments_own_residency_and_fellowships_are_not_read() -> None:
    body = (
        "<h1>Education</h1><h2>Fellowships</h2><p>All fellows must have finished an accredited residency; apply through the match. "
        f"Stipends follow the scale.</p><h2>International Visiting Neurologists</h2>{ELSEWHERE}"
    )
    asked = page(whole(f"<main>{body}</main>", "Education | Neurology"))
    found = sections(asked, document(asked).blocks, "Education | Neurology")
    assert [section.title for section in found] == ["International Visiting Neurologists"]
    assert not any("Stipends" in sentence.text for sentence in found[0].sentences)


def test_what_is_said_of_both_reaches_both() -> None:
    body = (
        f"<h1>Observers</h1><h2>Short-Term Observer</h2>{TERMS}<h2>Visiting Students</h2>{TERMS}"
        "<h3>For both</h3><p>Nobody touches a patient.</p>"
    )
    asked = page(whole(f"<main>{body}</main>"))
    found = sections(asked, document(asked).blocks, "Observers")
    assert len(found) == 2
    assert all(any("touches" in s.text for s in (*f.sentences, *f.shared)) for f in found)


def test_what_a_part_asks_of_all_its_applicants_stays_with_it() -> None:
    body = (
        f"<h1>Observers</h1><h2>Short-Term Observer</h2>{TERMS}<h3>Further papers</h3><p>All applicants must be of age and send a photo.</p>"
        f"<h3>Calendar</h3><p>Closing date: June 2, 2026</p><h2>Visiting Students</h2>{TERMS}"
    )
    asked = page(whole(f"<main>{body}</main>"))
    found = sections(asked, document(asked).blocks, "Observers")
    reaches = [any("Closing date" in s.text for s in (*f.sentences, *f.shared)) for f in found]
    assert reaches == [True, False]


def test_core_rotations_of_partner_schools_stand_beside_electives_for_all() -> None:
    body = (
        "<h1>Medical Students</h1><h2>Core rotations</h2><p>Students of our two partner schools spend six weeks on each core rotation. "
        f"There is no charge.</p><h2>Electives</h2>{TERMS}"
    )
    assert titles(body, "Medical Students | Hospital") == ["Core rotations", "Electives"]


def test_what_stands_under_another_trade_is_not_read() -> None:
    body = (
        f"<h1>Learn here</h1><h2>Medical students</h2>{TERMS}{TERMS}"
        "<h2>Dental externs</h2><p>Externs of the dental school come for two weeks. Write to the dentist.</p>"
    )
    asked = page(whole(f"<main>{body}</main>", "Learn here | Clinic"))
    found = sections(asked, document(asked).blocks, "Learn here | Clinic")
    assert [section.title for section in found] == ["Medical students"]
    assert not any("dental" in sentence.low for section in found for sentence in section.sentences)


def test_a_row_of_a_table_of_awards_is_an_award_whatever_its_name() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td>Graduates of schools abroad</td><td>${n},000</td><td>May {n}</td></tr>"
        for n, name in enumerate(("Marlow Travel Award", "Research Year Support", "Essay Prize"), 1)
    )
    body = f"<h1>The Fund</h1><p>The Fund supports young doctors. Apply with Form B.</p><table><tr><th>Award</th><th>For whom</th><th>Value</th><th>Closing date</th></tr>{rows}</table>"
    asked = page(whole(f"<main>{body}</main>", "The Fund"))
    found = sections(asked, document(asked).blocks, "The Fund")
    assert [section.type_hint for section in found] == ["award", "award", "award"]


def test_a_sub_internship_that_is_called_a_rotation_is_one() -> None:
    assert named_type("Away rotation: sub-internship in neurology") == "sub_internship"
    assert named_type("Sub-internships and electives") == "elective"


def test_numbered_headings_in_bold_divide_a_page_and_lose_their_numbers() -> None:
    body = (
        "<p>Thank you for asking about our school.</p>"
        f"<p><b>I. Domestic Visiting Students</b></p>{TERMS}<p><b>II. International Visiting Students</b></p>{TERMS}"
    )
    assert titles(body) == ["Domestic Visiting Students", "International Visiting Students"]


def test_an_observership_beside_a_preceptorship_with_its_own_price_and_length_is_another() -> None:
    stay = "<p>For surgeons in practice. Length: {} days. The fee is ${}. Please write to the office to apply.</p>"
    body = (
        "<h1>Ways to learn here</h1><p>The institute has two of them.</p>"
        f"<h2>Surgical Observership</h2>{stay.format(20, 400)}<h2>Practice Preceptorship</h2>{stay.format(2, 900)}"
    )
    assert titles(body) == ["Surgical Observership", "Practice Preceptorship"]


def test_what_a_department_says_of_its_residents_is_no_programme() -> None:
    residents = "<p>Our residents spend twelve months of protected time in the laboratory in their fourth year of training.</p>"
    body = f"<h1>Visiting Student Electives</h1>{TERMS}<h2>Research Opportunities</h2>{residents}"
    assert titles(body) == ["Visiting Student Electives"]


def test_about_the_programme_is_no_second_one() -> None:
    body = f"<h1>Hospital of the State: Psychiatry Externship</h1><h2>About the Externship</h2>{TERMS}<h2>Sessions</h2><p>January and July.</p>"
    assert titles(body) == ["Hospital of the State: Psychiatry Externship"]


def test_a_page_is_named_after_its_first_heading_where_that_names_a_stay() -> None:
    body = (
        f"<h1>Summer Research Program for Medical Students</h1><h2>Stipend</h2><p>We pay $5,000.</p>{TERMS}"
    )
    assert titles(body) == ["Summer Research Program for Medical Students"]
    body = (
        f"<h1>Inbound Students</h1>{TERMS}<h2>Outbound travel grants</h2><p>Our own students may apply.</p>"
    )
    assert titles(body) == ["Inbound Students"]


def test_an_introduction_to_two_kinds_of_stay_is_no_third_one() -> None:
    stay = "<p>For graduates of schools abroad who look for experience. Four weeks cost ${}. Please write to the office to apply.</p>"
    body = (
        "<h1>Rotations and prices</h1><p>We place medical graduates with doctors in clinics.</p>"
        f"<h2>Hands-On Externship</h2>{stay.format(900)}<h2>Observership</h2>{stay.format(700)}"
        "<h2>How to enroll</h2><p>Send the application form, a CV and a passport copy. The deposit is $100. Stays begin every week.</p>"
    )
    assert titles(body) == ["Hands-On Externship", "Observership"]


def test_a_stay_that_is_paused_under_its_own_heading_is_one() -> None:
    body = (
        f"<h1>Visiting Students</h1>{TERMS}<h2>Physician Observers</h2>"
        "<p>The observer experience for doctors from abroad has been paused until further notice while the wards are rebuilt.</p>"
    )
    assert titles(body) == ["Visiting Students", "Physician Observers"]


def test_an_award_for_visitors_is_another_than_their_elective() -> None:
    body = (
        "<h1>Visiting Medical Students</h1><p>The department welcomes visiting students to its electives on the wards.</p>"
        "<h2>Bright Path Visiting Student Award</h2><p>Two awards of $1,000 a year. Send a CV by May 1. Students of any school may apply.</p>"
    )
    assert titles(body) == ["Visiting Medical Students", "Bright Path Visiting Student Award"]


def test_a_stay_that_is_refused_under_its_own_heading_is_one_beside_what_is_offered() -> None:
    body = (
        "<h1>Medical Students</h1><p>We host fourth-year students for clinical electives of four weeks. There is no fee. To apply, send the application form with a CV.</p>"
        "<h2>Details</h2><p>The office needs an immunization record and a letter from the school eight weeks ahead.</p>"
        "<h2>Observerships</h2><p>We are a small clinic and do not offer observerships for medical graduates. Please apply to our residency.</p>"
    )
    assert titles(body) == ["Medical Students", "Observerships"]
