"""One page to one Reading: gate, text, split, extract, normalise."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import gate, normalise, split, text
from pipeline.extract.finders import FINDERS
from pipeline.model import Claim, Page, Reading, Section


def claims(section: Section) -> Iterator[Claim]:
    for find in FINDERS:
        yield from find(section)


def read(page: Page, *, site_readers: bool = True) -> Reading:
    """What `page` says. Pure: the clock is the page's fetch date."""
    document = text.document(page)
    verdict = gate.judge(page, document)
    if verdict.kind != "program":
        return Reading(page.url, verdict.kind, reason=verdict.reason)
    listings = tuple(
        normalise.listing(section, claims(section), section.type_hint or "other", section.title)
        for section in split.sections(page, document.blocks, document.title)
    )
    return Reading(page.url, "program", listings, reason=verdict.reason)
