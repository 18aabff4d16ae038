"""The only module that writes SQLite: the directory, loaded in bulk, and the cache of readings.

A directory is written once, from empty, in one go, and never changed after: no index is kept up while rows come in,
and the text index is filled in the same pass. The file is complete only after `finish`.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any

import sqlite_utils

from pipeline.schema import (
    APPLICATION_ID,
    BY_NAME,
    SEARCH,
    SEARCH_COLUMNS,
    TABLES,
    TOKENIZER,
    VERSION,
    Table,
)

Row = Mapping[str, Any]
BATCH = 500
"""Rows of a table that wait in memory."""
PYTHON_TYPES: dict[str, type] = {"text": str, "integer": int, "real": float}
NAMES = {table.name: table.names for table in TABLES}
COLUMNS = {name: frozenset(columns) for name, columns in NAMES.items()}
LATEST = {"pages": "last_tried"}
"""Table to the column by which the later of two rows with one key stands; other tables refuse the second."""
VALUES = {name: itemgetter(*columns) for name, columns in NAMES.items()}
SEARCH_WORD = re.compile(r"[^\W\d_]{3,40}")


class DirectoryError(Exception):
    """A directory that cannot be read or written. The text is one paragraph: what, where, why, what to do."""


class DirectoryWriter:
    """Writes a new directory to `path`, which must not exist. Rows of each table keep the order of `add`.

    Use as a context manager; leave it without `finish` and the half-written file is removed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.exists():
            raise DirectoryError(
                f"Cannot build into {path}: the file is there already. Name another file, or remove it."
            )
        try:
            self.db = sqlite_utils.Database(path)
            self.connection = self.db.conn
            self.connection.execute("PRAGMA page_size = 4096")
            self.connection.execute("PRAGMA journal_mode = OFF")
            self.connection.execute("PRAGMA synchronous = OFF")
            self.connection.execute("PRAGMA cache_size = -8000")
            for table in TABLES:
                create(self.db, table)
            self.connection.execute(
                f"CREATE VIRTUAL TABLE {SEARCH} USING fts5({', '.join(SEARCH_COLUMNS)}, tokenize='{TOKENIZER}')"
            )
        except sqlite3.Error as error:
            raise unwritable(path, error) from error
        self.buffers: dict[str, list[tuple[Any, ...]]] = {table.name: [] for table in TABLES}
        self.texts: list[tuple[Any, ...]] = []
        self.words: Counter[str] = Counter()
        self.counts: Counter[str] = Counter()
        self.done = False

    def __enter__(self) -> DirectoryWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self.done:
            self.connection.close()
            for leftover in (self.path, self.path.with_name(self.path.name + "-journal")):
                leftover.unlink(missing_ok=True)

    def add(self, table: str, row: Row) -> None:
        """One row; columns that `row` lacks are NULL. Raises KeyError for a column that the table does not have."""
        known = NAMES[table]
        buffer = self.buffers[table]
        if len(row) != len(known) or row.keys() != COLUMNS[table]:
            if not row.keys() <= COLUMNS[table]:
                raise KeyError(f"{table} has no column {', '.join(sorted(row.keys() - COLUMNS[table]))}")
            buffer.append(tuple(map(row.get, known)))
        else:
            buffer.append(VALUES[table](row))
        self.counts[table] += 1
        if len(buffer) >= BATCH:
            self.flush(table)

    def add_opportunity(self, row: Row, place: str, specialties: str) -> None:
        """A listing and its search text; `specialties` has parents and synonyms as well."""
        self.add("opportunities", row)
        found = (row["title"], row["institution"], place, specialties, row["summary"])
        self.texts.append((self.counts["opportunities"], *found))
        self.words.update({word.lower() for text in found[:4] for word in SEARCH_WORD.findall(text)})
        if len(self.texts) >= BATCH:
            self.flush_texts()

    def flush(self, table: str) -> None:
        buffer = self.buffers[table]
        if not buffer:
            return
        names = NAMES[table]
        marks = ", ".join("?" * len(names))
        try:
            self.connection.executemany(
                f"INSERT INTO {table} ({', '.join(f'[{name}]' for name in names)}) VALUES ({marks})"
                f"{instead(table)}",
                buffer,
            )
        except sqlite3.IntegrityError as error:
            raise DirectoryError(
                f"Cannot write {table} of {self.path}: {error}. Two rows have one key, or a value that must be there is "
                "missing; the directory that is published stays as it is. Please report this with the build's output."
            ) from error
        except sqlite3.Error as error:
            raise unwritable(self.path, error) from error
        buffer.clear()

    def has(self, table: str, key: str) -> bool:
        """Is there a row with this key among those that were added?"""
        self.flush(table)
        (name,) = BY_NAME[table].key
        found = self.connection.execute(f"SELECT 1 FROM {table} WHERE [{name}] = ?", [key]).fetchone()
        return found is not None

    def flush_texts(self) -> None:
        marks = ", ".join("?" * (len(SEARCH_COLUMNS) + 1))
        self.connection.executemany(
            f"INSERT INTO {SEARCH} (rowid, {', '.join(SEARCH_COLUMNS)}) VALUES ({marks})", self.texts
        )
        self.texts.clear()

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Rows of what has been added so far."""
        for table in TABLES:
            self.flush(table.name)
        return list(self.connection.execute(sql, parameters))

    def finish(self) -> None:
        """Indexes, text index, statistics, checks; then the file is whole, synced and closed.

        Raises DirectoryError where a foreign key points nowhere or the file fails SQLite's own check.
        """
        for word, listings in sorted(self.words.items()):
            self.add("search_words", {"word": word, "listings": listings})
        for table in TABLES:
            self.flush(table.name)
        self.flush_texts()
        for name in LATEST:
            ((self.counts[name],),) = self.connection.execute(f"SELECT count(*) FROM {name}")
        try:
            self.connection.execute(f"INSERT INTO {SEARCH}({SEARCH}) VALUES ('optimize')")
            self.connection.execute(
                "UPDATE specialties SET opportunities = (SELECT count(*) FROM opportunity_specialties o "
                "WHERE o.specialty_id = specialties.id)"
            )
            self.connection.commit()
            for table in TABLES:
                for columns in table.indexes:
                    self.db.table(table.name).create_index(list(columns))
            self.connection.execute("ANALYZE")
            self.connection.execute(f"PRAGMA user_version = {VERSION}")
            self.connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self.connection.commit()
            fault = check(self.connection)
        except sqlite3.Error as error:
            raise unwritable(self.path, error) from error
        if fault:
            raise DirectoryError(
                f"The new directory {self.path} is not sound: {fault}. The published one stays as it is."
            )
        self.connection.close()
        sync(self.path)
        self.done = True


def instead(table: str) -> str:
    """What becomes of a second row with the key of another."""
    if table not in LATEST:
        return ""
    key = ", ".join(BY_NAME[table].key)
    values = ", ".join(f"[{name}] = excluded.[{name}]" for name in NAMES[table])
    return f" ON CONFLICT ({key}) DO UPDATE SET {values} WHERE excluded.{LATEST[table]} > {table}.{LATEST[table]}"


def create(db: sqlite_utils.Database, table: Table) -> None:
    """The table with its types, keys and foreign keys; strict, so that no text gets into a number column."""
    db.create_table(
        table.name,
        {column.name: PYTHON_TYPES[column.type] for column in table.columns},
        pk=table.key[0] if len(table.key) == 1 else table.key,
        not_null={column.name for column in table.columns if column.required},
        foreign_keys=[
            (column.name, *reference_of(column.references)) for column in table.columns if column.references
        ],
        strict=True,
    )


def reference_of(reference: str) -> tuple[str, str]:
    table, _, column = reference.partition(".")
    return table, column


def check(connection: sqlite3.Connection) -> str | None:
    """What is wrong with a directory, or None: SQLite's own check, foreign keys, and the text index's row count."""
    (verdict,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
    if verdict != "ok":
        return f"integrity_check says {verdict}"
    broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    if broken:
        return f"row {broken[1]} of {broken[0]} points to a row of {broken[2]} that is not there"
    (listings,) = connection.execute("SELECT count(*) FROM opportunities").fetchone()
    (indexed,) = connection.execute(f"SELECT count(*) FROM {SEARCH}_docsize").fetchone()
    if listings != indexed:
        return f"{listings} opportunities, but {indexed} in the text index"
    return None


def unwritable(path: Path, error: sqlite3.Error) -> DirectoryError:
    return DirectoryError(
        f"Cannot write {path}: {error}. The published directory is untouched. "
        "See that the folder exists, that you may write to it and that the disk is not full, or name another file with --db."
    )


def sync(path: Path) -> None:
    """The file's bytes, and its name in its folder, on the disk."""
    for target in (path, path.parent):
        descriptor = os.open(target, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def connect(path: Path) -> sqlite3.Connection:
    """A read-only connection to a directory of this version. Raises DirectoryError where there is none."""
    if not path.is_file():
        raise DirectoryError(
            f"No directory at {path}. Build one from stored pages with `imgdir build`, fetch pages with `imgdir run`, "
            "or name another file with --db."
        )
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        connection.row_factory = sqlite3.Row
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        tables = {
            row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        }
    except sqlite3.DatabaseError as error:
        raise DirectoryError(
            f"Cannot read {path}: {error}. It is not a whole SQLite file. Return to an earlier directory with "
            "`imgdir rollback`, or rebuild with `imgdir build`."
        ) from error
    if "opportunities" not in tables:
        connection.close()
        raise DirectoryError(
            f"{path} is an SQLite file, but no directory: it has no table `opportunities`. Name another file with --db."
        )
    if version != VERSION:
        connection.close()
        older = "an older" if version < VERSION else "a newer"
        raise DirectoryError(
            f"{path} was written by {older} version of this program (form {version}; this one reads {VERSION}). "
            + (
                "Rebuild it from the stored pages with `imgdir build --previous none`; the file stays until the new one is whole."
                if version < VERSION
                else "Update the program, or name another file with --db."
            )
        )
    return connection


class Directory:
    """Reads a published directory. Close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = connect(path)

    def __enter__(self) -> Directory:
        return self

    def __exit__(self, *_: object) -> None:
        self.connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = ()) -> Iterator[dict[str, Any]]:
        cursor = self.connection.execute(sql, parameters)
        for row in cursor:
            yield dict(row)

    def table(self, name: str) -> Iterator[dict[str, Any]]:
        """Every row of a table of the contract, by its key; none where an earlier build did not have the table."""
        table = BY_NAME[name]
        return self.rows(f"SELECT * FROM {table.name} ORDER BY {', '.join(table.key)}")

    def of_listing(self, name: str, identifier: str) -> list[dict[str, Any]]:
        key = ", ".join(BY_NAME[name].key)
        return list(self.rows(f"SELECT * FROM {name} WHERE opportunity_id = ? ORDER BY {key}", [identifier]))

    def count(self, name: str) -> int:
        (number,) = self.connection.execute(f"SELECT count(*) FROM {BY_NAME[name].name}").fetchone()
        return int(number)


class ReadingCache:
    """Readings by page and program version, so that an unchanged page is not read again.

    A reading is kept as JSON under (key, version); `keep` drops those of other versions. Loss of the file costs time
    and nothing else, so a damaged one is removed and begun anew.
    """

    def __init__(self, path: Path | None, version: str) -> None:
        self.version = version
        self.hits = self.misses = 0
        try:
            self.db = self.open(path)
        except sqlite3.DatabaseError:
            if path is None:
                raise
            path.unlink(missing_ok=True)
            self.db = self.open(path)

    @staticmethod
    def open(path: Path | None) -> sqlite_utils.Database:
        db = sqlite_utils.Database(path) if path else sqlite_utils.Database(memory=True)
        db.conn.execute("PRAGMA synchronous = OFF")
        db.conn.execute(
            "CREATE TABLE IF NOT EXISTS readings (key TEXT PRIMARY KEY, version TEXT NOT NULL, reading TEXT NOT NULL) WITHOUT ROWID"
        )
        return db

    def get(self, key: str, read: Callable[[], str]) -> str:
        """The reading kept under `key`, or that of `read()`, which is then kept; `hits` and `misses` count them."""
        self.hits += 1

        def counted() -> str:
            self.hits -= 1
            self.misses += 1
            return read()

        return self.kept(key, counted)

    def kept(self, key: str, make: Callable[[], str]) -> str:
        """The JSON kept under `key`, or that of `make()`, which is then kept."""
        row = self.db.conn.execute(
            "SELECT reading FROM readings WHERE key = ? AND version = ?", (key, self.version)
        ).fetchone()
        if row:
            return str(row[0])
        fresh = make()
        self.db.conn.execute("INSERT OR REPLACE INTO readings VALUES (?, ?, ?)", (key, self.version, fresh))
        return fresh

    def close(self) -> None:
        """Keep what was read; drop what an earlier version of the program read."""
        with closing(self.db.conn):
            self.db.conn.execute("DELETE FROM readings WHERE version <> ?", (self.version,))
            self.db.conn.commit()


def dump(path: Path) -> Iterable[str]:
    """The directory as SQL text, for comparing two builds."""
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        yield from connection.iterdump()


def json_array(text: str | None) -> list[str]:
    """The values of an array column."""
    return [str(item) for item in json.loads(text)] if text else []
