"""HTML to blocks: the only module that knows bs4. Page chrome is removed; tables, tabs and accordions are kept.

Two parsers share the work. selectolax reads the whole page in under a millisecond and throws away what no reader
needs (scripts, menus, footers, data attributes); bs4 then reads only what is left.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from bs4 import NavigableString, PageElement, Tag
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.model import Block, BlockKind, Link, Page

MAX_HTML = 2_000_000
"""Bytes of HTML beyond which a page is reported, not read."""
MAX_TAGS = 100_000
"""Angle brackets of a page as served; the largest pages of hospitals have some ten thousand."""
MAX_ELEMENTS = 20_000
"""Elements that are left once chrome is gone."""
MAX_NESTING = 300
"""Elements inside one another as served: the parser's time grows with the square of it."""
MAX_DEPTH = 150
"""Elements inside one another in the content: the walk calls itself for each."""
MAX_BLOCKS = 5_000
"""Blocks of one page; a catalogue of electives has some hundred."""
MAX_TEXT = 250_000
"""Characters of all blocks: a book. Readers go over a page's text many times."""
LONGEST_BLOCK = 5_000
"""Characters; a longer text is cut at a space, since readers may look at a block as often as it has words."""
LONGEST_HEADING = 600
"""Characters; a longer "heading" is running text in large type."""
LONGEST_WORD = 200
"""Characters without a space; what runs longer is a key, an image or a trap, and is left out."""
MOST_LINKS = 100
"""Links of one block that are kept."""
MOST_COLUMNS = 100
"""Columns of a table that are told apart."""
MOST_TABS = 200
MOST_COPIES = 20
"""Earlier places of the same words that are compared to find a body that is printed twice."""

INLINE = frozenset(
    {"a", "b", "i", "u", "em", "strong", "span", "sup", "sub", "font", "abbr", "mark", "small", "wbr"}
)
"""Tags that leave no space when they vanish; every other tag is one space. Quotes are checked by this rule."""
HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
DROPPED = (
    "iframe, object, canvas, video, audio, picture source, link, meta, "
    "select, datalist, input, textarea, nav, footer, img, map, hr, col, colgroup, "
    "[role=navigation], [role=search], [role=contentinfo], [role=alertdialog], [role=tooltip], "
    "[aria-label=breadcrumb], [aria-label=Breadcrumb]"
)
PLAIN_INLINE = frozenset({"span", "font", "small", "em", "i", "u", "abbr", "mark", "wbr", "sup", "sub"})
"""Inline tags that say nothing to the walk; they are left out of its tree."""
LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
INVISIBLE = str.maketrans("", "", "\u200b\u00ad\ufeff")
SPACE = re.compile(r"\s+")
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

ALWAYS_CHROME = frozenset(
    [
        "breadcrumb",
        "breadcrumbs",
        "cookie",
        "cookies",
        "consent",
        "gdpr",
        "onetrust",
        "footer",
        "skip",
        "skiplink",
        "skiplinks",
        "addthis",
        "sharethis",
        "addtoany",
        "offcanvas",
        "megamenu",
        "mega",
        "sitenav",
    ]
)
"""Words of a class or id that mark chrome wherever they stand, unless the page's body is inside."""
LIKELY_CHROME = frozenset(
    [
        "nav",
        "navbar",
        "navigation",
        "menu",
        "menus",
        "submenu",
        "subnav",
        "sidenav",
        "sidebar",
        "sidebars",
        "rail",
        "social",
        "share",
        "sharing",
        "search",
        "pager",
        "pagination",
        "related",
        "topbar",
        "toolbar",
        "utility",
        "login",
        "signin",
        "subscribe",
        "newsletter",
        "promo",
        "banner",
        "quicklinks",
        "tags",
        "masthead",
        "flyout",
        "dropdown",
        "toc",
        "alert",
    ]
)
"""Words that mark chrome where links make up most of the element."""
RELATED = re.compile(
    r"(?:related (?:links?|pages?|content|articles?|information|resources?|stories|news|topics)|quick ?links?|in this section|"
    r"more in this section|explore (?:more|further)|you may also (?:like|be interested in).*|see also|share this.*|follow us.*|"
    r"connect with us.*|stay connected.*|latest news.*|recent (?:news|posts|articles).*|news (?:&|and) events|upcoming events|"
    r"popular (?:pages|links|topics)|site map|our (?:sites|websites)|on this page|jump to.*|table of contents|categories|archives|"
    r"recent comments|leave a (?:reply|comment).*|search|main navigation|additional links|featured (?:news|stories))[:.]?",
    re.I,
)
CONTENT_ROOTS = "main, [role=main], #main-content, #maincontent, #main_content, #page-content, #content-main"
LEAD = re.compile(
    r":\s*$|\b(?:following|below|includ(?:e|es|ing)|these|as follows|must|requirements?|not)\b[^.]*\.?\s*$",
    re.I,
)
BOLD = frozenset({"b", "strong"})
ASKED = re.compile(r"(?=.{8,140}$)[^.?!;]*\?")
"""A button that is a question opens its answer."""
MORE_THAN_WORDS = frozenset({*HEADINGS, "ul", "ol", "table", "p", "button"})
LAID_OUT = frozenset({"h1", "h2", "h3", "table"})
PARAGRAPHS = frozenset({"ul", "ol", "p"})
HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:heading|headline|subhead(?:ing|er|line)?|section-?title|(?:accordion|toggle|panel|tab|collapse|faq|card|block|"
    r"widget|item|content|module|elementor-tab|elementor-heading|wp-block-heading)[\w]*[-_]+(?:title|heading|header|label|question|trigger|"
    r"button|toggle|btn)|question|accordion[-_]?(?:title|header|heading|button))(?:$|[\s_-])",
    re.I,
)


