"""metadata.yml, made from the schema, so that no table or column is left without its description.

Write it anew after a change to the schema or to this file: python -m web.metadata
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from pipeline import schema
from web.reference_queries import REFERENCE_QUERIES

PATH = Path(__file__).resolve().parent.parent / "metadata.yml"
HEADER = """\
# What Datasette shows of every table and column. Made from pipeline/schema.py and web/metadata.py by
# `python -m web.metadata`; change it there. Works without this project's plugins: datasette directory.db -m metadata.yml
"""
UNITS = {"weeks": "week", "degrees": "degree", "US dollars": "dollar", "percent": "percent"}
FACETS: dict[str, list[Any]] = {
    "opportunities": [
        "type",
        "accepts_img_graduates",
        "accepts_international_students",
        "status",
        "state",
        "freshness",
        {"array": "specialties"},
    ],
    "institutions": ["kind", "state"],
    "specialties": ["level", "parent"],
    "fees": ["kind", "per", "currency"],
    "evidence": ["field"],
    "changes": ["field", "cause"],
    "sources": ["health", "cadence", "is_seller"],
    "pages": ["outcome", "kind"],
    "refusals": ["type", "audience"],
    "match_outcomes": ["specialty", "year", "applicant_type", "measure"],
    "director_survey": ["specialty", "year", "stage"],
    "resources": ["topic", "specialty"],
    "leads": ["kind", "specialty"],
    "candidates": ["state", "domain"],
    "problems": ["severity", "stage"],
}
ORDER: dict[str, dict[str, str]] = {
    "opportunities": {"sort": "is_seller"},
    "institutions": {"sort": "name"},
    "specialties": {"sort": "name"},
    "changes": {"sort_desc": "seen_on"},
    "sources": {"sort_desc": "consecutive_failures"},
    "runs": {"sort_desc": "started"},
    "pages": {"sort_desc": "last_tried"},
    "match_outcomes": {"sort_desc": "year"},
    "director_survey": {"sort_desc": "year"},
    "refusals": {"sort": "institution"},
    "leads": {"sort": "name"},
    "candidates": {"sort_desc": "score"},
    "search_words": {"sort_desc": "listings"},
}
LABELS = {
    "opportunities": "title",
    "institutions": "name",
    "specialties": "name",
    "resources": "title",
    "leads": "name",
}
SOURCES: dict[str, tuple[str, str | None]] = {
    "match_outcomes": (
        "NRMP reports and pages that cite them, named in each row; the NRMP is not affiliated with this project",
        "https://www.nrmp.org/match-data/",
    ),
    "director_survey": (
        "NRMP Program Director Survey, named in each row; the NRMP is not affiliated with this project",
        "https://www.nrmp.org/match-data/",
    ),
    "resources": ("The publishers, named in each row", None),
    "leads": ("Lists and pages of others, named in each row; not confirmed by this project", None),
}
LICENCE = "Facts may be used freely with the source page and its date named; the program is under Apache-2.0"
QUERIES: dict[str, dict[str, Any]] = {
    "by_specialty": {
        "title": "Places by specialty",
        "description": "Listings that name a specialty or one within it. Give its id (see the table specialties), such as neurology.",
        "sql": """\
with recursive within(id) as (
  select id from specialties where id = :specialty or lower(name) = lower(:specialty)
  union select s.id from specialties s join within w on s.parent = w.id
)
select o.id, o.title, o.institution, o.city, o.state, o.type, o.status, o.accepts_img_graduates, o.cost_4_weeks_usd,
  o.is_seller, o.last_confirmed, o.url
from opportunities o
where o.id in (select opportunity_id from opportunity_specialties where specialty_id in (select id from within))
order by o.is_seller, o.institution, o.title""",
        "params": ["specialty"],
    },
    "takes_img_graduates": {
        "title": "Takes IMG graduates",
        "description": "Listings, not closed, whose page says that they take graduates of schools abroad (yes), yes before limited.",
        "sql": """\
select id, title, institution, city, state, type, accepts_img_graduates, cost_4_weeks_usd, is_seller, last_confirmed, url
from opportunities
where accepts_img_graduates in ('yes', 'limited') and status not in ('closed', 'not_offered') and freshness <> 'ended'
order by is_seller, accepts_img_graduates desc, institution, title""",
    },
    "free_or_under": {
        "title": "Free, or under an amount for four weeks",
        "description": "Listings whose stated fees add up to no more than this many US dollars for four weeks. 0 shows those stated free.",
        "sql": """\
