"""A small recording web on loopback for crawl tests: answers by host and path, in turn where there are several."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Reply:
    """One answer. `seconds` is waited before it; `drop` closes the connection in place of it."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    type: str = "text/html; charset=utf-8"
    seconds: float = 0.0
    drop: bool = False


@dataclass(frozen=True)
class Asked:
    """One request as the server saw it. `at` is monotonic seconds; header names are in lower case."""

    host: str
    path: str
    at: float
    headers: Mapping[str, str]


WORDS = "This page speaks of the observership, its dates, its fee and its contact in many words. " * 6


def page(title: str, extra: str = "") -> bytes:
    return (
        f"<!doctype html><html><head><title>{title}</title></head><body><nav>Menu</nav><main><h1>{title}</h1>"
        f"<p>{WORDS}</p>{extra}</main></body></html>"
    ).encode()


class Web:
    """`sites`: host to path to a Reply, or to several that are given in turn, the last for ever."""

    def __init__(self, sites: dict[str, dict[str, Reply | Sequence[Reply]]]) -> None:
        self.sites = sites
        self.asked: list[Asked] = []
        self.turns: dict[tuple[str, str], int] = {}
        self.open_now: dict[str, int] = {}
        self.most_open: dict[str, int] = {}
        self.lock = threading.Lock()
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                host = (parts.hostname or self.headers.get("Host", "").partition(":")[0]).lower()
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                with web.lock:
                    lower = {name.lower(): value for name, value in self.headers.items()}
                    web.asked.append(Asked(host, path, time.monotonic(), lower))
                    web.open_now[host] = web.open_now.get(host, 0) + 1
                    web.most_open[host] = max(web.most_open.get(host, 0), web.open_now[host])
                    reply = web.next(host, path)
                try:
                    if reply.seconds:
                        time.sleep(reply.seconds)
                    if reply.drop:
                        self.close_connection = True
                        self.connection.close()
                        return
                    body = reply.body
                    status = reply.status
                    etag = reply.headers.get("ETag")
                    if etag and self.headers.get("If-None-Match") == etag and status == 200:
                        status, body = 304, b""
                    self.send_response(status)
                    self.send_header("Content-Type", reply.type)
                    self.send_header("Content-Length", str(len(body)))
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    self.close_connection = True
                finally:
                    with web.lock:
                        web.open_now[host] -= 1

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet."""

        class Server(ThreadingHTTPServer):
            request_queue_size = 128
            daemon_threads = True

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A killed crawler breaks its connections."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)

    def next(self, host: str, path: str) -> Reply:
        found = self.sites.get(host, {}).get(path)
        if found is None:
            return Reply(b"<!doctype html><title>Nothing</title>", 404)
        if isinstance(found, Reply):
            return found
        turn = self.turns.get((host, path), 0)
        self.turns[(host, path)] = turn + 1
        return found[min(turn, len(found) - 1)]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def paths(self, host: str) -> list[str]:
        return [asked.path for asked in self.asked if asked.host == host]

    def __enter__(self) -> Web:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