class Unreadable(ValueError):
    """A page that is neither HTML nor PDF, or is damaged; says which and why."""


KEY = re.compile(rf"[!-~]{{{LONGEST_WORD}}}[!-~]*")


class Excess(Exception):
    """A page beyond one of the limits above; says which."""


@dataclass(frozen=True, slots=True)
class Document:
    """One page as a reader sees it, with the few words about itself that its head gives."""

    blocks: tuple[Block, ...]
    title: str = ""
    """The head's <title>, white space folded."""
    description: str = ""
    language: str = ""
    """The html element's lang, lower case, without region."""
    schema_types: frozenset[str] = frozenset()
    """JSON-LD @type values, a hint for the gate only."""
    dropped: int = 0
    """Characters of chrome that were not read."""
    size: int = 0
    """Bytes of the page as served."""
    scripts: int = 0
    """Number of script elements."""
    frames: int = 0
    """Number of frames: another page inside this one."""
    margin: tuple[Block, ...] = ()
    """Short lines of the footer and of asides, of which only an address or a contact may be read."""
    wall_marks: str = ""
    """The mark of a bot wall in the markup itself, where there is one."""
    excess: str = ""
    """Why a page is too large to be read ("2,400,000 bytes"); it has no blocks then."""

    @property
    def too_large(self) -> bool:
        return bool(self.excess)


def blocks(page: Page) -> tuple[Block, ...]:
    """The page's readable blocks in reading order, each with its heading trail."""
    return document(page).blocks


def document(page: Page) -> Document:
    """The page's blocks and what its head says. A page beyond a limit has no blocks: its `excess` says why.

    Raises Unreadable where the body is no text.
    """
    try:
        return within_limits(page)
    except Excess as error:
        return Document((), size=len(page.body), excess=str(error))


def within_limits(page: Page) -> Document:
    """As `document`; raises Excess where the page is beyond a limit."""
    if len(page.body) > MAX_HTML:
        raise Excess(f"{len(page.body):,} bytes")
    if binary(page.body):
        raise Unreadable(f"{page.url}: this is neither HTML nor PDF, but binary data")
    html = decode(page)
    if (tags := html.count("<")) > MAX_TAGS:
        raise Excess(f"{tags:,} tags")
    if tags > 20 * MAX_NESTING and (deep := nesting(html)) > MAX_NESTING:
        raise Excess(f"{deep:,} elements inside one another")
    tree = LexborHTMLParser(html)
    head = tree.css_first("title")
    title = fold(head.text()) if head else ""
    root_node = tree.css_first("html")
    language = (root_node.attributes.get("lang") or "").lower().split("-")[0] if root_node else ""
    description = next(
        (fold(node.attributes.get("content") or "") for node in tree.css("meta[name=description]")), ""
    )
    types = schema_types(tree)
    scripts = len(tree.css("script"))
    frames = len(tree.css("frame"))
    margin = margins(tree)
    pruned, labels, dropped = prune(tree)
    found = Walk(page.final_url or page.url, labels).blocks(grown(pruned))
    if len(found) > MAX_BLOCKS:
        raise Excess(f"{len(found):,} paragraphs, items and rows")
    if (length := sum(len(block.text) for block in found)) > MAX_TEXT:
        raise Excess(f"{length:,} characters of text")
    scant = sum(len(block.text) for block in found) < 400
    mark = WALL_MARK.search(page.body[:200_000]) if scant else None
    return Document(
        tuple(tidied(found)),
        title,
        description,
        language,
        types,
        dropped,
        len(page.body),
        scripts,
        frames,
        margin,
        mark[0].decode("ascii", "replace") if mark else "",
    )


TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
UNNESTED = frozenset(
    [
        "br",
        "hr",
        "img",
        "input",
        "meta",
        "link",
        "wbr",
        "area",
        "base",
        "col",
        "embed",
        "source",
        "track",
        "param",
        "li",
        "p",
        "td",
        "tr",
        "th",
        "dt",
        "dd",
        "option",
        "thead",
        "tbody",
        "tfoot",
        "path",
        "html",
        "head",
        "body",
    ]
)
"""Tags that hold nothing, or that end without saying so."""


def nesting(html: str) -> int:
    """How deep the elements of a page stand inside one another, at most; a cheap look before it is parsed."""
    depth = most = 0
    for match in TAG.finditer(html):
        if match[2].lower() not in UNNESTED:
            depth = max(0, depth + (-1 if match[1] else 1))
            most = max(most, depth)
    return most


def binary(body: bytes) -> bool:
    """Does the body begin like an image, an archive or an office file? UTF-16 has its byte order mark."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return (
        body.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"GIF8", b"\xff\xd8\xff"))
        or b"\x00" in body[:1024]
    )


def decode(page: Page) -> str:
    """The page's characters: by byte order mark, header, meta, then UTF-8, then Windows-1252."""
    body = page.body
    for mark, codec in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if body.startswith(mark):
            return body[len(mark) :].decode(codec, "replace")
    named = [m[1].decode("ascii") for m in CHARSET.finditer(body[:4096])][:1]
    if header := HEADER_CHARSET.search(page.content_type):
        named.insert(0, header[1])
    for codec in (*named, "utf-8"):
        try:
            return body.decode(codec)
        except (LookupError, UnicodeDecodeError):
            continue
    text = body.decode("utf-8", "replace")
    return text if text.count("\ufffd") * 500 < len(text) else body.decode("windows-1252", "replace")


CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", re.I)
HEADER_CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]+)", re.I)


