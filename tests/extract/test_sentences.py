"""Where a sentence ends."""

from __future__ import annotations

import pytest

from pipeline.model import Block
from pipeline.sentences import plain, sentences, split


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Write to Dr. Ames. She answers within a week.", 2),
        ("Schools in the U.S. Applicants from abroad write to us.", 2),
        ("Rounds begin at 7 a.m. Monday to Friday.", 1),
        ("The fee is $1.500 per month.", 1),
        ("Send your CV.Applicants are told within a month.", 2),
        ("See www.hospital.Example for the form.", 1),
        ("1. Find a host. 2. Send the form.", 2),
        ("No fee! Why not? Because.", 3),
    ],
)
def test_abbreviations_end_no_sentence(text: str, count: int) -> None:
    assert len(split(text)) == count


def test_a_broken_line_ends_a_sentence_unless_it_goes_on() -> None:
    text = "Fee: $100 Length: 2 weeks or more by agreement"
    block = Block((), text, breaks=(text.index(" Length"), text.index(" by agreement")))
    assert [s.text for s in sentences([block])] == ["Fee: $100", "Length: 2 weeks or more by agreement"]


def test_a_row_of_short_cells_is_one_sentence() -> None:
    block = Block((), "Physicians $300", kind="row", cells=(("Who", "Physicians"), ("Fee", "$300")))
    assert [s.text for s in sentences([block])] == ["Physicians $300"]


def test_lower_case_is_as_long_as_the_text() -> None:
    text = "İstanbul’s “graduates” – ﬁne"
    assert len(plain(text)) == len(text)
