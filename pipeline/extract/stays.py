"""What a stay is called, and one length that a sentence says it has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pipeline.extract.lengths import Length
from pipeline.model import Sentence
from pipeline.vocab import vocabulary

Bound = Literal["exact", "least", "most", "range"]

WORDS = vocabulary("durations")
STAY = r"(?:" + "|".join(WORDS["stays"]) + r")"
WEAK = r"(?:" + "|".join(WORDS["weak"]) + r")"
OTHER = r"(?:" + "|".join(WORDS["others"]) + r")"


@dataclass(frozen=True, slots=True)
class Statement:
    """One length that a sentence says the stay has."""

    length: Length
    bound: Bound
    sentence: Sentence
    weight: int
    """3: said of the stay by verb or heading; 2: joined to its noun; 1: in passing."""
    only: bool = False
