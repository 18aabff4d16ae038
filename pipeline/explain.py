"""What was read on a page and why: blocks, the gate's reasons, sections, claims, conflicts, and the rule that won."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pipeline import gate, normalise, split, text
from pipeline.extract import refusals
from pipeline.model import Block, Claim, Page, Section
from pipeline.reading import claims, document
from pipeline.sentences import sentences

WIDTH = 160
"""Characters of a block's text that are shown."""


def explain(page: Page) -> Iterator[str]:
    """The lines of an explanation, for a terminal: plain text without control characters."""
    for line in raw(page):
        yield "".join(c if c.isprintable() or c == " " else "�" for c in line)


def raw(page: Page) -> Iterator[str]:
    yield f"page      {page.url}"
    yield f"fetched   {page.fetched_on.isoformat()}"
    try:
        doc = document(page)
    except text.Unreadable as error:
        yield f"unread    {error}"
        return
    yield f"title     {doc.title or '(none)'}"
    verdict = gate.judge(page, doc)
    yield f"gate      {verdict.kind}: {verdict.reason} (outcome {verdict.outcome})"
    if verdict.features:
        yield from weighed(verdict, doc)
    yield ""
    yield f"blocks    {len(doc.blocks)}; {doc.dropped} characters of chrome were not read"
    yield from (shown(block) for block in doc.blocks)
    found = split.sections(page, doc.blocks, doc.title) if verdict.kind == "program" else ()
    for number, section in enumerate(found, 1):
        yield ""
        yield from of_section(number, len(found), section)
    said = list(refusals.find(sentences(doc.blocks), found[0].type_hint if found else None))
    if said:
        yield ""
        yield "refusals"
        yield from (f"  {r.type} to {r.audience}: “{clip(r.quote)}”" for r in said)


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


def shown(block: Block) -> str:
    kind = f"{block.kind}{block.level or ''}"
    lead = f"  [after: {clip(block.lead, 50)}]" if block.lead else ""
    cells = "  [" + " | ".join(f"{h}: {v}" if h else v for h, v in block.cells) + "]" if block.cells else ""
    return f"  {block.order:3} {kind:10}{'  ' * len(block.trail)}{clip(block.text)}{lead}{clip(cells)}"


def clip(words: str, width: int = WIDTH) -> str:
    return words if len(words) <= width else words[: width - 1] + "…"


def of_section(number: int, count: int, section: Section) -> Iterator[str]:
    yield f"section {number} of {count}: {section.title} (type hint: {section.type_hint or 'none'})"
    yield f"  {len(section.sentences)} sentences of its own, {len(section.shared)} shared with the page"
    by_field: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims(section):
        by_field[claim.field].append(claim)
    for field in sorted(by_field):
        yield from of_field(field, by_field[field])


def of_field(field: str, found: list[Claim]) -> Iterator[str]:
    """Each claim of a field; where only one can stand, the winner is marked and the others say why they lost."""
    if field in normalise.SETS or field == "fees":
        for claim in normalise.unique(found):
            yield f"  + {field} = {claim.value}  [{claim.rule}] “{clip(claim.quote)}”"
        return
    best = normalise.winner(found)
    yield f"  * {field} = {best.value}  [{normalise.rule(best, found)}] “{clip(best.quote)}”"
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
        yield f"    - {claim.value}  [{claim.rule}, {why}] “{clip(claim.quote)}”"
