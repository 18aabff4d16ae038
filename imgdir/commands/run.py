"""`imgdir run`: the main job, from the web to the browser."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from imgdir.building import build_directory, say, usual_job
from imgdir.commands.serve import HOST, PORT, serve
from imgdir.folders import folders
from imgdir.main_job import crawl_step
from pipeline.build import NoPages
from pipeline.store import DirectoryError


@click.command("run")
@click.option("--no-serve", is_flag=True, help="Stop when the directory is published.")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Publish to and serve this file.")
@click.option("--now", type=click.DateTime(["%Y-%m-%d"]), help="The day that the build takes for today.")
@click.option("--host", default=HOST, show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
@click.option("--sources", type=click.Path(path_type=Path, file_okay=False), help="The registry's folder.")
@click.option(
    "--state",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="IMGDIR_STATE",
    help="Where pages are kept. [default: var/crawl]",
)
def command(
    no_serve: bool,
    db: Path | None,
    now: datetime | None,
    host: str,
    port: int,
    sources: Path | None,
    state: Path | None,
) -> None:
    """Crawl what is due, build, check, publish, then serve the directory in the browser.

    Without a network it keeps and serves what it has. A step that fails says why and leaves the published directory
    as it was; that is served all the same.

    Example: imgdir run --no-serve
    """
    places = folders()
    today = (now or datetime.now(UTC)).date()
    job = usual_job(places, today=today, archive=state, sources=sources, db=db)
    crawled = crawl_step(job.sources, job.archive)
    failed = crawled.code != 0
    if crawled.offline:
        click.echo("There is no network: nothing was crawled. The directory that is there is used.")
    else:
        click.echo(f"Crawled in {crawled.seconds:.0f} s.")
    try:
        built = build_directory(job, places)
        say(built, job)
        failed = failed or built.stop is not None
    except NoPages as error:
        if not crawled.offline:
            click.echo(str(error), err=True)
            failed = True
    except DirectoryError as error:
        click.echo(str(error), err=True)
        failed = True
    shown = db if db and db.exists() else places.preferred()
    if not no_serve:
        serve(shown if db else None, host, port)
    elif not shown.exists():
        raise click.ClickException(
            f"There is no directory yet, neither {places.own} nor {places.shipped}. Run this again with a network."
        )
    if failed:
        raise SystemExit(1)
