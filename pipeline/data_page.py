"""JSON behind a page, written out as the page that it fills: the readers know headings and paragraphs, not keys.

Only values become text, so that every quote stands in what the server sent; keys become headings, which give context.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.model import Page

TYPES = re.compile(r"^application/(?:[\w.-]+\+)?json$")
TITLES = ("title", "name", "heading", "headline", "label")
TECHNICAL = re.compile(
    r"^(?:_.*|.*_?(?:id|ids|guid|uuid|slug|url|uri|href|link|links|src|path|class|template|format|hash|token|key|type)"
    r"|status|lang|locale|author|creator|created.*|modified.*|updated.*|date|date_gmt|mime.*|image.*|icon.*|thumbnail.*)$",
    re.I,
)
"""Keys whose values speak to programs: `"status": "publish"` says nothing of an opportunity."""
MARKUP = re.compile(r"<(?:p|div|h[1-6]|ul|ol|li|table|br|strong|em|a|span)\b", re.I)
DEPTH = 12


def is_json(page: Page) -> bool:
    return bool(TYPES.match(page.content_type.split(";")[0].strip().lower()))


def page(page: Page) -> Page:
    """`page` itself, or where it is JSON the same page written as HTML; as it is where it cannot be read."""
    if not is_json(page):
        return page
    try:
        data = json.loads(page.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return page
    title = title_of(data) if isinstance(data, dict) else ""
    body = "".join(written(data, 1))
    head = f"<title>{html.escape(title)}</title>" if title else ""
    return replace(
        page,
        body=f'<!doctype html><html><head><meta charset="utf-8">{head}</head><body><main>{body}</main></body></html>'.encode(),
        content_type="text/html; charset=utf-8",
    )


def title_of(data: dict[str, Any]) -> str:
    """What an object is called. WordPress wraps texts in {"rendered": ...}."""
    for key in TITLES:
        value = next((data[name] for name in data if name.lower() == key), None)
        if isinstance(value, dict):
            value = value.get("rendered")
        if isinstance(value, str) and value.strip():
            return html.unescape(re.sub(r"<[^>]+>", "", value)).strip()
    return ""


def written(data: Any, level: int) -> Iterator[str]:
    """HTML of a value: an object under its name, each of its values under its key."""
    if level > DEPTH:
        return
    if isinstance(data, str):
        if MARKUP.search(data):
            yield data
        elif data.strip():
            yield f"<p>{html.escape(data.strip())}</p>"
    elif isinstance(data, list):
        words = [item for item in data if isinstance(item, str)]
        if words and len(words) == len(data) and not any(map(MARKUP.search, words)):
            yield "<ul>" + "".join(f"<li>{html.escape(word.strip())}</li>" for word in words) + "</ul>"
            return
        for item in data:
            yield from written(item, level)
    elif isinstance(data, dict):
        title = title_of(data)
        if title:
            yield heading(title, level)
        for key, value in data.items():
            if key.lower() in TITLES or TECHNICAL.match(key) or not isinstance(value, str | list | dict):
                continue
            deeper = level + 1 if title else level
            if isinstance(value, str) and not MARKUP.search(value) and value.strip():
                yield heading(words_of(key), deeper)
            yield from written(value, deeper)


def heading(words: str, level: int) -> str:
    rank = min(level, 6)
    return f"<h{rank}>{html.escape(words)}</h{rank}>"


def words_of(key: str) -> str:
    """`programFee` and `program_fee` as a heading: "Program fee"."""
    words = re.sub(r"[_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)).strip().lower()
    return words[:1].upper() + words[1:]
