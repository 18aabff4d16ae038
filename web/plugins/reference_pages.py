"""Datasette plugin: the applicant's path by specialty. Specialty pages, checklists, calendars and the guides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from markupsafe import Markup

from pipeline.action_items import STAGES, Checklist, Item, action_items
from pipeline.leads import COUNTRIES
from pipeline.leads import STAGES as CAREER_STAGES
from web import guides, labels
from web.directory import Snapshot, snapshot
from web.facets import ANY
from web.figures import (
    KIND_NAMES,
    NRMP_NOTICE,
    SELF_REPORTED,
    Figures,
    all_factors,
    figures_of,
    leading_factors,
    rate_trend,
    year_tables,
)
from web.find import cards
from web.page import clock, page, rows
from web.specialty_files import calendar_of, csv_text
from web.view import card

EVERYBODY = "All specialties"
MOST = 60
"""Places listed on a specialty's page; the rest is one link away."""
STAGE_NAMES = {"student": "While you are a student", "graduate": "After you have graduated"}
SCORES = {
    "step2ck": ("score", 120, 300),
    "contiguous_ranks": ("ranks", 0, 400),
    "publications": ("publications", 0, 500),
}
"""Measures that a reader may compare: name of the form's field, least and greatest value."""
WELCOME = ("yes", "limited", "not stated", "no")
DEAD = frozenset({"gone", "dns", "soft-404"})
"""Outcomes of a link check that mean the page is not there. A site that refuses robots is not dead."""


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    return [
        (r"^/specialties$", specialties_page),
        (r"^/specialty/(?P<slug>[a-z0-9-]+)$", specialty_page),
        (r"^/specialty/(?P<slug>[a-z0-9-]+)/print$", specialty_print),
        (r"^/specialty/(?P<slug>[a-z0-9-]+)/checklist$", checklist_page),
        (r"^/specialty/(?P<slug>[a-z0-9-]+)\.csv$", specialty_csv),
        (r"^/specialty/(?P<slug>[a-z0-9-]+)\.ics$", specialty_ics),
        (r"^/guides$", guides_page),
        (r"^/guides/letters$", letters_page),
        (r"^/guides/interviews$", interviews_page),
        (r"^/guides/calendar$", calendar_page),
        (r"^/guides/calendar\.ics$", calendar_ics),
        (r"^/guides/awards$", awards_plan_page),
        (r"^/guides/outlook$", outlook_page),
        (r"^/guides/match-figures$", match_figures_page),
    ]


def figure(value: Any) -> str:
    """A figure as printed; a missing one is "not known", never a blank or an estimate."""
    if value is None:
        return Markup('<span class="nk">not known</span>')
    return (
        f"{value:,}"
        if isinstance(value, int)
        else f"{value:,.0f}"
        if float(value).is_integer()
        else f"{value:,.1f}"
    )


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    env.filters["figure"] = figure
    env.filters["scale"] = lambda value: figure(None) if value is None else f"{value:.1f}"
    env.filters["sentence"] = lambda text: f"{text[:1].upper()}{text[1:]}"


def family(held: Snapshot, slug: str) -> list[str]:
    """A specialty and all that belong to it."""
    found = [slug]
    for child in held.children.get(slug, []):
        found.extend(family(held, child))
    return found


def known(held: Snapshot, slug: str) -> None:
    if slug not in held.specialties or slug == ANY:
        raise NotFound(f"There is no specialty called {slug}.")


def marks(values: Sequence[Any]) -> str:
    return ", ".join("?" * len(values))


def own_values(request: Request) -> tuple[dict[str, float], list[str]]:
    """The reader's score, ranks and publications from the address, and what of it cannot be used."""
    mine: dict[str, float] = {}
    wrong: list[str] = []
    for measure, (field, low, high) in SCORES.items():
        text = (request.args.get(field) or "").strip()
        if not text:
            continue
        try:
            value = float(text[:12])
        except ValueError:
            value = float("nan")
        if low <= value <= high:
            mine[measure] = value
        else:
            wrong.append(f"The {field} must be a number from {low} to {high}.")
    return mine, wrong


