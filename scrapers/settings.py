"""Scrapy's settings for a polite crawl. Scrapy's own defaults are no delay, 8 requests a host and robots.txt ignored."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from scrapers.replay import Replay

ROBOT = "imgdir"


NEEDED = {
    "scrapy.downloadermiddlewares.downloadtimeout.DownloadTimeoutMiddleware": 350,
    "scrapy.downloadermiddlewares.defaultheaders.DefaultHeadersMiddleware": 400,
    "scrapy.downloadermiddlewares.useragent.UserAgentMiddleware": 500,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 590,
    "scrapy.downloadermiddlewares.stats.DownloaderStats": 850,
}
"""What this crawl takes of Scrapy's middlewares. The rest (cookies, retries, redirects, proxies, cache) is not even
imported; redirects and pauses are scrapers/visit.py's, so that every hop is guarded, counted and named."""


@dataclass(frozen=True, slots=True)
class Politeness:
    """Seconds and bytes. The defaults are the project's promise; only tests and the bench shorten them."""

    delay: float = 2.0
    longest_delay: float = 60.0
    timeout: float = 30.0
    largest: int = 10_000_000


def user_agent(contact: str | None) -> str:
    """Names the project and, where it is set, whom to write to."""
    try:
        version = metadata.version("imgdir")
    except metadata.PackageNotFoundError:
        version = "0"
    reach = f"; {clean}" if contact and (clean := " ".join(contact.split())) else ""
    return f"{ROBOT}/{version} (directory of US clinical experience for IMGs; non-commercial robot{reach})"


def settings(
    politeness: Politeness,
    *,
    contact: str | None = None,
    replay: Replay | None = None,
    test_web: str | None = None,
) -> dict[str, Any]:
    """Settings of one crawl. `test_web` (http://127.0.0.1:PORT) stands for every name under .test."""
    shared: dict[str, Any] = {
        "BOT_NAME": ROBOT,
        "USER_AGENT": user_agent(contact),
        "ROBOTSTXT_USER_AGENT": ROBOT,
        "DEFAULT_REQUEST_HEADERS": {
            "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,application/json;q=0.8,*/*;q=0.5",
            "Accept-Language": "en-US,en;q=0.9",
        },
        "TELNETCONSOLE_ENABLED": False,
        "REMOTE_CONTROL_ENABLED": False,
        "COMPRESSION_ENABLED": True,
        "CONCURRENT_REQUESTS": 0,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": politeness.timeout,
        "DOWNLOAD_MAXSIZE": politeness.largest,
        "DOWNLOAD_WARNSIZE": 0,
        "DOWNLOAD_FAIL_ON_DATALOSS": True,
        "DOWNLOAD_VERIFY_CERTIFICATES": True,
        "DOWNLOAD_TLS_MIN_VERSION": "TLSv1.2",
        "TWISTED_DNS_RESOLVER": "scrapers.addresses.GuardedResolver",
        "DNSCACHE_SIZE": 10_000,
        "REACTOR_THREADPOOL_MAXSIZE": 20,
        "TEST_WEB": test_web,
        "LOG_ENABLED": False,
        "LOG_INSTALL_ROOT_HANDLER": False,
        "LOGSTATS_INTERVAL": 0,
        "SPIDER_MIDDLEWARES_BASE": {},
        "EXTENSIONS_BASE": {"scrapy.extensions.corestats.CoreStats": 0},
        "EXTENSIONS": {},
    }
    middlewares: dict[str, int] = {**NEEDED, "scrapers.addresses.AddressGuard": 50}
    if replay is not None:
        middlewares["scrapers.replay.ReplayMiddleware"] = 60
        shared |= {
            "REPLAY": replay,
            "ROBOTSTXT_OBEY": False,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
            "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "scrapers.connections.NoConnections")
            | dict.fromkeys(("file", "ftp", "s3", "data"), None),
        }
    else:
        middlewares["scrapers.robots.ObeyedRobots"] = 100
        shared |= {
            "ROBOTSTXT_OBEY": True,
            "DOWNLOAD_DELAY": politeness.delay,
            "AUTOTHROTTLE_ENABLED": True,
            "AUTOTHROTTLE_START_DELAY": politeness.delay,
            "AUTOTHROTTLE_MAX_DELAY": politeness.longest_delay,
            "AUTOTHROTTLE_TARGET_CONCURRENCY": 1.0,
            "DOWNLOAD_HANDLERS": dict.fromkeys(("http", "https"), "scrapers.connections.Connections")
            | dict.fromkeys(("file", "ftp", "s3", "data"), None),
        }
        shared["EXTENSIONS"]["scrapers.throttle.Throttle"] = 0
    return shared | {"DOWNLOADER_MIDDLEWARES_BASE": middlewares}


def contact_of(environment: Mapping[str, str] = os.environ) -> str | None:
    return environment.get("IMGDIR_CONTACT") or None
