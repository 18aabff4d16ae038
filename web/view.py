"""What the templates show of a listing and of a search: prepared here, so that templates hold no logic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations
from typing import Any
from urllib.parse import quote

from web import labels
from web.directory import Snapshot
from web.facets import ANY, FACETS, PRICES, STAYS
from web.query import Found, Search, value_label

SHOWN = 8
"""Values of a facet before the rest is folded away."""
OPEN = frozenset({"audience", "type", "specialty", "state"})
"""Facets that stand open at first."""
SHORT_GROUPS = (
    ("img_graduate", "IMG graduate"),
    ("international_student", "Student abroad"),
    ("physician", "Physician"),
    ("us_student", "US student"),
)


def opportunity_path(identifier: str) -> str:
    return f"/opportunity/{quote(identifier, safe='')}"


def cost_words(row: Mapping[str, Any]) -> str:
    """The cost of four weeks, or what is known instead of it."""
    if row["cost_4_weeks_usd"] is not None:
        return labels.money(row["cost_4_weeks_usd"])
    if row.get("program_fee_usd") is not None:
        return f"fee {labels.money(row['program_fee_usd'])}; total not stated"
    if row.get("application_fee_usd"):
        return f"{labels.money(row['application_fee_usd'])} to apply, the rest not stated"
    return "not stated"


def award_words(row: Mapping[str, Any]) -> str:
    """What an award gives: `$500 to $2,500`, `up to $1,000`."""
    low, high, currency = row.get("award_min"), row.get("award_max"), row.get("award_currency")
    if low is None and high is None:
        return "amount not stated"
    if low is not None and high is not None and low != high:
        return f"{labels.money(low, currency)} to {labels.money(high, currency)}"
    if low is None:
        return f"up to {labels.money(high, currency)}"
    return labels.money(low, currency) if high is not None else f"from {labels.money(low, currency)}"


def deadline_words(row: Mapping[str, Any], today: date) -> str:
    """The deadline with how near it is; a date that has passed says so."""
    left = labels.days_left(row.get("deadline"), today)
    if left is None:
        return row.get("deadline_text") or "not stated"
    shown = labels.day(row["deadline"])
    if left < 0:
        return f"{shown} (passed)"
    if left == 0:
        return f"{shown} (today)"
    return f"{shown} (in {left} day{'' if left == 1 else 's'})" if left <= 60 else shown


def card(row: Mapping[str, Any], snapshot: Snapshot, today: date, any_only: bool = False) -> dict[str, Any]:
    """One row of a list."""
    specialties = labels.values(row["specialties"])
    return {
        **row,
        "path": opportunity_path(row["id"]),
        "institution_path": f"/institution/{quote(row['institution_id'], safe='')}",
        "where": ", ".join(part for part in (row["city"], row["state"]) if part),
        "type_label": labels.TYPES.get(row["type"], row["type"]),
        "specialty_list": ["any department" if item == ANY else item for item in specialties],
        "welcome": [
            (short, row[labels.GROUP_COLUMNS[group]])
            for group, short in SHORT_GROUPS
            if row[labels.GROUP_COLUMNS[group]] in ("yes", "limited")
        ],
        "refused": ", ".join(
            short for group, short in SHORT_GROUPS if row[labels.GROUP_COLUMNS[group]] == "no"
        ),
        "cost": award_words(row) if row["type"] == "award" else cost_words(row),
        "is_award": row["type"] == "award",
        "stay": labels.weeks(row["duration_min_weeks"], row["duration_max_weeks"]),
        "deadline_words": deadline_words(row, today),
        "confirmed": labels.day(row["last_confirmed"]),
        "confirmed_age": labels.age(row["last_confirmed"], today),
        "old": (labels.days_left(row["last_confirmed"], today) or 0) < -14,
        "shut": shut_words(row),
        "late": not shut_words(row) and (labels.days_left(row["deadline"], today) or 0) < 0,
        "any_only": any_only,
    }


def shut_words(row: Mapping[str, Any]) -> str:
    """Why one cannot apply now; empty where one can."""
    if row["freshness"] == "ended":
        return "Ended"
    if row["status"] == "closed":
        return "Closed now"
    return "Not offered" if row["status"] == "not_offered" else ""


def chips(search: Search, snapshot: Snapshot) -> list[dict[str, str]]:
    """The active filters, each with the address that is left when it is removed."""
    found = []
    if search.q:
        found.append({"label": f"“{search.q}”", "facet": "q", "value": "", "url": search.without("q").url()})
    for facet, values in search.chosen.items():
        for value in values:
            found.append(
                {
                    "label": f"{FACETS[facet]}: {value_label(facet, value, snapshot)}",
                    "facet": facet,
                    "value": value,
                    "url": search.without(facet, value).url(),
                }
            )
    if search.exact:
        found.append(
            {
                "label": "This specialty by name only",
                "facet": "exact",
                "value": "",
                "url": search.without("exact").url(),
            }
        )
    if search.institution:
        name = snapshot.institutions.get(search.institution, search.institution)
        found.append(
            {
                "label": f"At {name}",
                "facet": "institution",
                "value": "",
                "url": search.without("institution").url(),
            }
        )
    for pair in search.native:
        text = "=".join(pair)
        found.append(
            {
                "label": f"Column {text}",
                "facet": "native",
                "value": text,
                "url": search.without("native", text).url(),
            }
        )
    return found


def facet_groups(found: Found, snapshot: Snapshot) -> list[dict[str, Any]]:
    """Every facet with its values and true counts, chosen values always among them."""
    search = found.search
    counts = snapshot.index.counts(found.base, search.chosen, search.exact)
    groups = []
    for facet, heading in FACETS.items():
        table = counts[facet]
        chosen = search.chosen.get(facet, ())
        known = {**dict.fromkeys(chosen, 0), **table}
        items = [
            {
                "value": value,
                "label": value_label(facet, value, snapshot),
                "count": number,
                "chosen": value in chosen,
                "sub": False,
            }
            for value, number in known.items()
            if number or value in chosen
        ]
        items.sort(key=sorter(facet))
        top = [item for item in items if item["chosen"]]
        rest = [item for item in items if not item["chosen"]]
        room = max(0, SHOWN - len(top))
        if facet == "specialty":
            rest = parents_first(rest, snapshot, room)
        if facet in {"weeks", "price", "status", "freshness"}:
            top, rest = items, []
        else:
            top, rest = top + rest[:room], rest[room:]
        groups.append(
            {
                "facet": facet,
                "heading": heading,
                "top": top,
                "rest": rest,
                "open": facet in OPEN or bool(chosen),
                "chosen": len(chosen),
            }
        )
    return groups


def sorter(facet: str) -> Any:
    if facet == "weeks":
        order = {str(length): number for number, length in enumerate(STAYS)}
        return lambda item: order.get(item["value"], 99)
    if facet == "price":
        keys = list(PRICES)
        return lambda item: keys.index(item["value"]) if item["value"] in keys else 99
    if facet == "audience":
        keys = [*labels.GROUPS, *(f"no-{group}" for group in labels.GROUPS)]
        return lambda item: keys.index(item["value"]) if item["value"] in keys else 99
    return lambda item: (item["value"] in {"not-stated", "none"}, -item["count"], item["label"])


def parents_first(items: list[dict[str, Any]], snapshot: Snapshot, room: int) -> list[dict[str, Any]]:
    """The commonest specialties, then all others by name, each subspecialty beneath its parent."""
    present = {item["value"]: item for item in items}

    def parent(item: Mapping[str, Any]) -> str | None:
        found = snapshot.specialties.get(item["value"])
        return found.parent if found is not None and found.parent in present else None

    roots = [item for item in items if parent(item) is None]
    first, later = roots[:room], roots[room:]
    below: dict[str, list[dict[str, Any]]] = {}
    for item in sorted(items, key=lambda item: str(item["label"])):
        above = parent(item)
        if above is not None:
            below.setdefault(above, []).append(item)
    ordered = list(first)

    def put(item: dict[str, Any], sub: bool) -> None:
        if not any(item is other for other in first):
            ordered.append({**item, "sub": sub})
        for child in below.get(item["value"], ()):
            put(child, True)

    for item in sorted(roots, key=lambda item: str(item["label"])):
        if item in later or item["value"] in below:
            put(item, False)
    return ordered


def ways_out(found: Found, snapshot: Snapshot) -> list[dict[str, Any]]:
    """For a search that finds nothing: which filter to drop, or which two where one is not enough, most left first."""
    search = found.search
    index = snapshot.index
    parts = {facet: index.chosen(facet, values, search.exact) for facet, values in search.chosen.items()}
    if search.q:
        parts["q"] = found.base
    beside = index.institution(search.institution) if search.institution else index.everything

    def left(dropped: Sequence[str]) -> int:
        rows = beside if "q" in dropped or not search.q else index.everything
        if search.native and not search.q:
            rows = found.base
        for name, these in parts.items():
            if name not in dropped:
                rows &= these
        return rows

    for number in (1, 2):
        ways = []
        for dropped in combinations(parts, number):
            rows = left(dropped)
            if rows:
                less = search
                for name in dropped:
                    less = (
                        less.without("q")
                        if name == "q"
                        else replace(less, chosen={n: v for n, v in less.chosen.items() if n != name}, page=1)
                    )
                names = [f"the words “{search.q}”" if name == "q" else FACETS[name] for name in dropped]
                ways.append({"label": " and ".join(names), "count": rows.bit_count(), "url": less.url()})
        if ways:
            return sorted(ways, key=lambda way: -way["count"])[:6]
    return []


def pages(count: int, size: int, page: int) -> Sequence[int]:
    """The page numbers to offer."""
    last = max(1, -(-count // size))
    near = {1, last, *range(max(1, page - 1), min(last, page + 1) + 1)}
    return sorted(near)