async def reference_rows(datasette: Datasette, slug: str) -> list[dict[str, Any]]:
    return await rows(
        datasette, "select * from match_outcomes where specialty_id = ? order by year, id", [slug]
    )


async def listings(datasette: Datasette, held: Snapshot, slug: str) -> tuple[list[dict[str, Any]], int]:
    """Cards of what names this specialty or one below it, awards included, and how many there are in all.

    Those that take IMG graduates come first, then those that may, then those that do not; sellers after all others.
    """
    below = family(held, slug)
    named = await rows(
        datasette,
        f"select distinct opportunity_id from opportunity_specialties where specialty_id in ({marks(below)}) order by 1",
        below,
    )
    ids = [row["opportunity_id"] for row in named]
    today = clock()
    found_cards = [card(row, held, today) for row in await cards(datasette, ids[:500])]
    return sorted(
        found_cards,
        key=lambda row: (
            bool(row["is_seller"]),
            row["freshness"] == "ended",
            WELCOME.index(row["accepts_img_graduates"]),
            row["institution"],
        ),
    ), len(ids)


async def leads_of(datasette: Datasette, held: Snapshot, slug: str) -> list[dict[str, Any]]:
    """Awards and places of this specialty that we have not read yet."""
    below = family(held, slug)
    names = {held.specialty_name(item) for item in below}
    found = await rows(datasette, "select * from leads order by kind, name")
    return [
        lead_view(row)
        for row in found
        if row["specialty_id"] in below
        or (
            not row["specialty_id"] and names & {part.strip() for part in (row["specialty"] or "").split(",")}
        )
    ]


def lead_view(row: Mapping[str, Any]) -> dict[str, Any]:
    stages = [CAREER_STAGES.get(part, part) for part in (row["career_stage"] or "").split(", ") if part]
    return {
        **row,
        "link": labels.safe_url(row["url"]),
        "stages": ", ".join(stages) or "not stated",
        "countries": COUNTRIES.get(row["country_rule"] or "", row["country_rule"] or "not stated"),
        "expected": labels.values(row["deadline_expected"]),
        "dead": row["link_state"] in DEAD,
    }


async def resources_of(
    datasette: Datasette, held: Snapshot, slug: str | None, topic: str
) -> list[dict[str, Any]]:
    """Resources of a topic: for one specialty and below (its own first), or, with None, for everybody."""
    found = await rows(datasette, "select * from resources where topic = ? order by kind, title", [topic])
    below = family(held, slug) if slug else []
    own = [row for row in found if row["specialty_id"] in below]
    general = [row for row in found if row["specialty_id"] is None]
    return [resource_view(row) for row in (*own, *general)]


def resource_view(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        **row,
        "link": "" if row["kind"] == "copy" else labels.safe_url(row["url"]),
        "dead": row["link_state"] in DEAD,
    }


def upcoming(
    listed: Sequence[Mapping[str, Any]], leads: Sequence[Mapping[str, Any]], slug: str | None
) -> list[dict[str, Any]]:
    """Deadlines and season steps from today on, in order: stated ones as dates, the rest as expectations."""
    today = clock()
    found: list[dict[str, Any]] = []
    for row in listed:
        left = labels.days_left(row["deadline"], today)
        if left is not None and left >= 0 and row["freshness"] != "ended":
            found.append(
                {
                    "id": row["id"],
                    "on": row["deadline"][:10],
                    "shown": labels.day(row["deadline"]),
                    "name": f"{row['title']}, {row['institution']}",
                    "path": row["path"],
                    "basis": "stated on its page",
                    "note": f"Last read {labels.day(row['last_confirmed'])}. {row['deadline_text'] or ''}".strip(),
                    "sure": True,
                }
            )
    for lead in leads:
        if lead["open_to_img"] == "no":
            continue
        for day in lead["expected"]:
            if day >= today.isoformat():
                found.append(
                    {
                        "id": f"{lead['id']}-{day}",
                        "on": day,
                        "shown": f"about {labels.day(day)}",
                        "name": f"{lead['name']}, {lead['institution']}",
                        "path": lead["link"],
                        "basis": lead["deadline_basis"],
                        "note": "Not yet read by us. Check the page before you rely on the day.",
                        "sure": lead["deadline_basis"].startswith("stated"),
                    }
                )
    for event in guides.coming(today, slug):
        month = event.expected(today)
        found.append(
            {
                "id": event.id,
                "on": month.isoformat(),
                "shown": f"{month:%B %Y}" if not event.months or len(event.months) == 1 else event.when(),
                "name": event.name,
                "path": event.url,
                "basis": f"expected; last seen {event.when()}"
                + (f" ({event.season})" if event.season else ""),
                "note": f"{event.what} Source: {event.report}.",
                "sure": False,
                "season": True,
            }
        )
    return sorted(found, key=lambda item: (item["on"], item["name"]))


