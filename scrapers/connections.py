"""HTTP connections: short-lived when idle, so that thousands of hosts do not use up the process's files."""

from __future__ import annotations

from typing import NoReturn

from scrapy import Request
from scrapy.core.downloader.handlers.base import BaseDownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler

IDLE_SECONDS = 20


class Connections(HTTP11DownloadHandler):
    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool.cachedConnectionTimeout = IDLE_SECONDS


class NoConnections(BaseDownloadHandler):
    """In place of the network while an archive is replayed: any request that reaches it is a defect."""

    async def download_request(self, request: Request) -> NoReturn:
        raise RuntimeError(f"{request.url}: a replay must not reach the network")

    async def close(self) -> None:
        """Nothing is open."""
