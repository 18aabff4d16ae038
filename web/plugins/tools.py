"""Datasette plugin: can I go, compare, shortlist. Each keeps its whole state in the address, and none on the server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from web import eligibility, feeds, labels, listing, view
from web.directory import snapshot, today
from web.facets import ANY
from web.find import CARD, cards, find, ordered_ids
from web.page import page
from web.plugins.downloads import CSV_COLUMNS, FEED_COLUMNS, mark
from web.plugins.pages import origin
from web.query import Search

JUDGED = 5000
"""Listings judged one by one for one answer."""
SHOWN = 40
COMPARED = 5
LISTED = 100
COLUMNS = CARD + ", usmle, ecfmg_required, english_required, requirements, lead_time_weeks, application_url"


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/can-i-go$", can_i_go),
        (r"^/compare$", compare),
        (r"^/shortlist$", shortlist),
        (r"^/shortlist\.(?P<format>csv|ics)$", shortlist_file),
    ]


def choices(datasette: Datasette) -> dict[str, Any]:
    held = snapshot(datasette)
    return {
        "specialty_choices": [
            item for item in held.specialties.values() if item.id != ANY and item.id in held.index.named
        ],
        "state_choices": [
            (code, labels.state_name(code))
            for code in sorted(held.index.sets["state"], key=labels.state_name)
            if code in labels.STATES
        ],
        "visa_choices": eligibility.VISAS,
        "steps": labels.STEPS,
    }


async def can_i_go(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    pairs = parse_qsl(request.query_string, max_num_fields=200)
    person, wrong = eligibility.read_person(pairs)
    context: dict[str, Any] = {
        "person": person,
        "wrong": wrong,
        "asked": bool(pairs),
        "given": dict(pairs),
        **choices(datasette),
    }
    if pairs:
        search = Search(
            chosen={
                name: values
                for name, values in (("specialty", person.specialties), ("state", person.states))
                if values
            }
        )
        found = await find(datasette, search)
        if not person.awards:
            found = replace(found, rows=found.rows & ~held.index.value("type", "award"))
        any_only = found.rows & ~found.first if found.first else 0
        ids = ordered_ids(found, held, 0, JUDGED)
        parts: dict[str, list[dict[str, Any]]] = {"yes": [], "ask": [], "no": []}
        for row in await cards_in_batches(datasette, ids):
            wide = bool(any_only >> held.index.place[row["id"]] & 1) if any_only else False
            verdict, reasons = eligibility.judge(person, row, today(), wide)
            parts[verdict].append({"row": row, "reasons": reasons, "wide": wide})
        column = labels.GROUP_COLUMNS[person.group]
        parts["ask"].sort(
            key=lambda item: (
                item["row"]["is_seller"],
                item["row"][column] != "yes",
                sum(reason.verdict == "ask" for reason in item["reasons"]),
            )
        )
        context["parts"] = [
            {
                "verdict": verdict,
                "count": len(items),
                "rows": [
                    {**view.card(item["row"], held, today(), item["wide"]), "reasons": item["reasons"]}
                    for item in items[:SHOWN]
                ],
            }
            for verdict, items in parts.items()
        ]
        context["judged"] = len(ids)
        context["left"] = found.count - len(ids)
        context["shared"] = f"/can-i-go?{urlencode(pairs)}"
        context["years"] = today().year - person.graduated if person.graduated else None
    return await page(datasette, request, "can_i_go.html", context)


async def cards_in_batches(datasette: Datasette, ids: list[str]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for start in range(0, len(ids), 500):
        rows += await cards(datasette, ids[start : start + 500], COLUMNS)
    return rows


def ids_of(request: Request, most: int) -> list[str]:
    """The ids of an address (`id` once or more, or separated by commas), each once."""
    found: list[str] = []
    for name, value in parse_qsl(request.query_string, max_num_fields=200):
        if name == "id":
            found += [item for item in value.split(",") if item]
    return list(dict.fromkeys(found))[:most]


async def compare(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    asked = ids_of(request, 200)
    rows = await cards(datasette, asked[:COMPARED], COLUMNS)
    known = [row["id"] for row in rows]
    context = {
        "rows": [
            {
                **view.card(row, held, today()),
                "without": "/compare?" + urlencode([("id", other) for other in known if other != row["id"]]),
            }
            for row in rows
        ],
        "lines": listing.compared(rows, today()) if rows else [],
        "too_many": len(asked) > COMPARED,
        "missing": [item for item in asked[:COMPARED] if item not in known],
        "query": urlencode([("id", item) for item in known]),
    }
    return await page(datasette, request, "compare.html", context)


async def shortlist(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    asked = ids_of(request, LISTED)
    rows = await cards(datasette, asked)
    known = {row["id"] for row in rows}
    context = {
        "rows": [view.card(row, held, today()) for row in rows],
        "asked": asked,
        "missing": [item for item in asked if item not in known],
        "query": urlencode([("id", row["id"]) for row in rows]),
        "compare": urlencode([("id", row["id"]) for row in rows[:COMPARED]]),
    }
    return await page(datasette, request, "shortlist.html", context)


async def shortlist_file(datasette: Datasette, request: Request) -> Response:
    ids = ids_of(request, LISTED)
    if request.url_vars["format"] == "csv":
        rows = await cards(datasette, ids, ", ".join(CSV_COLUMNS))
        body = mark(request) + "".join(feeds.csv_lines(rows, CSV_COLUMNS))
        return Response(
            body,
            headers={"content-disposition": 'attachment; filename="shortlist.csv"'},
            content_type="text/csv; charset=utf-8",
        )
    rows = await cards(datasette, ids, FEED_COLUMNS)
    return Response(
        feeds.calendar(rows, origin(request), "IMG Directory: my shortlist"),
        headers={"content-disposition": 'attachment; filename="shortlist.ics"'},
        content_type="text/calendar; charset=utf-8",
    )
