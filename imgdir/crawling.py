"""A crawl from the registry to the archive: what is due, the run to resume, the process that runs the spiders."""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import socket
import sqlite3
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from imgdir.folders import folders
from pipeline.log import PROPER, Log
from pipeline.model import Attempt, AttemptOutcome
from pipeline.pages import Archive, ArchiveError, standings
from pipeline.schedule import due, is_due
from pipeline.sources import Source
from scrapers import render
from scrapers.addresses import is_test_host
from scrapers.job import Job
from scrapers.replay import Replay
from scrapers.settings import Politeness, settings

Choice = Literal["due", "all"]
RESUME_WITHIN = timedelta(hours=24)
"""An older interrupted run is given up: its pages are due again anyway."""
ASKED_FIRST = 5
"""Hosts whose names are looked up before a crawl, to tell "no network" from "these sites are down"."""


FILES = 8192
"""Open files that a crawl asks the system for."""


class Offline(Exception):
    """No name could be resolved: there is no network, and nothing was tried."""


@dataclass
class Crawled:
    """What a crawl came to."""

    run: str
    sources: int = 0
    outcomes: Counter[AttemptOutcome] = field(default_factory=Counter)
    troubled: dict[str, Attempt] = field(default_factory=dict)
    """Source to its latest attempt that was no proper reading."""
    asked: set[str] = field(default_factory=set)
    """Sources of which at least one address was asked for, or found in the archive."""
    changed: set[str] = field(default_factory=set)
    """Sources with a page that reads otherwise than before."""
    finished: bool = False
    reading_cpu: float = 0.0
    """CPU seconds spent on answers once they were fetched."""
    resumed: int = 0
    """Attempts of an interrupted run that were not made again."""

    def count(self, attempt: Attempt) -> None:
        self.outcomes[attempt.outcome] += 1
        if attempt.outcome == "not-in-archive":
            return
        self.asked.add(attempt.source)
        if attempt.outcome not in PROPER:
            self.troubled[attempt.source] = attempt
        elif attempt.outcome == "ok":
            self.changed.add(attempt.source)

    @property
    def attempts(self) -> int:
        return sum(self.outcomes.values())


def crawl(
    sources: Sequence[Source],
    archive: Archive,
    *,
    replay: Path | None = None,
    politeness: Politeness | None = None,
    contact: str | None = None,
    test_web: str | None = None,
    hosts_at_once: int | None = None,
    resume: bool = False,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_attempt: Callable[[Attempt], None] = lambda attempt: None,
    on_source: Callable[[Source], None] = lambda source: None,
) -> Crawled:
    """Fetch the pages of `sources` and store them. With `resume`, an interrupted run is continued and may be later.

    Raises ArchiveError (another crawl is running, the folder cannot be written, the replay is no archive) and
    Offline. A process can crawl the network once: Twisted's reactor does not start a second time.
    """
    played = Replay.of(replay) if replay is not None else None
    if played is None:
        require_network(sources, test_web)
    interrupted = resumable(archive, replay, clock()) if resume else None
    run = interrupted or clock().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    crawled = Crawled(run)
    try:
        with archive.writing(run) as writer:
            log = archive.log()
            crawled.resumed = log.runs[run].outcomes.total() if interrupted and run in log.runs else 0
            if resume:
                writer.begin(description(sources, replay, clock()))

            def attempted(attempt: Attempt) -> None:
                crawled.count(attempt)
                on_attempt(attempt)

            def done(source: Source) -> None:
                crawled.sources += 1
                on_source(source)

            job = Job(
                run=run,
                sources=sources,
                writer=writer,
                log=log,
                clock=clock,
                goes_on=interrupted is not None,
                replay=played,
                hosts_at_once=hosts_at_once or most_hosts(),
                on_attempt=attempted,
                on_source=done,
            )
            polite = politeness or Politeness()
            configuration = settings(polite, contact=contact, replay=played, test_web=test_web)
            if render.wanted(sources, played is not None) and render.missing() is None:
                job.rendering = True
                with render.GuardedProxy(test_web) as proxy:
                    extra = render.settings(proxy.address, configuration["USER_AGENT"], polite.timeout)
                    work(job, configuration | extra)
            else:
                work(job, configuration)
            if job.failure is not None:
                raise job.failure
            crawled.finished = job.finished
            crawled.reading_cpu = job.reading_cpu
            if job.finished and resume:
                writer.end()
    except OSError as error:
        raise ArchiveError(
            f"{archive.folder}: cannot be written: {error.strerror or error}. "
            "What was stored before is kept; free some space and crawl again: it goes on where it stopped."
        ) from error
    return crawled


def work(job: Job, configuration: Mapping[str, Any]) -> None:
    """Run the spider over the job until it is done or interrupted."""
    from scrapy.crawler import AsyncCrawlerProcess

    from scrapers.spiders.walk import SourceSpider

    if job.replay is not None:
        # A replay needs no network and so no Twisted reactor: it may run many times in one process.
        configuration = {**configuration, "TWISTED_REACTOR_ENABLED": False}
    # Its warnings repeat, with a traceback, what the attempt's outcome says.
    logging.getLogger("scrapy-playwright").setLevel(logging.CRITICAL)
    with handlers_kept():
        process = AsyncCrawlerProcess(dict(configuration))
        process.crawl(SourceSpider, job=job)
        process.start()


