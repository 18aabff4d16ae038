"""A search as Atom and as iCalendar, and rows as CSV that a spreadsheet opens without running anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from feedgen.feed import FeedGenerator
from icalendar import Alarm, Calendar, Event

from pipeline.export import csv_cells
from web import labels, view

Row = Mapping[str, Any]
ENTRIES = 100
"""Entries of a feed: the latest changed."""


def moment(day: str | None) -> datetime:
    """A stored day or timestamp as aware UTC; the epoch where there is none."""
    try:
        found = datetime.fromisoformat((day or "").replace("Z", "+00:00"))
    except ValueError:
        found = datetime(1970, 1, 1, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def printable(text: str) -> str:
    """Text without the control characters that XML forbids."""
    return "".join(letter for letter in text if letter in "\t\n" or letter >= " ")


def atom(rows: Sequence[Row], title: str, address: str, page: str, built: str) -> bytes:
    """An Atom feed of listings, newest change first. `address` is the feed's own, `page` that of the page it follows."""
    feed = FeedGenerator()
    feed.id(address)
    feed.title(printable(title))
    feed.link(href=address, rel="self", type="application/atom+xml")
    feed.link(href=page, rel="alternate", type="text/html")
    feed.author({"name": "IMG Directory"})
    feed.updated(max((moment(row["last_changed"]) for row in rows), default=moment(built)))
    root = page.split("/directory/")[0].rstrip("/")
    for row in rows:
        entry = feed.add_entry(order="append")
        link = f"{root}{view.opportunity_path(row['id'])}"
        entry.id(link)
        entry.title(printable(f"{row['title']}, {row['institution']}"))
        entry.link(href=link)
        entry.published(moment(row["first_seen"]))
        entry.updated(moment(row["last_changed"]))
        entry.summary(printable(row["summary"]))
        entry.category([{"term": row["type"], "label": labels.TYPES.get(row["type"], row["type"])}])
    body: bytes = feed.atom_str(pretty=True)
    return body


def atom_changes(days: Iterable[Mapping[str, Any]], root: str, built: str) -> bytes:
    """An Atom feed of single changes."""
    feed = FeedGenerator()
    feed.id(f"{root}/changes.atom")
    feed.title("IMG Directory: what changed")
    feed.link(href=f"{root}/changes.atom", rel="self", type="application/atom+xml")
    feed.link(href=f"{root}/changes", rel="alternate", type="text/html")
    feed.author({"name": "IMG Directory"})
    newest = moment(built)
    for day in days:
        for change in day["entries"]:
            entry = feed.add_entry(order="append")
            entry.id(
                f"{root}{change['path']}#{change['date']}-{change['run_id']}-{change['field'].replace(' ', '-')}"
            )
            entry.title(printable(f"{change['title']}, {change['institution']}: {change['field']}"))
            entry.link(href=f"{root}{change['path']}")
            entry.updated(moment(change["date"]))
            entry.summary(
                printable(
                    f"{change['field']} was {change['old']}, is now {change['new']} ({change['cause']})."
                )
            )
            newest = max(newest, moment(change["date"]))
    feed.updated(newest)
    body: bytes = feed.atom_str(pretty=True)
    return body


def calendar(rows: Iterable[Row], root: str, title: str) -> bytes:
    """Deadlines of listings as whole-day events with an alarm two weeks before. Listings without a date give none."""
    file = Calendar()
    file.add("prodid", "-//imgdir//IMG Directory//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", printable(title))
    for row in rows:
        try:
            day = date.fromisoformat((row["deadline"] or "")[:10])
        except ValueError:
            continue
        event = Event()
        event.add("uid", f"{row['id']}-deadline@imgdir")
        event.add("dtstamp", moment(row["last_confirmed"]))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", printable(f"Deadline: {row['title']}, {row['institution']}"))
        event.add(
            "description",
            printable(
                f"{row['deadline_text'] or row['deadline']}, as read on {labels.day(row['last_confirmed'])}. "
                f"Check the source before you rely on it: {row['url']}"
            ),
        )
        event.add("url", f"{root}{view.opportunity_path(row['id'])}")
        event.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", "Deadline in two weeks")
        alarm.add("trigger", timedelta(days=-14))
        event.add_component(alarm)
        file.add_component(event)
    body: bytes = file.to_ical()
    return body


def csv_lines(rows: Iterable[Row], columns: Sequence[str], header: bool = True) -> Iterator[str]:
    """Lines of a CSV file, the header first."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    if header:
        writer.writerow(columns)
    for row in rows:
        writer.writerow(csv_cells(row, columns))
        if buffer.tell() > 60_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()
