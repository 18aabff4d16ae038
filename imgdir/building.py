"""Stored pages to a published directory: the step that `build`, `crawl`, `run`, `nightly` and `demo` share."""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import click

from imgdir.folders import PROJECT, Folders, folders
from pipeline import candidates, publish, reference
from pipeline.build import Built, Inputs, NoPages, build, readers_version
from pipeline.model import Page, Reading
from pipeline.pages import Archive
from pipeline.publish import one_at_a_time, workplace
from pipeline.sources import Source, load_registry
from pipeline.store import Directory, DirectoryError, ReadingCache

SERVER = (sys.executable, "-m", "imgdir", "serve")


@dataclass(frozen=True, slots=True)
class Job:
    """What to build, from what, to where. `previous` is a file, `none`, or None for the usual one."""

    archive: Path
    sources: Path
    target: Path
    today: date
    previous: Path | Literal["none"] | None = None
    accept: frozenset[str] = frozenset()
    release: bool = False
    smoke: bool = True


def usual_job(
    places: Folders,
    *,
    today: date | None = None,
    archive: Path | None = None,
    sources: Path | None = None,
    db: Path | None = None,
    previous: Path | Literal["none"] | None = None,
    accept: Collection[str] = (),
    release: bool = False,
    smoke: bool = True,
) -> Job:
    return Job(
        archive=archive or places.crawl,
        sources=sources or places.sources,
        target=db or (places.shipped if release else places.own),
        today=today or datetime.now(UTC).date(),
        previous=previous,
        accept=frozenset(accept),
        release=release,
        smoke=smoke,
    )


def previous_of(job: Job, places: Folders) -> Path | None:
    """The directory that the new one continues: that which it replaces, else the shipped one.

    A release continues none unless one is named, so that it depends on the stored pages alone.
    """
    if job.previous == "none":
        return None
    if isinstance(job.previous, Path):
        return job.previous
    if job.release:
        return None
    return next((path for path in (job.target, places.shipped) if path.exists()), None)


def read_page(page: Page, source: Source) -> Reading:
    """What a page says, with the reader and the type that its source names in the registry."""
    # The readers' tables of patterns take longer to load than a night without a new page takes to build.
    from pipeline.reading import read

    return read(page, reader=source.reader, type_hint=source.type_hint)


def candidate_rows(job: Job) -> list[dict[str, Any]]:
    """What discovery has left for review; a release has none, since nothing unreviewed is shipped."""
    if job.release:
        return []
    kept = candidates.load(job.archive.parent / "candidates.jsonl").values()
    rows = (
        {**row, "reasons": json.dumps(row["reasons"], ensure_ascii=False), "score": float(row["score"])}
        for row in kept
    )
    return sorted(rows, key=lambda row: (-row["score"], row["url"]))


def build_directory(job: Job, places: Folders) -> Built:
    """Build, check, smoke-test and publish. Raises DirectoryError or NoPages; the published directory then stays.

    A build that the whole-run floor stops is not published: it is moved to `held-back.db` beside the target.
    """
    with one_at_a_time(lock_of(job.target, places), "build the directory"):
        registry, issues = load_registry(job.sources)
        if not registry:
            raise DirectoryError(
                f"There is no usable source in {job.sources}. Nothing was built; the published directory stays. "
                "Run `imgdir sources check`."
            )
        archive = Archive(job.archive)
        before = previous_of(job, places)
        with workplace(job.target) as place:
            previous = Directory(before) if before else None
            cache = reading_cache(job.archive)
            log = archive.log()
            known = reference_of(job, places, registry, frozenset(log.read_addresses()))
            try:
                with long_lived():
                    built = build(
                        Inputs(
                            stored=archive,
                            sources=registry,
                            today=job.today,
                            read=read_page,
                            cache=cache,
                            previous=previous,
                            issues=[*issues, *known.issues],
                            reference=reference.tables(known),
                            candidates=candidate_rows(job),
                            accept=job.accept,
                            release=job.release,
                            log=log,
                        ),
                        place,
                    )
            finally:
                cache.close()
                if previous:
                    previous.connection.close()
            if built.stop:
                place.replace(job.target.with_name("held-back.db"))
                return built
            if job.smoke:
                publish.smoke(place, SERVER)
            publish.publish(
                place, job.target, None if job.release else job.target.parent / "published", job.today
            )
    return built


@contextmanager
def long_lived() -> Iterator[None]:
    """What is loaded stays, and what a build makes is many small rows without cycles: looking for garbage in both at
    Python's usual pace takes a tenth of a build. The trees of its pages are cycles: the oldest garbage is looked for
    sooner than usual, so that few of them lie about."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(20_000, 5, 2)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def lock_of(target: Path, places: Folders) -> Path:
    """What a build or a rollback holds: in var/ for the usual directories, beside any other."""
    usual = target in (places.own, places.shipped)
    return places.var / "build.lock" if usual else target.parent / f".{target.name}.lock"


def reading_cache(archive: Path) -> ReadingCache:
    """The cache beside the stored pages; in memory where that folder cannot be written."""
    version = readers_version(PROJECT)
    if not archive.exists():
        return ReadingCache(None, version)
    try:
        return ReadingCache(archive / "readings.db", version)
    except Exception as error:
        click.echo(f"Readings are not kept ({error}): the next build reads every page again.", err=True)
        return ReadingCache(None, version)


def reference_of(
    job: Job, places: Folders, registry: Sequence[Source], visited: Collection[str]
) -> reference.Reference:
    """The reference tables. A release leaves out what a user has imported: it is theirs alone; and the checks of links,
    so that it depends on the stored pages alone."""
    return reference.load(
        today=job.today,
        imported=None if job.release else places.imported,
        sources=registry,
        visited=visited,
        links=None if job.release else reference.link_states(places.var / "links.json"),
    )


def say(built: Built, job: Job) -> None:
    """Lines for a person: what was built, and what to look at."""
    counts = built.counts
    click.echo(
        f"{counts.get('opportunities', 0)} listings of {counts.get('institutions', 0)} institutions, "
        f"{counts.get('refusals', 0)} refusals; {built.pages_read} pages read, {built.pages_cached} unchanged; "
        f"{len(built.problems)} problems."
    )
    floors = [problem.issue for problem in built.problems if problem.severity == "floor"]
    for issue in floors:
        click.echo(f"{issue.message} {issue.remedy}", err=True)
    if not built.stop:
        click.echo(f"Published {job.target}.")


def build_and_say(
    *,
    archive: Path | None = None,
    sources: Path | None = None,
    db: Path | None = None,
    today: date | None = None,
    previous: Path | Literal["none"] | None = None,
    accept: Collection[str] = (),
    release: bool = False,
    smoke: bool = True,
) -> Built:
    """Build, publish and report on the terminal. Raises click.ClickException with one paragraph where it cannot."""
    places = folders()
    job = usual_job(
        places,
        today=today,
        archive=archive,
        sources=sources,
        db=db,
        previous=previous,
        accept=accept,
        release=release,
        smoke=smoke,
    )
    try:
        built = build_directory(job, places)
    except (DirectoryError, NoPages) as error:
        raise click.ClickException(str(error)) from error
    say(built, job)
    if built.stop:
        raise click.ClickException(
            f"{built.stop.message} {built.stop.remedy} The new file is {job.target.with_name('held-back.db')}."
        )
    return built
