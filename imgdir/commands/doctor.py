"""`imgdir doctor`: what is missing or wrong on this machine and in this directory."""

from __future__ import annotations

import importlib
import os
import shutil
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import click

from imgdir.commands.serve import HOST, PORT
from imgdir.folders import Folders, folders
from pipeline import publish
from pipeline.pages import Archive, ArchiveError
from pipeline.rows import freshness
from pipeline.sources import load_registry
from pipeline.store import Directory, DirectoryError, check, connect

Weight = Literal["ok", "note", "wrong"]
NEEDED = (
    "bs4",
    "lxml",
    "scrapy",
    "datasette",
    "sqlite_utils",
    "warcio",
    "rapidfuzz",
    "icalendar",
    "feedgen",
    "apprise",
)
LEAST_FREE = 500_000_000
OLDEST_SQLITE = (3, 37)


@dataclass(frozen=True, slots=True)
class Finding:
    weight: Weight
    what: str
    remedy: str = ""


@click.command("doctor")
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Look at this directory too.")
@click.option("--offline", is_flag=True, help="Do not look for a network.")
def command(db: Path | None, offline: bool) -> None:
    """Say what is missing or wrong on this machine and in this directory, and what to do.

    Exits 1 where something is wrong; notes alone are fine.

    Example: imgdir doctor
    """
    places = folders()
    wrong = 0
    looks: list[Callable[[], Iterator[Finding]]] = [
        machine,
        lambda: registry(places),
        lambda: directories(places, db),
        lambda: stored(places),
        lambda: surroundings(places, offline),
    ]
    for look in looks:
        for finding in look():
            wrong += finding.weight == "wrong"
            mark = {"ok": "ok   ", "note": "note ", "wrong": "WRONG"}[finding.weight]
            click.echo(f"{mark} {finding.what}{f' {finding.remedy}' if finding.remedy else ''}")
    if wrong:
        raise SystemExit(1)


def machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("ok", f"Python {version}")
    missing = [name for name in NEEDED if not importable(name)]
    if missing:
        yield Finding("wrong", f"Packages are missing: {', '.join(missing)}.", "Run `make setup`.")
    else:
        yield Finding("ok", "packages")
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        yield Finding(
            "wrong",
            f"SQLite {sqlite3.sqlite_version} is too old for strict tables.",
            "Use a newer Python build.",
        )
        return
    try:
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.execute("CREATE VIRTUAL TABLE t USING fts5(a, tokenize='porter unicode61')")
        yield Finding("ok", f"SQLite {sqlite3.sqlite_version} with full-text search")
    except sqlite3.Error:
        yield Finding("wrong", "SQLite has no FTS5 full-text search.", "Use a Python whose SQLite has it.")


def importable(name: str) -> bool:
    try:
        importlib.import_module(name)
    except ImportError:
        return False
    return True


def registry(places: Folders) -> Iterator[Finding]:
    sources, issues = load_registry(places.sources)
    for issue in issues:
        yield Finding("wrong", issue.message, issue.remedy)
    if sources:
        unreviewed = sum(source.expect == "unreviewed" for source in sources)
        yield Finding("ok", f"{len(sources)} sources, {unreviewed} of them not reviewed")
    else:
        yield Finding(
            "wrong", f"There is no usable source in {places.sources}.", "Restore sources/ or add one."
        )


def directories(places: Folders, db: Path | None) -> Iterator[Finding]:
    found = False
    for path in dict.fromkeys(path for path in (places.shipped, places.own, db) if path):
        if not path.exists():
            if path == db:
                yield Finding("wrong", f"There is no directory at {path}.", "Name another file with --db.")
            continue
        found = True
        yield from directory(path)
    if not found:
        yield Finding("wrong", "There is no directory at all.", "Run `imgdir run`, or restore directory.db.")
    held = places.var / "held-back.db"
    if held.exists():
        yield Finding(
            "note",
            f"{held} is a build that a check held back.",
            "Look at it with `imgdir serve --db`; remove it when it is settled.",
        )
    kept = publish.versions(places.kept)
    if places.own.exists():
        yield Finding("ok", f"{len(kept)} earlier directories are kept for `imgdir rollback`")


def directory(path: Path) -> Iterator[Finding]:
    try:
        with closing(connect(path)) as connection:
            fault = check(connection)
        if fault:
            yield Finding(
                "wrong", f"{path} is not sound: {fault}.", "Run `imgdir rollback` or `imgdir build`."
            )
            return
        with Directory(path) as opened:
            today = datetime.now(UTC).date()
            ages: dict[str, int] = {}
            for row in opened.rows("SELECT last_confirmed, ended_on FROM opportunities"):
                age = freshness(row["last_confirmed"], row["ended_on"], today)
                ages[age] = ages.get(age, 0) + 1
            floors = next(opened.rows("SELECT count(*) AS n FROM problems WHERE severity = 'floor'"))["n"]
            newest = next(opened.rows("SELECT max(last_confirmed) AS day FROM opportunities"))["day"]
    except (DirectoryError, sqlite3.Error) as error:
        yield Finding("wrong", str(error))
        return
    shown = ", ".join(f"{count} {age}" for age, count in sorted(ages.items()))
    yield Finding("ok", f"{path}: {shown or 'no listing'}")
    if newest and (today - date.fromisoformat(newest)).days > 14:
        yield Finding(
            "note",
            f"{path}: the last reading is of {newest}.",
            "Run `imgdir run`, or see that the timer runs.",
        )
    if floors:
        yield Finding("note", f"{path}: {floors} updates are held back.", "See its table `problems`.")


def stored(places: Folders) -> Iterator[Finding]:
    if not places.crawl.exists():
        yield Finding("note", "No page has been stored yet.", "Run `imgdir run`.")
        return
    try:
        archive = Archive(places.crawl)
        size = sum(path.stat().st_size for path in places.crawl.rglob("*") if path.is_file())
    except (ArchiveError, OSError) as error:
        yield Finding("wrong", str(error))
        return
    yield Finding("ok", f"{len(archive)} stored pages, {size / 1e6:.0f} MB in {places.crawl}")
    if archive.run():
        yield Finding(
            "note", "A crawl is running or was interrupted.", "The next `imgdir crawl` goes on from there."
        )


def surroundings(places: Folders, offline: bool) -> Iterator[Finding]:
    base = places.var if places.var.exists() else places.var.parent
    if os.access(base, os.W_OK):
        free = shutil.disk_usage(base).free
        weight: Weight = "ok" if free > LEAST_FREE else "wrong"
        yield Finding(weight, f"{free / 1e9:.1f} GB free in {base}", "" if weight == "ok" else "Make room.")
    else:
        yield Finding(
            "wrong", f"{base} cannot be written.", "Change its owner, or set IMGDIR_VAR to another folder."
        )
    if os.environ.get("IMGDIR_CONTACT"):
        yield Finding("ok", "IMGDIR_CONTACT is set")
    else:
        yield Finding(
            "note",
            "IMGDIR_CONTACT is not set: sites cannot tell whom to write to.",
            "Set it to a web or e-mail address of yours.",
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, PORT))
            yield Finding("ok", f"port {PORT} is free")
        except OSError:
            yield Finding(
                "note", f"Port {PORT} is in use.", "If that is not `imgdir serve`, serve with --port."
            )
    if not offline:
        sources, _ = load_registry(places.sources)
        from imgdir.crawling import Offline, require_network

        try:
            require_network(sources, None)
            yield Finding("ok", "network")
        except Offline:
            yield Finding(
                "note",
                "There is no network.",
                "What is stored can be built, served and exported all the same.",
            )
