"""Whatever a page throws at them, the readers of details neither fail nor quote words that do not stand there."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import contacts, exams, outcomes, place, requirements, specialties, visas
from pipeline.model import Block, Section
from pipeline.sentences import sentences
from pipeline.specialty import find as mentions

PIECES = st.sampled_from(
    [
        "Observers must submit a CV, ",
        "letter of recommendation",
        "USMLE Step 1 & 2 (or COMLEX)",
        "B-1/B-2 visa ",
        "in Cardiology, OB/GYN & Surgery; ",
        "not available ",
        "obs [at] hospital [dot] example",
        "(555) 234-1000 fax",
        "Boston, MA 02115",
        "certificate of completion?",
        "Yes. ",
        "all departments except ",
        "İ",
        "ß…",
        "\u200b",
    ]
)
TEXT = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=5), st.sampled_from(["item", "paragraph", "row", "heading"]))
def test_every_claim_quotes_words_of_its_sentence(lines: list[str], kind: str) -> None:
    blocks = [
        Block(("Electives", line[:20]), line, kind=kind, lead=line[:30], order=n)  # type: ignore[arg-type]
        for n, line in enumerate(lines)
    ]
    said = sentences(blocks)
    section = Section("Cardiology Electives", said, said, "https://hospital.example", "", date(2026, 5, 17))
    texts = {s.text for s in said}
    for module in (specialties, requirements, exams, visas, outcomes, contacts, place):
        for claim in module.find(section):
            assert claim.quote in texts
            assert claim.raw in claim.quote


@given(st.text(max_size=80))
def test_a_name_that_is_found_stands_where_it_is_said_to_stand(text: str) -> None:
    last = 0
    for mention in mentions(f"{text} pediatric cardiology {text}"):
        assert mention.start >= last
        last = mention.end


@given(st.lists(PIECES, max_size=6).map("".join))
def test_words_after_a_refusal_never_turn_into_an_offer(tail: str) -> None:
    html = f"We do not offer observerships in Dermatology {tail}"
    said = sentences([Block((), html)])
    section = Section("Observerships", said[:1], (), "https://hospital.example", "", date(2026, 5, 17))
    found = {claim.value for claim in specialties.find(section) if claim.quote == said[0].text}
    assert "Dermatology" not in found
