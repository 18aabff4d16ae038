"""Pages that discovery found: scored with reasons, for a person to review. Nothing here is published unreviewed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline.vocab import vocabulary

UNREADABLE = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|ico|css|js|zip|mp[34]|mov|avi|xlsx?|pptx?|ics|xml|json)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An address that may state an opportunity. `reasons` says which words gave or took points."""

    url: str
    domain: str
    score: int
    reasons: tuple[str, ...]
    text: str
    """The words of the link that led here; empty for an address from a sitemap."""
    found_on: str
    seen_on: date


@cache
def patterns() -> tuple[tuple[re.Pattern[str], str, int], ...]:
    words = vocabulary("candidates")
    both = {**words["words"], **words["against"]}
    return tuple(
        (re.compile(r"\b" + r"[\s_-]+".join(map(re.escape, re.split(r"[\s-]+", word)))), word, points)
        for word, points in both.items()
    )


def score(url: str, text: str = "") -> tuple[int, tuple[str, ...]]:
    """Points of an address and its link's words, and the reasons. A file no reader opens scores 0."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or UNREADABLE.search(parts.path):
        return 0, ()
    said = re.sub(r"[/_+.-]+", " ", unquote(parts.path)).lower() + " | " + text.lower()
    total = 0
    reasons: list[str] = []
    for pattern, word, points in patterns():
        if pattern.search(said):
            total += points
            reasons.append(f"{word} {points:+d}")
    return total, tuple(reasons)


def candidates(
    links: Iterable[tuple[str, str, str]], known: Iterable[str], today: date, limit: int = 200
) -> list[Candidate]:
    """The best-scored addresses of `links` (url, text, found_on) that the registry does not have, best first.

    An address seen under several texts keeps its best score. `known` are addresses of the registry.
    """
    have = {plain(url) for url in known}
    floor: int = vocabulary("candidates")["floor"]
    best: dict[str, Candidate] = {}
    for url, text, found_on in links:
        key = plain(url)
        if key in have:
            continue
        points, reasons = score(url, text)
        if points < floor:
            continue
        found = Candidate(
            url.split("#")[0],
            urlsplit(url).hostname or "",
            points,
            reasons,
            " ".join(text.split())[:200],
            found_on,
            today,
        )
        if key not in best or best[key].score < points:
            best[key] = found
    return sorted(best.values(), key=lambda c: (-c.score, c.url))[:limit]


def load(path: Path) -> dict[str, dict[str, Any]]:
    """Address to the kept row of table `candidates` (a JSON line each); empty where nothing was discovered yet."""
    if not path.exists():
        return {}
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return {row["url"]: row for row in rows}


def plain(url: str) -> str:
    """An address without scheme, `www.`, fragment and final slash, in lower case: what two spellings share."""
    return (
        re.sub(r"^https?://(?:www\.)?", "", url.strip(), flags=re.IGNORECASE)
        .split("#")[0]
        .rstrip("/")
        .lower()
    )
