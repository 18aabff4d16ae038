"""A search: read from an address, answered from the index, and said again as an address or as SQL.

The address is the whole state. Names that are ours (`q`, the facets, `exact`, `institution`, `sort`, `page`, `size`) are
answered from memory; any other column filter in Datasette's own form (`city__contains=New`) is answered by SQL and joined.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from web import labels
from web.directory import Snapshot
from web.facets import ANY, FACETS, PRICES, SORTS, STAYS
from web.words import Part, match_expression

PATH = "/directory/opportunities"
SIZES = (25, 50, 100)
OURS = frozenset({"q", "exact", "institution", "sort", "page", "size", *FACETS})
RANKED = 4000
"""Above this many matches a text search keeps the directory's own order: ranking each of them costs more than it tells."""
VALUE = re.compile(r"[\w .+/()-]{1,80}")


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked. `chosen` holds for each facet its values, any of which may hold; all facets must."""

    q: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    exact: bool = False
    institution: str = ""
    sort: str = ""
    page: int = 1
    size: int = SIZES[0]
    native: tuple[tuple[str, str], ...] = ()
    """Column filters in Datasette's own form."""

    def pairs(self) -> list[tuple[str, str]]:
        """The search as query parameters in one fixed order; the first page and the defaults are left out."""
        found = [("q", self.q)] if self.q else []
        found += [(facet, value) for facet in FACETS for value in self.chosen.get(facet, ())]
        if self.exact:
            found.append(("exact", "1"))
        if self.institution:
            found.append(("institution", self.institution))
        found += list(self.native)
        if self.sort:
            found.append(("sort", self.sort))
        if self.size != SIZES[0]:
            found.append(("size", str(self.size)))
        if self.page > 1:
            found.append(("page", str(self.page)))
        return found

    def url(self, suffix: str = "", path: str = PATH) -> str:
        pairs = self.pairs()
        if suffix:
            pairs = [(name, value) for name, value in pairs if name not in {"page", "size"}]
        return path + suffix + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, facet: str, value: str | None = None) -> Search:
        """This search with one filter less, from its first page."""
        if facet == "q":
            return replace(self, q="", page=1)
        if facet == "institution":
            return replace(self, institution="", page=1)
        if facet == "exact":
            return replace(self, exact=False, page=1)
        if facet == "native":
            return replace(
                self, native=tuple(pair for pair in self.native if "=".join(pair) != value), page=1
            )
        left = tuple(item for item in self.chosen.get(facet, ()) if item != value)
        chosen = {name: values for name, values in self.chosen.items() if name != facet}
        if left:
            chosen[facet] = left
        return replace(self, chosen=chosen, page=1)

    def with_page(self, page: int) -> Search:
        return replace(self, page=page)

    def narrowed(self) -> bool:
        return bool(self.q or self.chosen or self.institution or self.native)


def read_search(pairs: Iterable[tuple[str, str]]) -> Search:
    """Read query parameters; what is not understood is left out, nothing raises."""
    chosen: dict[str, list[str]] = {}
    native: list[tuple[str, str]] = []
    single = {"q": "", "institution": "", "sort": "", "page": "1", "size": "", "exact": ""}
    for name, value in pairs:
        value = value.strip()
        if name == "_search":
            name = "q"
        if name in FACETS:
            if (
                value
                and VALUE.fullmatch(value)
                and value not in chosen.setdefault(name, [])
                and len(chosen[name]) < 60
            ):
                chosen[name].append("not-stated" if value == "not stated" else value)
        elif name in single:
            single[name] = value[:300]
        elif not name.startswith("_") and value and len(native) < 12:
            native.append((name[:80], value[:200]))
    page = int(single["page"]) if single["page"].isdecimal() and len(single["page"]) < 7 else 1
    size = int(single["size"]) if single["size"] in {str(size) for size in SIZES} else SIZES[0]
    return Search(
        q=" ".join(single["q"].split()),
        chosen={facet: tuple(values) for facet, values in chosen.items() if values},
        exact=single["exact"] in {"1", "on", "true"},
        institution=single["institution"],
        sort=single["sort"] if single["sort"] in SORTS else "",
        page=max(1, page),
        size=size,
        native=tuple(native),
    )


