"""Properties of the whole reader, on page templates written by us."""

from __future__ import annotations

import html
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.form import reading_json
from pipeline.model import Page
from pipeline.reading import read
from tests.extract.page import DAY

FEW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

OFFERS = (
    "We welcome applications from international medical graduates.",
    "International medical graduates may apply for an observership in our department.",
    "The observership is open to graduates of medical schools outside the United States.",
)
REFUSALS = (
    "We do not accept international medical graduates.",
    "Please note that observerships are not available to international medical graduates.",
    "International medical graduates are not eligible for this program.",
    "Our hospital does not offer observerships to international medical graduates (IMGs).",
)
FACTS = (
    ("The program fee is $450 per month.", "fees"),
    ("Each observership lasts four weeks.", "duration_weeks"),
    ("Applicants must have passed USMLE Step 1.", "usmle"),
    ("A current curriculum vitae is required.", "requirements"),
    ("Participants receive a certificate of completion.", "certificate"),
    ("Observers hold a valid B-1 visa.", "visas"),
    ("Applications must be received at least 90 days before the start date.", "lead_time_weeks"),
    ("Questions go to observers@stlukes.example.", "emails"),
)
FILLERS = (
    "Our physicians care for a large and diverse community.",
    "The cafeteria opens every morning for staff and guests.",
    "Teams meet for rounds and for the weekly conference.",
)


def body(sentences: list[str]) -> str:
    return "".join(f"<p>{html.escape(s)}</p>" for s in sentences)


def template(
    inner: str, menu: str = "", footer: str = "", heading: str = "Clinical Observership Program"
) -> str:
    """A hospital's page: menu, heading, how to apply, what varies, footer."""
    return (
        f"<!doctype html><html lang='en'><head><title>{heading} | St. Luke's</title></head><body>"
        f"<nav>{menu}</nav><main><h1>{heading}</h1>"
        "<p>The Department of Medicine offers a clinical observership. Observers watch and do not touch patients.</p>"
        f"{inner}<h2>How to apply</h2><p>Submit the application form and proof of immunization to our office.</p></main>"
        f"<footer>{footer}</footer></body></html>"
    )


def said(page: str) -> dict[str, Any]:
    return reading_json(read(Page("https://stlukes.example/observership", DAY, page.encode())))


def values(form: dict[str, Any]) -> list[dict[str, Any]]:
    """What the listings assert, without quotes and rules."""
    return [{k: v for k, v in one.items() if k not in {"evidence", "proof"}} for one in form["listings"]]


facts = st.lists(st.sampled_from(FACTS), min_size=1, max_size=5, unique=True)


def test_the_template_is_read_as_one_observership() -> None:
    form = said(template(body([OFFERS[0], *(fact for fact, _ in FACTS)])))
    assert [one["type"] for one in form["listings"]] == ["observership"]
    assert form["listings"][0]["audience"]["img_graduate"] == "yes"
    silent = [field for _, field in FACTS if not known(form["listings"][0][field])]
    assert silent == []


def known(value: object) -> bool:
    return value not in (None, "", "unknown", [], [None, None])


@FEW
@given(st.sampled_from(REFUSALS), st.lists(st.sampled_from(OFFERS), max_size=2), facts, st.data())
def test_a_refusal_anywhere_in_scope_never_yields_yes(
    refusal: str, offers: list[str], chosen: list[tuple[str, str]], data: st.DataObject
) -> None:
    sentences = data.draw(st.permutations([refusal, *offers, *(fact for fact, _ in chosen)]))
    for one in said(template(body(sentences)))["listings"]:
        assert one["audience"]["img_graduate"] != "yes", sentences


@FEW
@given(facts, st.sampled_from(OFFERS), st.data())
def test_removing_a_sentence_never_adds_a_value_that_it_alone_supported(
    chosen: list[tuple[str, str]], offer: str, data: st.DataObject
) -> None:
    gone, field = data.draw(st.sampled_from(chosen))
    kept = [fact for fact, _ in chosen if fact != gone]
    whole = values(said(template(body([offer, gone, *kept]))))
    rest = values(said(template(body([offer, *kept]))))
    assert len(whole) == len(rest) == 1
    assert (known(whole[0][field]) and not known(rest[0][field])) or rest[0][field] != whole[0][field]
    if isinstance(rest[0][field], list) and field != "duration_weeks":
        assert all(value in whole[0][field] for value in rest[0][field])


@FEW
@given(
    facts,
    st.lists(
        st.sampled_from(
            (
                "Observerships for graduates",
                "Apply for free",
                "Pay your bill",
                "J-1 visas",
                "Fees: $90",
                "Careers",
                "Neurology",
            )
        ),
        min_size=1,
        max_size=7,
        unique=True,
    ),
)
def test_adding_menu_or_footer_text_changes_nothing(chosen: list[tuple[str, str]], words: list[str]) -> None:
    inner = body([OFFERS[0], *(fact for fact, _ in chosen)])
    links = "<ul>" + "".join(f"<li><a href='/{n}'>{w}</a></li>" for n, w in enumerate(words)) + "</ul>"
    footer = f"<p>{'. '.join(words)}. Call 555-010-0199.</p>{links}"
    assert said(template(inner, links, footer)) == said(template(inner))


@FEW
@given(st.permutations([fact for fact, _ in FACTS] + list(FILLERS)))
def test_the_order_of_unrelated_blocks_changes_nothing(sentences: list[str]) -> None:
    def unordered(form: dict[str, Any]) -> list[dict[str, Any]]:
        return [
            {
                k: sorted(map(str, v)) if isinstance(v, list) and k != "duration_weeks" else v
                for k, v in one.items()
            }
            for one in values(form)
        ]

    first = said(template(body([fact for fact, _ in FACTS] + list(FILLERS))))
    assert unordered(said(template(body(sentences)))) == unordered(first)


NOISE = st.sampled_from((" ", "\n\t ", "&nbsp;", "<!-- x -->", "<span class='a'></span>", "<wbr>", "\u200b "))


@FEW
@given(facts, st.data())
def test_white_space_and_markup_noise_change_nothing(
    chosen: list[tuple[str, str]], data: st.DataObject
) -> None:
    sentences = [OFFERS[0], *(fact for fact, _ in chosen)]
    clean = said(template(body(sentences)))

    def noisy(match: re.Match[str]) -> str:
        return f" {data.draw(NOISE)}" if data.draw(st.booleans()) else match[0]

    dirty = "".join(
        f"\n  <div class='col'><p style='x'>{re.sub(' ', noisy, html.escape(s))}</p><script>let fee = '$9';</script></div>"
        for s in sentences
    )
    assert values(said(template(dirty))) == values(clean)


@FEW
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(body_: bytes) -> None:
    form = reading_json(read(Page("https://x.example/a", DAY, body_)))
    assert form["kind"] in {"blocked", "irrelevant", "index", "no_offer", "program"}


@FEW
@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<table>",
                "<tr>",
                "<td",
                "rowspan=9>",
                "</table>",
                "<li>",
                "</ul>",
                "<h2>",
                "<b>",
                "</b>",
                "<br>",
                "$5",
                "fee",
                "<dl>",
                "<dt>",
                "<details>",
                "<button>",
                "x",
            ]
        ),
        max_size=40,
    )
)
def test_broken_markup_breaks_nothing(pieces: list[str]) -> None:
    page = template("".join(pieces))
    assert said(page)["kind"] in {"program", "irrelevant", "index", "no_offer"}
