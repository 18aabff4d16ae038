"""PDF to the same blocks as HTML: lines become paragraphs, items, headings and table rows."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.model import Block, BlockKind, Link, Page
from pipeline.text import Document, Unreadable, fold

MAX_PAGES = 30
"""Pages of a PDF that are read; flyers and forms have few, and a handbook states its terms early."""
BULLET = re.compile(r"^(?:[•●▪◦■➢✓✔*–-]|\uf0b7|\(?\d{1,2}[.)]|[a-z][.)])\s+")
LINK = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]+|https?://[^\s<>()]+")


def is_pdf(page: Page) -> bool:
    return page.body[:1024].lstrip().startswith(b"%PDF-") or "application/pdf" in page.content_type.lower()


def document(page: Page) -> Document:
    """The blocks of a PDF. Raises Unreadable where it is damaged or encrypted."""
    import pdfplumber  # takes a third of a second to load, and few pages need it
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(page.body)) as book:
            title = fold(str((book.metadata or {}).get("Title") or ""))
            lines = [line for sheet in book.pages[:MAX_PAGES] for line in sheet_lines(sheet)]
            links = tuple(
                Link("", str(link["uri"]))
                for sheet in book.pages[:MAX_PAGES]
                for link in sheet.hyperlinks
                if str(link.get("uri") or "").startswith(("http://", "https://", "mailto:"))
            )
    except (PDFException, PdfminerException, ValueError, KeyError, TypeError, IndexError) as error:
        raise Unreadable(f"{page.url}: the PDF cannot be read: {error or type(error).__name__}") from error
    return Document(tuple(blocks(lines, links)), title=title, size=len(page.body))


def sheet_lines(sheet: Any) -> Iterator[tuple[str, float, bool, float, list[str]]]:
    """Lines of one sheet: text, size of type, bold or not, gap above, and cells where it is a table's row."""
    tables = sheet.find_tables()
    boxes = [table.bbox for table in tables]
    rows = [
        (table.bbox[1], [fold(cell or "") for cell in row]) for table in tables for row in table.extract()
    ]
    below = 0.0
    entries: list[tuple[float, tuple[str, float, bool, float, list[str]]]] = []
    for line in sheet.extract_text_lines(return_chars=True, strip=True):
        middle = (line["top"] + line["bottom"]) / 2
        if any(x0 <= line["x0"] <= x1 and top <= middle <= bottom for x0, top, x1, bottom in boxes):
            continue
        sizes = Counter(round(c["size"], 1) for c in line["chars"])
        fonts = Counter(str(c["fontname"]) for c in line["chars"])
        bold = bool(re.search(r"bold|black|heavy|semib", fonts.most_common(1)[0][0], re.I))
        gap = max(0.0, line["top"] - below)
        below = line["bottom"]
        entries.append((line["top"], (fold(line["text"]), sizes.most_common(1)[0][0], bold, gap, [])))
    entries.extend((top, (fold(" ".join(cells)), 0.0, False, 99.0, cells)) for top, cells in rows)
    for _, entry in sorted(entries, key=lambda pair: pair[0]):
        if entry[0]:
            yield entry


def blocks(lines: list[tuple[str, float, bool, float, list[str]]], links: Iterable[Link]) -> Iterator[Block]:
    """Lines joined to paragraphs where the sentence goes on; larger or bold short lines are headings."""
    sizes = Counter(size for _, size, _, _, cells in lines for _ in range(1) if not cells)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({size for size in sizes if size > body * 1.08}, reverse=True)[:3]
    trail: list[tuple[int, str]] = []
    running: list[str] = []
    kind: BlockKind = "paragraph"
    order = 0
    header: list[str] = []
    addresses = {link.href for link in links}

    def block(text: str, of: BlockKind, level: int = 0, cells: tuple[tuple[str, str], ...] = ()) -> Block:
        own = []
        for word in LINK.findall(text):
            href = f"mailto:{word}" if "@" in word and not word.startswith("http") else word.rstrip(".,;")
            own.append(Link(word, href))
        own.extend(Link("", href) for href in addresses if href.rpartition(":")[2] in text)
        return Block(
            tuple(t for _, t in trail),
            text,
            tuple(dict.fromkeys(own)),
            of,
            cells=cells,
            level=level,
            order=order,
        )

    for text, size, bold, gap, cells in lines:
        level = larger.index(size) + 1 if size in larger else 4 if bold and len(text) <= 90 else 0
        bullet = BULLET.match(text)
        starts = bool(bullet or level or cells or gap > max(size, 8) * 0.9)
        if (
            running
            and (starts or running[-1].endswith((".", ":", "?")))
            and not (not starts and running[-1].endswith(".") and kind == "paragraph")
        ):
            yield block(" ".join(running), kind)
            order += 1
            running, kind = [], "paragraph"
        if cells:
            pairs = tuple((header[n] if n < len(header) else "", value) for n, value in enumerate(cells))
            yield block(text, "row", cells=pairs)
            order += 1
            header = header or cells
            continue
        header = []
        if level and len(text) <= 120 and not text.endswith((".", ",", ";")):
            while trail and trail[-1][0] >= level:
                trail.pop()
            yield block(text, "heading", level)
            order += 1
            trail.append((level, text))
            continue
        if bullet:
            kind = "item"
            text = text[bullet.end() :]
        running.append(text)
    if running:
        yield block(" ".join(running), kind)
