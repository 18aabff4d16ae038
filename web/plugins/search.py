"""Datasette plugin: the search page of `opportunities`, in place of the stock table page, and its JSON by Datasette itself.

An address with Datasette's own table parameters (`_facet`, `_where`, `_next` ...) gets Datasette's table page, restyled.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

from datasette import hookimpl
from datasette.app import Datasette
from datasette.filters import FilterArguments
from datasette.utils import MultiParams
from datasette.utils.asgi import Request, Response
from datasette.views.table import TableView

from web import view
from web.directory import NAME, snapshot, today
from web.facets import SORTS
from web.find import cards, corrected, find, ordered_ids
from web.page import page
from web.query import DATASETTE_SORT, OURS, PATH, SIZES, Search, read_search, where

TABLE = "opportunities"
HARMLESS = frozenset({"_search", "_labels", "_nofacet", "_nosuggest", "_nocount"})


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/directory/opportunities$", search_page),
        (r"^/(?P<database>directory)/(?P<table>opportunities)\.(?P<format>json)$", table_json),
        (r"^/(?P<database>directory)/(?P<table>opportunities)\.(?P<format>jsono)$", table_json),
    ]


def pairs_of(request: Request) -> list[tuple[str, str]]:
    return parse_qsl(request.query_string, keep_blank_values=False, max_num_fields=200)


class TableRequest(Request):  # type: ignore[misc]
    """A request as Datasette's table view should read it: our parameters left to `filters_from_request`.

    The query string stays whole, so that the addresses of further pages which Datasette makes from it keep our filters.
    """

    search: Search

    @property
    def args(self) -> MultiParams:
        kept: dict[str, list[str]] = {}
        for name, value in pairs_of(self):
            if name not in OURS and name != "_search":
                kept.setdefault(name, []).append(value)
        kept.setdefault("_nosuggest", ["1"])
        if not any(name.startswith("_facet") for name in kept):
            kept.setdefault("_nofacet", ["1"])
        if self.search.sort and "_sort" not in kept and "_sort_desc" not in kept:
            name, column = DATASETTE_SORT[self.search.sort]
            kept[name] = [column]
        return MultiParams(kept)


@hookimpl
def filters_from_request(
    request: Request, database: str, table: str, datasette: Datasette
) -> FilterArguments | None:
    if database != NAME or table != TABLE or not isinstance(request, TableRequest):
        return None
    found = where(request.search, snapshot(datasette))
    parameters: dict[str, object] = {}
    for _, values in found:
        parameters |= values
    clauses = [clause for clause, _ in found]
    return FilterArguments(where_clauses=clauses, params=parameters)


async def table_json(datasette: Datasette, request: Request, send: Any) -> Any:
    """Datasette's own table view over the rows of this search."""
    own = TableRequest(request.scope, request.receive)
    own.search = read_search(pairs_of(request))
    return await TableView.as_view(datasette)(own, send)


async def search_page(datasette: Datasette, request: Request, send: Any) -> Any:
    pairs = pairs_of(request)
    if any(name.startswith("_") and name not in HARMLESS for name, _ in pairs):
        return await stock_table(datasette, request, send)
    search = read_search(pairs)
    held = snapshot(datasette)
    found = await find(datasette, search)
    told = ""
    if search.q and not found.count:
        better = await corrected(datasette, search)
        if better:
            told = search.q
            search, found = better
    whole = search.page
    last = max(1, -(-found.count // search.size))
    if whole > last:
        search = search.with_page(last)
    ids = ordered_ids(found, held, (search.page - 1) * search.size, search.size)
    any_only = found.rows & ~found.first if found.first else 0
    rows = [
        view.card(row, held, today(), bool(any_only >> held.index.place[row["id"]] & 1))
        for row in await cards(datasette, ids)
    ]
    context = {
        "search": search,
        "found": found,
        "count": found.count,
        "named": (found.rows & found.first).bit_count() if found.first else None,
        "told": told,
        "rows": rows,
        "chips": view.chips(search, held),
        "groups": view.facet_groups(found, held),
        "ways": view.ways_out(found, held) if not found.count else [],
        "sorts": SORTS,
        "sizes": SIZES,
        "pages": [
            (number, search.with_page(number).url())
            for number in view.pages(found.count, search.size, search.page)
        ],
        "previous": search.with_page(search.page - 1).url() if search.page > 1 else "",
        "next": search.with_page(search.page + 1).url() if search.page < last else "",
        "last": last,
        "hidden": [pair for pair in search.pairs() if pair[0] not in {"sort", "page"}],
        "path": PATH,
        "total": held.index.size,
    }
    return await page(datasette, request, "search.html", context)


async def stock_table(datasette: Datasette, request: Request, send: Any) -> Response | None:
    scope = dict(request.scope)
    scope["url_route"] = {"kwargs": {"database": NAME, "table": TABLE, "format": None}}
    own = TableRequest(scope, request.receive)
    own.search = read_search(pairs_of(request))
    response: Response | None = await TableView.as_view(datasette)(own, send)
    return response
