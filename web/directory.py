"""The open directory: Datasette's database object that notices a new file, and what we keep of it in memory.

Datasette 0.65 holds its connections to the file it opened first: a directory that is published by a swap would never be
seen. `DirectoryDatabase` looks at the file's identity before a request (at most once a second) and, when it has
changed, reads the index of the new file beside the old one and then turns over to both at once.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database

from web import facets
from web.words import Words, read_words

NAME = "directory"
LOOK_EVERY = 1.0
PATIENCE = 3.0
"""Seconds that a request waits for a new file's index before it is answered from the old one."""


def today() -> date:
    """The day it is, or the day that IMGDIR_TODAY names (for tests and for a directory shown as of its build)."""
    named = os.environ.get("IMGDIR_TODAY")
    return date.fromisoformat(named) if named else datetime.now(UTC).date()


@dataclass(frozen=True, slots=True)
class Specialty:
    id: str
    name: str
    parent: str | None
    level: str


@dataclass(slots=True)
class Snapshot:
    """What is kept in memory of one file."""

    index: facets.FacetIndex
    specialties: dict[str, Specialty]
    children: dict[str, list[str]]
    institutions: dict[str, str]
    words: Words
    built: str
    """Day of the last proper reading in the file."""
    with_quotes: bool
    dated: int
    """Rows with a deadline that is a date."""
    day: date
    identity: tuple[int, ...] = ()
    matches: dict[Any, Any] = field(default_factory=dict)
    """Text matches already asked of this file (web.find)."""

    def specialty_name(self, identifier: str) -> str:
        if identifier == facets.ANY:
            return "Any department"
        found = self.specialties.get(identifier)
        return found.name if found else identifier


def read_snapshot(path: Path, day: date) -> Snapshot:
    """Read the index of a directory. Raises sqlite3.DatabaseError where the file is no directory of ours."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
    try:
        index = facets.build(connection, day.isoformat())
        connection.row_factory = None
        specialties = {
            row[0]: Specialty(*row)
            for row in connection.execute("select id, name, parent, level from specialties order by name")
        }
        children: dict[str, list[str]] = {}
        for specialty in specialties.values():
            if specialty.parent:
                children.setdefault(specialty.parent, []).append(specialty.id)
        built = connection.execute("select max(last_confirmed) from opportunities").fetchone()[0] or ""
        quotes = connection.execute("select 1 from evidence where quote > '' limit 1").fetchone()
        return Snapshot(
            index=index,
            specialties=specialties,
            children=children,
            institutions=dict(connection.execute("select id, name from institutions")),
            words=read_words(connection),
            built=built,
            with_quotes=quotes is not None,
            dated=facets.bits(
                (
                    index.position[row[0]]
                    for row in connection.execute("select rowid from opportunities where deadline > ''")
                ),
                index.size,
            ),
            day=day,
        )
    finally:
        connection.close()


def identity(path: Path) -> tuple[int, ...]:
    """What tells one published file from the next."""
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


class DirectoryDatabase(Database):  # type: ignore[misc]
    """Datasette's database whose file may be replaced while it is served.

    `choose` gives the path of the file to serve, asked anew at each look: var/directory.db may appear later.
    """

    def __init__(self, ds: Datasette, choose: Callable[[], Path]) -> None:
        self.choose = choose
        self.generation = 0
        self.snapshot: Snapshot | None = None
        self._local = threading.local()
        self._looked = 0.0
        self._turning: asyncio.Task[None] | None = None
        super().__init__(ds, str(choose()), is_mutable=False)

    def suggest_name(self) -> str:
        return NAME

    async def look(self) -> None:
        """Turn to the file that should be served now, if it is another than the one that is."""
        now = time.monotonic()
        if self.snapshot is not None and now - self._looked < LOOK_EVERY:
            return
        self._looked = now
        if self._turning is None or self._turning.done():
            path = self.choose()
            try:
                seen = identity(path)
            except FileNotFoundError:
                return  # between two names of a swap, or removed: the open file stays readable
            if self.snapshot and self.snapshot.identity == seen and self.snapshot.day == today():
                return
            self._turning = asyncio.ensure_future(self._turn(path, seen))
        if self.snapshot is None:
            await self._turning
        else:
            await asyncio.wait({self._turning}, timeout=PATIENCE)

    async def _turn(self, path: Path, seen: tuple[int, ...]) -> None:
        try:
            fresh = await asyncio.get_running_loop().run_in_executor(None, read_snapshot, path, today())
        except sqlite3.DatabaseError:
            if self.snapshot is None:
                raise
            return  # half a file, or not ours: what is served stays, and the next look tries again
        fresh.identity = seen
        self.path = str(path)
        self.cached_hash = None
        self.cached_size = None
        self._cached_table_counts = None
        self.generation += 1
        self.snapshot = fresh
        await self.table_counts(limit=60_000)

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """As Datasette's, but a thread's connection is of the generation served; an older one is closed by its own thread."""

        def in_thread() -> Any:
            held: tuple[int, sqlite3.Connection] | None = getattr(self._local, "held", None)
            if held is None or held[0] != self.generation:
                if held is not None:
                    held[1].close()
                    if held[1] in self._all_file_connections:
                        self._all_file_connections.remove(held[1])
                connection = self.connect()
                self.ds._prepare_connection(connection, self.name)
                held = (self.generation, connection)
                self._local.held = held
            return fn(held[1])

        return await asyncio.get_running_loop().run_in_executor(self.ds.executor, in_thread)


def directory(datasette: Datasette) -> DirectoryDatabase:
    """The directory that this Datasette serves. Raises KeyError where it serves none."""
    database = datasette.databases[NAME]
    if not isinstance(database, DirectoryDatabase):
        raise KeyError(NAME)
    return database


def snapshot(datasette: Datasette) -> Snapshot:
    """The index of the file that is served; `look` has been awaited before any view runs."""
    found = directory(datasette).snapshot
    if found is None:
        raise RuntimeError("the directory has not been opened yet")
    return found
