"""Datasette plugin: every search as CSV, Atom and iCalendar, and what machines ask a site for."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from email.utils import formatdate
from heapq import nsmallest
from pathlib import Path
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import AsgiStream, Request, Response
from datasette.views.table import TableView

from pipeline import schema
from web import feeds, labels, view
from web.directory import directory, snapshot
from web.facets import FacetIndex, members
from web.find import cards, corrected, find, ordered_ids
from web.plugins.pages import change_days, origin
from web.plugins.search import TableRequest, pairs_of
from web.query import PATH, Found, Search, read_search, value_label

CSV_COLUMNS = schema.BY_NAME["opportunities"].names
FEED_COLUMNS = "id, title, institution, type, summary, first_seen, last_changed, last_confirmed, deadline, deadline_text, url"
BATCH = 400
EVENTS = 800


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/(?P<database>directory)/(?P<table>opportunities)\.(?P<format>csv)$", search_csv),
        (r"^/directory/opportunities\.atom$", search_atom),
        (r"^/directory/opportunities\.ics$", search_ics),
        (r"^/changes\.atom$", changes_atom),
        (r"^/directory\.db$", whole_database),
        (r"^/sitemap\.xml$", sitemap),
        (r"^/robots\.txt$", robots),
        (r"^/llms\.txt$", llms),
        (r"^/datapackage\.json$", datapackage),
        (r"^/favicon\.ico$", icon),
        (r"^/-/healthz$", healthz),
    ]


async def asked(datasette: Datasette, request: Request) -> tuple[Search, Found]:
    """The search of an address, answered as the page answers it: misspelled words mended where nothing else matches."""
    search = read_search(pairs_of(request))
    found = await find(datasette, search)
    if search.q and not found.count:
        return await corrected(datasette, search) or (search, found)
    return search, found


def in_order(index: FacetIndex, sort: str, rows: int, most: int) -> list[str]:
    """Ids of a set by one order alone, without regard to standing: a feed shows what is new, whoever it is."""
    rank = index.ranks[sort]
    return [index.ids[position] for position in nsmallest(most, members(rows), key=rank.__getitem__)]


def title_of(search: Search, datasette: Datasette) -> str:
    held = snapshot(datasette)
    parts = [f"“{search.q}”"] if search.q else []
    parts += [value_label(facet, value, held) for facet, values in search.chosen.items() for value in values]
    if search.institution:
        parts.append(held.institutions.get(search.institution, search.institution))
    return f"IMG Directory: {', '.join(parts) or 'everything'}"


def mark(request: Request) -> str:
    """A byte order mark for browsers, whose readers open the file in a spreadsheet; none for programs, which do not want it."""
    return "\ufeff" if "text/html" in request.headers.get("accept", "") else ""


async def search_csv(datasette: Datasette, request: Request, send: Any) -> Any:
    """All rows of a search, in its order. Addresses with Datasette's own table parameters get Datasette's own CSV."""
    pairs = pairs_of(request)
    own = {"_search", "_stream", "_size", "_dl", "_labels"}
    if any(name.startswith("_") and name not in own for name, _ in pairs):
        inner = TableRequest(request.scope, request.receive)
        inner.search = read_search(pairs)
        return await TableView.as_view(datasette)(inner, send)
    search, found = await asked(datasette, request)
    held = snapshot(datasette)
    ids = ordered_ids(found, held)
    asked_for = search.chosen.get("specialty", ())
    columns = ("match", *CSV_COLUMNS) if asked_for else CSV_COLUMNS

    def match(identifier: str) -> str:
        """As in `imgdir export`: the specialty itself, one within it, or any department."""
        position = held.index.place[identifier]
        for word, table in (("named", held.index.sets["specialty-exact"]), ("sub", held.index.named)):
            if any(table.get(value, 0) >> position & 1 for value in asked_for):
                return word
        return "any"

    async def stream(writer: Any) -> None:
        await writer.write(mark(request))
        for line in feeds.csv_lines([], columns):
            await writer.write(line)
        for start in range(0, len(ids), BATCH):
            batch = await cards(datasette, ids[start : start + BATCH], ", ".join(CSV_COLUMNS))
            if asked_for:
                batch = [{"match": match(row["id"]), **row} for row in batch]
            for line in feeds.csv_lines(batch, columns, header=False):
                await writer.write(line)

    name = "-".join(["opportunities", *(value for values in search.chosen.values() for value in values)])[:80]
    return AsgiStream(
        stream,
        headers={"content-disposition": f'attachment; filename="{quote(name)}.csv"'},
        content_type="text/csv; charset=utf-8",
    )


async def search_atom(datasette: Datasette, request: Request) -> Response:
    search, found = await asked(datasette, request)
    held = snapshot(datasette)
    ids = in_order(held.index, "changed", found.rows, feeds.ENTRIES)
    rows = await cards(datasette, ids, FEED_COLUMNS)
    root = origin(request)
    body = feeds.atom(
        rows, title_of(search, datasette), root + search.url(".atom"), root + search.url(), held.built
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


async def search_ics(datasette: Datasette, request: Request) -> Response:
    search, found = await asked(datasette, request)
    held = snapshot(datasette)
    ids = in_order(held.index, "deadline", found.rows & held.dated, EVENTS)
    rows = await cards(datasette, ids, FEED_COLUMNS)
    body = feeds.calendar(rows, origin(request), title_of(search, datasette))
    return Response(
        body,
        headers={"content-disposition": 'attachment; filename="deadlines.ics"'},
        content_type="text/calendar; charset=utf-8",
    )


async def changes_atom(datasette: Datasette, request: Request) -> Response:
    days = await change_days(datasette, 3650, feeds.ENTRIES)
    body = feeds.atom_changes(days, origin(request), snapshot(datasette).built)
    return Response(body, content_type="application/atom+xml; charset=utf-8")


async def whole_database(
    datasette: Datasette, request: Request, send: Callable[[Any], Awaitable[None]]
) -> None:
    """The file that is served, as it is on disk; the open handle outlives a swap."""
    path = Path(str(directory(datasette).path))
    with path.open("rb") as file:
        size = path.stat().st_size
        headers = [
            (b"content-type", b"application/vnd.sqlite3"),
            (b"content-length", str(size).encode()),
            (b"content-disposition", b'attachment; filename="directory.db"'),
            (b"last-modified", formatdate(path.stat().st_mtime, usegmt=True).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        left = size
        while left > 0 and request.method != "HEAD":
            chunk = file.read(min(1 << 18, left))
            if not chunk:
                break
            left -= len(chunk)
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def sitemap(datasette: Datasette, request: Request) -> Response:
    """Pages worth finding, at most 50,000 as the protocol allows: fixed pages, states, specialties, institutions, listings."""
    held = snapshot(datasette)
    root = origin(request)
    paths = [
        "/",
        PATH,
        "/can-i-go",
        "/awards",
        "/specialties",
        "/states",
        "/refusals",
        "/changes",
        "/sources",
        "/about",
        "/guides",
    ]
    paths += [f"/state/{code}" for code in sorted(held.index.sets["state"]) if code in labels.STATES]
    paths += [f"/specialty/{name}" for name in sorted(held.specialties) if name != "any"]
    paths += [f"/institution/{quote(name, safe='')}" for name in sorted(held.index.institutions)]
    paths += [view.opportunity_path(name) for name in held.index.ids]
    lines = "".join(f"<url><loc>{escape(root + path)}</loc></url>\n" for path in paths[:50_000])
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</urlset>\n'
    return Response(body, content_type="application/xml; charset=utf-8")


async def robots(datasette: Datasette, request: Request) -> Response:
    """Crawlers are welcome; endless combinations of filters are not worth their time."""
    body = (
        "User-agent: *\n"
        "Disallow: /directory/opportunities?\n"
        "Disallow: /directory?sql=\n"
        "Disallow: /compare\n"
        "Disallow: /-/\n"
        "Allow: /\n"
        f"Sitemap: {origin(request)}/sitemap.xml\n"
    )
    return Response(body, content_type="text/plain; charset=utf-8")


async def llms(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    root = origin(request)
    body = f"""# IMG Directory

