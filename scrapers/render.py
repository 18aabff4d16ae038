"""Script-only pages, rendered by Chromium where a source asks for it (`render: true`) and one is installed.

Chromium does its own name look-ups and follows redirects that no request hook sees. So everything that it asks goes
through `GuardedProxy`, which connects to public addresses only, on the usual ports.
"""

from __future__ import annotations

import asyncio
import importlib.util
import ipaddress
import os
import shutil
import socket
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from scrapers.addresses import PORTS, is_public, is_test_host, literal

SKIPPED = frozenset({"image", "media", "font", "stylesheet", "websocket", "eventsource", "manifest"})
"""What a reader of words needs no request for."""
SETTLE_SECONDS = 8.0
HEAD_BYTES = 65_536
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")


def missing() -> str | None:
    """Why pages cannot be rendered on this machine; None where they can."""
    if importlib.util.find_spec("scrapy_playwright") is None:
        return "rendering is not installed: pip install 'imgdir[render]'"
    if chromium() is None:
        return "there is no Chromium: install the package chromium, or run `playwright install chromium`"
    return None


def chromium() -> str | None:
    """The system's Chromium, else the one that Playwright downloaded."""
    for name in CHROMIUM:
        if found := shutil.which(name):
            return found
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    cache = Path(named) if named else Path.home() / ".cache" / "ms-playwright"
    for path in sorted(cache.glob("chromium*/chrome-linux/chrome"), reverse=True):
        if os.access(path, os.X_OK):
            return str(path)
    return None


def settings(proxy: str, user_agent: str, timeout: float) -> dict[str, Any]:
    """Scrapy settings that add rendering: `proxy` is a GuardedProxy's address, `timeout` is in seconds."""
    return {
        "DOWNLOAD_HANDLERS": dict.fromkeys(
            ("http", "https"), "scrapers.rendering_handler.RenderingConnections"
        )
        | dict.fromkeys(("file", "ftp", "s3", "data"), None),
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {
            "executable_path": chromium(),
            "headless": True,
            # A container's root cannot use the sandbox; everyone else does.
            "chromium_sandbox": os.geteuid() != 0,
            "proxy": {"server": proxy, "bypass": "<-loopback>"},
            "args": ["--disable-quic", "--force-webrtc-ip-handling-policy=disable_non_proxied_udp"],
        },
        "PLAYWRIGHT_CONTEXTS": {
            "default": {"user_agent": user_agent, "service_workers": "block", "accept_downloads": False}
        },
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": timeout * 1000,
        "PLAYWRIGHT_ABORT_REQUEST": "scrapers.render.skipped",
    }


def skipped(request: Any) -> bool:
    """True for what Chromium need not fetch."""
    return request.resource_type in SKIPPED or urlsplit(request.url).scheme not in {
        "http",
        "https",
        "data",
        "blob",
    }


def meta() -> dict[str, Any]:
    """What a request carries to be rendered."""
    from scrapy_playwright.page import PageMethod

    return {"playwright": True, "playwright_page_methods": [PageMethod(settled)]}


async def settled(page: Any) -> None:
    """Wait until the page's scripts have asked for what they need; one that never rests is taken as it is."""
    from playwright.async_api import Error

    with suppress(Error):
        await page.wait_for_load_state("networkidle", timeout=SETTLE_SECONDS * 1000)


class Refused(Exception):
    """The proxy does not connect there."""


class GuardedProxy:
    """An HTTP proxy on loopback, in a thread of its own, that reaches public addresses only."""

    def __init__(self, test_web: str | None = None) -> None:
        self.test_web = urlsplit(test_web) if test_web else None
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.address = ""

    def __enter__(self) -> GuardedProxy:
        self.thread.start()
        server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self.serve, "127.0.0.1", 0, limit=HEAD_BYTES), self.loop
        ).result()
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(2)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            await self.forward(head, reader, writer)
        except Refused as error:
            writer.write(f"HTTP/1.1 403 Refused\r\nContent-Length: 0\r\nX-Refused: {error}\r\n\r\n".encode())
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            with suppress(OSError):
                writer.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        finally:
            writer.close()

    async def forward(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line, _, rest = head.partition(b"\r\n")
        method, target, _ = line.decode("latin-1").split(" ", 2)
        if method == "CONNECT":
            host, _, port = target.rpartition(":")
            upstream, up = await self.connect(host.strip("[]"), int(port))
            writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
        else:
            parts = urlsplit(target)
            if parts.scheme != "http":
                raise Refused("scheme")
            upstream, up = await self.connect(parts.hostname or "", parts.port or 80)
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            kept = [
                item
                for item in rest.split(b"\r\n")
                if not item.lower().startswith((b"connection:", b"proxy-", b"keep-alive:"))
            ]
            lines = [f"{method} {path} HTTP/1.1".encode("latin-1"), b"Connection: close", *kept]
            up.write(b"\r\n".join(lines))
        try:
            await asyncio.gather(pipe(reader, up), pipe(upstream, writer))
        finally:
            up.close()

    async def connect(self, host: str, port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to a public address of `host`. Raises Refused."""
        name = host.rstrip(".").lower()
        if self.test_web and is_test_host(name):
            return await asyncio.open_connection(
                self.test_web.hostname, self.test_web.port if port == 80 else port
            )
        if port not in PORTS:
            raise Refused("port")
        if literal(name):
            addresses = [name]
        else:
            found = await self.loop.getaddrinfo(name, port, type=socket.SOCK_STREAM)
            addresses = [str(item[4][0]) for item in found]
        for address in addresses:
            if is_public(address):
                return await asyncio.open_connection(str(ipaddress.ip_address(address)), port)
        raise Refused("address")


async def pipe(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while chunk := await source.read(65_536):
            sink.write(chunk)
            await sink.drain()
        if sink.can_write_eof():
            sink.write_eof()


def wanted(sources: Sequence[Any], replayed: bool) -> bool:
    return not replayed and any(source.render for source in sources)


def reason(cause: BaseException) -> tuple[str, str] | None:
    """(outcome, why) of an error of the browser's; None for another's."""
    if not type(cause).__module__.startswith("playwright"):
        return None
    text = str(cause).splitlines()[0][:200]
    named: Mapping[str, tuple[str, str]] = {
        "ERR_NAME_NOT_RESOLVED": ("dns", "the host has no address"),
        "ERR_CERT": ("tls", text),
        "ERR_SSL": ("tls", text),
        "ERR_TUNNEL_CONNECTION_FAILED": ("server-error", "no connection to the host"),
        "Timeout": ("timeout", "not rendered in time"),
    }
    return next((said for mark, said in named.items() if mark in text), ("error", f"browser: {text}"))
