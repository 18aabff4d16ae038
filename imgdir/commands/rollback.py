"""`imgdir rollback`: return to an earlier published directory."""

from __future__ import annotations

from pathlib import Path

import click

from imgdir.building import lock_of
from imgdir.folders import folders
from pipeline import publish
from pipeline.store import DirectoryError


@click.command("rollback")
@click.option("--list", "only_list", is_flag=True, help="List the directories that are kept, and stop.")
@click.option(
    "--to", "number", type=int, metavar="NUMBER", help="The one with this number; default: the one before."
)
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="The published file.")
def command(only_list: bool, number: int | None, db: Path | None) -> None:
    """Publish an earlier directory again; the last seven are kept. A running server shows it within seconds.

    The next build continues from it. Pages are not touched.

    Example: imgdir rollback --list
    """
    target = db or folders().own
    kept = target.parent / "published"
    try:
        if only_list:
            now = publish.published(kept, target)
            for entry in publish.versions(kept):
                mark = "  (published)" if now and entry.number == now.number else ""
                click.echo(f"{entry.number:6d}  built for {entry.day}{mark}")
            if not publish.versions(kept):
                click.echo(f"No earlier directory is kept in {kept}.")
            return
        with publish.one_at_a_time(lock_of(target, folders()), "return to an earlier directory"):
            chosen = publish.rollback(kept, target, number)
    except DirectoryError as error:
        raise click.ClickException(str(error)) from error
    click.echo(f"Published number {chosen.number}, built for {chosen.day}.")
