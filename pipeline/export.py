"""Listings as CSV, JSON, iCalendar and Atom. The same directory and filters give the same bytes."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import us
from feedgen.feed import FeedGenerator
from icalendar import Calendar, Event
from rapidfuzz import fuzz, process

from pipeline.rows import AUDIENCE_COLUMNS
from pipeline.schema import BY_NAME, OPPORTUNITIES
from pipeline.specialty import Specialty, by_id, lookup, specialties
from pipeline.store import Directory, DirectoryError, sync

ARRAYS = frozenset(column.name for column in OPPORTUNITIES.columns if column.array)
FORMULA = re.compile(r"[\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
"""What a spreadsheet may run; leading white space and control characters are gone by then."""
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
FORMATS = ("csv", "json", "ics", "atom")


class UnknownName(ValueError):
    """A specialty or state that the directory does not know; the text suggests near ones."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which listings to export. All None: every live listing."""

    specialty: Specialty | None = None
    exact: bool = False
    state: str | None = None
    type: str | None = None
    audience: str | None = None
    """A group of the JSON form (`img_graduate` ...): those that take it, limited or not."""
    ended: bool = False


def specialty_named(name: str) -> Specialty:
    """The specialty by its name, id or a synonym. Raises UnknownName with near names."""
    found = by_id().get(name.strip().lower()) or lookup(name)
    if found:
        return found
    spoken: dict[str, str] = {}
    for specialty in specialties():
        for word in (specialty.name, *specialty.synonyms, *specialty.loose):
            spoken.setdefault(word, specialty.name)
    near = process.extract(
        name, list(spoken), scorer=fuzz.WRatio, processor=str.lower, limit=12, score_cutoff=60
    )
    names = list(dict.fromkeys(spoken[word] for word, _, _ in near))[:4]
    hint = (
        f" Did you mean {', '.join(names)}?"
        if names
        else " `imgdir export --list-specialties` names them all."
    )
    raise UnknownName(f"No specialty is called {name!r}.{hint}")


def state_named(name: str) -> str:
    """USPS code of a state by its code or name. Raises UnknownName."""
    found = us.states.lookup(name.strip())
    if found is None:
        names = [state.name for state in us.states.STATES_AND_TERRITORIES]
        near = process.extractOne(name, names, processor=str.lower, score_cutoff=60)
        hint = f" Did you mean {near[0]}?" if near else " Write two letters, such as NY."
        raise UnknownName(f"No state is called {name!r}.{hint}")
    return str(found.abbr)


def selected(directory: Directory, choice: Choice) -> Iterator[dict[str, Any]]:
    """Rows of `opportunities` that fit, sellers last, then best match, institution, title.

    With a specialty each row has `match`: named (the specialty itself), sub (one under it), any (takes any department).
    """
    where, values = conditions(choice)
    if choice.specialty is None:
        sql = f"SELECT o.* FROM opportunities o WHERE {where} ORDER BY o.is_seller, o.institution, o.title, o.id"
        yield from directory.rows(sql, values)
        return
    kinds = "0" if choice.exact else "0, 1, 2"
    sql = f"""
        WITH RECURSIVE under(id, kind) AS (
            SELECT :specialty, 0 UNION SELECT s.id, 1 FROM specialties s JOIN under u ON s.parent = u.id WHERE u.kind < 2
        ), wanted(id, kind) AS (SELECT id, kind FROM under UNION ALL SELECT 'any', 2),
        best(id, kind) AS (
            SELECT os.opportunity_id, min(w.kind) FROM opportunity_specialties os JOIN wanted w ON w.id = os.specialty_id
            WHERE w.kind IN ({kinds}) GROUP BY os.opportunity_id
        )
        SELECT CASE b.kind WHEN 0 THEN 'named' WHEN 1 THEN 'sub' ELSE 'any' END AS match, o.*
        FROM best b JOIN opportunities o ON o.id = b.id
        WHERE {where} ORDER BY o.is_seller, b.kind, o.institution, o.title, o.id"""
    yield from directory.rows(sql, values | {"specialty": choice.specialty.id})


def conditions(choice: Choice) -> tuple[str, dict[str, Any]]:
    parts, values = ["1"], {}
    if not choice.ended:
        parts.append("o.ended_on IS NULL")
    for column, value in (("state", choice.state), ("type", choice.type)):
        if value:
            parts.append(f"o.{column} = :{column}")
            values[column] = value
    if choice.audience:
        parts.append(f"o.{AUDIENCE_COLUMNS[choice.audience]} IN ('yes', 'limited')")
    return " AND ".join(parts), values


def cell(value: Any) -> Any:
    """One CSV cell: arrays joined by "; ", no line breaks, and nothing that a spreadsheet would run as a formula."""
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    if isinstance(value, int):
        return value
    text = CONTROL.sub("", " ".join(str(value).split()))
    return f"'{text}" if FORMULA.match(text) else text


