"""Properties of the whole reader, on pages of our own inside the templates and chrome of many sites."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pipeline.form import reading_json
from pipeline.model import Page
from pipeline.reading import read
from tests.extract import site
from tests.extract.page import DAY

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])

OFFERS = (
    "We welcome applications from international medical graduates.",
    "International medical graduates may apply for an observership in our department.",
    "The observership is open to graduates of medical schools outside the United States.",
    "IMGs are encouraged to apply early.",
    "Observers include medical graduates from many countries.",
    "Each year we host international medical graduates in our clinics.",
    "Eligible applicants are international medical graduates who seek US clinical experience.",
    "Our observership is designed for foreign medical graduates who prepare for residency.",
)
REFUSALS = (
    "We do not accept international medical graduates.",
    "Please note that observerships are not available to international medical graduates.",
    "International medical graduates are not eligible for this program.",
    "Our hospital does not offer observerships to international medical graduates (IMGs).",
    "At this time, we are unable to accommodate international medical graduates.",
    "IMGs need not apply.",
    "Applications from international medical graduates will not be considered.",
    "Unfortunately, we can no longer host IMGs.",
    "Graduates of foreign medical schools cannot be accepted.",
    "We regret that international medical graduates are ineligible.",
    "No international medical graduates will be accepted.",
    "Currently the department is not accepting applications from IMGs.",
    "This program is not open to international medical graduates.",
    "We don’t take foreign medical graduates.",
    "International medical graduates are excluded from this program.",
    "Observerships for IMGs have been discontinued.",
    "Observerships for international medical graduates are suspended.",
    "The program no longer accepts graduates of medical schools outside the United States.",
    "Neither international medical graduates nor foreign physicians may apply.",
    "Due to hospital policy, IMGs may not participate.",
)
PLACES = {
    "paragraph": "<p>{}</p>",
    "second item": "<ul><li>Please read this first.</li><li>{}</li></ul>",
    "under eligibility": "<h2>Eligibility</h2><p>{}</p>",
    "answer": "<h3>Can international medical graduates apply?</h3><p>{}</p>",
    "accordion": "<details><summary>Eligibility</summary><p>{}</p></details>",
    "row": "<table><tr><th>Who</th><th>Answer</th></tr><tr><td>International medical graduates</td><td>{}</td></tr></table>",
    "bold": "<p><strong>{}</strong></p>",
    "within": "<p>Our teams meet each morning. {} Write to us with questions.</p>",
    "notice": "<div class='alert alert-warning'><p>{}</p></div>",
    "definition": "<dl><dt>International medical graduates</dt><dd>{}</dd></dl>",
    "large type": "<h4>{}</h4>",
    "card": "<div class='card'><div class='card-body'><span>{}</span></div></div>",
}
FACTS = (
    ("The program fee is $450 per month.", "fees"),
    ("Each observership lasts four weeks.", "duration_weeks"),
    ("Applicants must have passed USMLE Step 1.", "usmle"),
    ("A current curriculum vitae is required.", "requirements"),
    ("Participants receive a certificate of completion.", "certificate"),
    ("Observers hold a valid B-1 visa.", "visas"),
    ("Applications must be received at least 90 days before the start date.", "lead_time_weeks"),
    ("Questions go to observers@stlukes.example.", "emails"),
    ("The coordinator can be reached at 555-010-0147.", "phones"),
    ("The hospital does not sponsor visas.", "visa_sponsorship"),
    ("Observers can receive a letter of recommendation.", "lor"),
    ("Applicants must be certified by the ECFMG.", "ecfmg_required"),
    ("Applications for the coming year are due by March 1, 2027.", "deadline"),
)
FILLERS = (
    "Our physicians care for a large and diverse community.",
    "The cafeteria opens every morning for staff and guests.",
    "Teams meet for rounds and for the weekly conference.",
    "The clinic was founded by three brothers and has grown ever since.",
)
INTRODUCTION = "<p>The Department of Medicine offers a clinical observership. Observers watch and do not touch patients.</p>"
HOW = "<h2>How to apply</h2><p>Submit the application form and proof of immunization to our office.</p>"

templates = st.sampled_from(sorted(site.TEMPLATES))
facts = st.lists(st.sampled_from(FACTS), min_size=1, max_size=6, unique=True)


def body(sentences: Sequence[str]) -> str:
    return "".join(f"<p>{html.escape(s)}</p>" for s in sentences)


def whole(inner: str, template: str = "semantic", **chrome: str) -> str:
    return site.page(f"{INTRODUCTION}{inner}{HOW}", template, **chrome)


def said(page: str) -> dict[str, Any]:
    form = reading_json(read(Page("https://stlukes.example/observership", DAY, page.encode())))
    del form["reason"]  # counts of words: they move with anything
    return form


def values(form: dict[str, Any]) -> list[dict[str, Any]]:
    """What the listings assert, without quotes and rules."""
    return [{k: v for k, v in one.items() if k not in {"evidence", "proof"}} for one in form["listings"]]


def known(value: object) -> bool:
    return value not in (None, "", "unknown", [], [None, None])


def unordered(form: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            k: sorted(map(str, v)) if isinstance(v, list) and k != "duration_weeks" else v
            for k, v in one.items()
        }
        for one in values(form)
    ]


def test_every_template_is_read_as_one_observership_with_all_that_it_states() -> None:
    for template in site.TEMPLATES:
        form = said(whole(body([OFFERS[0], *(fact for fact, _ in FACTS)]), template))
        assert [one["type"] for one in form["listings"]] == ["observership"], template
        assert form["listings"][0]["audience"]["img_graduate"] == "yes", template
        assert [f for _, f in FACTS if not known(form["listings"][0][f])] == [], template


@settings(FEW, max_examples=150)
@given(
    st.sampled_from(REFUSALS),
    st.sampled_from(sorted(PLACES)),
    st.lists(st.sampled_from(OFFERS), max_size=3, unique=True),
    facts,
    templates,
    st.data(),
)
def test_a_refusal_anywhere_in_scope_never_yields_yes(
    refusal: str,
    place: str,
    offers: list[str],
    chosen: list[tuple[str, str]],
    template: str,
    data: st.DataObject,
) -> None:
    parts = [
        PLACES[place].format(html.escape(refusal)),
        *(body([s]) for s in (*offers, *(f for f, _ in chosen))),
    ]
    inner = "".join(data.draw(st.permutations(parts)))
    for one in said(whole(inner, template))["listings"]:
        assert one["audience"]["img_graduate"] != "yes", inner


@settings(FEW, max_examples=100)
@given(facts, st.sampled_from(OFFERS), templates, st.data())
def test_removing_a_sentence_never_adds_a_value_that_it_alone_supported(
    chosen: list[tuple[str, str]], offer: str, template: str, data: st.DataObject
) -> None:
    gone, field = data.draw(st.sampled_from(chosen))
    order = data.draw(st.permutations([offer, *(fact for fact, _ in chosen), *FILLERS[:2]]))
    full = said(whole(body(order), template))
    assume(full["kind"] == "program")
    cut = said(whole(body([s for s in order if s != gone]), template))
    if cut["kind"] != "program":
        assert not cut["listings"]  # too little is left to be a programme, and nothing is added
        return
    (before,), (after,) = values(full), values(cut)
    assert known(before[field]) and before[field] != after[field]
    assert not known(after[field]) or (
        isinstance(after[field], list) and len(after[field]) < len(before[field])
    )
    assert not any(gone in fact["quote"] for one in cut["listings"] for fact in one["proof"])
    appeared = {k for k, v in after.items() if known(v) and not known(before[k])}
    assert appeared == set()


def chrome_of(kinds: dict[str, Any]) -> st.SearchStrategy[str]:
    """Some pieces of chrome of these kinds, each with few or many tempting words in it."""
    words = st.lists(st.sampled_from(site.TEMPTING), min_size=2, max_size=14, unique=True)
    piece = st.tuples(st.sampled_from(sorted(kinds)), words, st.sampled_from((1, 1, 5)))
    return st.lists(piece.map(lambda p: kinds[p[0]](p[1] * p[2])), max_size=4).map("".join)


@settings(FEW, max_examples=150)
@given(facts, templates, chrome_of(site.ABOVE), chrome_of(site.BESIDE), chrome_of(site.BELOW), st.booleans())
def test_adding_menu_or_footer_text_changes_nothing(
    chosen: list[tuple[str, str]], template: str, above: str, beside: str, below: str, long: bool
) -> None:
    inner = body([OFFERS[0], *(fact for fact, _ in chosen), *(FILLERS * 4 if long else ())])
    dressed = said(whole(inner, template, above=above, beside=beside, below=below))
    assert dressed == said(whole(inner, template))


@FEW
@given(st.permutations([fact for fact, _ in FACTS] + list(FILLERS)), templates)
def test_the_order_of_unrelated_blocks_changes_nothing(sentences: list[str], template: str) -> None:
    first = said(whole(body([fact for fact, _ in FACTS] + list(FILLERS)), template))
    assert unordered(said(whole(body(sentences), template))) == unordered(first)


SECTIONS = (
    "<h2>Fees</h2><p>The program fee is $450 per month.</p><p>The application fee is $50.</p>",
    "<h2>Length</h2><p>Each observership lasts four weeks.</p>",
    "<h2>Eligibility</h2><p>International medical graduates may apply.</p><ul><li>USMLE Step 1 passed<li>A curriculum vitae</ul>",
    "<h2>Visas</h2><p>Observers hold a valid B-1 visa. The hospital does not sponsor visas.</p>",
    "<h2>Contact</h2><p>Questions go to observers@stlukes.example or 555-010-0147.</p>",
    "<h2>Our community</h2><p>The clinic was founded by three brothers and has grown ever since.</p>",
    "<h2>What you receive</h2><ul><li>A certificate of completion<li>A tour of the hospital</ul>",
)


@FEW
@given(st.permutations(SECTIONS), templates)
def test_the_order_of_sections_changes_nothing(sections: list[str], template: str) -> None:
    assert unordered(said(whole("".join(sections), template))) == unordered(
        said(whole("".join(SECTIONS), template))
    )


NOISE = st.sampled_from(
    (
        " ",
        "\n\t ",
        "&nbsp;",
        "<!-- fee: $9 -->",
        "<span class='a'></span>",
        "<wbr>",
        "\u200b ",
        "&#32;",
        "\r\n",
        "&shy;",
    )
)
WRAPS = (
    "<p>{}</p>",
    "\n  <div class='col'><p style='color:red'>{}</p><script>let fee = '$9';</script></div>",
    "<div class=row><div class='col-md-6'><div>{}</div></div></div>",
    "<p><span style='font-size:12pt'><font face=Arial>{}</font></span></p>",
    "<P>{}<o:p></o:p></P>",
    "<p class=MsoNormal><em>{}</em></p>",
    "<section><p dir=ltr>{}</p><style>p{{margin:0}}</style></section>",
)


@settings(FEW, max_examples=100)
@given(facts, templates, st.data())
def test_white_space_and_markup_noise_change_nothing(
    chosen: list[tuple[str, str]], template: str, data: st.DataObject
) -> None:
    sentences = [OFFERS[0], *(fact for fact, _ in chosen)]

    def noisy(match: re.Match[str]) -> str:
        return f" {data.draw(NOISE)}" if data.draw(st.booleans()) else match[0]

    dirty = "".join(
        data.draw(st.sampled_from(WRAPS)).format(re.sub(" ", noisy, html.escape(s))) for s in sentences
    )
    assert values(said(whole(dirty, template))) == values(said(whole(body(sentences), template)))


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
    page = whole("".join(pieces))
    assert said(page)["kind"] in {"program", "irrelevant", "index", "no_offer"}
