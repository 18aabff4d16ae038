"""`imgdir build`: rebuild the directory from the stored pages."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from imgdir.building import build_and_say


@click.command("build")
@click.option("--release", is_flag=True, help="Write the shipped directory.db: no quotes, no text fragments.")
@click.option("--now", type=click.DateTime(["%Y-%m-%d"]), help="The day to take for today.")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Write this file instead.")
@click.option(
    "--previous",
    metavar="FILE|none",
    help="The directory to continue: its ids, dates and changes. [default: the one that is replaced]",
)
@click.option(
    "--accept",
    multiple=True,
    metavar="SOURCE|all",
    help="Publish this source's update although a check holds it back; you have looked at its page.",
)
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False), help="The registry's folder.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="IMGDIR_STATE",
    help="Where pages are kept. [default: var/crawl]",
)
@click.option(
    "--no-smoke-test", is_flag=True, help="Do not start a server on the new file before it is published."
)
def command(
    release: bool,
    now: datetime | None,
    db: Path | None,
    previous: str | None,
    accept: tuple[str, ...],
    sources: Path | None,
    state: Path | None,
    no_smoke_test: bool,
) -> None:
    """Rebuild the directory from the stored pages, check it, and publish it in one step.

    The same pages, vocabulary, registry, previous directory and day give the same directory. Without stored pages
    nothing is built. The directory that is published stays until the new one is whole.

    Example: imgdir build --now 2026-11-22
    """
    build_and_say(
        archive=state,
        sources=sources,
        db=db,
        today=now.date() if now else None,
        previous="none" if previous == "none" else Path(previous) if previous else None,
        accept=accept,
        release=release,
        smoke=not no_smoke_test,
    )
