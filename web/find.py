"""Answer a search from the open directory: the text index is asked in SQL, all the rest in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from datasette.app import Datasette
from datasette.filters import Filters
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Base400

from pipeline import schema
from web.directory import Snapshot, directory, snapshot
from web.facets import bits
from web.query import RANKED, Found, Search, TextMatch, answer
from web.words import Part, match_expression

WEIGHTS = "8.0, 5.0, 3.0, 6.0, 1.0"
"""Of title, institution, place, specialties and summary in the rank of a text search."""
KEPT = 400
"""Text matches kept in memory for one file."""
LIMIT_MS = 2000
CARD = (
    "id, institution_id, institution, title, type, status, accepts_img_graduates, accepts_international_students, "
    "accepts_us_students, accepts_physicians, hands_on, specialties, duration_min_weeks, duration_max_weeks, "
    "application_fee_usd, program_fee_usd, cost_4_weeks_usd, visas, visa_sponsorship, letter_of_recommendation, certificate, "
    "deadline, deadline_text, city, state, url, operator_kind, is_seller, summary, last_confirmed, last_changed, freshness, "
    "award_min, award_max, award_currency, award_kind, ended_reason"
)


async def find(datasette: Datasette, search: Search) -> Found:
    """The rows that a search finds. Raises Base400 where a column filter cannot be read or takes too long."""
    held = snapshot(datasette)
    parts = held.words.parts(search.q)
    texts = {part: await text_match(datasette, held, part) for part in parts}
    native = await native_rows(datasette, held, search.native) if search.native else None
    return answer(search, held, texts, native)


async def text_match(datasette: Datasette, held: Snapshot, part: Part) -> TextMatch:
    """What the text index gives for one idea of a query; kept, since every facet link repeats it."""
    known = held.matches.get(part)
    if known is not None:
        return known
    expression = match_expression(part)

    def ask(connection: sqlite3.Connection) -> TextMatch:
        with sqlite_timelimit(connection, LIMIT_MS):
            rowids = [
                row[0]
                for row in connection.execute(
                    "select rowid from opportunities_fts where opportunities_fts match ?", (expression,)
                )
            ]
            scores: dict[int, float] = {}
            if len(rowids) <= RANKED:
                scores = {
                    held.index.position[row[0]]: row[1]
                    for row in connection.execute(
                        f"select rowid, bm25(opportunities_fts, {WEIGHTS}) from opportunities_fts "
                        "where opportunities_fts match ?",
                        (expression,),
                    )
                }
        position = held.index.position
        return TextMatch(bits((position[rowid] for rowid in rowids), held.index.size), scores)

    try:
        matched: TextMatch = await directory(datasette).execute_fn(ask)
    except sqlite3.OperationalError as error:
        raise Base400("This search took too long. Use fewer or more particular words.") from error
    if len(held.matches) >= KEPT:
        held.matches.pop(next(iter(held.matches)))
    held.matches[part] = matched
    return matched


async def native_rows(datasette: Datasette, held: Snapshot, pairs: Sequence[tuple[str, str]]) -> int:
    """The rows that pass column filters of Datasette's form. A column that does not exist is an error, not silence."""
    known = schema.BY_NAME["opportunities"].names
    for name, _ in pairs:
        column = name.split("__")[0]
        if column not in known:
            raise Base400(
                f"There is no filter or column called “{column}”. See the filters on the search page, or the columns "
                "at /directory."
            )
    clauses, parameters = Filters(sorted(pairs), {}, None).build_where_clauses("opportunities")
    if not clauses:
        return held.index.everything

    def ask(connection: sqlite3.Connection) -> int:
        with sqlite_timelimit(connection, LIMIT_MS):
            found = connection.execute(
                f"select rowid from opportunities where {' and '.join(clauses)}", parameters
            )
            return bits((held.index.position[row[0]] for row in found), held.index.size)

    try:
        rows: int = await directory(datasette).execute_fn(ask)
    except sqlite3.OperationalError as error:
        raise Base400(f"A column filter cannot be read: {error}.") from error
    return rows


async def cards(datasette: Datasette, ids: Sequence[str], columns: str = CARD) -> list[dict[str, Any]]:
    """These opportunities in this order; one that does not exist is left out."""
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))

    def ask(connection: sqlite3.Connection) -> list[tuple[Any, ...]]:
        with sqlite_timelimit(connection, LIMIT_MS):
            return connection.execute(
                f"select {columns} from opportunities where id in ({marks})", list(ids)
            ).fetchall()

    names = [name.strip() for name in columns.split(",")]
    found = {row[0]: dict(zip(names, row, strict=True)) for row in await directory(datasette).execute_fn(ask)}
    return [found[identifier] for identifier in ids if identifier in found]


def ordered_ids(found: Found, held: Snapshot, start: int = 0, count: int | None = None) -> list[str]:
    """Ids of the found rows in the order shown, from `start`."""
    ids: list[str] = []
    for number, position in enumerate(
        held.index.ordered(found.rows, found.search.sort, found.first, found.scores)
    ):
        if number < start:
            continue
        if count is not None and len(ids) >= count:
            break
        ids.append(held.index.ids[position])
    return ids


async def corrected(datasette: Datasette, search: Search) -> tuple[Search, Found] | None:
    """The same search with its misspelled words mended, where that finds anything."""
    better = snapshot(datasette).words.correction(search.q)
    if not better:
        return None
    mended = replace(search, q=better)
    found = await find(datasette, mended)
    return (mended, found) if found.count else None
