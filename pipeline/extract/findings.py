"""What a section says of the people who may come, as it is gathered and before the conventions are applied."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline import regex as re
from pipeline.extract.people import Origin
from pipeline.extract.stance import Stance
from pipeline.model import Sentence


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that a sentence says about one group. `weight`: 3 said in so many words, 2 by its place, 1 in passing."""

    group: str
    origin: Origin
    stance: Stance
    weight: int
    sentence: Sentence
    raw: str
    limited: bool = False
    excepted: bool = False
    described: bool = False
    """Only those of the group whom a clause describes ("physicians who are in the Match")."""
    defines: bool = False
    """Does the sentence say for whom the programme is ("for", "open to", "must be"), and not only whom it welcomes?"""
    name: str = ""
    """How the people were called, where `raw` is the answer to a question about them."""


@dataclass(slots=True)
class Findings:
    """What the whole section says, before the conventions are applied."""

    people: list[Evidence] = field(default_factory=list)
    enrolled: Evidence | None = None
    employed: Evidence | None = None
    trained: Evidence | None = None
    practising_only: Evidence | None = None
    student_mark: Evidence | None = None
    either: Evidence | None = None
    """"Proof of enrollment or degree": students and graduates alike."""
    seekers: Evidence | None = None
    accredited: Evidence | None = None
    graduates_only: Evidence | None = None
    doctorate: Evidence | None = None
    """A doctoral degree is demanded, of medicine or of science."""
    anyone: Evidence | None = None
    sponsored_only: Evidence | None = None
    service: Evidence | None = None
    """VSLO or VSAS, through which students of US schools apply."""
    limit: Evidence | None = None
    partners: Evidence | None = None
    """Partner schools or agreements named in a demand: it limits a programme for international students."""
    acgme: Evidence | None = None
    region: Evidence | None = None
    """A medical school of one part of the world is demanded."""
    citizens: Evidence | None = None
    """Citizens or permanent residents of the United States only."""
    us_trained: Evidence | None = None
    """A residency in the United States must have been finished."""
    certified: Evidence | None = None
    exception: Evidence | None = None
    doctors: Evidence | None = None
    """Physicians alone as those who come."""


def note(
    group: str, stance: str, sentence: Sentence, match: re.Match[str] | None, weight: int, origin: Origin = ""
) -> Evidence:
    raw = sentence.text[match.start() : match.end()].strip() if match else sentence.text
    return Evidence(group, origin, stance, weight, sentence, raw or sentence.text)  # type: ignore[arg-type]
