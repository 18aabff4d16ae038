"""What the spiders share: sources grouped by host, every host a queue of its own, so many hosts at once."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Spider

from pipeline.pages import PROPER
from pipeline.sources import Source
from scrapers.job import Job
from scrapers.outcome import DOWN, Ended
from scrapers.pace import Pace
from scrapers.visit import Seen, Visitor

logger = logging.getLogger(__name__)
Walk = Callable[[Source, "Visits"], Coroutine[Any, Any, None]]


class Visits:
    """The visits of one source in one crawl: each address once."""

    def __init__(self, source: Source, visitor: Visitor) -> None:
        self.source = source
        self.visitor = visitor
        self.made: set[str] = set()

    async def to(self, url: str) -> Seen | None:
        if url in self.made:
            return None
        self.made.add(url)
        return await self.visitor.visit(self.source, url)

    async def to_each(self, found: Iterable[str], limit: int) -> None:
        """Visit what was found, then known pages that nothing links to any more, so that one that is gone is noticed."""
        wanted = [url for url in dict.fromkeys(found) if url not in self.made][:limit]
        for url in wanted:
            await self.to(url)
        rule = self.source.follow
        if rule is None:
            return
        for url in self.visitor.unlinked(self.source):
            if url not in self.made and rule.allows(url):
                await self.to(url)


class SourceSpider(Spider):
    """Crawls the job's sources of the spider's kinds; `name = "sources"` takes every kind."""

    name = "sources"
    kinds: ClassVar[frozenset[str]] = frozenset({"pages", "index", "sitemap"})

    def __init__(self, job: Job, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.job = job

    async def start(self) -> AsyncIterator[Any]:
        """Work through the hosts, the longest queues first, each in order, `hosts_at_once` side by side."""
        assert self.crawler.engine is not None
        pace = Pace(self.job.hosts_at_once)
        visitor = Visitor(self.job, self.crawler.engine, pace)
        waiting = deque(by_host([s for s in self.job.sources if s.spider in self.kinds]))

        async def work(sources: list[Source]) -> None:
            try:
                put_on_probation(visitor, sources)
                for source in sources:
                    await self.crawl(source, visitor)
            finally:
                visitor.forget(sources)
                await pace.end()

        try:
            async with asyncio.TaskGroup() as group:
                watch = group.create_task(pace.watch())
                works = []
                while waiting:
                    await pace.begin()
                    works.append(group.create_task(work(waiting.popleft())))
                    works = [task for task in works if not task.done()]
                await asyncio.gather(*works)
                watch.cancel()
            self.job.finished = True
        except* OSError as errors:
            # Every source that was under way met the same full disk; the first error is told.
            logger.debug("the crawl stopped: %s", errors)
        nothing: tuple[Any, ...] = ()
        for request in nothing:
            yield request

    async def crawl(self, source: Source, visitor: Visitor) -> None:
        """One source. A fault in it is recorded and stops no other; a disk that cannot be written stops all."""
        try:
            await walks_by_kind()[source.spider](source, Visits(source, visitor))
        except OSError as error:
            self.job.failure = error
            raise
        except Exception as error:
            logger.exception("%s: the crawl of this source broke off", source.key)
            visitor.record(source, source.urls[0], Ended("error", f"{type(error).__name__}: {error}"))
        self.job.on_source(source)


def walks_by_kind() -> dict[str, Walk]:
    from scrapers.spiders import index, pages, sitemap

    return {"pages": pages.walk, "index": index.walk, "sitemap": sitemap.walk}


def by_host(sources: Sequence[Source]) -> list[list[Source]]:
    """Sources grouped by the host of their first address, the group with most addresses first."""
    groups: dict[str, list[Source]] = {}
    for source in sources:
        groups.setdefault((urlsplit(source.urls[0]).hostname or "").lower(), []).append(source)
    return sorted(groups.values(), key=lambda group: -sum(weight(source) for source in group))


def weight(source: Source) -> int:
    """About how many requests a source takes."""
    return len(source.urls) + (source.follow.limit if source.follow else 0)


def put_on_probation(visitor: Visitor, sources: Sequence[Source]) -> None:
    """A host whose every address failed the last time is given one chance, not three."""
    lasts = [
        standing.last.outcome
        for source in sources
        for url in source.urls
        if (standing := visitor.job.standing(source, url)) is not None
    ]
    if lasts and all(outcome in DOWN for outcome in lasts) and not set(lasts) & PROPER:
        visitor.host(sources[0].urls[0]).probation = True
