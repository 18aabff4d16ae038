"""Discovery by address pattern: a sitemap names the pages, the `follow` rule chooses."""

from __future__ import annotations

import re

from pipeline.sources import Source
from scrapers.links import SITEMAPS, TOPIC, allowed, locations
from scrapers.spiders.walk import SourceSpider, Visits

USUAL_LIMIT = 50


async def walk(source: Source, visits: Visits) -> None:
    """Read the sitemaps (and those that they name, once), then visit the pages that the `follow` rule allows."""
    rule = source.follow
    allow = [re.compile(pattern) for pattern in (rule.allow if rule else [TOPIC])]
    deny = [re.compile(pattern) for pattern in (rule.deny if rule else [])]
    found: list[str] = []
    further: list[str] = []
    for url in source.urls:
        seen = await visits.to(url)
        if seen is not None:
            pages, sitemaps = locations(seen.body)
            found.extend(pages)
            further.extend(sitemaps)
    for url in list(dict.fromkeys(further))[:SITEMAPS]:
        seen = await visits.to(url)
        if seen is not None:
            found.extend(locations(seen.body)[0])
    await visits.to_each([u for u in found if allowed(u, allow, deny)], rule.limit if rule else USUAL_LIMIT)


class SitemapSpider(SourceSpider):
    name = "sitemap"
    kinds = frozenset({"sitemap"})
