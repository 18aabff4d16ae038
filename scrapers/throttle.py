"""AutoThrottle that also keeps a host's Crawl-delay, which Scrapy reads and does not apply."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.core.downloader import Slot
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.robotstxt import RobotParser

LONGEST = 300.0
"""Seconds. A longer Crawl-delay is kept as this: a source has few pages."""


class Throttle(AutoThrottle):
    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.floors: dict[str, float] = {}
        self.agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        crawler.signals.connect(self.robots_parsed, signal=signals.robots_parsed)
        crawler.signals.connect(self.reached, signal=signals.request_reached_downloader)

    def robots_parsed(self, robotparser: RobotParser, request: Request) -> None:
        delay = robotparser.crawl_delay(self.agent)
        if delay:
            self.floors[urlsplit(request.url).hostname or ""] = min(float(delay), LONGEST)

    def reached(self, request: Request) -> None:
        """Before each request: a slot may be new, or made anew after it was idle."""
        slot = self.crawler.engine.downloader.slots.get(request.meta["download_slot"])
        floor = self.floors.get(request.meta["download_slot"])
        if slot is not None and floor is not None:
            slot.delay = max(slot.delay, floor)

    def _adjust_delay(self, slot: Slot, latency: float, response: Response) -> None:
        super()._adjust_delay(slot, latency, response)
        key = response.request.meta.get("download_slot") if response.request else None
        floor = self.floors.get(str(key))
        if floor is not None:
            slot.delay = max(slot.delay, floor)