> US clinical experience (observerships, externships, electives, research places), awards and match figures for international medical graduates (IMGs). {held.index.size} listings, each value read from the page it links to, newest reading {held.built}. "not stated" means that the page is silent; it never means no. Prices and terms change: quote the date, and send readers to the source page.

## Data
- [All listings, JSON]({root}{PATH}.json?_shape=array&_size=max): columns are described in the data package; page on with `_next`
- [All listings, CSV]({root}{PATH}.csv)
- [Whole database, SQLite]({root}/directory.db)
- [Data package]({root}/datapackage.json): every table and column with its meaning and unit
- [SQL]({root}/directory.json?sql=select+count(*)+from+opportunities&_shape=array): read-only, at most 1,000 rows and 2 seconds

## Pages
- [Search]({root}{PATH}): parameters q, audience (img_graduate, international_student, physician, us_student), type, specialty, state, price, weeks, hands_on, visa, letter, certificate, status, sort
- [Specialties]({root}/specialties)
- [States]({root}/states)
- [Awards]({root}/awards)
- [Refusals]({root}/refusals): who says no, with the page
- [Changes]({root}/changes)
- [Method, definitions, licence]({root}/about)
"""
    return Response(body, content_type="text/plain; charset=utf-8")


async def datapackage(datasette: Datasette, request: Request) -> Response:
    """Frictionless description of every table, from the schema itself, so that it cannot differ from the file."""
    root = origin(request)
    kinds = {"text": "string", "integer": "integer", "real": "number"}
    resources = []
    for table in schema.TABLES:
        fields: list[dict[str, Any]] = []
        for column in table.columns:
            described: dict[str, Any] = {
                "name": column.name,
                "type": "string" if column.array else kinds[column.type],
                "description": column.description + (f" Unit: {column.unit}." if column.unit else ""),
            }
            limits: dict[str, Any] = {}
            if column.required:
                limits["required"] = True
            if column.words:
                limits["enum"] = list(column.words)
            if limits:
                described["constraints"] = limits
            fields.append(described)
        keys = [
            {"fields": [column.name], "reference": {"resource": target.replace("_", "-"), "fields": [name]}}
            for column in table.columns
            if column.references
            for target, _, name in [column.references.partition(".")]
        ]
        resources.append(
            {
                "name": table.name.replace("_", "-"),
                "title": table.name,
                "description": table.description,
                "path": f"{root}/directory/{table.name}.csv?_stream=on",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": fields,
                    "primaryKey": list(table.key),
                    "missingValues": [""],
                    **({"foreignKeys": keys} if keys else {}),
                },
            }
        )
    package = {
        "name": "img-directory",
        "title": "IMG Directory",
        "description": "US clinical experience, awards and match figures for international medical graduates, read from the pages that state them.",
        "homepage": root + "/",
        "version": snapshot(datasette).built,
        "licenses": [
            {
                "name": "other-attribution",
                "title": "Facts free to use with the source page and its date; the code is Apache-2.0",
                "path": f"{root}/about#licence",
            }
        ],
        "sources": [{"title": "The pages of the institutions, named row by row", "path": f"{root}/sources"}],
        "resources": resources,
    }
    return Response(
        json.dumps(package, indent=1, ensure_ascii=False), content_type="application/json; charset=utf-8"
    )


async def icon(datasette: Datasette, request: Request) -> Response:
    return Response.redirect("/static/icon.svg", status=301)


async def healthz(datasette: Datasette, request: Request) -> Response:
    """For a monitor: 200 and what is served."""
    held = snapshot(datasette)
    return Response.json({"ok": True, "opportunities": held.index.size, "built": held.built})
