"""HTML to blocks: the only module that knows bs4. Page chrome is removed; tables, tabs and accordions are kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from pipeline.model import Block, BlockKind, Link, Page

INLINE = frozenset(
    {"a", "b", "i", "u", "em", "strong", "span", "sup", "sub", "font", "abbr", "mark", "small", "wbr"}
)
DROPPED = frozenset(
    {"script", "style", "svg", "template", "noscript", "nav", "footer", "header", "aside", "iframe", "head"}
)
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LEAVES = frozenset(
    {"p", "li", "dt", "dd", "td", "th", "tr", "summary", "caption", "figcaption", "label", "button", "legend"}
)
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
SPACE = re.compile(r"[\s\u200b\ufeff]+")


def blocks(page: Page) -> tuple[Block, ...]:
    """The page's readable blocks in reading order, each with its heading trail."""
    soup = BeautifulSoup(page.body, "lxml", from_encoding="utf-8")
    for tag in soup.find_all(DROPPED):
        tag.decompose()
    found = soup.find("main") or soup.body
    root = found if isinstance(found, Tag) else soup
    return tuple(walk(root, page.final_url or page.url))


def walk(root: Tag, base: str) -> Iterator[Block]:
    trail: list[tuple[int, str]] = []
    buffer: list[str] = []
    links: list[Link] = []
    order = 0

    def flush(kind: BlockKind, level: int = 0) -> Iterator[Block]:
        nonlocal order
        text = SPACE.sub(" ", "".join(buffer)).strip()
        found = tuple(links)
        buffer.clear()
        links.clear()
        if text:
            if level:
                while trail and trail[-1][0] >= level:
                    trail.pop()
            yield Block(tuple(t for _, t in trail), text, found, kind, level=level, order=order)
            order += 1
            if level:
                trail.append((level, text))

    def visit(node: Tag) -> Iterator[Block]:
        for child in node.children:
            if isinstance(child, NavigableString):
                if type(child) is NavigableString:
                    buffer.append(str(child))
            elif isinstance(child, Tag):
                name = child.name
                if name in INLINE:
                    if name == "a" and (href := address(base, str(child.get("href") or ""))):
                        links.append(Link(SPACE.sub(" ", child.get_text()).strip(), href))
                    yield from visit(child)
                elif name == "br":
                    buffer.append(" ")
                else:
                    yield from flush("paragraph")
                    yield from visit(child)
                    if name in HEADINGS:
                        yield from flush("heading", int(name[1]))
                    else:
                        yield from flush("item" if name == "li" else "paragraph")

    yield from visit(root)
    yield from flush("paragraph")


def address(base: str, href: str) -> str | None:
    """The absolute address of a link, or None where its scheme is not one that a reader may follow."""
    try:
        url = urljoin(base, href.strip())
        return url if urlsplit(url).scheme in LINK_SCHEMES else None
    except ValueError:
        return None
