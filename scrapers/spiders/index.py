"""Lists and tables of programmes: page after page of the list, then what it links to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from pipeline.sources import Follow, Source
from scrapers.links import TOPIC, followed, next_page, plain
from scrapers.spiders.walk import SourceSpider, Visits

MOST_PAGES = 20
"""Pages of one list; a calendar that goes on for ever ends here."""


async def walk(source: Source, visits: Visits) -> None:
    """Visit every page of each list, then what they link to by the `follow` rule (by default: what names the topic)."""
    found: list[str] = []
    for start in source.urls:
        url: str | None = start
        turned: set[str] = set()
        while url is not None and plain(url) not in turned and len(turned) < MOST_PAGES:
            turned.add(plain(url))
            seen = await visits.to(url)
            if seen is None or seen.tree is None:
                break
            found.extend(followed(seen.tree, seen.url, source.follow or usual(seen.url)))
            url = next_page(seen.tree, seen.body, seen.url, source.next_page)
    turned_all = [url for url in found if url not in visits.made]
    await visits.to_each(turned_all, (source.follow or usual(source.urls[0])).limit)


def usual(url: str) -> Follow:
    """Links on the same host whose path names the topic."""
    host = re.escape(urlsplit(url).netloc)
    return Follow(allow=[rf"(?i)^https?://{host}/.*(?:{TOPIC.removeprefix('(?i)')})"], limit=50)


class IndexSpider(SourceSpider):
    name = "index"
    kinds = frozenset({"index"})
