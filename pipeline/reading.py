"""One page to one Reading: gate, text, split, extract, normalise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline import gate, normalise, pdf, regex, split, text
from pipeline.extract import refusals, sites
from pipeline.extract.finders import FINDERS
from pipeline.model import Claim, Issue, Listing, Page, Reading, Section
from pipeline.sentences import sentences


def claims(section: Section) -> Iterator[Claim]:
    """All that the finders read in one section."""
    for find in FINDERS:
        yield from find(section)


def document(page: Page) -> text.Document:
    """The page's blocks, whatever it is written in."""
    return pdf.document(page) if pdf.is_pdf(page) else text.document(page)


def read(page: Page, *, site_readers: bool = True, reader: str | None = None) -> Reading:
    """What `page` says. Pure: the clock is the page's fetch date. `reader` names a site reader to finish it with."""
    regex.turn()
    try:
        doc = document(page)
    except text.Unreadable as error:
        return Reading(page.url, "blocked", issues=(unread(page, str(error)),), reason="unreadable")
    verdict = gate.judge(page, doc)
    issues = (unread(page, f"{page.url}: {verdict.reason}"),) if verdict.outcome == "too-large" else ()
    if verdict.kind != "program":
        said = (
            refusals.find(sentences(doc.blocks), split.named_type(doc.title))
            if verdict.outcome == "ok"
            else ()
        )
        reading = Reading(page.url, verdict.kind, (), tuple(said), issues, verdict.reason)
    else:
        found = split.sections(page, doc.blocks, doc.title)
        listings = tuple(
            titled(normalise.listing(section, claims(section), section.type_hint or "other", section.title))
            for section in found
        )
        every = {id(s): s for section in found for s in (*section.sentences, *section.shared)}
        said = refusals.find(every.values(), found[0].type_hint)
        reading = Reading(
            page.url, "program", normalise.merged(listings), tuple(said), issues, verdict.reason
        )
    return sites.reader(reader)(page, reading) if reader and site_readers else reading


def titled(listing: Listing) -> Listing:
    """A listing that its page gives no name is called after its type."""
    return listing if listing.title else replace(listing, title=listing.type.replace("_", "-").capitalize())


def unread(page: Page, why: str) -> Issue:
    return Issue(
        stage="text",
        source=page.source or "",
        url=page.url,
        field="page",
        message=f"Not read: {why}.",
        remedy="Look at the page; where it states terms, name a smaller page of the same site, in HTML or PDF.",
    )
