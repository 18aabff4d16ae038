"""An index of every filter in memory: one set of rows (an int used as bits) for each value of each facet.

Counting a facet is then an AND and a popcount for each of its values: a few milliseconds for all facets over 100,000
rows, where the same counts by SQL take a second. The rows stand in the directory's own order (see `standing`), so that
the first rows of a result are its lowest bits. Built once for each file that is opened.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from web import labels

STAYS = (1, 2, 4, 8, 12, 26, 52)
PRICES: Mapping[str, tuple[str, float, float]] = {
    "free": ("Free", 0, 0),
    "to-500": ("Up to $500", 0.01, 500),
    "to-1000": ("$501 to $1,000", 500.01, 1000),
    "to-2500": ("$1,001 to $2,500", 1000.01, 2500),
    "over-2500": ("Over $2,500", 2500.01, 1e12),
    "not-stated": ("Not stated, or cannot be added up", -1, -1),
}
"""Key to label, least and greatest cost of four weeks in US dollars."""
FACETS: Mapping[str, str] = {
    "audience": "Who may apply",
    "type": "Kind",
    "specialty": "Specialty",
    "state": "State",
    "price": "Cost of four weeks",
    "weeks": "Length of stay",
    "hands_on": "Hands-on",
    "visa": "Visa",
    "letter": "Letter of recommendation",
    "certificate": "Certificate",
    "status": "Status",
    "freshness": "Freshness",
    "operator": "Who runs it",
}
"""Parameter to heading, in the order shown."""
COLUMNS = (
    "rowid, id, institution_id, type, status, accepts_img_graduates, accepts_international_students, "
    "accepts_us_students, accepts_physicians, hands_on, duration_min_weeks, duration_max_weeks, cost_4_weeks_usd, visas, "
    "visa_sponsorship, letter_of_recommendation, certificate, deadline, state, operator_kind, is_seller, freshness, "
    "last_confirmed, last_changed, award_max, award_min, program_fee_usd, application_url, contact_email, city, institution, title"
)
ANY = "any"


def standing(row: Mapping[str, object]) -> int:
    """0 where an IMG may ask at the institution itself, 1 where it refuses every group of IMGs, 2 for sellers,
    3 closed or ended, 4 not offered.

    Every order keeps these groups: a place that is shut never stands above one that is not, and a seller never first.
    """
    if row["status"] == "not_offered":
        return 4
    if row["status"] == "closed" or row["freshness"] == "ended":
        return 3
    if row["is_seller"]:
        return 2
    abroad = ("accepts_img_graduates", "accepts_international_students", "accepts_physicians")
    return 1 if all(row[column] == "no" for column in abroad) else 0


def completeness(row: Mapping[str, object]) -> int:
    """How many of the values that decide are stated."""
    told = sum(
        row[name] not in (None, "", "not stated")
        for name in (
            "accepts_img_graduates",
            "accepts_international_students",
            "hands_on",
            "visa_sponsorship",
            "letter_of_recommendation",
            "application_url",
            "contact_email",
            "city",
        )
    )
    return (
        told
        + 2 * (row["cost_4_weeks_usd"] is not None or row["program_fee_usd"] is not None)
        + 2 * (row["duration_max_weeks"] is not None)
    )


def welcome(row: Mapping[str, object]) -> int:
    """0 where it takes IMG graduates, 1 where them on a condition or another group from abroad, 2 otherwise."""
    if row["accepts_img_graduates"] == "yes":
        return 0
    others = (row["accepts_international_students"], row["accepts_physicians"])
    return 1 if row["accepts_img_graduates"] == "limited" or "yes" in others else 2


def tags(row: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The facet values that one row has, but for its specialties."""
    yield "type", str(row["type"])
    yield "status", word(row["status"])
    yield "freshness", str(row["freshness"])
    yield "hands_on", word(row["hands_on"])
    yield "letter", word(row["letter_of_recommendation"])
    yield "certificate", word(row["certificate"])
    yield "state", str(row["state"] or "none")
    yield "operator", str(row["operator_kind"])
    if row["is_seller"]:
        yield "operator", "seller"
    for group, column in labels.GROUP_COLUMNS.items():
        if row[column] in ("yes", "limited"):
            yield "audience", group
        elif row[column] == "no":
            yield "audience", f"no-{group}"
    visas = labels.values(row["visas"])
    for visa in visas:
        yield "visa", visa
    if row["visa_sponsorship"] == "yes":
        yield "visa", "sponsored"
    elif not visas:
        yield "visa", "not-stated"
    yield "price", price_band(row["cost_4_weeks_usd"])  # type: ignore[arg-type]
    yield from (("weeks", key) for key in stays(row["duration_min_weeks"], row["duration_max_weeks"]))  # type: ignore[arg-type]