@dataclass(frozen=True, slots=True)
class TextMatch:
    """Rows that SQLite's text index gives for one idea of a query."""

    rows: int
    scores: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a search. `base` is what passes text, institution and column filters; `rows` passes all."""

    search: Search
    base: int
    rows: int
    first: int
    """Rows that name each specialty asked for; the others take any department."""
    scores: Mapping[int, float] | None

    @property
    def count(self) -> int:
        return self.rows.bit_count()


def answer(
    search: Search, snapshot: Snapshot, texts: Mapping[Part, TextMatch], native_rows: int | None = None
) -> Found:
    """Put the sets together. `texts` holds the match of each part of the query, `native_rows` that of column filters."""
    index = snapshot.index
    base = index.everything
    first = index.everything
    wide = False
    scores: dict[int, float] = {}
    for part in snapshot.words.parts(search.q):
        matched = texts[part]
        rows = matched.rows
        if part.facet == "specialty" and part.value:
            named = index.named.get(part.value, 0) | rows
            rows = named if search.exact else named | index.any_department
            first &= named
            wide = True
        elif part.facet and part.value:
            rows |= index.value(part.facet, part.value)
        for position, score in matched.scores.items():
            scores[position] = scores.get(position, 0.0) + score
        base &= rows
    if search.institution:
        base &= index.institution(search.institution)
    if native_rows is not None:
        base &= native_rows
    rows = base
    for facet, values in search.chosen.items():
        rows &= index.chosen(facet, values, search.exact)
    asked = [value for value in search.chosen.get("specialty", ()) if value != ANY]
    if asked and not search.exact:
        named = 0
        for value in asked:
            named |= index.named.get(value, 0)
        first &= named
        wide = True
    ranked = bool(scores) and not search.sort and base.bit_count() <= RANKED
    return Found(search, base, rows, first if wide else 0, scores if ranked else None)


def where(search: Search, snapshot: Snapshot) -> list[tuple[str, dict[str, object]]]:
    """The same search as SQL conditions on `opportunities`, for Datasette's own JSON and CSV."""
    clauses: list[tuple[str, dict[str, object]]] = []

    def under(value: str, exact: bool) -> list[str]:
        below = [value]
        if not exact:
            for name in below:
                below += [child for child in snapshot.children.get(name, ()) if child not in below]
            below.append(ANY)
        return below

    def members(column: str, values: Sequence[object], key: str) -> tuple[str, dict[str, object]]:
        return f"{column} in (select value from json_each(:{key}))", {key: json.dumps(list(values))}

    offering = "id in (select opportunity_id from opportunity_specialties where {})"
    for number, part in enumerate(snapshot.words.parts(search.q)):
        key = f"text{number}"
        either = [f"rowid in (select rowid from opportunities_fts where opportunities_fts match :{key})"]
        values: dict[str, object] = {key: match_expression(part)}
        if part.facet and part.value:
            if part.facet == "specialty":
                below = under(part.value, False)
                if search.exact:
                    below.remove(ANY)
                clause, more = members("specialty_id", below, f"{key}s")
                either.append(offering.format(clause))
            else:
                clause, more = members(part.facet, [part.value], f"{key}s")
                either.append(clause)
            values |= more
        clauses.append((f"({' or '.join(either)})", values))
    if search.institution:
        clauses.append(("institution_id = :institution", {"institution": search.institution}))
    for facet, chosen in search.chosen.items():
        key = f"f_{facet}"
        told = ["not stated" if value == "not-stated" else value for value in chosen]
        if facet in COLUMN:
            clauses.append(members(COLUMN[facet], told, key))
        elif facet == "state":
            clauses.append(members("coalesce(state, 'none')", told, key))
        elif facet == "specialty":
            every: list[str] = []
            for value in chosen:
                every += under(value, search.exact or value == ANY)
            clause, more = members("specialty_id", every, key)
            clauses.append((offering.format(clause), more))
        elif facet == "audience":
            either = [AUDIENCE[value] for value in chosen if value in AUDIENCE]
            clauses.append((f"({' or '.join(either) or '0'})", {}))
        elif facet == "operator":
            clause, more = members("operator_kind", told, key)
            either = [clause] + (["is_seller = 1"] if "seller" in chosen else [])
            clauses.append((f"({' or '.join(either)})", more))
        elif facet == "visa":
            either = [
                f"exists (select 1 from json_each(visas) where value in (select value from json_each(:{key})))"
            ]
            if "sponsored" in chosen:
                either.append("visa_sponsorship = 'yes'")
            if "not-stated" in chosen:
                either.append("(visas = '[]' and visa_sponsorship <> 'yes')")
            clauses.append((f"({' or '.join(either)})", {key: json.dumps(list(chosen))}))
        elif facet == "price":
            either = [
                "cost_4_weeks_usd is null"
                if value == "not-stated"
                else f"cost_4_weeks_usd between {PRICES[value][1]} and {PRICES[value][2]}"
                for value in chosen
                if value in PRICES
            ]
            clauses.append((f"({' or '.join(either) or '0'})", {}))
        elif facet == "weeks":
            either = [
                "(duration_min_weeks is null and duration_max_weeks is null)"
                if value == "not-stated"
                else "(coalesce(duration_min_weeks, duration_max_weeks) is not null"
                f" and coalesce(duration_min_weeks, 0) <= {int(value)} and {int(value)} <= coalesce(duration_max_weeks, 1e9) + 0.05)"
                for value in chosen
                if value == "not-stated" or (value.isdecimal() and int(value) in STAYS)
            ]
            clauses.append((f"({' or '.join(either) or '0'})", {}))
    return clauses


