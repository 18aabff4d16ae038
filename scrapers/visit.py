"""One address, one attempt: ask for it, follow redirects, name the outcome, store the page, log the attempt."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import monotonic, process_time
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from selectolax.lexbor import LexborHTMLParser
from twisted.internet.error import ConnectionDone, ConnectionLost

from pipeline.fingerprint import HTML, said
from pipeline.model import Attempt, Page
from pipeline.pages import PROPER, ArchiveError, Entry, absence
from pipeline.sources import Source
from scrapers import render
from scrapers.hosts import Host
from scrapers.job import Job
from scrapers.links import plain, refresh, same_page
from scrapers.outcome import Ended, causes, mime, of_body, of_error, of_status, of_words
from scrapers.pace import Pace
from scrapers.replay import NotInArchive

REDIRECTS = 5
PERMANENT = frozenset({301, 308})
LONGEST_PAUSE = 60.0
"""Seconds that a crawl waits for a host that asks for a pause; a longer one is left to the next crawl."""
LOGIN = frozenset({"login", "signin", "sign-in", "sso", "saml", "cas", "auth", "adfs", "logon"})


@dataclass(frozen=True, slots=True)
class Seen:
    """A page that was read: its links may be followed. `tree` is None for what is no HTML."""

    url: str
    body: bytes
    mime: str
    tree: LexborHTMLParser | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The last response of a chain of redirects."""

    response: Response
    permanent: bool
    """Every hop was a permanent redirect."""
    redirected: bool
    loop: str = ""
    """Why the chain was given up, where it was."""


