"""Loaded only where pages are rendered: it needs scrapy-playwright."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from scrapers.connections import IDLE_SECONDS


class RenderingConnections(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]
    """Plain requests as ever, those that ask for it through Chromium."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.cachedConnectionTimeout = IDLE_SECONDS