def word(value: object) -> str:
    return str(value).replace("not stated", "not-stated")


def price_band(cost: float | None) -> str:
    if cost is None:
        return "not-stated"
    return next(
        (key for key, (_, least, most) in PRICES.items() if least <= cost <= most and key != "not-stated"),
        "free",
    )


def stays(shortest: float | None, longest: float | None) -> Iterator[str]:
    """The lengths of stay (whole weeks, as text) that a listing allows; `not-stated` where it gives none."""
    if shortest is None and longest is None:
        yield "not-stated"
        return
    for length in STAYS:
        if (shortest is None or shortest <= length) and (longest is None or length <= longest + 0.05):
            yield str(length)


def bits(positions: Iterable[int], size: int) -> int:
    """The set of these positions."""
    if not size:
        return 0
    digits = bytearray(b"0") * size
    for position in positions:
        digits[-1 - position] = 49
    return int(digits, 2)


def members(rows: int, start: int = 0) -> Iterator[int]:
    """The positions in a set, lowest first, leaving out the first `start` of them."""
    text = bin(rows)[:1:-1]
    place = text.find("1")
    while place >= 0:
        if start:
            start -= 1
        else:
            yield place
        place = text.find("1", place + 1)


@dataclass(slots=True)
class FacetIndex:
    """Sets of rows by facet and value, and the orders in which they can be shown."""

    size: int
    rowids: list[int]
    ids: list[str]
    sets: dict[str, dict[str, int]]
    standings: list[int]
    """Set of rows for each standing."""
    orders: dict[str, list[int]]
    """Sort key to positions, best first; the default order is the positions themselves."""
    institutions: dict[str, list[int]]
    """Id to positions; as sets they would fill memory, for there are many and each is small."""
    named: dict[str, int]
    """Specialty to the rows that name it or one below it."""
    any_department: int
    position: dict[int, int]
    """rowid to position."""
    everything: int
    place: dict[str, int] = field(default_factory=dict)
    """id to position."""
    ranks: dict[str, list[int]] = field(default_factory=dict)

    def specialty(self, value: str, exact: bool = False) -> int:
        """Rows that name a specialty or one below it, and, unless `exact`, those that take any department."""
        if value == ANY:
            return self.any_department
        if exact:
            return self.sets["specialty-exact"].get(value, 0)
        return self.named.get(value, 0) | self.any_department

    def institution(self, identifier: str) -> int:
        """Rows of an institution."""
        return bits(self.institutions.get(identifier, ()), self.size)

    def value(self, facet: str, value: str, exact: bool = False) -> int:
        """Rows that have a value; the empty set for one that does not exist."""
        if facet == "specialty":
            return self.specialty(value, exact)
        return self.sets.get(facet, {}).get(value, 0)

    def chosen(self, facet: str, values: Sequence[str], exact: bool = False) -> int:
        """Rows that have at least one of the values."""
        found = 0
        for value in values:
            found |= self.value(facet, value, exact)
        return found

    def counts(
        self, base: int, selections: Mapping[str, Sequence[str]], exact: bool = False
    ) -> dict[str, dict[str, int]]:
        """For every facet the count of each value among the rows that pass all the other facets' choices."""
        parts = {facet: self.chosen(facet, values, exact) for facet, values in selections.items() if values}
        every = base
        for part in parts.values():
            every &= part
        result: dict[str, dict[str, int]] = {}
        for facet in FACETS:
            if facet in parts:
                rows = base
                for name, part in parts.items():
                    if name != facet:
                        rows &= part
            else:
                rows = every
            if facet == "specialty":
                wide = 0 if exact else (rows & self.any_department)
                extra = wide.bit_count()
                narrow = rows & ~self.any_department if not exact else rows
                table = self.sets["specialty-exact"] if exact else self.named
                found = {value: (narrow & these).bit_count() for value, these in table.items()}
                result[facet] = {value: n + extra for value, n in found.items() if n}
                if extra:
                    result[facet][ANY] = extra
            else:
                result[facet] = {
                    value: n for value, these in self.sets[facet].items() if (n := (rows & these).bit_count())
                }
        return result

    def ordered(
        self, rows: int, sort: str, first: int, scores: Mapping[int, float] | None = None
    ) -> Iterator[int]:
        """Positions in a set: by standing, within it those in `first` before the rest, within these by the order asked.

        `scores` (position to score, lower is better) is the order of a text search where no sort is asked.
        """
        for group in self.standings:
            inside = rows & group
            for part in (inside & first, inside & ~first) if first else (inside,):
                if not part:
                    continue
                if scores is not None:
                    yield from sorted(members(part), key=lambda p: (scores.get(p, 0.0), p))
                elif sort not in self.orders:
                    yield from members(part)
                elif part.bit_count() * 12 < self.size:
                    yield from sorted(members(part), key=self.ranks[sort].__getitem__)
                else:
                    flags = bin(part)[:1:-1]
                    end = len(flags)
                    yield from (p for p in self.orders[sort] if p < end and flags[p] == "1")


