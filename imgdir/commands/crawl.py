"""`imgdir crawl`: fetch and store pages, then build what changed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from imgdir.crawling import (
    Crawled,
    Offline,
    chosen,
    crawl,
    interrupted_sources,
    stated_deadlines,
    summary_json,
)
from imgdir.folders import folders
from pipeline.model import Attempt
from pipeline.pages import Archive, ArchiveError
from pipeline.sources import Source, load_registry
from scrapers import render
from scrapers.settings import Politeness, contact_of

EVERY = 25
"""Sources between two plain progress lines."""


@click.command("crawl")
@click.argument("names", metavar="[SOURCE...]", nargs=-1)
@click.option(
    "--due", "choice", flag_value="due", default="due", help="Only sources that are due (the default)."
)
@click.option("--all", "choice", flag_value="all", help="Every source of the registry.")
@click.option(
    "--replay",
    type=click.Path(path_type=Path),
    help="Read pages from this WARC file, or all in this folder, in place of the network.",
)
@click.option(
    "--sources",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="The registry's folder. [default: sources/]",
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="IMGDIR_STATE",
    help="Where pages are kept. [default: var/crawl]",
)
@click.option("--db", type=click.Path(path_type=Path), help="Another directory.db.")
@click.option("--no-build", is_flag=True, help="Store pages only.")
@click.option("--json", "as_json", is_flag=True, help="Say what came of it as one JSON object.")
@click.option("--delay", type=click.FloatRange(min=0), hidden=True, envvar="IMGDIR_TEST_DELAY")
@click.option("--timeout", type=click.FloatRange(min=0.1), hidden=True, envvar="IMGDIR_TEST_TIMEOUT")
@click.option("--hosts", type=click.IntRange(1, 5000), hidden=True)
@click.option("--test-web", hidden=True, envvar="IMGDIR_TEST_WEB")
@click.option(
    "--now", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), hidden=True, envvar="IMGDIR_TEST_NOW"
)
def command(
    names: tuple[str, ...],
    choice: str,
    replay: Path | None,
    folder: Path | None,
    state: Path | None,
    db: Path | None,
    no_build: bool,
    as_json: bool,
    delay: float | None,
    timeout: float | None,
    hosts: int | None,
    test_web: str | None,
    now: datetime | None,
) -> None:
    """Fetch and store the pages of SOURCE..., or of every source that is due, then build what changed.

    A crawl that was interrupted goes on where it stopped. With --replay no network is used, every source is crawled
    unless some are named, and a source whose pages are not in the archive changes nothing.

    Example: imgdir crawl --all --replay pages.warc.gz
    """
    places = folders()
    folder = folder or places.sources
    registry, issues = load_registry(folder)
    for issue in issues:
        click.echo(f"{issue.message} {issue.remedy}", err=True)
    if not registry:
        raise click.ClickException(
            f"There is no usable source in {folder}. Add one with `imgdir sources add URL`."
        )
    unknown = sorted(set(names) - {source.key for source in registry})
    if unknown:
        raise click.UsageError(
            f"No source is called {', '.join(unknown)}. `imgdir sources list` names those that there are."
        )
    politeness = politeness_of(delay, timeout, test_web)
    clock = clock_from(now if test_web else None)
    contact = contact_of()
    if replay is None and not contact and not test_web:
        click.echo(
            "IMGDIR_CONTACT is not set: sites cannot tell whom to write to. Set it to a web or e-mail address.",
            err=True,
        )
    if replay is None and any(source.render for source in registry) and (why := render.missing()):
        click.echo(f"Script-only pages are not rendered: {why}.", err=True)
    try:
        archive = Archive(state or places.crawl)
        wanted = chosen(
            registry,
            "all" if replay is not None or choice == "all" else "due",
            names,
            archive.log(),
            stated_deadlines(db or places.preferred()),
            clock(),
            interrupted_sources(archive, replay, clock()),
        )
        if not wanted:
            click.echo("Nothing is due. `imgdir crawl --all` fetches every source all the same.")
            return
        del registry
        with Progress(len(wanted)) as (on_attempt, on_source):
            crawled = crawl(
                wanted,
                archive,
                replay=replay,
                politeness=politeness,
                contact=contact,
                test_web=test_web,
                hosts_at_once=hosts,
                resume=not names,
                clock=clock,
                on_attempt=on_attempt,
                on_source=on_source,
            )
    except (ArchiveError, Offline) as error:
        raise click.ClickException(str(error)) from error
    if as_json:
        click.echo(summary_json(crawled))
    else:
        report(crawled, len(wanted))
    if not crawled.finished:
        raise click.ClickException(
            "The crawl was interrupted. What it fetched is kept; run the command again and it goes on from there."
        )
    if not no_build:
        from imgdir.building import build_and_say

        build_and_say(archive=archive.folder, sources=folder, db=db, today=clock().date())
    if issues:
        sys.exit(1)


def politeness_of(delay: float | None, timeout: float | None, test_web: str | None) -> Politeness:
    """The project's politeness; shorter only against the made-up web."""
    usual = Politeness()
    if not test_web:
        return usual
    return Politeness(
        delay=usual.delay if delay is None else delay, timeout=usual.timeout if timeout is None else timeout
    )


def clock_from(start: datetime | None) -> Callable[[], datetime]:
    """The clock, or one that starts elsewhere: nights of the made-up web are told apart by it."""
    if start is None:
        return lambda: datetime.now(UTC)
    shift = start.replace(tzinfo=UTC) - datetime.now(UTC)
    return lambda: datetime.now(UTC) + shift


class Progress:
    """A bar on a terminal, a line every so many sources elsewhere."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0
        self.failed = 0
        self.bar: tqdm[Any] | None = None

    def __enter__(self) -> tuple[Callable[[Attempt], None], Callable[[Source], None]]:
        if sys.stderr.isatty():
            self.bar = tqdm(total=self.total, unit="source", file=sys.stderr, dynamic_ncols=True)
        return self.attempted, self.finished

    def __exit__(self, *error: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def attempted(self, attempt: Attempt) -> None:
        if attempt.outcome not in {"ok", "unchanged", "moved", "not-in-archive"}:
            self.failed += 1
            if self.bar is not None:
                self.bar.set_postfix_str(f"{self.failed} failed", refresh=False)

    def finished(self, source: Source) -> None:
        self.done += 1
        if self.bar is not None:
            self.bar.update()
        elif self.done % EVERY == 0 or self.done == self.total:
            click.echo(f"{self.done} of {self.total} sources, {self.failed} attempts failed", err=True)


def report(crawled: Crawled, wanted: int) -> None:
    """Say what came of it, and for each troubled source why."""
    counts = ", ".join(f"{count} {outcome}" for outcome, count in crawled.outcomes.most_common())
    again = f"; {crawled.resumed} attempts of the interrupted run were kept" if crawled.resumed else ""
    click.echo(f"Crawled {crawled.sources} of {wanted} sources: {counts or 'no attempts'}{again}.")
    for key, attempt in sorted(crawled.troubled.items()):
        click.echo(f"  {key}: {attempt.outcome}: {printable(attempt.why)} ({printable(attempt.url)})")
    absent = crawled.sources - len(crawled.asked)
    if absent and crawled.outcomes["not-in-archive"]:
        click.echo(f"  {absent} sources are not in the archive; nothing of them changed.")


def printable(text: str) -> str:
    """Text from outside without what could steer a terminal."""
    return "".join(c if c.isprintable() else "?" for c in text)[:300]
