"""A specialty's page as files: one flat CSV and one calendar, from the same context that the page is rendered from."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from icalendar import Calendar, Event

from web.figures import KIND_NAMES, Figures

CSV_COLUMNS = (
    "section", "name", "what", "institution", "city", "state", "value", "year", "status", "deadline", "source", "url",
)  # fmt: skip


def safe_cell(value: Any) -> str:
    """Text for a spreadsheet: a cell that would be taken for a formula is led by an apostrophe."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def csv_of(found: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One flat table of a specialty's page: figures, factors, places, awards, leads, checklist, dates, resources."""
    lines: list[dict[str, Any]] = []
    figures: Figures = found["figures"]
    for table in figures.tables:
        for year, kinds in ((row.year, row.kinds) for row in table.years):
            for row in kinds.values():
                for column, what in (
                    ("matched_n", "matched"),
                    ("not_matched_n", "did not match"),
                    ("match_rate_pct", "match rate, %"),
                    ("img_share_pct", "IMG share of filled positions, %"),
                ):
                    if row[column] is not None:
                        lines.append(
                            {
                                "section": "match figures",
                                "name": f"{KIND_NAMES.get(row['applicant_type'], row['applicant_type'])}: {what}",
                                "what": table.title,
                                "value": row[column],
                                "year": year,
                                "status": "second-hand" if row["second_hand"] else "from the report",
                                "source": row["report"],
                                "url": row["source_url"],
                            }
                        )
    for item in figures.quarters:
        for key, group in (("matched", "matched"), ("not_matched", "did not match")):
            for quarter in ("q1", "median", "q3"):
                if item.row[f"{key}_{quarter}"] is not None:
                    lines.append(
                        {
                            "section": "match figures",
                            "name": f"{item.title}: {quarter}",
                            "what": f"non-U.S. IMGs who {group}",
                            "value": item.row[f"{key}_{quarter}"],
                            "year": item.row["year"],
                            "status": "second-hand" if item.row["second_hand"] else "from the report",
                            "source": item.row["report"],
                            "url": item.row["source_url"],
                        }
                    )
    for row in found["factors"]:
        lines.append(
            {
                "section": "director survey",
                "name": row["factor"],
                "what": row["specialty"],
                "value": row["percent_citing"]
                if row["percent_citing"] is not None
                else f"rank {row['rank']}",
                "year": row["year"],
                "status": "second-hand" if row["second_hand"] else "",
                "source": row["report"],
                "url": row["source_url"],
            }
        )
    for row in (*found["places"], *found["awards"]):
        lines.append(
            {
                "section": "award" if row["type"] == "award" else "place",
                "name": row["title"],
                "what": row["type_label"],
                "institution": row["institution"],
                "city": row["city"],
                "state": row["state"],
                "value": f"IMG graduates: {row['accepts_img_graduates']}; letter: {row['letter_of_recommendation']}",
                "status": row["status"],
                "deadline": row["deadline"] or row["deadline_text"],
                "source": f"read {row['last_confirmed']}",
                "url": row["url"],
            }
        )
    for lead in found["leads"]:
        lines.append(
            {
                "section": "not yet read by us",
                "name": lead["name"],
                "what": lead["award_kind"] or lead["kind"],
                "institution": lead["institution"],
                "city": lead["city"],
                "state": lead["state"],
                "value": lead["eligibility"],
                "status": lead["deadline_basis"],
                "deadline": ", ".join(lead["expected"]) or lead["deadline_text"],
                "source": f"seen {lead['seen_on'] or 'undated'}",
                "url": lead["url"],
            }
        )
    for stage in found["stages"]:
        for item in stage["items"]:
            lines.append(
                {
                    "section": "checklist",
                    "name": item["do"],
                    "what": f"{stage['name']}: {item['about']}",
                    "value": item["why"],
                    "year": found["action"].dated.year,
                }
            )
    for event in found["events"]:
        if event.get("season"):
            lines.append(
                {
                    "section": "season",
                    "name": event["name"],
                    "deadline": event["shown"],
                    "status": event["basis"],
                    "source": event["note"],
                    "url": event["path"],
                }
            )
    return lines


def csv_text(found: Mapping[str, Any]) -> str:
    """The CSV of a page's context; cells are safe to open in a spreadsheet."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, CSV_COLUMNS, restval="")
    writer.writeheader()
    for line in csv_of(found):
        writer.writerow({name: safe_cell(value) for name, value in line.items()})
    return stream.getvalue()


def calendar_of(title: str, events: Sequence[Mapping[str, Any]], stamp: date) -> bytes:
    """An iCalendar file. Expected days say so in their summary and are tentative."""
    calendar = Calendar()
    calendar.add("prodid", "-//imgdir//directory for IMGs//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    for item in events:
        day = date.fromisoformat(item["on"])
        event = Event()
        event.add("uid", f"{item['id']}@imgdir")
        event.add("dtstamp", stamp)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        lead = "" if item["sure"] else ("Expected this month: " if item.get("season") else "Expected: ")
        event.add("summary", f"{lead}{item['name']}")
        event.add("description", f"{item['basis']}. {item['note']}")
        event.add("status", "CONFIRMED" if item["sure"] else "TENTATIVE")
        event.add("transp", "TRANSPARENT")
        if str(item["path"]).startswith("http"):
            event.add("url", item["path"])
        calendar.add_component(event)
    return bytes(calendar.to_ical())
