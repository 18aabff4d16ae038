"""Datasette plugin: home, one opportunity, institutions, states, awards, refusals, changes, sources, about."""

from __future__ import annotations

import os
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils import tilde_decode, tilde_encode
from datasette.utils.asgi import NotFound, Request, Response

from web import feeds, labels, listing, view
from web.directory import Snapshot, snapshot, today
from web.facets import ANY
from web.find import cards, find, ordered_ids
from web.page import page, rows
from web.query import PATH, Search
from web.tilemap import tile_map

LISTED = 50
"""Listings on one institution's, specialty's or state's page; the search shows the rest."""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/$", home),
        (r"^/opportunity/(?P<id>[^/]+?)(?P<ics>\.ics)?$", opportunity),
        (r"^/institution/(?P<id>[^/]+)$", institution),
        (r"^/states$", states),
        (r"^/state/(?P<code>[A-Za-z]{2})$", state),
        (r"^/awards$", awards),
        (r"^/refusals$", refusals),
        (r"^/changes$", changes),
        (r"^/sources$", sources),
        (r"^/about$", about),
    ]


def origin(request: Request) -> str:
    return f"{request.scheme}://{request.host}"


def decoded(text: str) -> str:
    """An id from an address, written with percent signs or in Datasette's own way."""
    return unquote(text) if "%" in text else (tilde_decode(text) if "~" in text else text)


async def listed(
    datasette: Datasette, search: Search, count: int = LISTED
) -> tuple[list[dict[str, Any]], int, int]:
    """The first listings of a search as rows, how many it finds, and how many of them name the specialty asked."""
    held = snapshot(datasette)
    found = await find(datasette, search)
    any_only = found.rows & ~found.first if found.first else 0
    shown = [
        view.card(row, held, today(), bool(any_only >> held.index.place[row["id"]] & 1))
        for row in await cards(datasette, ordered_ids(found, held, 0, count))
    ]
    named = (found.rows & found.first).bit_count() if found.first else found.count
    return shown, found.count, named


def tally(held: Snapshot, among: int | None = None) -> dict[str, int]:
    """Listings by state."""
    rows_ = held.index.everything if among is None else among
    return {code: n for code, these in held.index.sets["state"].items() if (n := (rows_ & these).bit_count())}


