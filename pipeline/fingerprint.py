"""A hash of what a page says, so that a page whose words did not change is not read again.

Chrome (menus, footers, scripts) and session tokens are left out; words, links, headings and table cells are kept. Where
in doubt a thing is kept: a needless second reading costs milliseconds, a missed change costs a reader months.
"""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

CHROME = (
    "script,style,template,svg,canvas,iframe,nav,footer,body > header,[role=navigation],[role=contentinfo]"
)
SESSION = re.compile(
    r"(?i)(?:;jsessionid=[\w.!-]+)|(?<=[?&])(?:(?:php|asp|j)?sess(?:ion)?(?:_?id)?|sid|cfid|cftoken|csrf\w*|nonce|_?token|"
    r"utm_\w+|fbclid|gclid|_ga|v|ver|ts|timestamp|cb|cachebust\w*|__cf\w+)=[^&#\s]*&?"
)
TYPOGRAPHY = (("‘", "'"), ("’", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"), ("\u200b", ""))
HTML = frozenset({"text/html", "application/xhtml+xml"})


class Said(NamedTuple):
    """What a page says outside its chrome."""

    fingerprint: str
    words: str


def fingerprint(body: bytes, content_type: str) -> str:
    """Hex hash of an HTML page's words and links; "" for other types, which are compared byte for byte."""
    if content_type.split(";")[0].strip().lower() not in HTML:
        return ""
    return said(LexborHTMLParser(body)).fingerprint


def said(tree: LexborHTMLParser) -> Said:
    """What a parsed page says. Chrome is removed from `tree`: take what else is needed of it before."""
    title = tree.css_first("title")
    tree.strip_tags(CHROME.split(","), recursive=True)
    body = tree.body
    text = f"{title.text() if title else ''}\n{body.text(separator=' ') if body else ''}"
    for fancy, plain in TYPOGRAPHY:
        text = text.replace(fancy, plain)
    words = " ".join(text.split())
    links = [a.attributes.get("href") or "" for a in body.css("a[href]")] if body is not None else []
    whole = words + "\n" + SESSION.sub("", "\n".join(links))
    return Said(hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32], words)
