"""What was read on a page and why: blocks, the gate's reasons, sections, claims, conflicts, and the rule that won."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pipeline import gate, normalise, pdf, split, text
from pipeline.extract import sites
from pipeline.model import Block, Claim, Fee, Issue, OpportunityType, Page, Reading, Section
from pipeline.reading import claims, document, read

WIDTH = 80
"""Columns of the narrowest terminal in use; no line is wider."""
BLOCK = 240
"""Characters of a block's text that are shown; of a quote all are, since it is what a doubter looks for."""


def explain(
    page: Page,
    *,
    site_readers: bool = True,
    reader: str | None = None,
    type_hint: OpportunityType | None = None,
) -> Iterator[str]:
    """The lines of an explanation, for a terminal: plain text without control characters, at most WIDTH columns wide."""
    for line in raw(page, site_readers, reader, type_hint):
        yield from wrapped(
            "".join(c if c.isprintable() or c == " " else "\N{REPLACEMENT CHARACTER}" for c in line)
        )


def wrapped(line: str) -> Iterator[str]:
    """A line in pieces that fit; what hangs over stands two columns further in."""
    hanging = " " * min(len(line) - len(line.lstrip(" ")) + 2, WIDTH // 2)
    while (end := fitting(line)) < len(line):
        space = line.rfind(" ", len(hanging) + 8, end + 1)
        if space > 0:
            end = space
        yield line[:end].rstrip(" ")
        line = hanging + line[end:].lstrip(" ")
    yield line


def fitting(line: str) -> int:
    """How many characters of a line fit into WIDTH columns; East Asian ones take two."""
    if len(line) <= WIDTH and line.isascii():
        return len(line)
    columns = 0
    for index, char in enumerate(line):
        columns += (
            0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
        )
        if columns > WIDTH:
            return index
    return len(line)


def raw(
    page: Page, site_readers: bool, reader: str | None, type_hint: OpportunityType | None
) -> Iterator[str]:
    yield f"page      {page.url}"
    if page.final_url and page.final_url != page.url:
        yield f"served at {page.final_url}"
    yield f"fetched   {page.fetched_on.isoformat()}; dates are judged as of this day"
    if page.source:
        named = ", ".join(
            part for part in (type_hint and f"type hint {type_hint}", reader and f"reader {reader}") if part
        )
        yield f"source    {page.source}{f': {named}' if named else ''}"
    reading = read(page, site_readers=site_readers, reader=reader, type_hint=type_hint)
    try:
        doc = document(page)
    except text.Unreadable as error:
        yield f"unread    {error}"
        return
    yield f"title     {doc.title or '(none)'}"
    if doc.language:
        yield f"language  {doc.language}, as the page says of itself"
    verdict = gate.judge(page, doc)
    yield f"gate      {verdict.kind}: {verdict.reason} (outcome {verdict.outcome})"
    if verdict.features:
        yield from weighed(verdict, doc)
    yield ""
    chrome = "" if pdf.is_pdf(page) else f"; {doc.dropped} characters of chrome were not read"
    yield f"blocks    {len(doc.blocks)}{chrome}"
    yield from (line for block in doc.blocks for line in shown(block))
    found = split.sections(page, doc.blocks, doc.title) if verdict.kind == "program" else ()
    for number, section in enumerate(found, 1):
        yield ""
        yield from of_section(number, len(found), section)
    yield from outcome(reading, len(found))
    if reader and site_readers:
        yield f"  The site reader {sites.__name__}.{reader} has gone over what the rules found."


def outcome(reading: Reading, sections: int) -> Iterator[str]:
    """What became of it: listings, refusals, and what a person should look at."""
    yield ""
    merged = f"; {sections} sections, of which some say the same" if sections > len(reading.listings) else ""
    yield f"reading   {reading.kind}, {len(reading.listings)} listings{merged}"
    yield from (f"  {number}. {one.title} ({one.type})" for number, one in enumerate(reading.listings, 1))
    if reading.refusals:
        yield ""
        yield "refusals"
    yield from (f"  {r.type} to {r.audience}: “{r.quote}”" for r in reading.refusals)
    yield from problems(reading.issues)


def problems(issues: Iterable[Issue]) -> Iterator[str]:
    for number, issue in enumerate(issues):
        if not number:
            yield ""
            yield "issues"
        yield f"  {issue.message}"
        yield f"    {issue.remedy}"


def weighed(verdict: gate.Verdict, doc: text.Document) -> Iterator[str]:
    """The shares that weighed most in the gate's verdict: of its counts, and of words of the opening and the head."""
    learnt = gate.weights()["features"]
    counts = {name.replace("_", " "): learnt.get(name, 0.0) * v for name, v in verdict.features.items()}
    yield f"          log-odds {verdict.score:+.2f} = {learnt['bias']:+.2f} of the bias and, most of all,"
    yield "          " + most(counts)
    yield "          words: " + most(gate.word_shares(doc))


def most(shares: Mapping[str, float], number: int = 8) -> str:
    ranked = sorted(shares.items(), key=lambda share: (-abs(share[1]), share[0]))
    return ", ".join(f"{name} {share:+.2f}" for name, share in ranked[:number] if share)


def shown(block: Block) -> Iterator[str]:
    """A block under its headings: further in for each heading above it."""
    kind = f"{block.kind}{block.level or ''}"
    yield f"{block.order:4} {kind:9} {' ' * min(len(block.trail), 8)}{clip(block.text)}"
    if block.lead:
        yield f"               introduced by: {clip(block.lead, 100)}"
    if any(header for header, _ in block.cells):
        cells = " | ".join(f"{h}: {v}" if h else v for h, v in block.cells)
        yield f"               cells: {clip(cells)}"


def clip(words: str, width: int = BLOCK) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"


def of_section(number: int, count: int, section: Section) -> Iterator[str]:
    yield f"section {number} of {count}: {section.title} (type by its name: {section.type_hint or 'none'})"
    yield f"  {len(section.sentences)} sentences of its own, {len(section.shared)} shared with the page"
    yield "  * the value that stands   + one of several values   - a claim that lost"
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims(section):
        by_field[claim.field].append(claim)
    if not by_field:
        yield "  nothing is claimed: no rule found a value"
    for field in sorted(by_field):
        yield from of_field(field, by_field[field])


def of_field(field: str, found: list[Claim]) -> Iterator[str]:
    """Each claim of a field; where only one can stand, the winner is marked and the others say why they lost."""
    if field in normalise.SETS or field == "fees":
        for claim in normalise.unique(found):
            yield f"  + {field} = {value(claim)}"
            yield from proof(claim, claim.rule)
        return
    best = normalise.winner(found)
    yield f"  * {field} = {value(best)}"
    yield from proof(best, normalise.rule(best, found))
    for claim in found:
        if claim is best:
            continue
        why = (
            "says the same"
            if claim.value == best.value
            else "less specific"
            if claim.strength < best.strength
            else "less cautious"
            if normalise.rank(claim)[1] > normalise.rank(best)[1]
            else "later on the page"
        )
        yield f"    - {value(claim)}: {why}"
        yield from proof(claim, claim.rule)


def proof(claim: Claim, rule: str) -> Iterator[str]:
    yield f"      [{rule}] block {claim.order}: “{claim.quote}”"


def value(claim: Claim) -> str:
    """A claim's value as one would say it."""
    found = claim.value
    if isinstance(found, Fee):
        more = ", ".join(part for part in (found.applies_to, found.note) if part)
        unit = "" if found.per == "once" else f" per {found.per}"
        return f"{found.amount:g} {found.currency}{unit}, {found.kind}{f' ({more})' if more else ''}"
    if isinstance(found, tuple):
        return " to ".join(
            "?" if part is None else f"{part:g}" if isinstance(part, float) else str(part) for part in found
        )
    return str(found)
