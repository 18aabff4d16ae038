"""One page to one Reading: gate, text, split, extract, normalise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline import beside, data_page, gate, normalise, pdf, regex, split, text, unsettled
from pipeline.extract import refusals, sites
from pipeline.extract.finders import FINDERS
from pipeline.model import Claim, Issue, Listing, OpportunityType, Page, Reading, Section
from pipeline.sentences import sentences


def claims(section: Section) -> Iterator[Claim]:
    """All that the finders read in one section."""
    for find in FINDERS:
        yield from find(section)


def document(page: Page) -> text.Document:
    """The page's blocks, whatever it is written in."""
    return pdf.document(page) if pdf.is_pdf(page) else text.document(data_page.page(page))


def read(
    page: Page,
    *,
    site_readers: bool = True,
    reader: str | None = None,
    type_hint: OpportunityType | None = None,
) -> Reading:
    """What `page` says. Pure: the clock is the page's fetch date. `reader` names a site reader to finish it with.

    `type_hint` is the type that the page's source expects; it speaks only where the page itself names none.
    """
    regex.turn()
    page = data_page.page(page)
    try:
        doc = document(page)
    except text.Unreadable as error:
        return Reading(page.url, "blocked", issues=(unread(page, str(error)),), reason="unreadable")
    verdict = gate.judge(page, doc)
    issues: tuple[Issue, ...] = ()
    if verdict.outcome == "too-large":
        issues = (unread(page, f"{page.url}: {verdict.reason}"),)
    elif verdict.reason.startswith(gate.FOREIGN):
        issues = (foreign(page, verdict.reason),)
    if verdict.kind != "program":
        said = (
            refusals.find(sentences(doc.blocks), split.named_type(doc.title) or type_hint)
            if verdict.outcome == "ok"
            else ()
        )
        reading = Reading(page.url, verdict.kind, (), tuple(said), issues, verdict.reason)
    else:
        margin = sentences(doc.margin)
        found = tuple(
            replace(section, margin=margin) for section in split.sections(page, doc.blocks, doc.title)
        )
        listings = tuple(titled(listing(section, type_hint)) for section in found)
        every = {id(s): s for section in found for s in (*section.sentences, *section.shared)}
        said = refusals.find(every.values(), found[0].type_hint or type_hint)
        reading = Reading(
            page.url,
            "program",
            normalise.merged(beside.awards(listings)),
            tuple(said),
            issues,
            verdict.reason,
        )
    if reader and site_readers and verdict.outcome == "ok" and verdict.kind != "blocked":
        reading = sites.reader(reader)(page, reading)
    unknown = (
        issue for one in reading.listings for issue in unsettled.issues(one, page.url, page.source or "")
    )
    return replace(reading, issues=(*reading.issues, *dict.fromkeys(unknown)))


def listing(section: Section, type_hint: OpportunityType | None = None) -> Listing:
    """The listing of one section. What its source expects is its type where no word of the page names another."""
    found = list(claims(section))
    if type_hint and section.sole and not section.type_hint:
        named = [claim for claim in found if claim.field != "type" or claim.value != "other"]
        if not any(claim.field == "type" for claim in named):
            return normalise.listing(section, named, type_hint, section.title)
    return normalise.listing(section, found, section.type_hint or "other", section.title)


def titled(listing: Listing) -> Listing:
    """A listing that its page gives no name is called after its type."""
    return listing if listing.title else replace(listing, title=listing.type.replace("_", "-").capitalize())


def foreign(page: Page, reason: str) -> Issue:
    return Issue(
        stage="gate",
        source=page.source or "",
        url=page.url,
        field="page",
        message=f"Not read: {page.url}: {reason}.",
        remedy="Name the English page of the same program in the source's file, or take the address out.",
    )


def unread(page: Page, why: str) -> Issue:
    return Issue(
        stage="text",
        source=page.source or "",
        url=page.url,
        field="page",
        message=f"Not read: {why}.",
        remedy="Look at the page; where it states terms, name a smaller page of the same site, in HTML or PDF.",
    )