WALL_MARK = re.compile(
    rb"_Incapsula_Resource|cf-browser-verification|cf_chl_opt|challenge-platform|px-captcha|captcha-delivery\.com|/_sec/cp_challenge|"
    rb"sec-if-cpt-container|distil_r_captcha|g-recaptcha|h-captcha|hcaptcha\.com|awsWafCookieDomainList|ak-challenge|perimeterx|kasada",
    re.I,
)


def fold(text: str) -> str:
    """White space folded; zero-width marks and soft hyphens removed."""
    if not text.isascii():
        text = text.translate(INVISIBLE)
    return " ".join(text.split())


def schema_types(tree: LexborHTMLParser) -> frozenset[str]:
    found: set[str] = set()
    for node in tree.css('script[type="application/ld+json"]')[:10]:
        try:
            data = json.loads(node.text() or "null")
        except (ValueError, RecursionError):
            continue
        queue = [data]
        while queue and len(found) < 50:
            item = queue.pop()
            if isinstance(item, list):
                queue.extend(item)
            elif isinstance(item, dict):
                kinds = item.get("@type")
                found.update(k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str))
                queue.extend(item.get("@graph") or [])
    return frozenset(found)


MARGIN_LINES = 30


def margins(tree: LexborHTMLParser) -> tuple[Block, ...]:
    """The short lines of the page's asides that give a contact. A footer speaks for the whole site and is not read."""
    found: list[Block] = []
    for node in tree.css("aside"):
        if node.css_first("main, h1, script[type='text/template']") is not None:
            continue
        lines = [fold(line) for line in node.text(separator="\n").split("\n")]
        for line in [line for line in lines if 3 <= len(line) <= 200][:MARGIN_LINES]:
            if ZIP_OR_CONTACT.search(line):
                found.append(Block(("aside",), line, order=MARGIN + len(found)))
    return tuple(found[: 2 * MARGIN_LINES])


MARGIN = 100_000
"""Orders of the blocks in the margin begin here, behind those of any page."""
ZIP_OR_CONTACT = re.compile(r"@|\d{3}\W{1,3}\d{4}|\b\d{5}\b|, [A-Z]{2}\b|, [A-Z][a-z]{3,}")


# --- first pass: selectolax throws away what no reader needs -------------------------------------------------------


def prune(tree: LexborHTMLParser) -> tuple[str, dict[str, str], int]:
    """The page's content as slim HTML, the labels of tab panels by their id, and how many characters were dropped."""
    body = tree.body
    if body is None:
        return "", {}, 0
    labels = panel_labels(tree)
    reveal_noscript(body)
    for node in body.css("script, style, svg, template"):
        node.decompose()
    before = len(body.text())
    for node in body.css(DROPPED):
        if node.tag in {"nav", "footer"} and (
            share(node, before) > 0.4 and node.css_first("main, h1") is not None
        ):
            continue
        node.decompose()
    total = len(body.text()) or 1
    remove_chrome(body, total)
    root = content_root(body)
    for header in root.css("header"):
        if not inside(header, "main", "article", "section") and header.css_first("h1") is None:
            header.decompose()
    heading = ""
    if root is not body and root.css_first("h1") is None:
        top = body.css_first("h1")
        if top is not None and fold(top.text()):
            heading = f"<h1>{escape(fold(top.text()))}</h1>"
    return heading + (root.html or ""), labels, before - len(root.text())


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def reveal_noscript(body: LexborNode) -> None:
    """Where <noscript> holds the page itself, it stays; elsewhere it is dropped."""
    whole = 0
    for node in body.css("noscript"):
        text = len(fold(node.text()))
        whole = whole or (len(fold(body.text())) if text >= 400 else 0)
        if text < 400 or text < whole / 2:
            node.decompose()
        else:
            node.unwrap()


def share(node: LexborNode, total: int) -> float:
    return len(node.text()) / max(total, 1)


def inside(node: LexborNode, *names: str) -> bool:
    parent = node.parent
    while parent is not None:
        if parent.tag in names:
            return True
        parent = parent.parent
    return False


def content_root(body: LexborNode) -> LexborNode:
    """The element that holds the page's own content: <main> or its like where it carries most of the words."""
    total = len(body.text()) or 1
    best: LexborNode = body
    most = 0
    for node in body.css(CONTENT_ROOTS):
        size = len(node.text())
        if size > most:
            best, most = node, size
    if best is not body and most >= 250 and most >= total * 0.3:
        return best
    return body


def remove_chrome(body: LexborNode, total: int) -> None:
    """Menus, breadcrumbs, cookie banners, share bars and footers, told by the words of class and id.

    What makes up much of a page may be its body under an odd name: it goes only where it is made of links and the
    page's own heading stands elsewhere.
    """
    headed = body.css_first("h1") is not None
    before = headed
    left = total
    for node in body.css("[class], [id], h1"):
        before = before and node.tag != "h1"
        if node.tag in {
            "body",
            "main",
            "article",
            "h1",
            "h2",
            "h3",
            "table",
            "tr",
            "td",
            "th",
            "a",
            "span",
            "p",
        }:
            continue
        attributes = node.attributes
        named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        words = named_words(named)
        if words & ALWAYS_CHROME:
            if (
                node.css_first("h1, main") is None
                and not words & {"accordion", "tab", "tabs"}
                and (share(node, total) < 0.4 or (headed and links_share(node) > 0.3))
            ):
                left -= len(node.text())
                node.decompose()
        elif words & LIKELY_CHROME:
            text = len(node.text())
            if text == 0 or (
                (
                    text < total * 0.5
                    or (links_share(node) > 0.8 and (before or (headed and left - text > ENOUGH_BESIDE)))
                )
                and node.css_first("h1, main, table") is None
                and (
                    links_share(node) > 0.6
                    or (words & {"search", "share", "social", "login", "signin"} and text < 200)
                )
            ):
                left -= text
                node.decompose()


