"""`imgdir demo`: the whole main job against the made-up web, on this machine alone."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime

import click

from imgdir.building import build_directory, say, usual_job
from imgdir.commands.serve import HOST, PORT, serve
from imgdir.folders import folders
from imgdir.made_up_web import ROOT, MadeUpWeb, load_sites
from imgdir.main_job import crawl_step
from pipeline.build import NoPages
from pipeline.store import DirectoryError


@click.command("demo")
@click.option("--no-serve", is_flag=True, help="Stop when the directory is published.")
@click.option(
    "--port", default=PORT, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one."
)
def command(no_serve: bool, port: int) -> None:
    """Start a small made-up web of hospital and society sites, run the main job against it, and serve the result.

    Everything it writes is under var/demo/, anew each time; the real directory is not touched.

    Example: imgdir demo
    """
    if not (ROOT / "sites").is_dir():
        raise click.ClickException(
            f"The made-up web is not at {ROOT}. Run the demo in a checkout of the project."
        )
    place = folders().var / "demo"
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
    except OSError as error:
        raise click.ClickException(
            f"{place} cannot be written: {error.strerror}. Name another place in IMGDIR_VAR."
        ) from error
    sites = load_sites(ROOT / "sites")
    job = usual_job(
        folders(),
        today=datetime.now(UTC).date(),
        archive=place / "crawl",
        sources=ROOT / "sources",
        db=place / "directory.db",
        previous="none",
    )
    with MadeUpWeb(sites) as web:
        click.echo(f"A made-up web of {len(sites)} sites answers on 127.0.0.1:{web.port}.")
        os.environ["IMGDIR_TEST_WEB"] = f"http://127.0.0.1:{web.port}"
        os.environ["IMGDIR_TEST_DELAY"] = "0"
        crawled = crawl_step(job.sources, job.archive)
    if crawled.code:
        raise click.ClickException("The crawl of the made-up web failed; what it said stands above.")
    try:
        say(build_directory(job, folders()), job)
    except (NoPages, DirectoryError) as error:
        raise click.ClickException(str(error)) from error
    if not no_serve:
        serve(job.target, HOST, port)
