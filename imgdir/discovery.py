"""Discovery: a bounded, polite look over a site for pages that may state opportunities, kept for a person to review."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from imgdir.crawling import crawl
from pipeline.candidates import Candidate, candidates, load
from pipeline.pages import Archive
from pipeline.sources import Follow, Institution, Source
from scrapers.links import anchors, locations
from scrapers.settings import Politeness

PAGES = 25
"""Pages of one site that are read for their links, besides its sitemaps."""
TOPIC = r"(?i)observ|extern|elective|visiting|international|clerkship|medical-?education|gme|student|award|grant|scholar"
NOTHING = r"(?!)"


def look_over(domain: str) -> list[Source]:
    """The sources that a look over `domain` crawls: its likely pages one step from home, and its sitemaps.

    Raises ValueError where `domain` is no host name.
    """
    host = (urlsplit(domain).hostname if "://" in domain else domain.strip("/").split("/")[0]) or ""
    host = host.lower()
    if not re.fullmatch(r"(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]+", host):
        raise ValueError(f"{domain!r} is no host name; write it like hospital.org")
    scheme = "http" if host.endswith(".test") else "https"
    root = f"{scheme}://{host}"
    key = re.sub(r"[^a-z0-9]+", "-", host.removeprefix("www."))[:60].strip("-")
    institution = Institution(name=host, kind="hospital")
    home = Source(
        key=f"discover-{key}",
        institution=institution,
        spider="index",
        urls=[f"{root}/"],
        home_page_reason="Discovery starts at the home page.",
        follow=Follow(allow=[TOPIC], limit=PAGES),
    )
    maps = Source(
        key=f"discover-{key}-sitemap",
        institution=institution,
        spider="sitemap",
        urls=[f"{root}/robots.txt", f"{root}/sitemap.xml", f"{root}/sitemap_index.xml"],
        follow=Follow(allow=[NOTHING], limit=1),
    )
    return [home, maps]


def links_of(archive: Archive) -> Iterator[tuple[str, str, str]]:
    """(address, link text, where it was found) of every link and sitemap entry that is stored."""
    entries = {entry.sha256: entry for entry in archive.entries()}
    for standing in archive.standings().values():
        entry = entries.get(standing.sha256)
        if entry is None:
            continue
        page = archive.page(standing.sha256)
        if "html" in entry.mime:
            host = urlsplit(entry.url).hostname
            for url, text in anchors(LexborHTMLParser(page.body), entry.url):
                if same_site(urlsplit(url).hostname, host):
                    yield url, text, entry.url
        else:
            for url in locations(page.body)[0]:
                yield url, "", entry.url


def same_site(one: str | None, other: str | None) -> bool:
    """Whether two hosts share their last two labels; discovery does not leave the site that it was sent to."""
    return bool(one and other) and str(one).split(".")[-2:] == str(other).split(".")[-2:]


def discover(
    domains: Sequence[str],
    registry: Sequence[Source],
    folder: Path,
    *,
    politeness: Politeness | None = None,
    contact: str | None = None,
    test_web: str | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> list[Candidate]:
    """Look over `domains`, keeping pages under `folder`; the candidates, best first.

    Raises ValueError for a name that is no host, ArchiveError and Offline as `crawl` does.
    """
    sources = [source for domain in dict.fromkeys(domains) for source in look_over(domain)]
    archive = Archive(folder)
    crawl(sources, archive, politeness=politeness, contact=contact, test_web=test_web, clock=clock)
    known = [url for source in registry for url in source.urls]
    return candidates(links_of(Archive(folder)), known, clock().date())


def targets(registry: Sequence[Source], table: Path) -> list[str]:
    """Hosts that `discover --all` visits: those known by their home page only, then those of the registry."""
    hosts: list[str] = []
    if table.exists():
        with table.open(encoding="utf-8", newline="") as stream:
            hosts += [urlsplit(row["url"]).hostname or "" for row in csv.DictReader(stream)]
    hosts += [urlsplit(url).hostname or "" for source in registry for url in source.urls]
    return [host for host in dict.fromkeys(hosts) if host]


def keep(path: Path, found: Iterable[Candidate], registry: Sequence[Source]) -> dict[str, dict[str, Any]]:
    """Add what was found to the kept rows and write them; what a person rejected stays rejected."""
    rows = load(path)
    owner = {urlsplit(url).hostname: source.key for source in registry for url in source.urls}
    for candidate in found:
        before = rows.get(candidate.url, {})
        rows[candidate.url] = {
            "url": candidate.url,
            "domain": candidate.domain,
            "source_id": owner.get(candidate.domain),
            "score": candidate.score,
            "reasons": list(candidate.reasons),
            "title": candidate.text or None,
            "found_on": before.get("found_on", candidate.seen_on.isoformat()),
            "found_at": candidate.found_on,
            "state": before.get("state", "new"),
        }
    write(path, rows)
    return rows


def write(path: Path, rows: Mapping[str, Mapping[str, Any]]) -> None:
    """The rows as JSON lines and, beside them, the new ones as a Markdown list to review."""
    path.parent.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rows.values(), key=lambda row: (-float(row["score"]), str(row["url"])))
    new = path.with_suffix(".new")
    new.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ordered), encoding="utf-8")
    new.replace(path)
    lines = [
        "# Candidates to review",
        "",
        "Add one with `imgdir sources add URL`, or reject it with `--reject URL`.",
        "",
    ]
    lines += [
        f"- {row['score']:g}  <{row['url']}>  {row['title'] or ''}  ({', '.join(row['reasons'])})"
        for row in ordered
        if row["state"] == "new"
    ]
    path.with_suffix(".md").write_text("\n".join(lines) + "\n", encoding="utf-8")