ENOUGH_BESIDE = 250
"""Characters of a page beside a list of links that is longer than they are: then the list is a menu, not the page."""


@lru_cache(maxsize=4096)
def named_words(named: str) -> frozenset[str]:
    """The words of a class or id, lower case: "siteNav_main-menu" has site, nav, main and menu; "no-footer" has none."""
    return frozenset(
        word.lower() for name in named.split() if not BESIDES.search(name) for word in WORD.findall(name)
    )


BESIDES = re.compile(
    r"(?:^|[-_])(?:has|no|not|with|without)[-_]|^(?:hide|hidden|show|above|below|before|after)[-_]", re.I
)
"""In a name that says what stands, or does not stand, beside an element."""


def links_share(node: LexborNode) -> float:
    """How much of an element's text is link text; addresses to write to or call do not count as links."""
    text = len(fold(node.text()))
    linked = sum(
        len(fold(a.text()))
        for a in node.css("a")
        if not (a.attributes.get("href") or "").startswith(("mailto:", "tel:"))
    )
    return linked / text if text else 1.0


def panel_labels(tree: LexborHTMLParser) -> dict[str, str]:
    """Id of a tab's panel to the words on its tab. The tabs themselves are removed."""
    labels: dict[str, str] = {}
    for tab in tree.css(
        "[role=tab], [data-toggle=tab], [data-bs-toggle=tab], [data-toggle=pill], [data-bs-toggle=pill]"
    )[:MOST_TABS]:
        attributes = tab.attributes
        target = attributes.get("aria-controls") or ""
        for name in ("href", "data-target", "data-bs-target"):
            value = attributes.get(name) or ""
            if not target and value.startswith("#"):
                target = value[1:]
        text = fold(tab.text())
        panel = None
        if target and re.fullmatch(r"[\w:.-]+", target):
            panel = tree.css_first(f'[id="{target}"]')
        if panel is None or not text or len(text) > 150 or adjacent(tab, panel):
            continue
        labels[target] = text
        if tab.css_first("h1, h2, h3, h4, h5, h6") is None:
            tab.decompose()
    return labels


def adjacent(tab: LexborNode, panel: LexborNode) -> bool:
    """Does the panel directly follow its tab (an accordion), so that the tab is a heading where it stands?"""
    node: LexborNode | None = tab
    for _ in range(4):
        if node is None or node.tag in {"ul", "ol", "body"}:
            return False
        following = node.next
        while following is not None and following.tag == "-text":
            following = following.next
        if following is not None:
            return following.mem_id == panel.mem_id or any(
                child.mem_id == panel.mem_id for child in following.css("[id]")[:3]
            )
        node = node.parent
    return False


# --- a tree of bs4 from what is left --------------------------------------------------------------------------------

TOKEN = re.compile(r"<!--.*?-->|<(/?)([^\s/>]+)([^>]*)>|([^<]+)", re.S)
"""What selectolax writes is balanced, and its attributes are quoted, with < and > escaped in them."""
ATTRIBUTE = re.compile(r' (href|id|class|role|colspan|rowspan|scope|data-cfemail)="([^"]*)"')
"""The attributes that the walk asks for."""
HIDDEN_ADDRESS = re.compile(r"<span[^>]* data-cfemail=")
VOID = frozenset(
    {"area", "base", "basefont", "bgsound", "br", "embed", "frame", "keygen", "param", "source", "track"}
)


def grown(html: str) -> Tag:
    """The tree of bs4 that the walk goes through, from HTML as selectolax writes it.

    bs4's own way, by lxml, would parse anew what is parsed already, and cost more than all the rest of this module.
    """
    skipped = PLAIN_INLINE - {"span"} if HIDDEN_ADDRESS.search(html) else PLAIN_INLINE
    root = parent = Tag(name="[document]")
    last: PageElement = root
    texts: list[str] = []
    elements = 0
    for slash, name, attributes, text in TOKEN.findall(html):
        if text:
            texts.append(text)
            continue
        if not name or name in skipped:
            continue
        if texts:
            last = string("".join(texts), parent, last)
            texts.clear()
        if slash:
            parent = parent.parent or root
            continue
        elements += 1
        if elements > MAX_ELEMENTS:
            raise Excess(f"more than {MAX_ELEMENTS:,} elements")
        tag = Tag(name=name, parent=parent, previous=last)
        if attributes:
            for key, value in ATTRIBUTE.findall(attributes):
                tag.attrs[key] = unescaped(value)
        parent.contents.append(tag)
        last = tag
        if name not in VOID:
            parent = tag
    if texts:
        string("".join(texts), parent, last)
    return root


def string(text: str, parent: Tag, previous: PageElement) -> NavigableString:
    made = NavigableString(unescaped(text))
    made.setup(parent, previous)
    parent.contents.append(made)
    return made


