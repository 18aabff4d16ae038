"""What kind of page is this? Asked before anything is read from it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Block, Kind, Page

TOPIC = re.compile(
    r"observership|externship|visiting (?:international )?(?:medical )?student|elective|visiting physician",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Kind
    reason: str


def judge(page: Page, blocks: Sequence[Block]) -> Verdict:
    if sum(len(block.text) for block in blocks) < 200:
        return Verdict("blocked", "empty or script-only shell")
    if sum(bool(TOPIC.search(block.text)) for block in blocks) >= 3:
        return Verdict("program", "names opportunities and states terms")
    return Verdict("irrelevant", "no opportunity named")
