"""One page of ours as a response: the template with what every page needs."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from web import labels
from web.directory import Snapshot, today

STATIC = Path(__file__).resolve().parent / "static"
TEMPLATES = Path(__file__).resolve().parent / "templates"


@cache
def asset_version() -> str:
    """A hash of the static files: their addresses change with their content, so that browsers may keep them."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:10]


def common(snapshot: Snapshot | None, now: date) -> dict[str, Any]:
    """What every template may use."""
    return {
        "asset_version": asset_version(),
        "labels": labels,
        "money": labels.money,
        "weeks": labels.weeks,
        "day": labels.day,
        "safe_url": labels.safe_url,
        "built": labels.day(snapshot.built) if snapshot else "",
        "today": now,
        "directory": snapshot,
    }


async def page(
    datasette: Datasette,
    request: Request,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> Response:
    """Render `template`, a file of web/templates, with `context` and what `common` gives."""
    body = await datasette.render_template(template, dict(context), request=request, view_name="page")
    return Response.html(body, status=status)


async def rows(datasette: Datasette, sql: str, parameters: Any = ()) -> list[dict[str, Any]]:
    """The rows of a query on the directory, as dictionaries, without Datasette's limit on rows (its time limit holds)."""
    result = await datasette.get_database("directory").execute(sql, parameters, truncate=False)
    return [dict(row) for row in result.rows]


def clock() -> date:
    return today()
