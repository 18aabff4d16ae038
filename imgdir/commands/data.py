"""`imgdir data`: reference figures. Importing reports that a user holds, and checking what the directory has."""

from __future__ import annotations

import csv
import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline import nrmp
from pipeline.outcomes import MatchOutcome

ROOT = Path(__file__).resolve().parent.parent.parent
IMPORTED = ROOT / "var" / "data" / "nrmp"
SHOWN_REFUSALS = 20


@click.group("data")
def command() -> None:
    """Reference figures: import reports that you hold, check what the directory has.

    Example: imgdir data import-nrmp ~/Downloads/Charting-Outcomes-IMG-2022.pdf
    """


@command.command("import-nrmp")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be taken and write nothing.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=IMPORTED,
    show_default="var/data/nrmp",
    help="Folder that the build picks imported figures up from.",
)
def import_nrmp(file: Path, dry_run: bool, folder: Path) -> None:
    """Read an NRMP report (Charting Outcomes for IMGs, or Main Match result tables) as PDF or xlsx.

    A figure is taken only with its table's title, its year and its row's label; the rest is listed with the reason.
    The figures stay on this machine, in var/, and the next build shows them. NRMP asks for permission before its
    publications are reproduced: do not publish a directory with imported tables without it.

    Example: imgdir data import-nrmp Charting-Outcomes-IMG-2022.pdf --dry-run
    """
    try:
        imported = nrmp.read_report(file)
    except ValueError as error:
        raise click.ClickException(
            f"{error}. Nothing was imported; download the report again from nrmp.org."
        ) from error
    for refusal in imported.refused[:SHOWN_REFUSALS]:
        row = f", row {refusal.label!r}" if refusal.label else ""
        click.echo(
            f"not taken: {refusal.place}, {refusal.title or 'untitled table'}{row}: {refusal.reason}",
            err=True,
        )
    if len(imported.refused) > SHOWN_REFUSALS:
        click.echo(f"and {len(imported.refused) - SHOWN_REFUSALS} more that were not taken", err=True)
    if not imported.outcomes:
        raise click.ClickException(
            f"{file.name}: no figure could be taken with its title, year and row label, so nothing was imported. "
            "Is it a Charting Outcomes report for IMGs, or a table of matches by specialty and applicant type?"
        )
    years = ", ".join(map(str, sorted({row.year for row in imported.outcomes})))
    specialties = len({row.specialty_id for row in imported.outcomes})
    click.echo(
        f"{imported.report}: {len(imported.outcomes)} rows, {specialties} specialties, Match of {years}; "
        f"{len(imported.refused)} not taken"
    )
    if dry_run:
        for taken in imported.outcomes:
            click.echo(
                f"  {taken.row_label}, {taken.year}, {taken.applicant_type}, {taken.measure}: {summary(taken)}"
            )
        return
    target = folder / f"{re.sub(r'[^a-z0-9]+', '-', file.stem.lower()).strip('-') or 'report'}.csv"
    write(target, imported.outcomes)
    click.echo(f"written to {target}; run `imgdir build` to show them")


@command.command("check")
@click.option("--now", type=click.DateTime(["%Y-%m-%d"]), help="The day to take for today.")
def check(now: datetime | None) -> None:
    """List every figure, survey row or deadline of the reference tables that a person should look at.

    Example: imgdir data check
    """
    from pipeline import reference

    today = (now or datetime.now(UTC)).date()
    loaded = reference.load(today=today, imported=IMPORTED)
    for issue in loaded.issues:
        click.echo(f"{issue.source}: {issue.message}. {issue.remedy}")
    second_hand = sum(row.second_hand for row in loaded.outcomes)
    click.echo(
        f"{len(loaded.outcomes)} match figures ({second_hand} second-hand), {len(loaded.survey)} survey rows, "
        f"{len(loaded.resources)} resources, {len(loaded.leads)} leads; {len(loaded.issues)} to look at"
    )


@command.command("check-links")
@click.option("--all", "everything", is_flag=True, help="Also those checked within the last week.")
@click.option("--now", type=click.DateTime(["%Y-%m-%d"]), help="The day to take for today.")
def check_links(everything: bool, now: datetime | None) -> None:
    """Ask the links of the reference tables whether they are alive; the next build marks the dead ones.

    robots.txt is obeyed and a host is asked one address at a time, as in a crawl. Nothing is dropped: a dead link
    stays, marked. What was found is kept in var/links.json.

    Example: imgdir data check-links
    """
    from imgdir import link_check
    from imgdir.crawling import Offline, crawl
    from imgdir.folders import folders
    from pipeline import reference
    from pipeline.pages import Archive, ArchiveError

    places = folders()
    notes = places.var / "links.json"
    today = (now or datetime.now(UTC)).date()
    targets = reference.link_targets(reference.load(today=today))
    noted = link_check.read_notes(notes)
    asked = list(targets) if everything else link_check.due(targets, noted, today)
    if asked:
        try:
            crawl(
                link_check.link_sources(asked),
                Archive(places.var / "links"),
                on_attempt=lambda attempt: noted.__setitem__(attempt.url, link_check.state_of(attempt)),
            )
        except (ArchiveError, Offline) as error:
            raise click.ClickException(str(error)) from error
        finally:
            link_check.write_notes(notes, noted)
    dead = sorted(url for url, state in noted.items() if state.state in {"gone", "dns", "soft-404"})
    for url in dead:
        click.echo(f"dead: {url} ({noted[url].state}, {noted[url].checked})")
    click.echo(f"{len(asked)} of {len(targets)} links asked; {len(dead)} dead")


def summary(row: MatchOutcome) -> str:
    shown = [
        f"{item.name} {getattr(row, item.name)}"
        for item in fields(row)
        if item.name.startswith(("matched_", "not_matched_", "positions_"))
        and getattr(row, item.name) is not None
    ]
    return ", ".join(shown)


def write(target: Path, rows: tuple[MatchOutcome, ...]) -> None:
    """Whole or not at all: a build that runs meanwhile sees the old file or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, [item.name for item in fields(MatchOutcome)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(nrmp.csv_rows(rows))
    part.replace(target)
