"""Fixed addresses, and links one step deep by rule."""

from __future__ import annotations

from pipeline.sources import Source
from scrapers.links import followed
from scrapers.spiders.walk import SourceSpider, Visits


async def walk(source: Source, visits: Visits) -> None:
    """Visit a source's own addresses, then the links on them that its `follow` rule names."""
    found: list[str] = []
    for url in source.urls:
        seen = await visits.to(url)
        if seen is not None and seen.tree is not None and source.follow is not None:
            found.extend(followed(seen.tree, seen.url, source.follow))
    limit = source.follow.limit if source.follow is not None else 0
    await visits.to_each(found, limit)


class PagesSpider(SourceSpider):
    name = "pages"
    kinds = frozenset({"pages"})
