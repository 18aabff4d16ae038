"""Questions and their answers: "Do you sponsor visas?" "No." says as much as a sentence does."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from pipeline import regex as re
from pipeline.model import Sentence

ANSWER = re.compile(
    r"\W*(?:a(?:nswer)?[.:)]\s*)?(?P<yes>yes|absolutely|of course|certainly|definitely)\b|\W*(?:a(?:nswer)?[.:)]\s*)?(?P<no>no\b(?! (?:later|more|fewer|less))|unfortunately|regrettably|we do not|not at this time)"
)
POLAR = re.compile(
    r"^\W*(?:q?\d*[.:)]?\s*)?(?:do|does|can|could|will|would|is|are|may|am i|did|has|have)\b", re.I
)


def answered(sentences: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sentence, bool]]:
    """Each yes-or-no question with the sentence that answers it, and whether that says yes."""
    for question, reply in itertools.pairwise(sentences):
        if not question.low.endswith("?") or not POLAR.match(question.low):
            continue
        hit = ANSWER.match(reply.low)
        if hit:
            yield question, reply, hit["yes"] is not None
