"""`imgdir nightly`: what the timer runs."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from datetime import time as clock_time
from pathlib import Path

import click

from imgdir.building import Job, build_directory, usual_job
from imgdir.crawling import forget_old_pages
from imgdir.folders import Folders, folders
from imgdir.link_check import link_step
from imgdir.main_job import crawl_step
from pipeline import report as reports
from pipeline.build import NoPages
from pipeline.export import Choice, all_specialties, export, write_text
from pipeline.pages import Archive, ArchiveError
from pipeline.publish import linked_copy, one_at_a_time, versions
from pipeline.report import Report, compile_report
from pipeline.store import Directory, DirectoryError

REPORTS_KEPT = 60
BUILD_SHARE = 0.85
"""Share of the deadline that the crawl may take; the rest is for the build, the checks and the exports."""
LINK_SHARE = 0.05
"""Share of it that asking the links of the reference tables may take."""


@click.command("nightly")
@click.option(
    "--deadline",
    type=click.FloatRange(min=0.1),
    default=300.0,
    show_default=True,
    metavar="MINUTES",
    help="When the crawl is stopped; it goes on the next night.",
)
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Publish to this file.")
@click.option("--now", type=click.DateTime(["%Y-%m-%d"]), help="The day that the build takes for today.")
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False), help="The registry's folder.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="IMGDIR_STATE",
    help="Where pages are kept. [default: var/crawl]",
)
@click.option("--no-crawl", is_flag=True, help="Build, check, publish, export and report on what is stored.")
def command(
    deadline: float,
    db: Path | None,
    now: datetime | None,
    sources: Path | None,
    state: Path | None,
    no_crawl: bool,
) -> None:
    """Crawl what is due, build, check, publish, export, and write a report.

    One at a time, safe to kill and to run again. Reports lie in var/reports (latest.md, latest.html, latest.json),
    exports in var/exports. Exits 1 where a person must look. IMGDIR_NOTIFY, one or more Apprise addresses (a webhook
    such as jsons://host/path, or mailto://...), gets a short message.

    Example: imgdir nightly --deadline 240
    """
    places = folders()
    job = usual_job(places, today=(now or datetime.now(UTC)).date(), archive=state, sources=sources, db=db)
    try:
        with one_at_a_time(places.var / "nightly.lock", "run the night"):
            report = night(places, job, deadline * 60, crawl=not no_crawl)
    except DirectoryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"{reports.verdict(report)} Report: {places.reports / 'latest.md'}")
    for reason in report.look:
        click.echo(f"- {reason}", err=True)
    notify(report)
    if report.look:
        raise SystemExit(1)


def night(places: Folders, job: Job, seconds: float, *, crawl: bool) -> Report:
    """One whole night. What fails is a reason to look; the steps after it go on with what there is."""
    look: list[str] = []
    timing: dict[str, float] = {}
    with ExitStack() as stack:
        before = published_before(places, job.target, stack)
        if crawl:
            with timed(timing, "crawl"):
                step = crawl_step(job.sources, job.archive, seconds=seconds * BUILD_SHARE, quiet=True)
            if step.offline:
                look.append(step.offline)
            elif step.stopped:
                look.append(
                    f"The crawl was stopped by the deadline after {step.seconds:.0f} s; it goes on the next night. Give it more "
                    "time with --deadline if this happens often."
                )
            elif step.code:
                look.append(
                    f"The crawl ended with exit code {step.code}: run `imgdir crawl --due` to see why, and `imgdir sources check`."
                )
            if not step.offline:
                with timed(timing, "links"):
                    link_step(seconds * LINK_SHARE)
        published = False
        with timed(timing, "build, check and publish"):
            try:
                built = build_directory(job, places)
                if built.stop:
                    look.append(f"{built.stop.message} {built.stop.remedy}")
                published = not built.stop
            except (DirectoryError, NoPages, ArchiveError) as error:
                look.append(str(error))
        if published:
            with timed(timing, "old pages"):
                try:
                    forget_old_pages(Archive(job.archive), directories(places, job.target), night_of(job))
                except (ArchiveError, OSError) as error:
                    look.append(f"Old pages were not forgotten: {error}")
        current = job.target if job.target.exists() else places.preferred()
        with Directory(current) as after:
            with timed(timing, "exports"):
                try:
                    exports(after, places.exports)
                except DirectoryError as error:
                    look.append(str(error))
            report = compile_report(job.today.isoformat(), before, after, look=look, timing=timing)
    write(report, places.reports)
    return report


def directories(places: Folders, target: Path) -> list[Path]:
    """Every directory that is served, may be returned to, or waits for a person: what they cite is kept."""
    found = [target, places.own, places.shipped, target.with_name("held-back.db")]
    found += [entry.path for entry in versions(target.parent / "published")]
    return [path for path in dict.fromkeys(found) if path.exists()]


def night_of(job: Job) -> datetime:
    return datetime.combine(job.today, clock_time(), UTC)


def published_before(places: Folders, target: Path, stack: ExitStack) -> Directory | None:
    """The directory as it was before this night; its file lives on while it is open, whatever is published meanwhile."""
    current = target if target.exists() else places.preferred()
    if not current.exists():
        return None
    try:
        return stack.enter_context(Directory(current))
    except DirectoryError:
        return None


@contextmanager
def timed(timing: dict[str, float], step: str) -> Iterator[None]:
    started = time.monotonic()
    try:
        yield
    finally:
        timing[step] = round(time.monotonic() - started, 2)


def exports(directory: Directory, folder: Path) -> None:
    """All listings in every form, and one CSV a specialty."""
    for form, name in (
        ("csv", "all.csv"),
        ("json", "all.json"),
        ("ics", "deadlines.ics"),
        ("atom", "changes.atom"),
    ):
        write_text(folder / name, export(directory, Choice(), form))
    all_specialties(directory, Choice(), folder / "specialties")


def write(report: Report, folder: Path) -> None:
    """The three forms under the night's name, and as `latest`; the oldest are removed."""
    for suffix, text in (
        ("md", reports.as_markdown(report)),
        ("html", reports.as_html(report)),
        ("json", reports.as_json(report)),
    ):
        path = folder / f"{report.night}.{suffix}"
        write_text(path, [text])
        linked_copy(path, folder / f"latest.{suffix}")
        for old in sorted(folder.glob(f"????-??-??.{suffix}"))[:-REPORTS_KEPT]:
            old.unlink(missing_ok=True)


def notify(report: Report) -> None:
    """Tell IMGDIR_NOTIFY. A message that cannot be sent is said and never fails the night."""
    addresses = os.environ.get("IMGDIR_NOTIFY", "").split()
    if not addresses:
        return
    import apprise

    title, body = reports.as_message(report)
    messenger = apprise.Apprise()
    for address in addresses:
        if not messenger.add(address):
            click.echo(
                "IMGDIR_NOTIFY holds an address that Apprise cannot read; see https://github.com/caronc/apprise",
                err=True,
            )
    if len(messenger) and not messenger.notify(title=title, body=body):
        click.echo("The notification could not be sent; see IMGDIR_NOTIFY and the network.", err=True)
