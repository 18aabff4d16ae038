"""What kind of page it is; above all, no wall or shell is ever taken for a reading."""

from __future__ import annotations

import pytest

from pipeline import gate
from pipeline.text import document
from tests.extract.page import page, whole

PROGRAM = whole(
    "<main><h1>Clinical Observership Program</h1><p>We offer four-week observerships to international medical graduates. "
    "Applicants must send a CV and proof of immunization.</p><h2>Fees</h2><p>The program fee is $500 per month.</p>"
    "<h2>How to apply</h2><p>Submit the application form at least 60 days before the start date.</p></main>"
)


def verdict(html: str, url: str = "https://hospital.example/education/observership") -> gate.Verdict:
    asked = page(html, url)
    return gate.judge(asked, document(asked))


def test_a_page_that_states_terms_is_a_program() -> None:
    assert verdict(PROGRAM).kind == "program"


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Just a moment...</h1><p>Checking your browser before accessing the site. Ray ID: 8f0c</p>",
        "<h1>Access Denied</h1><p>You don't have permission to access this page on this server. Reference #18.2d3.</p>",
        "<p>Please verify you are a human to continue.</p><div class=g-recaptcha></div>",
        "<p>Request unsuccessful. Incapsula incident ID: 77</p>",
        "<p>Pardon Our Interruption. As you were browsing something made us think you were a bot.</p>",
        "<p>Please enable JS and disable any ad blocker</p>",
        "<h1>403 Forbidden</h1><p>nginx</p>",
        "<h1>Sign in</h1><p>You must be logged in to view this page. Enter your NetID.</p>",
        "<h1>Not authorized</h1><p>You are not authorized to access this page.</p>",
        "<h1>We will be back soon</h1><p>The site is down for maintenance.</p>",
        "<p>The requested URL was rejected. Your support ID is: 99</p>",
        "<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div><script src=a.js></script>",
        "",
        "<div id=app></div><script>boot()</script>",
    ],
)
def test_walls_and_shells_with_status_200_are_blocked(body: str) -> None:
    found = verdict(whole(body, title="Hospital"))
    assert found.kind == "blocked"
    assert found.outcome in {"blocked", "shell"}
    assert found.reason


@pytest.mark.parametrize(
    "remark",
    [
        "This form is protected by a captcha.",
        "The house officers' lounge is restricted; access denied without a badge.",
        "Please log in to VSLO to see open dates.",
        "Enable JavaScript to see the map.",
        "The portal is under maintenance on Sundays.",
    ],
)
def test_a_wall_s_words_on_a_full_page_block_nothing(remark: str) -> None:
    filler = (
        "<p>"
        + "Observers attend rounds, conferences and clinics with an attending physician every day. " * 12
        + "</p>"
    )
    assert verdict(PROGRAM.replace("</main>", f"<p>{remark}</p>{filler}</main>")).kind == "program"


def test_an_error_page_with_status_200_is_a_soft_404() -> None:
    found = verdict(
        whole("<main><h1>Page not found</h1><p>The page you requested has been moved.</p></main>", "Oops")
    )
    assert (found.kind, found.outcome) == ("irrelevant", "soft-404")


def test_a_home_page_in_place_of_an_inner_page_is_the_wrong_page() -> None:
    html = whole(
        "<main><h1>Mercy Hospital</h1><p>Find a doctor. Make an appointment. Patients and visitors.</p>" * 3
        + "</main>",
        "Mercy",
    )
    asked = page(
        html, "https://hospital.example/education/observership", final_url="https://hospital.example/"
    )
    assert gate.outcome_of(asked)[0] == "wrong-page"


@pytest.mark.parametrize("status", [401, 403, 429, 500, 503])
def test_an_error_status_never_counts_as_a_reading(status: int) -> None:
    asked = page(PROGRAM, status=status)
    assert gate.judge(asked, document(asked)).kind == "blocked"
    assert gate.outcome_of(asked)[0] in {"blocked", "server-error"}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Nurse Observership",
            "Registered nurses may spend two weeks on our wards. Nurses apply with a CV. The fee is $100.",
        ),
        (
            "Veterinary Externship",
            "Veterinary students spend two weeks in our equine clinic. Apply by e-mail with a CV.",
        ),
        (
            "Judicial Externships",
            "Law students work in the chambers of judges for ten weeks. Apply by May 1 with a transcript.",
        ),
    ],
)
def test_other_professions_are_not_ours(title: str, text: str) -> None:
    assert (
        verdict(whole(f"<main><h1>{title}</h1><p>{text}</p></main>", title), "https://x.example/p").kind
        == "irrelevant"
    )


def test_a_page_in_another_language_is_named_and_not_read() -> None:
    text = (
        "Los estudiantes de medicina que desean realizar una rotación clínica en el hospital deben enviar la solicitud con los documentos para su evaluación. "
        * 3
    )
    found = verdict(whole(f"<main><h1>Rotaciones</h1><p>{text}</p></main>", "Rotaciones"))
    assert found.kind == "irrelevant" and "Spanish" in found.reason


def test_a_page_too_large_to_read_is_said_to_be_so() -> None:
    assert verdict("<p>" + "word " * 500_000).outcome == "too-large"


def test_a_page_that_offers_none_says_so() -> None:
    html = whole(
        "<main><h1>Visitors</h1><p>Our department does not offer observerships to anyone from outside our own school.</p></main>",
        "Visitors",
    )
    assert verdict(html).kind == "no_offer"