def csv_cells(row: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    cells = []
    for name in names:
        value = row[name]
        if name in ARRAYS:
            value = "; ".join(json.loads(value)) if value else ""
        cells.append(cell(value))
    return cells


def as_csv(rows: Iterable[Mapping[str, Any]], with_match: bool) -> Iterator[str]:
    """Lines of CSV (RFC 4180) with a header, also where there is no row."""
    names = (("match",) if with_match else ()) + BY_NAME["opportunities"].names
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(names)
    for row in rows:
        writer.writerow(csv_cells(row, names))
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_json(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """A JSON array of objects, arrays as arrays."""
    yield "["
    separator = "\n"
    for row in rows:
        opened = {name: json.loads(value) if name in ARRAYS else value for name, value in row.items()}
        yield separator + json.dumps(opened, ensure_ascii=False)
        separator = ",\n"
    yield "\n]\n"


def as_calendar(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """An iCalendar file with one all-day event for each deadline that is a date; yearly ones repeat."""
    calendar = Calendar()
    calendar.add("prodid", "-//imgdir//deadlines//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Deadlines for IMGs")
    for row in rows:
        if not row["deadline"] or row["status"] in {"closed", "not_offered"}:
            continue
        event = Event()
        event.add("uid", f"{row['id']}@imgdir")
        event.add("dtstamp", midnight(row["last_confirmed"]))
        event.add("dtstart", date.fromisoformat(row["deadline"]))
        event.add("summary", clean(f"Deadline: {row['title']} ({row['institution']})"))
        event.add("description", clean(f"{row['summary']} Confirmed on {row['last_confirmed']}."))
        event.add("url", row["url"])
        event.add("transp", "TRANSPARENT")
        if "every year" in (row["deadline_text"] or ""):
            event.add("rrule", {"freq": "yearly"})
        calendar.add_component(event)
    yield calendar.to_ical().decode("utf-8")


def as_feed(rows: Iterable[Mapping[str, Any]], title: str) -> Iterator[str]:
    """An Atom feed, the latest change first."""
    found = sorted(rows, key=lambda row: (row["last_changed"], row["id"]))
    feed = FeedGenerator()
    feed.id("urn:imgdir:opportunities")
    feed.title(clean(title))
    feed.author({"name": "imgdir"})
    feed.generator("imgdir")
    feed.updated(midnight(found[-1]["last_changed"]) if found else datetime(1970, 1, 1, tzinfo=UTC))
    for row in found:
        entry = feed.add_entry(order="prepend")
        entry.id(f"urn:imgdir:{row['id']}")
        entry.title(clean(f"{row['title']} ({row['institution']})"))
        entry.link(href=row["url"], rel="alternate")
        entry.published(midnight(row["first_seen"]))
        entry.updated(midnight(row["last_changed"]))
        entry.summary(clean(row["summary"]))
        entry.category({"term": row["type"]})
    yield feed.atom_str(pretty=True).decode("utf-8")


def midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), UTC)


def clean(text: str) -> str:
    """`text` without control characters, which XML cannot hold and calendars misread."""
    return CONTROL.sub("", " ".join(text.split()))


def export(directory: Directory, choice: Choice, form: str) -> Iterator[str]:
    """The listings that fit, as text in one of FORMATS."""
    rows = selected(directory, choice)
    if form == "csv":
        return as_csv(rows, choice.specialty is not None)
    if form == "json":
        return as_json(rows)
    if form == "ics":
        return as_calendar(rows)
    name = choice.specialty.name if choice.specialty else "US clinical experience and awards"
    return as_feed(rows, f"{name} for international medical graduates")


def write_text(path: Path, pieces: Iterable[str], *, mark: bool = False) -> None:
    """Whole or not at all. `mark` puts a byte order mark first. Raises DirectoryError where it cannot be written."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8-sig" if mark else "utf-8", newline="") as stream:
            stream.writelines(pieces)
        sync(part)
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise DirectoryError(
            f"Cannot write {path}: {error.strerror}. Nothing was changed there. Name a folder that you may write to."
        ) from error


def all_specialties(directory: Directory, choice: Choice, folder: Path, *, mark: bool = False) -> list[Path]:
    """One CSV for each specialty that a listing names, itself or one under it; returns the files."""
    named = {
        row["specialty_id"]
        for row in directory.rows(
            "SELECT DISTINCT specialty_id FROM opportunity_specialties os JOIN opportunities o ON o.id = os.opportunity_id "
            "WHERE o.ended_on IS NULL"
        )
    }
    parents = {specialty.id: specialty.parent for specialty in specialties()}
    for identifier in list(named):
        above = parents.get(identifier)
        while above and not choice.exact:
            named.add(above)
            above = parents.get(above)
    written = []
    for specialty in specialties():
        if specialty.id in named:
            path = folder / f"{specialty.id}.csv"
            one = Choice(specialty, choice.exact, choice.state, choice.type, choice.audience, choice.ended)
            write_text(path, export(directory, one, "csv"), mark=mark)
            written.append(path)
    return written