async def home(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    index = held.index
    live = index.everything & ~index.standings[3] & ~index.standings[4]
    kinds = {kind: (live & these).bit_count() for kind, these in index.sets["type"].items()}
    takes = (live & index.value("audience", "img_graduate")).bit_count()
    free = (live & index.value("audience", "img_graduate") & index.value("price", "free")).bit_count()
    now = today().isoformat()
    closing = [
        view.card(row, held, today())
        for row in await cards(
            datasette,
            [
                row["id"]
                for row in await rows(
                    datasette,
                    "select id from opportunities where deadline >= :now and status not in ('closed', 'not_offered') "
                    "and freshness <> 'ended' order by is_seller, deadline, id limit 6",
                    {"now": now},
                )
            ],
        )
    ]
    counted = (
        await rows(
            datasette,
            "select (select count(*) from refusals) as refusals, (select count(*) from sources) as sources, "
            "(select count(*) from sources where health in ('ok', 'unchanged', 'moved')) as healthy, "
            "(select count(*) from institutions where id in (select institution_id from opportunities)) as institutions",
        )
    )[0]
    latest = await change_days(datasette, 7, 8)
    newest = held.built
    context = {
        "live": live.bit_count(),
        "total": index.size,
        "takes": takes,
        "free": free,
        "kinds": [
            (labels.TYPES_PLURAL[k], n, f"{PATH}?type={k}&status=open&status=not-stated")
            for k, n in sorted(kinds.items(), key=lambda i: -i[1])
            if n
        ],
        "counted": counted,
        "closing": closing,
        "days": latest,
        "age": labels.age(newest, today()),
        "old": (today() - date.fromisoformat(newest[:10])).days > 30 if newest else False,
        "map": tile_map(tally(held, live)),
        "specialties": [
            item
            for item in held.specialties.values()
            if item.parent is None and item.id != ANY and item.id in index.named
        ],
        "states": [
            (code, labels.state_name(code))
            for code in sorted(tally(held), key=labels.state_name)
            if code != "none"
        ],
        "popular": sorted(
            (
                (held.specialty_name(name), these.bit_count(), f"/specialty/{name}")
                for name, these in index.named.items()
                if held.specialties[name].parent is None
            ),
            key=lambda item: (-item[1], item[0]),
        )[:12],
    }
    return await page(datasette, request, "home.html", context)


async def opportunity(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    identifier = decoded(request.url_vars["id"])
    found = await rows(datasette, "select * from opportunities where id = :id", {"id": identifier})
    if not found:
        raise NotFound("no such listing")
    row = found[0]
    if request.url_vars.get("ics"):
        return Response(
            feeds.calendar([row], origin(request), row["title"]),
            headers={"content-disposition": 'attachment; filename="deadline.ics"'},
            content_type="text/calendar; charset=utf-8",
        )
    key = {"id": identifier}
    evidence = await rows(
        datasette, "select * from evidence where opportunity_id = :id order by field, seq", key
    )
    fees = await rows(datasette, "select * from fees where opportunity_id = :id order by seq", key)
    past = await rows(
        datasette,
        "select * from changes where opportunity_id = :id order by seen_on desc, field limit 60",
        key,
    )
    named = await rows(
        datasette,
        "select s.id, s.name from opportunity_specialties o join specialties s on s.id = o.specialty_id where o.opportunity_id = :id",
        key,
    )
    owner = await rows(datasette, "select * from institutions where id = :id", {"id": row["institution_id"]})
    source = await rows(
        datasette, "select health, why, last_tried from sources where id = :id", {"id": row["source_id"]}
    )
    trouble = ""
    if source and source[0]["health"] not in labels.HEALTHY and source[0]["health"] != "never tried":
        trouble = labels.HEALTH.get(source[0]["health"], source[0]["health"]).lower()
    by_name = {item["name"]: f"/specialty/{item['id']}" for item in named if item["id"] != ANY}
    names = [
        {"label": "any department" if name == ANY else name, "url": by_name.get(name, "")}
        for name in labels.values(row["specialties"])
    ]
    address = f"{origin(request)}{view.opportunity_path(identifier)}"
    left = labels.days_left(row["deadline"], today())
    context = {
        "row": row,
        "address": address,
        "json_ld": listing.json_ld(row, owner[0] if owner else None, address),
        "place": ", ".join(part for part in (row["city"], row["state"]) if part),
        "shut": view.shut_words(row),
        "late": not view.shut_words(row) and left is not None and left < 0,
        "closed_why": f"Its deadline was {labels.day(row['deadline'])}."
        if left is not None and left < 0
        else "Ask when they open again; the page may not say.",
        "specialties": names,
        "groups": listing.groups(row),
        "proofs": listing.proofs(evidence),
        "cost": view.cost_words(row),
        "award": view.award_words(row),
        "covers": ", ".join(labels.COVERS.get(item, item) for item in labels.values(row["covers"])),
        "fees": listing.fee_lines(fees),
        "stay": labels.weeks(row["duration_min_weeks"], row["duration_max_weeks"]),
        "deadline": view.deadline_words(row, today()),
        "visas": ", ".join(labels.values(row["visas"])),
        "checklist": listing.checklist(row),
        "history": listing.history(past),
        "source_trouble": trouble,
        "similar": await similar(datasette, held, row, [item["id"] for item in named]),
        "map": tile_map({row["state"]: 1}, row["state"], linked=False)
        if row["state"] in labels.STATES
        else "",
        "report": listing.report_links(row, address, os.environ.get("IMGDIR_CONTACT", "")),
        "tilde_id": tilde_encode(identifier),
    }
    return await page(datasette, request, "opportunity.html", context)


async def similar(
    datasette: Datasette, held: Snapshot, row: dict[str, Any], specialties_: list[str]
) -> list[dict[str, Any]]:
    """Up to six other listings of its kind that share a specialty, nearest in what they say to whom they take."""
    index = held.index
    base = index.value("type", row["type"]) & ~index.standings[3] & ~index.standings[4]
    if row["id"] in index.place:
        base &= ~(1 << index.place[row["id"]])
    same = 0
    for name in specialties_:
        same |= index.any_department if name == ANY else index.named.get(name, 0)
    near = base & same or base
    local = near & index.value("state", row["state"] or "none")
    ids: list[str] = []
    for rows_ in (local, near & ~local):
        for position in index.ordered(rows_, "", 0):
            if len(ids) >= 6:
                break
            ids.append(index.ids[position])
    return [view.card(item, held, today()) for item in await cards(datasette, ids)]


async def institution(datasette: Datasette, request: Request) -> Response:
    identifier = decoded(request.url_vars["id"])
    found = await rows(datasette, "select * from institutions where id = :id", {"id": identifier})
    if not found:
        raise NotFound("no such institution")
    shown, count, _ = await listed(datasette, Search(institution=identifier))
    context = {
        "row": found[0],
        "rows": shown,
        "count": count,
        "refusals": await refusal_rows(datasette, "r.institution_id = :id", {"id": identifier}),
        "sources": await rows(
            datasette, "select * from sources where institution_id = :id order by id", {"id": identifier}
        ),
        "siblings": await rows(
            datasette,
            "select id, name, city, state from institutions where parent = :parent and id <> :id order by name limit 30",
            {"parent": found[0]["parent"], "id": identifier},
        )
        if found[0]["parent"]
        else [],
        "search": Search(institution=identifier),
    }
    return await page(datasette, request, "institution.html", context)


async def states(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    counts = tally(held)
    context = {
        "states": sorted(
            ((code, labels.state_name(code), n) for code, n in counts.items() if code != "none"),
            key=lambda item: item[1],
        ),
        "none": counts.get("none", 0),
        "map": tile_map(counts),
    }
    return await page(datasette, request, "states.html", context)


async def state(datasette: Datasette, request: Request) -> Response:
    code = request.url_vars["code"].upper()
    if code not in labels.STATES:
        raise NotFound("no such state")
    if code != request.url_vars["code"]:
        return Response.redirect(f"/state/{code}", status=301)
    held = snapshot(datasette)
    search = Search(chosen={"state": (code,)})
    shown, count, _ = await listed(datasette, search)
    here = held.index.value("state", code)
    context = {
        "code": code,
        "name": labels.state_name(code),
        "rows": shown,
        "count": count,
        "more": count - len(shown),
        "takes": (here & held.index.value("audience", "img_graduate")).bit_count(),
        "specialties": sorted(
            (
                (held.specialty_name(name), n, f"{PATH}?{urlencode({'state': code, 'specialty': name})}")
                for name, these in held.index.named.items()
                if (n := (these & here).bit_count())
            ),
            key=lambda item: (-item[1], item[0]),
        )[:14],
        "institutions": await rows(
            datasette,
            "select i.id, i.name, i.city, count(*) as n from institutions i join opportunities o on o.institution_id = i.id "
            "where o.state = :code group by i.id order by i.name limit 120",
            {"code": code},
        ),
        "refusals": await refusal_rows(datasette, "i.state = :code", {"code": code}),
        "search": search,
        "map": tile_map(tally(held), code),
    }
    return await page(datasette, request, "state.html", context)


async def awards(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    shown, count, _ = await listed(datasette, Search(chosen={"type": ("award",)}, sort="deadline"))
    now = today()
    months: dict[str, list[dict[str, Any]]] = {}
    for row in shown:
        left = labels.days_left(row["deadline"], now)
        if left is not None and left >= 0 and not row["shut"]:
            months.setdefault(row["deadline"][:7], []).append(
                {**row, "date": row["deadline"], "expected": False}
            )
    leads = await rows(datasette, "select * from leads where kind = 'award' order by name limit 400")
    for lead in leads:
        for expected in labels.values(lead["deadline_expected"]):
            if expected >= now.isoformat():
                months.setdefault(expected[:7], []).append(
                    {
                        "title": lead["name"],
                        "institution": lead["institution"] or "",
                        "path": labels.safe_url(lead["url"]),
                        "date": expected,
                        "expected": True,
                        "basis": lead["deadline_basis"],
                    }
                )
    calendar_ = [
        {
            "label": f"{date.fromisoformat(month + '-01'):%B %Y}",
            "entries": sorted(entries, key=lambda entry: (entry["date"], entry["title"])),
        }
        for month, entries in sorted(months.items())
    ]
    context = {
        "rows": shown,
        "count": count,
        "more": count - len(shown),
        "calendar": calendar_,
        "leads": leads,
        "search": Search(chosen={"type": ("award",)}),
        "held": held,
    }
    return await page(datasette, request, "awards.html", context)


async def refusal_rows(
    datasette: Datasette, condition: str = "1", parameters: Any = None
) -> list[dict[str, Any]]:
    found = await rows(
        datasette,
        "select r.*, i.city, i.state from refusals r join institutions i on i.id = r.institution_id "
        f"where {condition} order by i.state is null, i.state, r.institution, r.type limit 250",
        parameters or {},
    )
    whom = {
        "all": "anyone from outside",
        "img_graduate": "IMG graduates",
        "international_student": "students of schools abroad",
        "physician": "physicians from abroad",
        "us_student": "US students",
    }
    return [
        {
            **row,
            "what": labels.TYPES_PLURAL.get(row["type"], row["type"]),
            "whom": whom.get(row["audience"], row["audience"]),
            "page": labels.safe_url(row["page_url"]),
            "host": labels.host(row["page_url"]),
            "path": f"/institution/{quote(row['institution_id'], safe='')}",
        }
        for row in found
    ]


async def refusals(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    chosen = dict(parse_qsl(request.query_string))
    who = chosen.get("audience", "")
    if who in labels.GROUPS:
        said = await refusal_rows(datasette, "r.audience in (:who, 'all')", {"who": who})
    else:
        said = await refusal_rows(datasette)
    group = who if who in labels.GROUPS else "img_graduate"
    shown, count, _ = await listed(datasette, Search(chosen={"audience": (f"no-{group}",)}, sort="name"))
    whole = (await rows(datasette, "select count(*) as n from refusals"))[0]["n"]
    context = {
        "said": said,
        "cut": whole if len(said) >= 250 else 0,
        "rows": shown,
        "count": count,
        "more": count - len(shown),
        "group": group,
        "who": who,
        "group_label": labels.SHORT_GROUPS[group],
        "search": Search(chosen={"audience": (f"no-{group}",)}),
        "held": held,
    }
    return await page(datasette, request, "refusals.html", context)


async def change_days(datasette: Datasette, days: int, limit: int) -> list[dict[str, Any]]:
    """The latest changes by day; `days` counts back from the last day on which anything changed or was read."""
    found = await rows(
        datasette,
        "select c.*, o.title, o.institution, o.institution_id, o.is_seller from changes c "
        "join opportunities o on o.id = c.opportunity_id "
        "where c.cause <> 'reading' and c.seen_on >= date((select max(last_confirmed) from opportunities), :back) "
        "order by c.seen_on desc, o.institution, c.field limit :limit",
        {"back": f"-{days} days", "limit": limit},
    )
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        said = listing.history([row])[0]
        grouped.setdefault(row["seen_on"], []).append(
            {**row, **said, "path": view.opportunity_path(row["opportunity_id"])}
        )
    return [{"day": labels.day(name), "date": name, "entries": entries} for name, entries in grouped.items()]


async def changes(datasette: Datasette, request: Request) -> Response:
    return await page(datasette, request, "changes.html", {"days": await change_days(datasette, 3650, 400)})


async def sources(datasette: Datasette, request: Request) -> Response:
    found = await rows(
        datasette,
        "select s.*, i.name as institution, i.state from sources s join institutions i on i.id = s.institution_id "
        "order by s.health in ('ok', 'unchanged', 'moved'), s.health = 'never tried', s.consecutive_failures desc, i.name limit 5000",
    )
    for row in found:
        row["first_url"] = labels.safe_url((labels.values(row["urls"]) or [""])[0])
        row["label"] = labels.HEALTH.get(row["health"], row["health"])
        row["fine"] = row["health"] in labels.HEALTHY
        row["path"] = f"/institution/{quote(row['institution_id'], safe='')}"
    tally_: dict[str, int] = {}
    for row in found:
        tally_[row["label"]] = tally_.get(row["label"], 0) + 1
    context = {
        "rows": found[:250],
        "more": max(0, len(found) - 250),
        "trouble": [row for row in found if not row["fine"] and row["health"] != "never tried"][:100],
        "troubled": sum(not row["fine"] and row["health"] != "never tried" for row in found),
        "tally": sorted(tally_.items(), key=lambda item: -item[1]),
        "runs": await rows(datasette, "select * from runs order by started desc limit 10"),
        "stale": await rows(
            datasette,
            "select id, title, institution, last_confirmed from opportunities where freshness = 'stale' order by last_confirmed limit 50",
        ),
        "problems": (await rows(datasette, "select count(*) as n from problems"))[0]["n"],
        "total": len(found),
    }
    return await page(datasette, request, "sources.html", context)


async def about(datasette: Datasette, request: Request) -> Response:
    counted = (
        await rows(
            datasette,
            "select (select count(*) from opportunities) as opportunities, (select count(*) from evidence) as evidence, "
            "(select count(*) from sources) as sources, (select count(*) from institutions) as institutions",
        )
    )[0]
    return await page(
        datasette,
        request,
        "about.html",
        {"counted": counted, "held": snapshot(datasette), "origin": origin(request)},
    )