@contextmanager
def handlers_kept() -> Iterator[None]:
    """Scrapy and Twisted put their own signal handlers in and leave them."""
    names = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)
    before = {name: signal.getsignal(name) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)


def description(sources: Sequence[Source], replay: Path | None, now: datetime) -> dict[str, Any]:
    """What run.json says of a run, so that a later crawl can go on with it."""
    return {
        "started": now.isoformat(timespec="seconds"),
        "replay": str(replay.resolve()) if replay is not None else None,
        "sources": [source.key for source in sources],
    }


def resumable(archive: Archive, replay: Path | None, now: datetime) -> str | None:
    """The id of an interrupted run of the same kind (network, or the same replay) that is not older than a day."""
    noted = archive.run()
    if noted is None or noted.get("replay") != (str(replay.resolve()) if replay is not None else None):
        return None
    try:
        started = datetime.fromisoformat(noted["started"])
    except (KeyError, ValueError):
        return None
    return str(noted["run"]) if now - started < RESUME_WITHIN else None


def interrupted_sources(archive: Archive, replay: Path | None, now: datetime) -> frozenset[str]:
    """Keys of the sources that an interrupted run had set out to crawl: some may be half done, and so not due."""
    noted = archive.run()
    return frozenset(noted.get("sources", ())) if noted and resumable(archive, replay, now) else frozenset()


def chosen(
    registry: Sequence[Source],
    choice: Choice,
    keys: Sequence[str],
    log: Log,
    deadlines: Mapping[str, Iterable[date]],
    now: datetime,
    begun: Collection[str] = (),
) -> list[Source]:
    """The sources to crawl: those named, all, or those due and those of the interrupted run (`begun`).

    Raises KeyError for a name that is not in the registry.
    """
    by_key = {source.key: source for source in registry}
    if keys:
        return [by_key[key] for key in dict.fromkeys(keys)]
    if choice == "all":
        return list(registry)
    return [
        source
        for source in registry
        if source.key in begun
        or is_due(due(source, standings(log.attempts(source.key)), deadlines.get(source.key, ()), now), now)
    ]


def stated_deadlines(database: Path) -> dict[str, list[date]]:
    """Source to the full dates that its listings state as deadlines; empty where there is no directory yet."""
    found: dict[str, list[date]] = {}
    if not database.exists():
        return found
    try:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "select source_id, deadline from opportunities where deadline glob '????-??-??'"
            ).fetchall()
    except sqlite3.Error:
        return found
    for source, text in rows:
        try:
            found.setdefault(str(source), []).append(date.fromisoformat(text))
        except ValueError:
            continue
    return found


def forget_old_pages(archive: Archive, directories: Iterable[Path], now: datetime) -> int:
    """Prune the archive of bodies that no evidence cites; returns how many went.

    `directories` are all that may still be served or returned to: the current one and the last published ones.
    Raises ArchiveError where one of them cannot be read, for then it is not known what it cites.
    """
    cited: set[str] = set()
    for path in directories:
        try:
            with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
                for table in ("evidence", "refusals"):
                    cited.update(
                        row[0] for row in connection.execute(f"select page_sha256 from {table}") if row[0]
                    )
        except sqlite3.Error as error:
            raise ArchiveError(
                f"{path}: what its evidence cites cannot be read ({error}), so that no page was forgotten. "
                "Remove the file if it is no directory, and try again."
            ) from error
    with archive.writing(now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")) as writer:
        return writer.archive.prune(cited, now=now)


def require_network(sources: Sequence[Source], test_web: str | None) -> None:
    """Raise Offline unless one of a few hosts' names resolves."""
    hosts = list(dict.fromkeys((urlsplit(s.urls[0]).hostname or "") for s in sources))
    if not hosts or (test_web and any(is_test_host(host) for host in hosts)):
        return
    step = max(1, len(hosts) // ASKED_FIRST)
    some = hosts[::step][:ASKED_FIRST]

    def resolves(host: str) -> bool:
        try:
            return bool(socket.getaddrinfo(host, 443, proto=socket.IPPROTO_TCP))
        except (OSError, UnicodeError):
            return False

    with ThreadPoolExecutor(len(some)) as pool:
        if not any(pool.map(resolves, some)):
            raise Offline(
                f"There is no network: none of {len(some)} hosts could be found ({', '.join(some)}). "
                "Nothing was tried and nothing changed; crawl again when there is one, or use --replay."
            )


def summary_json(crawled: Crawled) -> str:
    """One line for machines."""
    return json.dumps(
        {
            "run": crawled.run,
            "sources": crawled.sources,
            "attempts": crawled.attempts,
            "outcomes": dict(sorted(crawled.outcomes.items())),
            "changed": sorted(crawled.changed),
            "finished": crawled.finished,
            "resumed": crawled.resumed,
            "reading_cpu_seconds": round(crawled.reading_cpu, 3),
        }
    )


def most_hosts() -> int:
    """How many hosts may be crawled side by side: each may hold a connection, and one more that is idle."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(16, (soft if soft != resource.RLIM_INFINITY else FILES) // 3)


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where pages are kept: IMGDIR_STATE, else the usual place."""
    named = environment.get("IMGDIR_STATE")
    return Path(named) if named else folders().crawl