def item_view(
    item: Item,
    figures: Figures,
    factors: Sequence[Mapping[str, Any]],
    known_resources: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """An item with what bears it out: a link, a page to check, or the figure itself with report and year."""
    shown: dict[str, Any] = {"id": item.id, "about": item.about, "do": item.do, "why": item.why}
    if item.source is not None:
        resource = known_resources.get(item.source)
        if resource is not None:
            shown["source"] = resource_view(resource)
    elif item.check is not None:
        check = action_items().checks[item.check]
        shown["check"] = {"name": check.name, "url": check.url}
    elif item.data == "survey":
        shown["survey"] = factors[0] if factors else None
    elif item.data == "counts":
        shown["counts"] = figures.counts
    else:
        shown["quarters"] = next((found for found in figures.quarters if found.measure == item.data), None)
    return shown


FACTOR_OF = {
    "c-step1": "Any failed USMLE attempt",
    "c-lor-now": "Letters of recommendation in the specialty",
    "fm-letters": "Letters of recommendation in the specialty",
    "pl-letters": "Letters of recommendation in the specialty",
    "fm-service": "Perceived commitment to specialty",
    "ps-why": "Perceived commitment to specialty",
}
"""The survey's factor that bears out an item whose data is the survey."""


def checklist_view(
    checklist: Checklist,
    figures: Figures,
    survey: Sequence[Mapping[str, Any]],
    known_resources: Mapping[str, Mapping[str, Any]],
) -> list[dict[str, Any]]:
    shared = action_items().common
    by_factor = {row["factor"]: row for row in all_factors(survey)}
    stages = []
    for stage in STAGES:
        items = [
            item_view(
                item,
                figures,
                [by_factor[FACTOR_OF[item.id]]] if FACTOR_OF.get(item.id) in by_factor else [],
                known_resources,
            )
            for item in (*getattr(checklist, stage), *getattr(shared, stage))
        ]
        stages.append({"id": stage, "name": STAGE_NAMES[stage], "items": items})
    return stages


async def context(datasette: Datasette, request: Request, slug: str) -> dict[str, Any]:
    """Everything that is known of one specialty."""
    held = snapshot(datasette)
    known(held, slug)
    name = held.specialty_name(slug)
    mine, wrong = own_values(request)
    figures = figures_of(await reference_rows(datasette, slug), name, slug, mine)
    survey = await rows(datasette, "select * from director_survey order by year desc, id")
    factors, own_factors = leading_factors(survey, slug)
    listed, total = await listings(datasette, held, slug)
    leads = await leads_of(datasette, held, slug)
    specialty = held.specialties[slug]
    checklist = action_items().specialties.get(slug)
    known_resources = {row["id"]: row for row in await rows(datasette, "select * from resources")}
    places = [row for row in listed if row["type"] != "award"]
    awards = [row for row in listed if row["type"] == "award"]
    parent = held.specialties.get(specialty.parent) if specialty.parent else None
    return {
        "slug": slug,
        "name": name,
        "level": specialty.level,
        "parent": parent,
        "children": [held.specialties[child] for child in held.children.get(slug, [])],
        "figures": figures,
        "factors": factors,
        "own_factors": own_factors,
        "general_factors": all_factors(survey)[:10] if own_factors else [],
        "places": places,
        "awards": awards,
        "total": total,
        "most": MOST,
        "welcoming": sum(row["accepts_img_graduates"] in {"yes", "limited"} for row in places),
        "leads": leads,
        "award_leads": [lead for lead in leads if lead["kind"] == "award"],
        "place_leads": [lead for lead in leads if lead["kind"] == "place"],
        "mine": {field: request.args.get(field) or "" for field, _, _ in SCORES.values()},
        "wrong": wrong,
        "compared": bool(mine),
        "checklist": checklist,
        "stages": checklist_view(checklist, figures, survey, known_resources) if checklist else [],
        "signal_source": known_resources.get(checklist.signals.source) if checklist else None,
        "action": action_items(),
        "events": upcoming(listed, leads, slug),
        "interview": await resources_of(datasette, held, slug, "interview"),
        "outlook": await resources_of(datasette, held, slug, "outlook"),
        "data": await resources_of(datasette, held, slug, "data"),
        "themes": themes_view(survey),
        "notice": NRMP_NOTICE,
        "self_reported": SELF_REPORTED,
        "kind_names": KIND_NAMES,
        "any_path": f"/directory/opportunities?specialty={slug}",
        "built_day": held.built,
    }


def themes_view(survey: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Question themes with the survey's figure for the factor that they answer, most cited first."""
    by_factor = {row["factor"]: row for row in all_factors(survey)}
    found = [{"theme": theme, "row": by_factor.get(theme.factor)} for theme in guides.themes().themes]
    return sorted(found, key=lambda item: -(item["row"]["percent_citing"] if item["row"] else 0))


async def specialty_page(datasette: Datasette, request: Request) -> Response:
    found = await context(datasette, request, request.url_vars["slug"])
    return await page(datasette, request, "reference/specialty.html", found | {"printing": False})


async def specialty_print(datasette: Datasette, request: Request) -> Response:
    found = await context(datasette, request, request.url_vars["slug"])
    return await page(datasette, request, "reference/specialty.html", found | {"printing": True, "most": 500})


async def checklist_page(datasette: Datasette, request: Request) -> Response:
    found = await context(datasette, request, request.url_vars["slug"])
    if not found["checklist"]:
        raise NotFound(f"There is no checklist for {found['name']} yet.")
    return await page(datasette, request, "reference/checklist.html", found)


async def specialties_page(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    counted = await rows(
        datasette,
        "select specialty_id, count(*) n from opportunity_specialties group by specialty_id",
    )
    offers = {row["specialty_id"]: row["n"] for row in counted}
    outcomes = await rows(
        datasette,
        "select * from match_outcomes where measure = 'counts' and applicant_type = 'non_us_img' and conflict is null",
    )
    by_specialty: dict[str, list[dict[str, Any]]] = {}
    for row in outcomes:
        if row["specialty_id"]:
            by_specialty.setdefault(row["specialty_id"], []).append(row)
    table = []
    for specialty in sorted(held.specialties.values(), key=lambda item: item.name):
        own_list = specialty.id in action_items().specialties
        if specialty.id == ANY or (not own_list and (specialty.parent or specialty.level != "core")):
            continue
        table.append(
            {
                "id": specialty.id,
                "name": specialty.name,
                "counts": figures_of(by_specialty.get(specialty.id, []), specialty.name, specialty.id).counts,
                "offers": offers.get(specialty.id, 0),
                "below": sum(offers.get(child, 0) for child in family(held, specialty.id)[1:]),
                "children": [
                    {"id": child, "name": held.specialty_name(child), "offers": offers.get(child, 0)}
                    for child in held.children.get(specialty.id, [])
                ],
                "checklist": specialty.id in action_items().specialties,
            }
        )
    table.sort(key=lambda row: (-(row["counts"].matched if row["counts"] else -1), row["name"]))
    return await page(
        datasette, request, "reference/specialties.html", {"table": table, "notice": NRMP_NOTICE}
    )


async def specialty_csv(datasette: Datasette, request: Request) -> Response:
    slug = request.url_vars["slug"]
    found = await context(datasette, request, slug)
    return Response(
        csv_text(found),
        headers={"content-disposition": f'attachment; filename="{slug}.csv"'},
        content_type="text/csv; charset=utf-8",
    )


def ics(body: bytes, name: str) -> Response:
    return Response(
        body,
        headers={"content-disposition": f'attachment; filename="{name}.ics"'},
        content_type="text/calendar; charset=utf-8",
    )


def stamp(held: Snapshot) -> date:
    """The day of the last reading: the same directory gives the same file."""
    try:
        return date.fromisoformat(held.built[:10])
    except ValueError:
        return clock()


async def specialty_ics(datasette: Datasette, request: Request) -> Response:
    slug = request.url_vars["slug"]
    found = await context(datasette, request, slug)
    held = snapshot(datasette)
    return ics(calendar_of(f"{found['name']}: deadlines and season", found["events"], stamp(held)), slug)


async def everything_upcoming(datasette: Datasette) -> list[dict[str, Any]]:
    held = snapshot(datasette)
    today = clock()
    ids = await rows(
        datasette,
        "select id from opportunities where type = 'award' and deadline >= ? and freshness <> 'ended' order by deadline, id",
        [today.isoformat()],
    )
    listed = [card(row, held, today) for row in await cards(datasette, [row["id"] for row in ids])]
    leads = [
        lead_view(row)
        for row in await rows(datasette, "select * from leads where kind = 'award' order by id")
    ]
    return upcoming(listed, leads, None)


async def calendar_page(datasette: Datasette, request: Request) -> Response:
    events = await everything_upcoming(datasette)
    return await page(
        datasette, request, "reference/calendar.html", {"events": events, "season": guides.season()}
    )


async def calendar_ics(datasette: Datasette, request: Request) -> Response:
    events = await everything_upcoming(datasette)
    return ics(
        calendar_of("Awards and the application season", events, stamp(snapshot(datasette))), "img-calendar"
    )


async def guides_page(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    lists = [(slug, held.specialty_name(slug)) for slug in action_items().specialties]
    resources = [
        resource_view(row)
        for row in await rows(
            datasette,
            "select * from resources where topic = 'action_item' and specialty_id is null order by kind, title",
        )
    ]
    return await page(
        datasette,
        request,
        "reference/guides.html",
        {"lists": sorted(lists, key=lambda item: item[1]), "action": action_items(), "resources": resources},
    )


async def letters_page(datasette: Datasette, request: Request) -> Response:
    counted = await rows(
        datasette,
        "select letter_of_recommendation as answer, count(*) as n from opportunities where type <> 'award' group by 1",
    )
    survey = await rows(datasette, "select * from director_survey order by year desc, id")
    letters = [row for row in all_factors(survey) if row["factor"].startswith("Letters")]
    return await page(
        datasette,
        request,
        "reference/letters.html",
        {"counted": {row["answer"]: row["n"] for row in counted}, "letters": letters, "notice": NRMP_NOTICE},
    )


async def interviews_page(datasette: Datasette, request: Request) -> Response:
    survey = await rows(datasette, "select * from director_survey order by year desc, id")
    found = await rows(
        datasette,
        "select * from resources where topic = 'interview' order by specialty_id is not null, kind, title",
    )
    return await page(
        datasette,
        request,
        "reference/interviews.html",
        {
            "themes": themes_view(survey),
            "dated": guides.themes().dated,
            "resources": [resource_view(row) for row in found],
            "events": [(event, event.expected(clock())) for event in guides.coming(clock())],
            "notice": NRMP_NOTICE,
        },
    )


WHERE_FROM = {
    "lmic": ("lmic", "outside_us", "outside_us_canada", "any"),
    "abroad": ("outside_us", "outside_us_canada", "any"),
    "us": ("us_canada", "any"),
}
WHERE_WORDS = {
    "lmic": "a low- or middle-income country",
    "abroad": "another country outside the US and Canada",
    "us": "the US or Canada",
}
"""Where an applicant lives or trains, and the rules that may fit; awards for single countries are always listed."""


async def awards_plan_page(datasette: Datasette, request: Request) -> Response:
    """Awards not yet read by us, by career stage and country: for planning a year ahead."""
    stage, where = request.args.get("stage") or "", request.args.get("from") or ""
    found = [
        lead_view(row)
        for row in await rows(datasette, "select * from leads where kind = 'award' order by name")
    ]
    fitting = WHERE_FROM.get(where)
    shown = [
        lead
        for lead in found
        if (stage not in CAREER_STAGES or stage in (lead["career_stage"] or "").split(", "))
        and (
            fitting is None
            or lead["country_rule"] in fitting
            or lead["country_rule"] == "not_stated"
            or lead["country_rule"] not in COUNTRIES
        )
    ]
    shown.sort(key=lambda lead: (lead["open_to_img"] == "no", lead["expected"][:1] or ["9999"], lead["name"]))
    return await page(
        datasette,
        request,
        "reference/awards_plan.html",
        {
            "shown": shown,
            "count": len(found),
            "stages": CAREER_STAGES,
            "wheres": WHERE_WORDS,
            "stage": stage,
            "where": where,
        },
    )


async def outlook_page(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    outcomes = await rows(datasette, "select * from match_outcomes order by year, id")
    everybody = [row for row in outcomes if row["specialty"] == EVERYBODY]
    by_specialty: dict[str, list[dict[str, Any]]] = {}
    for row in outcomes:
        if row["specialty_id"]:
            by_specialty.setdefault(row["specialty_id"], []).append(row)
    shares = []
    for slug, own in by_specialty.items():
        figures = figures_of(own, held.specialty_name(slug), slug)
        if figures.share is not None:
            shares.append({"slug": slug, "name": held.specialty_name(slug), "trend": figures.share})
    shares.sort(key=lambda item: (-item["trend"].years, item["name"]))
    found = await rows(
        datasette,
        "select * from resources where topic = 'outlook' order by specialty_id is not null, specialty, title",
    )
    return await page(
        datasette,
        request,
        "reference/outlook.html",
        {
            "rates": rate_trend(year_tables(everybody), "all"),
            "shares": shares,
            "resources": [resource_view(row) for row in found],
            "kind_names": KIND_NAMES,
            "notice": NRMP_NOTICE,
        },
    )


async def match_figures_page(datasette: Datasette, request: Request) -> Response:
    held = snapshot(datasette)
    everybody = await rows(
        datasette, "select * from match_outcomes where specialty = 'All specialties' order by year, id"
    )
    figures = figures_of(everybody, "all specialties", "all")
    tally = (
        await rows(
            datasette,
            "select count(*) n, sum(second_hand) second_hand, sum(conflict is not null) conflicts, count(distinct specialty_id) specialties, "
            "min(year) first, max(year) last from match_outcomes",
        )
    )[0]
    conflicts = await rows(
        datasette, "select * from match_outcomes where conflict is not null order by specialty, year, id"
    )
    kinds = await rows(
        datasette,
        "select source_kind, count(*) n, min(year) first, max(year) last from match_outcomes group by 1 order by n desc",
    )
    held_back = await rows(datasette, "select * from director_survey where held is not null")
    data = [
        resource_view(row)
        for row in await rows(datasette, "select * from resources where topic = 'data' order by kind, title")
    ]
    ours = [row for row in everybody if row["applicant_type"] != "all_img"]
    return await page(
        datasette,
        request,
        "reference/match_figures.html",
        {
            "figures": figures,
            "ours": ours,
            "tally": tally,
            "conflicts": conflicts,
            "kinds": kinds,
            "held_back": held_back,
            "data": data,
            "notice": NRMP_NOTICE,
            "kind_names": KIND_NAMES,
            "specialties": sorted(
                {(row, held.specialty_name(row)) for row in action_items().specialties},
                key=lambda item: item[1],
            ),
        },
    )