COLUMN = {
    "type": "type",
    "status": "status",
    "freshness": "freshness",
    "hands_on": "hands_on",
    "letter": "letter_of_recommendation",
    "certificate": "certificate",
}
AUDIENCE = {
    **{group: f"{column} in ('yes', 'limited')" for group, column in labels.GROUP_COLUMNS.items()},
    **{f"no-{group}": f"{column} = 'no'" for group, column in labels.GROUP_COLUMNS.items()},
}
DATASETTE_SORT: Mapping[str, tuple[str, str]] = {
    "cost": ("_sort", "cost_4_weeks_usd"),
    "deadline": ("_sort", "deadline"),
    "confirmed": ("_sort_desc", "last_confirmed"),
    "changed": ("_sort_desc", "last_changed"),
    "name": ("_sort", "institution"),
}


def value_label(facet: str, value: str, snapshot: Snapshot) -> str:
    """A facet's value in words."""
    if value == "not-stated" and facet != "price":
        return "Not stated"
    if facet == "specialty":
        return snapshot.specialty_name(value)
    if facet == "state":
        return "No one place" if value == "none" else labels.state_name(value)
    if facet == "audience":
        if value.startswith("no-"):
            return f"Says no: {labels.SHORT_GROUPS.get(value[3:], value)}"
        return labels.SHORT_GROUPS.get(value, value)
    if facet == "price":
        return PRICES[value][0] if value in PRICES else value
    if facet == "weeks":
        return f"{value} week{'' if value == '1' else 's'} possible"
    if facet == "operator":
        return "Sold by a company (seller)" if value == "seller" else labels.KINDS.get(value, value)
    if facet == "visa":
        return "Sponsors a visa" if value == "sponsored" else value
    if facet == "type":
        return labels.TYPES_PLURAL.get(value, value)
    if facet == "status":
        return labels.STATUSES.get(value, value)
    if facet == "freshness":
        return labels.FRESHNESS.get(value, value)
    if facet == "hands_on":
        return {"yes": "Hands-on", "no": "Observation only"}.get(value, value)
    return labels.ANSWERS.get(value, value)