def unescaped(text: str) -> str:
    """What selectolax escapes, as it was."""
    if "&" not in text:
        return text
    for written, meant in (("&nbsp;", "\xa0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(written, meant)
    return text


# --- second pass: the walk through what is left ----------------------------------------------------------------------------


@dataclass(slots=True)
class Heading:
    level: int
    text: str
    depth: int = -1
    """Depth of the element in whose scope a faked heading stands; -1 for a true one, which ends at the next."""
    order: int = 0


@dataclass(slots=True)
class Line:
    """The running text between two line breaks."""

    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    bold: int = 0
    """Characters that are bold, white space aside."""


@dataclass(slots=True)
class Walk:
    """One walk over one page; `lines` gather the running text until a block ends."""

    base: str
    labels: dict[str, str]
    trail: list[Heading] = field(default_factory=list)
    lines: list[Line] = field(default_factory=lambda: [Line()])
    found: list[Block] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    """Of the open lists, outermost first: the sentence that introduces each."""
    depth: int = 0
    items: int = 0
    """How many list items are open."""
    titles: int = 0
    """How many true headings are open."""

    def blocks(self, root: Tag) -> list[Block]:
        self.children(root)
        self.flush("paragraph")
        return self.found

    def say(self, text: str) -> None:
        self.lines[-1].parts.append(text)

    def flush(self, kind: BlockKind, level: int = 0, faked: bool = False) -> None:
        """End the running block, if it has any words."""
        lines = self.lines
        if len(lines) == 1:
            parts = lines[0].parts
            if not parts or all(part.isspace() for part in parts):
                parts.clear()
                lines[0].links.clear()
                lines[0].bold = 0
                return
        self.lines = [Line()]
        if kind == "paragraph" and self.items:
            kind = "item"
        pieces: list[str] = []
        links: list[Link] = []
        blank = False
        for line in lines:
            text = fold("".join(line.parts))
            if not text:
                blank = bool(pieces)
                continue
            if kind == "paragraph" and line.bold >= len(text.replace(" ", "")) * 0.95 and heads(text):
                self.piece(pieces, links, kind, level, faked)
                pieces, links = [], []
                self.heading(text, tuple(line.links), "heading", 0, True)
            else:
                if blank and kind == "paragraph":
                    self.piece(pieces, links, kind, level, faked)
                    pieces, links = [], []
                pieces.append(text)
                links.extend(line.links)
            blank = False
        self.piece(pieces, links, kind, level, faked)

    def piece(self, pieces: list[str], links: list[Link], kind: BlockKind, level: int, faked: bool) -> None:
        """One block of the given lines; where they end stays known, for they often end a sentence too."""
        if not pieces:
            return
        text = " ".join(pieces)
        if len(text) > LONGEST_HEADING and kind in {"heading", "term"}:
            kind = "paragraph"
        if len(text) > LONGEST_WORD and (key := KEY.search(text)):
            # no word of a language, and readers look into each of its characters
            self.piece([text[: key.start()].strip()] if key.start() else [], links, kind, level, faked)
            if rest := text[key.end() :].strip():
                self.piece([rest], [], kind, level, faked)
            return
        if len(text) > LONGEST_BLOCK:
            for number, part in enumerate(cut(pieces)):
                self.piece(part, links[number * MOST_LINKS :][:MOST_LINKS], kind, level, faked)
            return
        if kind in {"heading", "term"}:
            self.heading(text, tuple(links), kind, level, faked or not level)
            return
        breaks: list[int] = []
        at = -1
        for piece in pieces[:-1]:
            at += len(piece) + 1
            breaks.append(at)
        lead = self.leads[-1] if kind == "item" and self.leads else ""
        self.found.append(
            Block(
                self.above(),
                text,
                tuple(links[:MOST_LINKS]),
                kind,
                lead=lead,
                order=len(self.found),
                breaks=tuple(breaks),
            )
        )

    def above(self) -> tuple[str, ...]:
        return tuple(h.text for h in self.trail)

    def heading(self, text: str, links: tuple[Link, ...], kind: BlockKind, level: int, faked: bool) -> None:
        """A heading ends those of its own level and below; a faked one stands just below the last true one."""
        if faked:
            true = [h.level for h in self.trail if h.depth < 0]
            outer = [h for h in self.trail if 0 <= h.depth < self.depth - 1]
            level = min(6, (true[-1] if true else 1) + 1 + (len(outer) if kind != "heading" or outer else 0))
        while self.trail and self.trail[-1].level >= level:
            self.trail.pop()
        self.found.append(Block(self.above(), text, links, kind, level=level, order=len(self.found)))
        self.trail.append(Heading(level, text, self.depth if faked else -1, len(self.found)))

    def close(self) -> None:
        """An element ends: faked headings that stood in it end with it, once anything has stood under them."""
        for index, heading in enumerate(self.trail):
            if heading.depth >= self.depth:
                if len(self.found) > heading.order:
                    del self.trail[index:]
                    return
                heading.depth = self.depth - 1

    def children(self, node: Tag) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Excess(f"more than {MAX_DEPTH} elements inside one another")
        for child in node.contents:
            if isinstance(child, NavigableString):
                if type(child) is NavigableString:
                    self.say(str(child))
            elif isinstance(child, Tag):
                self.visit(child)
        self.depth -= 1

    def visit(self, tag: Tag) -> None:
        name = tag.name
        if name in INLINE:
            self.inline(tag)
        elif name == "br":
            self.lines.append(Line())
        elif name in HEADINGS:
            self.flush("paragraph")
            self.titles += 1
            self.children(tag)
            self.titles -= 1
            self.flush("heading", HEADINGS[name])
        elif name in {"ul", "ol", "menu"}:
            self.listing(tag)
        elif name == "table":
            self.flush("paragraph")
            self.table(tag)
        elif name == "li":
            self.flush("paragraph")
            self.items += 1
            self.children(tag)
            self.flush("item")
            self.items -= 1
        elif name == "summary" or name == "legend":
            self.flush("paragraph")
            self.children(tag)
            self.flush("heading", faked=True)
        elif name == "dt":
            self.flush("paragraph")
            self.children(tag)
            self.flush("term", faked=True)
        elif name == "button" and self.titles:
            self.children(tag)  # a heading that opens its text at a click
        elif name == "button":
            self.flush("paragraph")
            controls = self.controls(tag)
            self.children(tag)
            self.flush("heading" if controls else "control", faked=True)
        else:
            self.container(tag)

    def container(self, tag: Tag) -> None:
        self.flush("paragraph")
        ident = tag.get("id")
        if isinstance(ident, str) and ident in self.labels:
            label = self.labels.pop(ident)
            outer, self.items, self.leads = (self.items, self.leads), 0, []
            self.depth += 1
            self.heading(label, (), "heading", 0, True)
            self.depth -= 1
            self.children(tag)
            self.flush("paragraph")
            self.items, self.leads = outer
        else:
            faked = self.styled_heading(tag)
            self.children(tag)
            if faked:
                self.flush("heading", faked=True)
            else:
                self.flush("paragraph")
        self.depth += 1
        self.close()
        self.depth -= 1

    def styled_heading(self, tag: Tag) -> bool:
        """Is this a heading by its role or by the words of its class, with nothing but words in it?"""
        role = tag.get("role")
        named = tag.get("class")
        words = " ".join(named) if isinstance(named, list) else str(named or "")
        if role not in {"heading", "button", "tab"} and not (words and HEADING_CLASS.search(words)):
            return False
        if tag.name in {"form", "section", "article", "main", "ul", "ol"}:
            return False
        text = fold(words_of(tag, " "))
        return 0 < len(text) <= 150 and not has(tag, MORE_THAN_WORDS) and heads(text)

    def controls(self, tag: Tag) -> bool:
        named = tag.get("class")
        words = " ".join(named) if isinstance(named, list) else str(named or "")
        return bool(
            tag.get("role") == "tab"
            or (tag.name == "button" and (panelled(tag.parent) or ASKED.fullmatch(fold(words_of(tag, " ")))))
            or re.search(r"accordion|collaps|toggle|panel|tab|faq|expand", words, re.I)
        )

    def inline(self, tag: Tag) -> None:
        line = self.lines[-1]
        if tag.name == "a":
            href = str(tag.get("href") or "")
            if (not href or href.startswith("#")) and self.controls(tag) and heads(fold(words_of(tag, " "))):
                self.flush("paragraph")
                self.children(tag)
                self.flush("heading", faked=True)
                return
            if absolute := address(self.base, href):
                line.links.append(Link(fold(words_of(tag)), absolute))
        if code := tag.get("data-cfemail"):
            self.obfuscated(str(code))
        if tag.name in BOLD:
            text = words_of(tag)
            if len(tag.contents) == 1 and isinstance(tag.contents[0], NavigableString):
                self.say(text)
                line.bold += len(SPACE.sub("", text))
                return
            if all(t.name in INLINE or t.name == "br" for t in tags(tag)):
                for child in tag.contents:
                    before = len(self.lines)
                    words = len(SPACE.sub("", words_of(child) if isinstance(child, Tag) else str(child)))
                    if isinstance(child, Tag):
                        self.visit(child)
                    elif type(child) is NavigableString:
                        self.say(str(child))
                    if len(self.lines) == before:
                        self.lines[-1].bold += words
                return
        self.children(tag)

    def obfuscated(self, code: str) -> None:
        if email := unscrambled(code):
            self.lines[-1].links.append(Link(email, f"mailto:{email}"))

    def listing(self, tag: Tag) -> None:
        lead = self.pending_lead()
        self.flush("paragraph")
        self.leads.append(lead)
        self.children(tag)
        self.flush("paragraph")
        self.leads.pop()
        self.depth += 1
        self.close()
        self.depth -= 1

    def pending_lead(self) -> str:
        """The sentence that introduces a list: the running text, or the block just before."""
        running = fold(" ".join("".join(line.parts) for line in self.lines))
        if running:
            last = last_sentence(running)
        elif self.found and self.found[-1].kind in {"paragraph", "item"}:
            previous = self.found[-1]
            if previous.kind == "item" and not self.items:
                return ""
            last = last_sentence(previous.text)
        else:
            return self.leads[-1] if self.leads else ""
        if self.items and not last.endswith(":") and self.leads:
            return self.leads[-1] or last
        return last if LEAD.search(last) or self.items else ""

    # tables

    def table(self, tag: Tag) -> None:
        rows = list(rows_of(tag))
        if not is_data(rows):
            self.children(tag)
            self.flush("paragraph")
            return
        caption = next((t for t in tags(tag) if t.name == "caption"), None)
        if caption is not None:
            self.children(caption)
            self.flush("paragraph")
        grid = Grid()
        header: list[str] = []
        known: dict[int, str] = {}

        def said(cell: Tag) -> str:
            if id(cell) not in known:
                known[id(cell)] = fold(spaced(cell))
            return known[id(cell)]

        for number, row in enumerate(rows):
            cells = grid.row(row)
            texts = [said(cell) if cell is not None else "" for cell, _ in cells]
            own = [cell for cell, fresh in cells if cell is not None and fresh]
            if not any(texts):
                continue
            if is_header(number, own, rows):
                header = texts
                self.row(own, texts, [])
                continue
            if len(own) == 1 and len(cells) > 1 and len(set(texts)) == 1 and heads(texts[0]):
                self.depth += 1
                self.heading(texts[0], (), "heading", 0, True)
                self.depth -= 1
                continue
            if len(own) == 2 and not header and long_cell(own[1]) and len(texts[0]) <= 120:
                self.depth += 1
                self.heading(texts[0], (), "term", 0, True)
                self.children(own[1])
                self.flush("paragraph")
                self.depth -= 1
                continue
            if any(listed(cell) for cell in own) or sum(map(len, texts)) > LONGEST_BLOCK:
                self.walked_row(own, texts, header)
                continue
            self.row(own, texts, header)
        self.depth += 1
        self.close()
        self.depth -= 1

    def walked_row(self, own: list[Tag], texts: list[str], header: list[str]) -> None:
        """A row that holds lists: its cells one after the other, under their column's header or their first line."""
        for number, cell in enumerate(own):
            self.depth += 1
            above = header[number] if number < len(header) else ""
            if above and not listed(own[0]) and number:
                self.heading(above, (), "term", 0, True)
            if number == 0 and not listed(cell) and len(texts[0]) <= 120 and len(own) > 1:
                self.heading(texts[0], (), "term", 0, True)
            else:
                self.children(cell)
                self.flush("paragraph")
            self.depth -= 1

    def row(self, own: Iterable[Tag], texts: list[str], header: list[str]) -> None:
        links = tuple(
            Link(fold(words_of(a)), href)
            for cell in own
            for a in tags(cell)
            if a.name == "a" and (href := address(self.base, str(a.get("href") or "")))
        )
        text = fold(" ".join(spaced(cell) for cell in own))
        cells = tuple(
            (header[n] if n < len(header) and header[n] != value else "", value)
            for n, value in enumerate(texts)
        )
        self.found.append(Block(self.above(), text, links, "row", cells=cells, order=len(self.found)))


class Grid:
    """Places the cells of a table's rows, so that a cell that spans rows or columns stands in each of them."""

    def __init__(self) -> None:
        self.hanging: dict[int, tuple[Tag, int]] = {}

    def row(self, row: Tag) -> list[tuple[Tag | None, bool]]:
        """The row's cells by column; True where the cell begins in this very row and column."""
        placed: list[tuple[Tag | None, bool]] = []
        own = cells_of(row)
        while (own or len(placed) in self.hanging) and len(placed) < MOST_COLUMNS:
            column = len(placed)
            if column in self.hanging:
                cell, left = self.hanging.pop(column)
                placed.append((cell, False))
                if left > 1:
                    self.hanging[column] = (cell, left - 1)
                continue
            cell = own.pop(0)
            down, across = span(cell, "rowspan"), span(cell, "colspan")
            for offset in range(across):
                placed.append((cell, offset == 0))
                if down > 1:
                    self.hanging[column + offset] = (cell, down - 1)
        return placed


def span(cell: Tag, name: str) -> int:
    value = str(cell.get(name) or "1").strip()
    return min(int(value), 50) if value.isdecimal() and int(value) > 0 else 1


def spaced(tag: Tag) -> str:
    """An element's text with a space for every tag that is not inline."""
    parts: list[str] = []
    for node in inside_one(tag):
        if isinstance(node, Tag):
            if node.name not in INLINE:
                parts.append(" ")
        else:
            parts.append(str(node))
            parent = node.parent
            if node.next_sibling is None and parent is not None and parent.name not in INLINE:
                parts.append(" ")
    return "".join(parts)


# bs4 answers the following too, but builds a matcher for each question: more work than the walk itself


def inside_one(tag: Tag) -> Iterator[PageElement]:
    """The elements and texts inside an element, in the order of the page, however deep."""
    stack = tag.contents[::-1]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, Tag):
            stack.extend(node.contents[::-1])


def tags(tag: Tag) -> Iterator[Tag]:
    """The elements inside one."""
    return (node for node in inside_one(tag) if isinstance(node, Tag))


def has(tag: Tag, names: frozenset[str]) -> bool:
    return any(inner.name in names for inner in tags(tag))


def words_of(tag: Tag, joint: str = "") -> str:
    """All text inside an element."""
    return joint.join(str(node) for node in inside_one(tag) if not isinstance(node, Tag))


def rows_of(table: Tag) -> Iterator[Tag]:
    """The rows of a table, without those of tables inside it."""
    stack = table.contents[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, Tag) and node.name != "table":
            if node.name == "tr":
                yield node
            stack.extend(node.contents[::-1])


def cells_of(row: Tag) -> list[Tag]:
    return [child for child in row.contents if isinstance(child, Tag) and child.name in {"td", "th"}]


def cut(pieces: list[str]) -> Iterator[list[str]]:
    """Lines in groups of at most LONGEST_BLOCK characters; a longer line is cut at a space."""
    group: list[str] = []
    size = 0
    for piece in pieces:
        while len(piece) > LONGEST_BLOCK:
            end = piece.rfind(" ", 0, LONGEST_BLOCK)
            end = end if end > 0 else LONGEST_BLOCK
            if group:
                yield group
            yield [piece[:end].strip()]
            group, size, piece = [], 0, piece[end:].strip()
        if group and size + len(piece) + 1 > LONGEST_BLOCK:
            yield group
            group, size = [], 0
        group.append(piece)
        size += len(piece) + 1
    if group:
        yield group


def is_data(rows: list[Tag]) -> bool:
    """A table of data, not of layout: at least two columns somewhere, and no headings or nested tables in its cells."""
    if not rows:
        return False
    widest = 0
    for row in rows:
        cells = cells_of(row)
        widest = max(widest, len(cells))
        if any(has(cell, LAID_OUT) for cell in cells):
            return False
    return widest >= 2


def is_header(number: int, cells: list[Tag], rows: list[Tag]) -> bool:
    """Column headers: all cells are th, stand in thead, or the first row is bold or plainly names columns."""
    if not cells or len(rows) < 2:
        return False
    if any(parent.name == "thead" for parent in cells[0].parents) or (
        all(cell.name == "th" for cell in cells) and len(cells) > 1
    ):
        return True
    if number != 0 or len(cells) < 2:
        return False
    texts = [fold(words_of(cell, " ")) for cell in cells]
    if any(len(text) > 60 for text in texts) or any("$" in text or "@" in text for text in texts):
        return False
    bold = [cell for cell, text in zip(cells, texts, strict=True) if text and has(cell, BOLD)]
    return len(bold) == sum(bool(t) for t in texts) or (not texts[0] and all(texts[1:]))


def listed(cell: Tag) -> bool:
    """Does a cell hold a list, or several paragraphs, so that it is no single value?"""
    if not cell.contents:
        return False
    items = [tag.name for tag in tags(cell) if tag.name in {"li", "p", "br"}]
    return items.count("li") >= 2 or (len(items) >= 4 and len(words_of(cell)) > 200)


def long_cell(cell: Tag) -> bool:
    return has(cell, PARAGRAPHS) and len(words_of(cell)) > 120


def heads(text: str) -> bool:
    """Could a bold or styled line be a heading? Short, and no running sentence."""
    if len(text) > 140 or not any(c.isalpha() for c in text):
        return False
    if text.endswith("?"):
        return True
    return (
        len(text) <= 100
        and not text.endswith((".", "!", ";", ","))
        and "@" not in text
        and ". " not in SHORTENED.sub(" ", text)
    )


def panelled(tag: Tag | None) -> bool:
    """Is an element the head of a panel that opens at a click? (A button of a menu is in none.)"""
    named = tag.get("class") if tag is not None else None
    return (
        bool(named)
        and re.search(
            r"\b(?:card-header|panel-heading|accordion)",
            " ".join(named) if isinstance(named, list) else str(named),
        )
        is not None
    )


SHORTENED = re.compile(
    r"^\W*(?:[IVXivx]{1,5}|\d{1,2}|[A-Za-z])[.)] |\b(?:[A-Z]\.)+ |\b(?:Drs?|Mrs?|Ms|Prof|St|No|Nos|Ph\.?D|vs|Dept|Univ|Inc|approx)\. "
)
"""A full stop that ends a number or a short form, and no sentence."""


def last_sentence(text: str) -> str:
    cut = max(text.rfind(". ", 0, len(text) - 1), text.rfind("? ", 0, len(text) - 1))
    return text[cut + 2 :] if cut >= 0 else text


def unscrambled(code: str) -> str | None:
    """An e-mail address that Cloudflare has hidden: hexadecimal, each byte XORed with the first."""
    try:
        raw = bytes.fromhex(code)
    except ValueError:
        return None
    email = bytes(b ^ raw[0] for b in raw[1:]).decode("utf-8", "replace") if raw else ""
    return email if re.fullmatch(r"[^@\s<>\"']+@[^@\s<>\"']+", email) else None


def address(base: str, href: str) -> str | None:
    """The absolute address of a link, or None where its scheme is not one that a reader may follow."""
    href = href.strip()
    if not href or href.startswith("#"):
        return None
    if "/cdn-cgi/l/email-protection#" in href:
        email = unscrambled(href.rpartition("#")[2])
        return f"mailto:{email}" if email else None
    try:
        url = urljoin(base, href)
        return url if urlsplit(url).scheme in LINK_SCHEMES else None
    except ValueError:
        return None


# --- afterwards: what stands twice, and lists of links on to other pages ---------------------------------------------


def tidied(found: list[Block]) -> Iterator[Block]:
    """Blocks in order, without what was printed twice and without lists of related links."""
    kept = unrelated(once(found))
    for order, block in enumerate(kept):
        yield block if block.order == order else replace(block, order=order)


def once(found: list[Block]) -> list[Block]:
    """A page's body may stand twice, for wide screens and for phones: the second is dropped.

    A run of blocks counts as a copy where its headings are the same too, or where it is a quarter of the page.
    """
    first: dict[tuple[str, ...], int] = {}
    dropped: set[int] = set()
    texts = [block.text for block in found]
    total = sum(map(len, texts)) or 1
    seen: dict[str, list[int]] = {}
    for index, text in enumerate(texts):
        seen.setdefault(text, []).append(index)
    index = 0
    while index < len(found):
        best = 0
        for start in seen[texts[index]][:MOST_COPIES]:
            if start >= index:
                break
            if start in dropped:
                continue
            length = size = 0
            alike = True
            while (
                index + length < len(found)
                and start + length < index
                and texts[start + length] == texts[index + length]
            ):
                alike = alike and found[start + length].trail == found[index + length].trail
                size += len(texts[index + length])
                length += 1
            if (alike and (size >= 120 or length >= 4)) or (size >= 400 and size >= total * 0.2):
                best = max(best, length)
        if best:
            dropped.update(range(index, index + best))
            index += best
        else:
            index += 1
    del first
    return [block for index, block in enumerate(found) if index not in dropped]


def unrelated(found: list[Block]) -> list[Block]:
    """Without the links under a heading such as "Related pages"."""
    kept: list[Block] = []
    skipping: tuple[str, ...] | None = None
    for block in found:
        if skipping is not None:
            if block.trail[: len(skipping)] == skipping and block.kind != "row" and linked(block):
                continue
            skipping = None
        if block.kind == "heading" and RELATED.fullmatch(block.text):
            skipping = (*block.trail, block.text)
            continue
        kept.append(block)
    return kept


def linked(block: Block) -> bool:
    return bool(block.links) and sum(len(link.text) for link in block.links) >= len(block.text) * 0.7
