"""The one name of how an attempt ended, from what the server answered or what went wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from service_identity.exceptions import VerificationError
from twisted.internet.error import ConnectionDone, ConnectionLost, TimeoutError
from twisted.web.client import ResponseFailed

from pipeline import gate
from pipeline.model import AttemptOutcome
from pipeline.sentences import plain
from scrapers import render
from scrapers.addresses import RefusedAddress, refused_names
from scrapers.robots import DisallowedByRobots, RobotsUnread

READABLE = frozenset(
    {
        "text/html",
        "application/xhtml+xml",
        "application/pdf",
        "application/json",
        "application/ld+json",
        "text/plain",
        "application/xml",
        "text/xml",
        "application/gzip",
        "application/x-gzip",
    }
)
HTML = frozenset({"text/html", "application/xhtml+xml"})
DOWN: frozenset[AttemptOutcome] = frozenset({"timeout", "dns", "tls", "server-error", "blocked"})
"""Outcomes that say something of the host, not of the page: they count towards its circuit breaker."""
FEW = 600
"""Characters: an error page says less than this outside its title."""


@dataclass(frozen=True, slots=True)
class Ended:
    outcome: AttemptOutcome
    why: str = ""
    host_wide: bool = False
    """It would be so for every page of the host: a missing name, a refused certificate, an unread robots.txt."""


def of_error(error: BaseException, host: str = "") -> Ended:
    """Name what stopped a request."""
    if isinstance(error, DisallowedByRobots):
        return Ended("robots", str(error))
    if isinstance(error, RobotsUnread):
        if error.status is not None:
            return Ended("blocked" if error.status == 429 else "server-error", str(error), True)
        cause = of_error(error.cause, host) if error.cause else Ended("error")
        return Ended(cause.outcome, f"robots.txt: {cause.why or cause.outcome}", True)
    if isinstance(error, RefusedAddress):
        return Ended("error", f"refused: {error}")
    chain = list(causes(error))
    for found in chain:
        if isinstance(found, CannotResolveHostError):
            private = refused_names.get(host)
            if private:
                return Ended("dns", f"{host} answers with the address {private}, which is not public", True)
            return Ended("dns", f"{host} has no address", True)
        if isinstance(found, SSL.Error | VerificationError):
            return Ended("tls", tls_reason(found), True)
    for found in chain:
        if (said := render.reason(found)) is not None:
            return Ended(cast(AttemptOutcome, said[0]), said[1])
        if isinstance(found, DownloadTimeoutError | TimeoutError):
            return Ended("timeout", "no answer in time")
        cancelled = isinstance(found, DownloadCancelledError) and "max size" in str(found)
        if cancelled or (isinstance(found, IgnoreRequest) and "DOWNLOAD_MAXSIZE" in str(found)):
            return Ended("too-large", "larger than the size limit")
        if isinstance(found, DownloadConnectionRefusedError):
            return Ended("server-error", "connection refused")
        if isinstance(found, ConnectionLost | ConnectionDone):
            return Ended("server-error", "connection lost before the answer was whole")
    return Ended("error", f"{type(error).__name__}: {str(error)[:200]}")


def causes(error: BaseException) -> Iterator[BaseException]:
    """The error, what caused it, and what Twisted wrapped in it; each once."""
    stack: list[BaseException] = [error]
    seen: set[int] = set()
    while stack:
        item = stack.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        yield item
        if item.__cause__ is not None:
            stack.append(item.__cause__)
        if isinstance(item, ResponseFailed):
            stack.extend(failure.value for failure in item.reasons or () if failure.value is not None)


def tls_reason(error: BaseException) -> str:
    if isinstance(error, SSL.Error) and error.args and isinstance(error.args[0], list | tuple):
        reasons = [str(part[-1]) for part in error.args[0] if part]
        if reasons:
            return f"TLS: {'; '.join(reasons)}"
    if isinstance(error, VerificationError):
        return "TLS: the certificate is for another host"
    return f"TLS: {str(error)[:150] or type(error).__name__}"


def of_status(status: int) -> Ended | None:
    """Outcome of an HTTP status that is no page; None for one that is. 404 and 410 are decided by the page's history."""
    if status in {401, 403, 407, 429, 451}:
        return Ended("blocked", f"HTTP {status}")
    if status >= 500:
        return Ended("server-error", f"HTTP {status}")
    if status not in {200, 203}:
        return Ended("error", f"HTTP {status}")
    return None


def mime(content_type: str, body: bytes) -> str:
    """The type as declared, or what the first bytes say where it is absent or generic."""
    declared = content_type.split(";")[0].strip().lower()
    if declared and declared not in {"application/octet-stream", "binary/octet-stream", "unknown/unknown"}:
        return declared
    head = body[:512].lstrip().lower()
    if head.startswith(b"%pdf-"):
        return "application/pdf"
    if head.startswith((b"<!doctype html", b"<html")):
        return "text/html"
    return declared or "application/octet-stream"


def of_body(kind: str, body: bytes) -> Ended:
    """Outcome of what was answered with 200, from its type and size alone."""
    if kind not in READABLE:
        return Ended("bad-type", f"{kind} is no page")
    if not body.strip():
        return Ended("shell", "empty page")
    return Ended("ok")


def of_words(words: str, title: str, heading: str, hidden: int) -> Ended:
    """Whether an HTML page is a page at all: not a wall, a shell or a "not found" with status 200.

    The gate's own marks (vocab/gate.yml), looked for in the page's text outside its chrome: cheap enough to be asked
    while crawling. `hidden` counts the characters of `words` that stand in <noscript>. The build asks the whole gate.
    """
    text, head = plain(words), plain(f"{title} {heading}")
    short = len(text) < gate.SHORT
    if short or gate.WALL_TITLE.search(head):
        for name, pattern in gate.walls().items():
            found = pattern.search(f"{head} {text}" if short else head)
            if found and not len(text) > gate.WEAK_WALLS.get(name, len(text)):
                return Ended(
                    "shell" if name == "needs script" else "blocked", f"{name}: {found[0].strip()[:60]!r}"
                )
    if len(text) - hidden < gate.SHELL:
        return Ended("shell", f"{max(len(text) - hidden, 0)} characters without scripts")
    found = gate.missing().search(head)
    if found is None and len(text) < FEW and not gate.clinical().search(text):
        found = gate.missing().search(text)
    if found:
        return Ended("soft-404", f"says {found[0].strip()[:60]!r} with status 200")
    return Ended("ok")
