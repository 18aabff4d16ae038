"""`imgdir export`: listings as CSV, JSON, iCalendar or Atom."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from imgdir.folders import folders
from pipeline.export import (
    FORMATS,
    Choice,
    UnknownName,
    all_specialties,
    export,
    specialty_named,
    state_named,
    write_text,
)
from pipeline.model import AUDIENCE_GROUPS, OPPORTUNITY_TYPES
from pipeline.specialty import specialties
from pipeline.store import Directory, DirectoryError


@click.command("export")
@click.option(
    "--specialty",
    metavar="NAME",
    help="A specialty by its name or a synonym; its subspecialties come with it.",
)
@click.option(
    "--exact", is_flag=True, help="That specialty alone: no subspecialties, no listings for any department."
)
@click.option("--state", metavar="XX", help="A state by its code or name.")
@click.option("--type", "type_", type=click.Choice(OPPORTUNITY_TYPES), help="One type of opportunity.")
@click.option(
    "--audience", type=click.Choice(AUDIENCE_GROUPS), help="Those that take this group, limited or not."
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="csv", show_default=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="A file; standard output without it.",
)
@click.option(
    "--all-specialties",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write one CSV a specialty into this folder.",
)
@click.option("--excel", is_flag=True, help="Begin CSV with a byte order mark, for old versions of Excel.")
@click.option("--ended", is_flag=True, help="Listings that have ended as well.")
@click.option("--list-specialties", is_flag=True, help="Print the names that --specialty takes, and stop.")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Export from this file.")
def command(
    specialty: str | None,
    exact: bool,
    state: str | None,
    type_: str | None,
    audience: str | None,
    form: str,
    output: Path | None,
    folder: Path | None,
    excel: bool,
    ended: bool,
    list_specialties: bool,
    db: Path | None,
) -> None:
    """Write listings to a file or to standard output.

    The column `match` says why a listing is there: named (the specialty itself), sub (a subspecialty of it) or any (it
    takes any department).

    Example: imgdir export --specialty neurology --format csv -o neurology.csv
    """
    if list_specialties:
        for known in specialties():
            click.echo(known.name)
        return
    if exact and not specialty and not folder:
        raise click.UsageError("--exact needs --specialty or --all-specialties.")
    if folder and (specialty or output or form != "csv"):
        raise click.UsageError(
            "--all-specialties writes CSV files of its own: leave out --specialty, --format and -o."
        )
    try:
        choice = Choice(
            specialty=specialty_named(specialty) if specialty else None,
            exact=exact,
            state=state_named(state) if state else None,
            type=type_,
            audience=audience,
            ended=ended,
        )
    except UnknownName as error:
        raise click.UsageError(str(error)) from error
    try:
        with Directory(db or folders().preferred()) as directory:
            if folder:
                files = all_specialties(directory, choice, folder, mark=excel)
                click.echo(f"{len(files)} files in {folder}", err=True)
            elif output and str(output) != "-":
                write_text(output, export(directory, choice, form), mark=excel and form == "csv")
            else:
                out = sys.stdout.buffer
                if excel and form == "csv":
                    out.write(b"\xef\xbb\xbf")
                for piece in export(directory, choice, form):
                    out.write(piece.encode("utf-8"))
                out.flush()
    except DirectoryError as error:
        raise click.ClickException(str(error)) from error
    except BrokenPipeError:
        sys.stderr.close()  # the reader (head, less) has seen enough
