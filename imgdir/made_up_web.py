"""A small made-up web of hospital and society sites, served over real HTTP on loopback under their own host names.

The sites live in tests/web/sites/<host>/: pages, robots.txt, and site.yml, which maps paths to files or to an answer
({status, location, file, type, headers, seconds}). One server answers for every host by its Host header, and also as an
HTTP proxy (absolute request lines), so that addresses need no port.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import yaml

ROOT = Path(__file__).resolve().parent.parent / "tests" / "web"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one path of one host gives. `seconds` is waited before the first byte."""

    status: int = 200
    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0


def load_sites(folder: Path) -> dict[str, dict[str, Answer]]:
    """Host to path (with query) to Answer, for every site under `folder`."""
    sites: dict[str, dict[str, Answer]] = {}
    for site in sorted(path for path in folder.iterdir() if path.is_dir()):
        routes = yaml.safe_load((site / "site.yml").read_text(encoding="utf-8"))["routes"]
        answers = {path: answer(site, said) for path, said in routes.items()}
        robots = site / "robots.txt"
        if robots.exists():
            answers.setdefault(
                "/robots.txt", Answer(body=robots.read_bytes(), type="text/plain; charset=utf-8")
            )
        sites[site.name] = answers
    return sites


def answer(site: Path, said: str | dict[str, Any]) -> Answer:
    form: dict[str, Any] = {"file": said} if isinstance(said, str) else said
    headers = dict(form.get("headers", {}))
    if "location" in form:
        headers["Location"] = form["location"]
    body = (site / form["file"]).read_bytes() if "file" in form else b""
    return Answer(
        status=form.get("status", 200),
        body=body,
        type=form.get("type", "text/html; charset=utf-8"),
        headers=headers,
        seconds=float(form.get("seconds", 0)),
    )


class Server(ThreadingHTTPServer):
    """With room for every site's first request at once: with the usual five the others wait a second for their next try."""

    request_queue_size = 128


class MadeUpWeb:
    """The running server. `sites` may be changed while it runs; `requests` records (host, path) as they come."""

    def __init__(self, sites: dict[str, dict[str, Answer]], port: int = 0) -> None:
        self.sites = sites
        self.requests: list[tuple[str, str]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                host = (parts.hostname or self.headers.get("Host", "").partition(":")[0]).lower()
                path = parts.path + (f"?{parts.query}" if parts.query else "")
                web.requests.append((host, path))
                found = web.sites.get(host, {}).get(path)
                if found is None:
                    found = Answer(404, b"<!doctype html><title>404</title><h1>Not found</h1>")
                if found.seconds:
                    time.sleep(found.seconds)
                etag = '"' + hashlib.sha256(found.body).hexdigest()[:16] + '"'
                if found.status == 200 and self.headers.get("If-None-Match") == etag:
                    self.send_response(304)
                    self.send_header("ETag", etag)
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                self.send_response(found.status)
                self.send_header("Content-Type", found.type)
                self.send_header("Content-Length", str(len(found.body)))
                if found.status == 200:
                    self.send_header("ETag", etag)
                for name, value in found.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(found.body)

            do_HEAD = do_GET

            def log_message(self, format: str, *args: Any) -> None:
                """Quiet: the crawl's own report says what was fetched."""

        self.server = Server(("127.0.0.1", port), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def __enter__(self) -> MadeUpWeb:
        self.thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()
