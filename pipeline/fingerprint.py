"""A hash of what a page says, so that a page whose words did not change is not read again.

Chrome (menus, footers, scripts) and session tokens are left out; words, links, headings and table cells are kept. Where
in doubt a thing is kept: a needless second reading costs milliseconds, a missed change costs a reader months.
"""

from __future__ import annotations

import hashlib
import re

from selectolax.lexbor import LexborHTMLParser

CHROME = (
    "script,style,template,svg,canvas,iframe,nav,footer,body > header,[role=navigation],[role=contentinfo]"
)
SESSION = re.compile(
    r"(?i)(?:;jsessionid=[\w.!-]+)|(?<=[?&])(?:(?:php|asp|j)?sess(?:ion)?(?:_?id)?|sid|cfid|cftoken|csrf\w*|nonce|_?token|"
    r"utm_\w+|fbclid|gclid|_ga|v|ver|ts|timestamp|cb|cachebust\w*|__cf\w+)=[^&#\s]*&?"
)
SPACE = re.compile(r"\s+")
TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u200b": ""}
)
HTML = frozenset({"text/html", "application/xhtml+xml"})


def fingerprint(body: bytes, content_type: str) -> str:
    """Hex hash of an HTML page's words and links; "" for other types, which are compared byte for byte."""
    if content_type.split(";")[0].strip().lower() not in HTML:
        return ""
    return fingerprint_of(LexborHTMLParser(body))


def fingerprint_of(tree: LexborHTMLParser) -> str:
    """As `fingerprint`, from a parsed page. Chrome is removed from `tree`: take what else is needed of it before."""
    title = tree.css_first("title")
    tree.strip_tags(CHROME.split(","), recursive=True)
    body = tree.body
    parts = [title.text() if title else "", body.text(separator=" ") if body else ""]
    if body is not None:
        parts.extend(address for a in body.css("a[href]") if (address := a.attributes.get("href")))
    text = SESSION.sub("", "\n".join(parts)).translate(TYPOGRAPHY)
    return hashlib.sha256(SPACE.sub(" ", text).strip().encode("utf-8", "replace")).hexdigest()[:32]