class Visitor:
    def __init__(self, job: Job, engine: ExecutionEngine, pace: Pace) -> None:
        self.job = job
        self.engine = engine
        self.pace = pace
        self.hosts: dict[str, Host] = {}

    def host(self, url: str) -> Host:
        name = (urlsplit(url).hostname or "").lower()
        if name not in self.hosts:
            self.hosts[name] = Host(name)
        return self.hosts[name]

    async def visit(self, source: Source, url: str) -> Seen | None:
        """Make one attempt at an address. Returns the page where its links are to be followed, from disk if need be."""
        earlier = self.job.made(source, url)
        if earlier is not None:
            return self.stored(earlier) if earlier.outcome in PROPER and self.links_wanted(source) else None
        known = self.known(source, url)
        refusal = self.host(url).refusal()
        if refusal is not None:
            self.record(source, url, refusal)
            return None
        rendered = source.render and self.job.rendering
        started = monotonic()
        try:
            answer = await self.answered(url, known, rendered)
        except NotInArchive as error:
            self.record(source, url, Ended("not-in-archive", str(error)))
            return None
        except Exception as error:  # every way to fail gets its name; none may stop the crawl
            ended = of_error(error, self.host(url).name)
            self.host(url).note(ended)
            self.record(source, url, ended, seconds=monotonic() - started)
            return None
        before = process_time()
        seen = self.settle(source, url, known, answer, monotonic() - started)
        self.job.reading_cpu += process_time() - before
        return seen

    def forget(self, sources: Sequence[Source]) -> None:
        """Let go of what was kept for hosts whose sources are done."""
        for source in sources:
            self.job.forget(source)
            self.hosts.pop((urlsplit(source.urls[0]).hostname or "").lower(), None)

    def unlinked(self, source: Source) -> list[str]:
        """Addresses of a source that were found by link before and are not known to be gone."""
        return [
            url
            for url, standing in self.job.standings(source).items()
            if url not in source.urls and standing.sha256 and not standing.gone
        ]

    # -- asking

    def known(self, source: Source, url: str) -> Entry | None:
        """The stored body of the latest proper reading."""
        standing = self.job.standing(source, url)
        return self.job.writer.archive.entry(standing.sha256) if standing and standing.sha256 else None

    async def answered(self, url: str, known: Entry | None, rendered: bool) -> Answer:
        """The answer of an address, asked for again after a pause that the server wishes, or a time-out of our making."""
        started, late_before = monotonic(), self.pace.late_seconds
        try:
            answer = await self.ask(url, known, rendered)
        except DownloadTimeoutError:
            if not self.pace.stole(late_before, monotonic() - started):
                raise
            return await self.ask(url, known, rendered)
        if answer.response.status in {429, 503} and await self.pause(answer.response):
            return await self.ask(url, known, rendered)
        return answer

    async def ask(self, url: str, known: Entry | None, rendered: bool) -> Answer:
        """The answer of an address, after redirects and one meta refresh."""
        chain = [url]
        permanent = True
        refreshed = False
        while True:
            response = await self.fetch(chain[-1], None if rendered else known, rendered)
            target = self.redirect(response)
            if target is None and not refreshed and response.status == 200:
                target = self.meta_refresh(response)
                refreshed = target is not None
                if refreshed:
                    permanent = False
            if target is None:
                # A browser follows redirects by itself and does not say whether they were permanent.
                led_on = rendered and not same_page(response.url, chain[-1])
                return Answer(response, permanent and len(chain) > 1 and not led_on, len(chain) > 1 or led_on)
            if not refreshed and response.status not in PERMANENT:
                permanent = False
            if target in chain:
                return Answer(response, False, True, f"redirect loop: {' to '.join([*chain[-3:], target])}")
            if len(chain) > REDIRECTS:
                return Answer(response, False, True, f"more than {REDIRECTS} redirects")
            chain.append(target)

    async def fetch(self, url: str, known: Entry | None, rendered: bool) -> Response:
        headers: dict[str, str] = {}
        if known is not None and known.url == url:
            if known.etag:
                headers["If-None-Match"] = known.etag
            if known.last_modified:
                headers["If-Modified-Since"] = known.last_modified
        host = self.host(url)
        wait = host.ready - monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        for last_try in (False, True):
            meta = render.meta() if rendered else {}
            request = Request(url, headers=headers, callback=NO_CALLBACK, dont_filter=True, meta=meta)
            try:
                return await self.engine.download_async(request)
            except Exception as error:
                # An idle connection that the server closed while we wrote to it says nothing of the page.
                lost = any(isinstance(cause, ConnectionLost | ConnectionDone) for cause in causes(error))
                if last_try or not lost:
                    raise
        raise AssertionError("unreachable")

    def redirect(self, response: Response) -> str | None:
        location = response.headers.get("Location")
        if response.status not in {301, 302, 303, 307, 308} or not location:
            return None
        try:
            return plain(urljoin(response.url, location.decode("utf-8", "replace")))
        except ValueError:
            return None

    def meta_refresh(self, response: Response) -> str | None:
        if b"refresh" not in response.body[:20_000].lower() or content_type(response) not in HTML:
            return None
        return refresh(LexborHTMLParser(response.body), response.url)

    async def pause(self, response: Response) -> bool:
        """Wait as long as the server asks, where that is short; True where the page may be asked for again."""
        wait = retry_after(response, self.job.clock())
        if wait is None or wait > LONGEST_PAUSE or self.job.replay is not None:
            return False
        host = self.host(response.url)
        host.ready = max(host.ready, monotonic() + wait)
        return True

    # -- deciding and storing

    def settle(
        self, source: Source, url: str, known: Entry | None, answer: Answer, seconds: float
    ) -> Seen | None:
        """Name the outcome of an answer, store its body, log the attempt."""
        response = answer.response
        at = self.fetched(response.url)
        page = Page(
            url=response.url,
            fetched=at,
            body=response.body,
            content_type=header(response, "Content-Type"),
            status=response.status,
            headers=headers_of(response),
        )
        if response.status == 304 and known is not None:
            self.job.writer.revisit(page, known, self.sent(response))
            self.host(url).note(Ended("unchanged"))
            attempt = self.record(source, url, Ended("unchanged", "HTTP 304"), page, known.sha256, seconds)
            return self.stored(attempt) if self.links_wanted(source) else None
        ended, fingerprint, tree = self.judge(source, url, answer, page)
        self.host(url).note(ended)
        keep = page.status == 200 and ended.outcome != "bad-type"
        sha256 = ""
        if ended.outcome == "ok" and known is not None and fingerprint and fingerprint == known.text:
            ended = Ended("unchanged", "the same words")
            sha256 = known.sha256
        elif keep:
            sha256 = self.job.writer.append(
                page, text=fingerprint, reason=phrase(page.status), sent=self.sent(response)
            )
            if ended.outcome == "ok" and known is not None and known.sha256 == sha256:
                ended = Ended("unchanged", "the same bytes")
        self.record(source, url, ended, page, sha256, seconds)
        if ended.outcome not in {*PROPER, "moved"} or not self.links_wanted(source):
            return None
        return Seen(page.url, page.body, mime(page.content_type, page.body), tree)

    def judge(
        self, source: Source, url: str, answer: Answer, page: Page
    ) -> tuple[Ended, str, LexborHTMLParser | None]:
        """(outcome, fingerprint of the words, parsed page for its links)."""
        if answer.loop:
            return Ended("server-error", answer.loop), "", None
        if page.status in {404, 410}:
            outcome = absence(self.job.standing(source, url), page.fetched)
            when = "again, a day after the first time" if outcome == "gone" else "for the first time"
            return Ended(outcome, f"HTTP {page.status} {when}"), "", None
        if (failed := of_status(page.status)) is not None:
            return failed, "", None
        if answer.redirected and (astray := self.astray(url, page.url)) is not None:
            return astray, "", None
        kind = mime(page.content_type, page.body)
        ended = of_body(kind, page.body)
        if ended.outcome != "ok" or kind not in HTML:
            return ended, "", None
        tree = LexborHTMLParser(page.body)
        title, heading = tree.css_first("title"), tree.css_first("h1")
        title_text = title.text().strip() if title is not None else ""
        heading_text = heading.text().strip() if heading is not None else ""
        hidden = sum(len(node.text()) for node in tree.css("noscript"))
        words = said(tree)
        ended = of_words(words.words[:30_000], title_text, heading_text, hidden)
        if ended.outcome == "ok" and answer.permanent and url in source.urls and not same_page(url, page.url):
            ended = Ended("moved", f"moved for good to {page.url}; put that address into {source.key}.yml")
        return ended, words.fingerprint, LexborHTMLParser(page.body) if self.links_wanted(source) else None

    def links_wanted(self, source: Source) -> bool:
        return source.follow is not None or source.spider != "pages"

    def astray(self, asked: str, got: str) -> Ended | None:
        """A redirect to a login or to the home page is no answer to what was asked."""
        parts = urlsplit(got)
        if LOGIN & set(parts.path.lower().strip("/").split("/")):
            return Ended("blocked", f"redirected to a login: {got}")
        if parts.path in {"", "/"} and not parts.query and urlsplit(asked).path not in {"", "/"}:
            return Ended("soft-404", f"redirected to the home page {got}")
        return None

    def sent(self, response: Response) -> Mapping[str, str] | None:
        """Headers that were asked with; None in a replay, which asks nobody, and from a browser, which sends its own."""
        if self.job.replay is not None or response.request is None or "playwright" in response.request.meta:
            return None
        return headers_of(response.request)

    def fetched(self, url: str) -> datetime:
        """Now, or the archive's date in a replay; whole seconds."""
        at = self.job.replay.fetched(url) if self.job.replay is not None else None
        return (at or self.job.clock()).replace(microsecond=0)

    def stored(self, attempt: Attempt) -> Seen | None:
        """The page of an attempt, from the archive."""
        try:
            page = self.job.writer.archive.page(attempt.sha256)
        except (KeyError, ArchiveError):
            return None
        kind = mime(page.content_type, page.body)
        return Seen(page.url, page.body, kind, LexborHTMLParser(page.body) if kind in HTML else None)

    def record(
        self,
        source: Source,
        url: str,
        ended: Ended,
        page: Page | None = None,
        sha256: str = "",
        seconds: float = 0.0,
    ) -> Attempt:
        at = page.fetched if page is not None else self.job.clock().replace(microsecond=0)
        attempt = Attempt(
            run=self.job.run,
            source=source.key,
            url=url,
            at=at,
            outcome=ended.outcome,
            status=page.status if page is not None else None,
            sha256=sha256,
            final_url=page.url if page is not None and page.url != url else None,
            why=ended.why,
            seconds=seconds,
            bytes=len(page.body) if page is not None else 0,
        )
        if page is not None and page.status in {429, 503}:
            wait = retry_seconds(page.headers.get("retry-after", ""), at)
            if wait is not None:
                attempt = replace(attempt, retry_at=at + timedelta(seconds=wait))
        self.job.record(source, attempt)
        return attempt


def header(response: Response, name: str) -> str:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else ""


def content_type(response: Response) -> str:
    return header(response, "Content-Type").split(";")[0].strip().lower()


def headers_of(message: Request | Response) -> Mapping[str, str]:
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in message.headers.items()
        if isinstance(values, list)
    }


def phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


def retry_after(response: Response, now: datetime) -> float | None:
    return retry_seconds(header(response, "Retry-After"), now)


def retry_seconds(value: str, now: datetime) -> float | None:
    """Seconds that a Retry-After asks for (a number or an HTTP date); None where it says nothing. At most a month."""
    value = value.strip()
    if not value:
        return None
    if value.isdigit():
        seconds = float(value)
    else:
        try:
            seconds = (parsedate_to_datetime(value).replace(tzinfo=UTC) - now).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), 30 * 86_400.0)
