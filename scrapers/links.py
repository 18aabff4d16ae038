"""Links of a stored page: those to follow by rule, the next page of a list, a meta refresh.

selectolax, not response.css: libxml2 sees nothing on pages with conditional comments round <html>.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit, urlunsplit

from lxml import etree, html
from selectolax.lexbor import LexborHTMLParser

from pipeline.sources import Follow

TOPIC = r"(?i)observ|extern|elective|visiting|international|clerkship|shadow|preceptor|rotation|fellowship|award|grant|img\b"
"""What an index follows on its own host where the registry gives no rule."""
TRACKING = re.compile(r"(?i)^(?:utm_\w+|fbclid|gclid|_ga|mc_[ce]id|(?:php|j)?sess(?:ion)?id)$")
REFRESH = re.compile(r"(?i)^\s*(?P<seconds>\d+(?:\.\d+)?)\s*[;,]\s*(?:url\s*=\s*)?['\"]?(?P<url>[^'\"]+)")
REFRESH_SECONDS = 30
MAX_SITEMAP = 50_000_000
MAX_ROBOTS = 500_000
SITEMAP_LINE = re.compile(r"(?im)^\s*sitemap\s*:\s*(\S+)")
SITEMAPS = 50


def plain(url: str) -> str:
    """One spelling of an address: host in lower case, no fragment, no default port, no tracking parameters."""
    url, _ = urldefrag(url.strip())
    parts = urlsplit(url)
    host = (parts.hostname or "").lower().rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    default = {"http": 80, "https": 443}.get(parts.scheme)
    netloc = host if parts.port in {None, default} else f"{host}:{parts.port}"
    query = parts.query
    if query and any(TRACKING.match(name) for name, _ in parse_qsl(query, keep_blank_values=True)):
        query = urlencode(
            [(k, v) for k, v in parse_qsl(query, keep_blank_values=True) if not TRACKING.match(k)]
        )
    return urlunsplit((parts.scheme, netloc, parts.path or "/", query, ""))


def same_page(one: str, other: str) -> bool:
    """True where two addresses differ only in scheme, www, letter case, a trailing slash or an index file."""
    return _core(one) == _core(other)


def _core(url: str) -> tuple[str, str, str]:
    parts = urlsplit(plain(url))
    path = re.sub(r"(?i)/(?:index|default)\.(?:html?|php|aspx?)$", "/", parts.path).rstrip("/").lower()
    port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    return (parts.hostname or "").removeprefix("www.") + port, path, parts.query


def anchors(tree: LexborHTMLParser, base: str) -> Iterator[tuple[str, str]]:
    """(absolute http(s) address, words) of every link, each address once, in page order."""
    element = tree.css_first("base[href]")
    if element is not None:
        base = _join(base, element.attributes.get("href") or "") or base
    seen: set[str] = set()
    for anchor in tree.css("a[href], area[href]"):
        url = _join(base, anchor.attributes.get("href") or "")
        if url and url not in seen:
            seen.add(url)
            yield url, anchor.text(separator=" ").strip()


def _join(base: str, href: str) -> str | None:
    try:
        url = urljoin(base, href.strip())
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            return None
        return plain(url)
    except ValueError:
        return None


def followed(tree: LexborHTMLParser, base: str, rule: Follow) -> list[str]:
    """Addresses to follow: those that match `allow` and not `deny`, at most `limit`, without the page itself."""
    allow = [re.compile(pattern) for pattern in rule.allow]
    deny = [re.compile(pattern) for pattern in rule.deny]
    found = []
    for url, _ in anchors(tree, base):
        if not same_page(url, base) and allowed(url, allow, deny):
            found.append(url)
            if len(found) >= rule.limit:
                break
    return found


def allowed(url: str, allow: list[re.Pattern[str]], deny: list[re.Pattern[str]]) -> bool:
    return any(p.search(url) for p in allow) and not any(p.search(url) for p in deny)


def next_page(tree: LexborHTMLParser, body: bytes, base: str, xpath: str | None) -> str | None:
    """The next page of a paginated list: by the registry's XPath, else by rel=next. Never another host."""
    url = None
    if xpath:
        try:
            found = html.fromstring(body).xpath(xpath)
        except (etree.LxmlError, ValueError):
            found = []
        for node in found if isinstance(found, list) else [found]:
            href = node if isinstance(node, str) else node.get("href", "") if hasattr(node, "get") else ""
            url = _join(base, str(href)) if href else None
            if url:
                break
    else:
        node = tree.css_first('a[rel~="next"][href], link[rel~="next"][href]')
        url = _join(base, node.attributes.get("href") or "") if node is not None else None
    if url and urlsplit(url).hostname == urlsplit(base).hostname and not same_page(url, base):
        return url
    return None


def refresh(tree: LexborHTMLParser, base: str) -> str | None:
    """Where a meta refresh leads within half a minute; None where it reloads the page itself."""
    for meta in tree.css("meta[http-equiv]"):
        if (meta.attributes.get("http-equiv") or "").lower() == "refresh":
            match = REFRESH.match(meta.attributes.get("content") or "")
            if match and float(match["seconds"]) <= REFRESH_SECONDS:
                url = _join(base, match["url"])
                if url and url != plain(base):
                    return url
    return None


def locations(body: bytes) -> tuple[list[str], list[str]]:
    """(pages, further sitemaps) that a sitemap names. Gzip is undone; size is bounded; entities are not resolved."""
    if body[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
                body = stream.read(MAX_SITEMAP)
        except (OSError, EOFError):
            return [], []
    if body.lstrip()[:1] != b"<":
        # robots.txt names sitemaps too, a line each ("Sitemap: https://...").
        named = SITEMAP_LINE.findall(body[:MAX_ROBOTS].decode("utf-8", "replace"))
        return [], [u for u in map(_absolute, named) if u][:SITEMAPS]
    pages: list[str] = []
    sitemaps: list[str] = []
    try:
        events = etree.iterparse(
            io.BytesIO(body),
            events=("end",),
            resolve_entities=False,
            no_network=True,
            recover=True,
            huge_tree=False,
        )
        for _, element in events:
            if not isinstance(element.tag, str):
                continue
            name = etree.QName(element).localname
            if name == "loc" and element.text:
                parent = element.getparent()
                kind = (
                    etree.QName(parent).localname
                    if parent is not None and isinstance(parent.tag, str)
                    else ""
                )
                if kind == "sitemap":
                    sitemaps.append(element.text.strip())
                elif kind == "url":
                    pages.append(element.text.strip())
            elif name in {"url", "sitemap"}:
                element.clear()
    except etree.LxmlError:
        pass
    return [u for u in map(_absolute, pages) if u], [u for u in map(_absolute, sitemaps) if u][:SITEMAPS]


def _absolute(url: str) -> str | None:
    return _join(url, url) if "://" in url else None