select id, title, institution, city, state, type, accepts_img_graduates, cost_4_weeks_usd, is_seller, last_confirmed, url
from opportunities
where cost_4_weeks_usd <= cast(coalesce(nullif(:dollars, ''), '0') as real)
  and status not in ('closed', 'not_offered') and freshness <> 'ended'
order by is_seller, cost_4_weeks_usd, institution""",
        "params": ["dollars"],
    },
    "closing_soon": {
        "title": "Closing soon",
        "description": "Listings whose deadline is within this many days of today (60 where none is given).",
        "sql": """\
select id, title, institution, state, type, deadline, accepts_img_graduates, is_seller, last_confirmed, url
from opportunities
where deadline between date('now') and date('now', '+' || cast(coalesce(nullif(:days, ''), '60') as integer) || ' days')
  and status not in ('closed', 'not_offered') and freshness <> 'ended'
order by is_seller, deadline, institution""",
        "params": ["days"],
    },
    "changed_this_week": {
        "title": "Changed in the week before the last reading",
        "description": "Values that a page now says otherwise. Better readings of an unchanged page are left out.",
        "sql": """\
select o.id, c.seen_on, o.title, o.institution, c.field, c.old, c.new, c.cause
from changes c join opportunities o on o.id = c.opportunity_id
where c.cause <> 'reading' and c.seen_on >= date((select max(last_confirmed) from opportunities), '-7 days')
order by c.seen_on desc, o.institution, c.field""",
    },
    "refuses_imgs": {
        "title": "Refuses IMG graduates",
        "description": "Institutions that say they do not take graduates of schools abroad, and programs that are not for them.",
        "sql": """\
select institution, null as id, type, audience as refuses, page_url, first_seen, last_confirmed
from refusals where audience in ('img_graduate', 'all')
union all
select institution, id, type, 'img_graduate', url, first_seen, last_confirmed
from opportunities where accepts_img_graduates = 'no' and freshness <> 'ended'
order by institution, type""",
    },
}


def described(table: schema.Table) -> dict[str, Any]:
    """One table's entry."""
    entry: dict[str, Any] = {"description": table.description}
    if table.name in SOURCES:
        name, url = SOURCES[table.name]
        entry["source"] = name
        if url:
            entry["source_url"] = url
    if table.name in LABELS:
        entry["label_column"] = LABELS[table.name]
    if table.name in FACETS:
        entry["facets"] = FACETS[table.name]
    entry |= ORDER.get(table.name, {})
    if table.name == "opportunities":
        entry |= {"fts_table": schema.SEARCH, "fts_pk": "rowid", "size": 50}
    units = {
        column.name: UNITS[column.unit]
        for column in table.columns
        if column.unit in UNITS and column.type != "text"
    }
    if units:
        entry["units"] = units
    entry["columns"] = {column.name: describe(column) for column in table.columns}
    return entry


def describe(column: schema.Column) -> str:
    """A column's description with its unit and its words."""
    text = column.description
    if column.unit:
        text += f" In {column.unit.replace('_', ' ')}."
    if column.words:
        text += f" One of: {', '.join(column.words)}."
    if column.array:
        text += " A JSON array."
    return text


def metadata() -> dict[str, Any]:
    return {
        "title": "IMG Directory",
        "description": "US clinical experience, awards and match figures for international medical graduates, each value "
        "read from the page it names. “not stated” means that the page is silent.",
        "license": LICENCE,
        "source": "The public pages of hospitals, schools and societies, named row by row",
        "custom_units": ["dollar = [currency] = USD"],
        "databases": {
            "directory": {
                "title": "IMG Directory: tables",
                "description": "Every table of the directory. Word columns say “not stated” where the page is silent; number "
                "columns are empty then; 0 is stated free.",
                "license": LICENCE,
                "source": "The public pages of hospitals, schools and societies, named row by row",
                "queries": QUERIES | REFERENCE_QUERIES,
                "tables": {table.name: described(table) for table in schema.TABLES},
            }
        },
    }


class Dumper(yaml.SafeDumper):
    """Long texts as blocks, so that the SQL can be read."""


def text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


Dumper.add_representer(str, text)


def rendered() -> str:
    """The content of metadata.yml."""
    return HEADER + yaml.dump(metadata(), Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110)


if __name__ == "__main__":
    PATH.write_text(rendered(), encoding="utf-8")