SORTS: Mapping[str, str] = {
    "": "Best match",
    "cost": "Cost of four weeks, lowest first",
    "deadline": "Deadline, soonest first",
    "confirmed": "Last confirmed, newest first",
    "changed": "Last changed, newest first",
    "name": "Institution, A to Z",
}
"""Sort key to label."""


def sort_keys(today: str) -> Mapping[str, Callable[[Mapping[str, object]], tuple[object, ...]]]:
    """The key of each order; what is not stated, or a deadline that has passed, goes last."""

    def newest(column: str) -> Callable[[Mapping[str, object]], tuple[object, ...]]:
        return lambda row: (-int(str(row[column] or "0")[:10].replace("-", "") or 0),)

    return {
        "cost": lambda row: (row["cost_4_weeks_usd"] is None, row["cost_4_weeks_usd"] or 0),
        "deadline": lambda row: (
            row["deadline"] is None,
            str(row["deadline"] or "") < today,
            str(row["deadline"] or ""),
        ),
        "confirmed": newest("last_confirmed"),
        "changed": newest("last_changed"),
        "name": lambda row: (str(row["institution"]).casefold(), str(row["title"]).casefold()),
    }


def build(connection: sqlite3.Connection, today: str) -> FacetIndex:
    """Read the index from an open directory. `today` is an ISO date, for the order by deadline."""
    connection.row_factory = sqlite3.Row
    found = connection.execute(f"select {COLUMNS} from opportunities").fetchall()
    found.sort(key=lambda row: (standing(row), welcome(row), -completeness(row), str(row["id"])))
    size = len(found)
    position = {row["rowid"]: index for index, row in enumerate(found)}
    ids = [row["id"] for row in found]
    place = {identifier: index for index, identifier in enumerate(ids)}
    lists: dict[str, dict[str, list[int]]] = {facet: {} for facet in FACETS}
    standings: list[list[int]] = [[], [], [], [], []]
    owners: dict[str, list[int]] = {}
    for index, row in enumerate(found):
        standings[standing(row)].append(index)
        owners.setdefault(row["institution_id"], []).append(index)
        for facet, value in tags(row):
            lists[facet].setdefault(value, []).append(index)
    parents = dict(connection.execute("select id, parent from specialties").fetchall())
    exact: dict[str, list[int]] = {}
    named: dict[str, set[int]] = {}
    for opportunity, specialty in connection.execute(
        "select opportunity_id, specialty_id from opportunity_specialties"
    ):
        index = place[opportunity]
        exact.setdefault(specialty, []).append(index)
        above: str | None = specialty
        seen: set[str] = set()
        while above and above not in seen:
            named.setdefault(above, set()).add(index)
            seen.add(above)
            above = parents.get(above)
    sets = {
        facet: {value: bits(rows, size) for value, rows in table.items()} for facet, table in lists.items()
    }
    sets["specialty-exact"] = {value: bits(rows, size) for value, rows in exact.items() if value != ANY}
    keys = sort_keys(today)
    orders = {
        name: sorted(range(size), key=lambda p, key=key: (key(found[p]), p))  # type: ignore[misc]
        for name, key in keys.items()
    }
    ranks: dict[str, list[int]] = {}
    for name, order in orders.items():
        rank = [0] * size
        for index, at in enumerate(order):
            rank[at] = index
        ranks[name] = rank
    return FacetIndex(
        size=size,
        rowids=[row["rowid"] for row in found],
        ids=ids,
        sets=sets,
        standings=[bits(rows, size) for rows in standings],
        orders=orders,
        institutions=owners,
        named={value: bits(rows, size) for value, rows in named.items() if value != ANY},
        any_department=bits(exact.get(ANY, []), size),
        position=position,
        everything=(1 << size) - 1,
        place=place,
        ranks=ranks,
    )
