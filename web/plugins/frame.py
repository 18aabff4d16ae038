"""Datasette plugin: what holds for every response, whoever renders it.

Security headers, no cookies, caching, the directory reopened when its file is replaced, our own words in all templates,
and errors in our frame.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Base400, NotFound, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from web.directory import NAME, DirectoryDatabase, directory, today
from web.page import common

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
)
WHOLE = 4_000_000
"""Responses up to this many bytes get an ETag; longer ones and streams pass through."""


TEXTUAL = (
    b"text/",
    b"application/json",
    b"application/xml",
    b"application/atom",
    b"application/ld",
    b"image/svg",
    b"application/javascript",
)


@lru_cache(maxsize=64)
def packed(coding: str, body: bytes) -> bytes:
    """The body in a coding; kept, since stylesheet, script and the busiest pages are asked for again and again."""
    if coding == "br":
        small: bytes = brotli.compress(body, quality=5)
        return small
    return gzip.compress(body, 6, mtime=0)


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Datasette's pages for signed-in users and for its own developers have no use here, and no place in this frame."""
    return [
        (r"^/-/(patterns|messages|allow-debug|permissions|logout|auth-token|actor|threads)(\.json)?$", absent)
    ]


async def absent(request: Any) -> Response:
    raise NotFound("not on this site")


@hookimpl
def startup(datasette: Datasette) -> None:
    """Take the place of Datasette's own database object, so that plain `datasette directory.db` reopens too."""
    plain = datasette.databases.get(NAME)
    if plain is not None and not isinstance(plain, DirectoryDatabase):
        path = Path(str(plain.path))
        datasette.remove_database(NAME)
        datasette.add_database(DirectoryDatabase(datasette, lambda: path), name=NAME)


@hookimpl
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    try:
        held = directory(datasette).snapshot
    except KeyError:
        held = None
    return common(held, today())


@hookimpl
def asgi_wrapper(datasette: Datasette) -> Callable[[App], App]:
    def wrap(app: App) -> App:
        async def framed(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] in (
                "http",
                "lifespan",
            ):  # before the first reader comes, where the server says so
                await datasette.invoke_startup()
                if NAME in datasette.databases:
                    await directory(datasette).look()
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            await Reply(scope, send).run(app, receive)

        return framed

    return wrap


class Reply:
    """One response on its way out: headers set, cookies dropped, an ETag where the body is whole."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.scope = scope
        self.send = send
        self.start: Message | None = None
        self.body = bytearray()
        self.passing = False

    async def run(self, app: App, receive: Receive) -> None:
        await app(self.scope, receive, self.take)

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
            return
        if message["type"] != "http.response.body" or self.start is None:
            await self.send(message)
            return
        if self.passing:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        more = bool(message.get("more_body"))
        if more and len(self.body) < WHOLE and not self.streams():
            return
        status = self.start["status"]
        headers = self.headers()
        if not more and status == 200 and len(self.body) <= WHOLE:
            digest = hashlib.sha256(self.body).hexdigest()[:20]
            tag = b'W/"' + digest.encode() + b'"'
            headers.append((b"etag", tag))
            asked = dict(self.scope.get("headers") or []).get(b"if-none-match", b"")
            if tag in asked:
                kept = [
                    (name, value)
                    for name, value in headers
                    if name not in (b"content-length", b"content-type")
                ]
                await self.send({"type": "http.response.start", "status": 304, "headers": kept})
                await self.send({"type": "http.response.body", "body": b""})
                return
        body = bytes(self.body)
        if not more:
            coding, body = self.smaller(body)
            if coding:
                headers = [(name, value) for name, value in headers if name != b"content-length"]
                headers += [(b"content-encoding", coding), (b"content-length", str(len(body)).encode())]
        self.passing = True
        await self.send({**self.start, "headers": headers})
        await self.send({"type": "http.response.body", "body": body, "more_body": more})
        self.body.clear()

    def smaller(self, body: bytes) -> tuple[bytes, bytes]:
        """The coding and the body in it, where the reader takes one and it is worth it; else no coding and the body."""
        kind = next(
            (v for n, v in (self.start or {}).get("headers", []) if n.lower() == b"content-type"), b""
        )
        if len(body) < 600 or len(body) > WHOLE or not kind.startswith(TEXTUAL) or b"event-stream" in kind:
            return b"", body
        asked = dict(self.scope.get("headers") or []).get(b"accept-encoding", b"")
        if b"br" in asked:
            return b"br", packed("br", body)
        if b"gzip" in asked:
            return b"gzip", packed("gzip", body)
        return b"", body

    def streams(self) -> bool:
        return any(
            name.lower() == b"content-disposition"
            or (name.lower() == b"content-type" and b"text/csv" in value)
            for name, value in (self.start or {}).get("headers", [])
        )

    def headers(self) -> list[tuple[bytes, bytes]]:
        """The response's headers with ours. Readers are anonymous, so that nothing varies by cookie."""
        drop = {b"set-cookie", b"cache-control", b"vary", b"link"}
        kept = [(n.lower(), v) for n, v in (self.start or {}).get("headers", []) if n.lower() not in drop]
        lasting = self.scope["path"].startswith("/static/") and b"v=" in (
            self.scope.get("query_string") or b""
        )
        cache = b"public, max-age=31536000, immutable" if lasting else b"no-cache"
        return [
            *kept,
            *HEADERS,
            (b"cache-control", cache),
            (b"vary", b"Accept-Encoding, Accept" if self.streams() else b"Accept-Encoding"),
        ]


@hookimpl
def handle_exception(
    datasette: Datasette, request: Any, exception: Exception
) -> Callable[[], Awaitable[Response | None]]:
    """Errors in our frame: what happened and where to go; JSON where JSON was asked."""

    async def respond() -> Response | None:
        if isinstance(exception, NotFound):
            status, message = 404, ""
        elif isinstance(exception, Base400):
            status, message = exception.status, str(exception.args[0] if exception.args else "")
        elif isinstance(exception, DatasetteError):
            status, message = exception.status, str(exception.message)
            if exception.message_is_html:
                message = Markup(message).striptags()
        else:
            return None  # a fault of ours: Datasette's handler logs it and renders 500.html
        if request.path.endswith(".json"):
            return Response.json(
                {"ok": False, "error": message or "Not found", "status": status}, status=status
            )
        template = "404.html" if status == 404 else "error.html"
        body = await datasette.render_template(
            template, {"status": status, "error": message, "title": None}, request=request, view_name="error"
        )
        return Response.html(body, status=status)

    return respond
