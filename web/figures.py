"""What a specialty's page says of match figures and director surveys: from rows of the tables, every figure with its row.

Nothing is estimated. A figure without a row is "not known", a row with a conflict is shown as one and enters no chart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from pipeline.outcomes import MEASURES, SCOPES, place, wilson
from web import charts

Row = Mapping[str, Any]
OURS = "non_us_img"
KINDS = ("non_us_img", "us_img", "all_img")
KIND_NAMES = {"non_us_img": "Non-U.S. IMGs", "us_img": "U.S. IMGs", "all_img": "All IMGs"}
SHORT_SCOPES = {
    "charting_outcomes_preferred_specialty": "Ranked the specialty first",
    "main_match_positions_filled": "Positions filled",
    "main_match_pgy1_total": "All applicants to first-year positions",
}
SHOWN_MEASURES = ("step2ck", "contiguous_ranks", "publications")
QUARTER_UNITS = {"step2ck": "points", "contiguous_ranks": "programs", "publications": "publications"}
QUESTIONS = {
    "step2ck": "Step 2 CK score",
    "contiguous_ranks": "Programs ranked in a row in this specialty",
    "publications": "Publications (as applicants reported them)",
}
SELF_REPORTED = "reported by the applicants who allowed research, not verified by NRMP"
NRMP_NOTICE = (
    "NRMP is not affiliated with this project and has not reviewed it. Single figures are shown beside a decision, with "
    "report and year; the reports themselves are at nrmp.org."
)


@dataclass(frozen=True, slots=True)
class Source:
    name: str
    year: int
    url: str
    second_hand: bool
    kind: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many matched in the newest year that states both groups; the interval is Wilson's, 95 %."""

    row: Row
    matched: int
    not_matched: int
    rate: float
    low: float
    high: float
    source: Source
    chart: Markup


@dataclass(frozen=True, slots=True)
class Quarters:
    """One measure of those who matched and of those who did not, with the reader's own value where given."""

    measure: str
    title: str
    unit: str
    row: Row
    source: Source
    chart: Markup
    verified: bool
    mine: float | None = None
    places: tuple[tuple[str, str], ...] = ()
    """Group and, in words, where the reader's value lies in it."""


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year of one way of counting: a row of the tables for each kind of applicant, where there is one."""

    year: int
    kinds: Mapping[str, Row]
    filled: int | None
    share: float | None
    share_basis: str
    """'as printed', 'computed from the counts' or empty."""

    @property
    def sources(self) -> list[Source]:
        return list(dict.fromkeys(source_of(row) for row in self.kinds.values()))

    @property
    def elsewhere(self) -> list[str]:
        return list(dict.fromkeys(row["other_scope"] for row in self.kinds.values() if row["other_scope"]))


@dataclass(frozen=True, slots=True)
class YearTable:
    """Figures of one way of counting, by year."""

    scope: str
    title: str
    meaning: str
    track: str
    years: tuple[YearRow, ...]
    kinds: tuple[str, ...]
    """Kinds of applicant for which any year has a figure, in the order of KINDS."""
    unknown: tuple[int, ...]
    """Years between the first and the last with no figure."""


@dataclass(frozen=True, slots=True)
class Trend:
    title: str
    chart: Markup
    points: tuple[tuple[str, charts.Point, Row], ...]
    years: int
    note: str


@dataclass(slots=True)
class Figures:
    counts: Counts | None = None
    quarters: list[Quarters] = field(default_factory=list)
    tables: list[YearTable] = field(default_factory=list)
    share: Trend | None = None
    rates: Trend | None = None
    conflicts: list[Row] = field(default_factory=list)
    not_known: list[str] = field(default_factory=list)


def source_of(row: Row) -> Source:
    return Source(
        name=row["report"],
        year=row["year"],
        url=row["source_url"] or "",
        second_hand=bool(row["second_hand"]),
        kind=re.sub(r"^secondary \((.*)\)$", r"\1", row.get("source_kind") or ""),
        confidence=row["confidence"] or "",
    )


def counts_of(rows: Iterable[Row], name: str) -> Counts | None:
    """The newest year in which both counts of non-U.S. IMGs are known and nothing speaks against them."""
    found = [
        row
        for row in rows
        if row["measure"] == "counts"
        and row["applicant_type"] == OURS
        and not row["conflict"]
        and row["matched_n"] is not None
        and row["not_matched_n"] is not None
        and row["matched_n"] + row["not_matched_n"] > 0
    ]
    if not found:
        return None
    row = max(
        found, key=lambda item: (item["year"], item["scope"] == "charting_outcomes_preferred_specialty")
    )
    matched, not_matched = row["matched_n"], row["not_matched_n"]
    low, high = wilson(matched, matched + not_matched)
    return Counts(
        row=row,
        matched=matched,
        not_matched=not_matched,
        rate=row["match_rate_pct"],
        low=low,
        high=high,
        source=source_of(row),
        chart=charts.bars(
            f"{name}-counts",
            f"Non-U.S. IMGs, {row['year']}",
            [
                charts.Bar("Matched", matched, "s1", f"{matched:,}"),
                charts.Bar("Did not match", not_matched, "s2", f"{not_matched:,}"),
            ],
        ),
    )


def quarters_of(rows: Iterable[Row], name: str, mine: Mapping[str, float]) -> list[Quarters]:
    """The newest quartiles of each shown measure, both groups on one scale."""
    found: list[Quarters] = []
    for measure in SHOWN_MEASURES:
        known = [
            row
            for row in rows
            if row["measure"] == measure
            and row["applicant_type"] == OURS
            and not row["conflict"]
            and (row["matched_median"] is not None or row["not_matched_median"] is not None)
        ]
        if not known:
            continue
        row = max(known, key=lambda item: item["year"])
        groups = [
            charts.Range(label, row[f"{key}_q1"], row[f"{key}_median"], row[f"{key}_q3"], series)
            for key, label, series in (("matched", "Matched", "s1"), ("not_matched", "Did not match", "s2"))
            if row[f"{key}_q1"] is not None
            and row[f"{key}_median"] is not None
            and row[f"{key}_q3"] is not None
        ]
        value = mine.get(measure)
        found.append(
            Quarters(
                measure=measure,
                title=QUESTIONS[measure],
                unit=QUARTER_UNITS[measure],
                row=row,
                source=source_of(row),
                chart=charts.ranges(
                    f"{name}-{measure}",
                    f"{QUESTIONS[measure]}, {row['year']}",
                    groups,
                    QUARTER_UNITS[measure],
                    value,
                )
                if groups
                else Markup(""),
                verified=measure == "step2ck",
                mine=value,
                places=tuple(
                    (label, place(value, row[f"{key}_q1"], row[f"{key}_median"], row[f"{key}_q3"]))
                    for key, label in (("matched", "those who matched"), ("not_matched", "those who did not"))
                )
                if value is not None
                else (),
            )
        )
    return found


def both_counts(kinds: Mapping[str, Row]) -> tuple[int, int] | None:
    """Positions that both kinds of IMGs took, and all that were filled, where one source gives the three."""
    ours, theirs = kinds.get("non_us_img"), kinds.get("us_img")
    if (
        ours is None
        or theirs is None
        or ours["matched_n"] is None
        or theirs["matched_n"] is None
        or not ours["positions_filled"]
        or ours["positions_filled"] != theirs["positions_filled"]
    ):
        return None
    return ours["matched_n"] + theirs["matched_n"], ours["positions_filled"]


def share_of(kinds: Mapping[str, Row]) -> tuple[float | None, str]:
    """The share of filled positions that IMGs took, and what it rests on."""
    if counted := both_counts(kinds):
        return round(100 * counted[0] / counted[1], 1), "computed from the counts"
    for row in kinds.values():
        if row["img_share_pct"] is not None:
            return row["img_share_pct"], "as printed"
    return None, ""


def year_tables(rows: Iterable[Row]) -> list[YearTable]:
    """Counts by year, one table a way of counting and track: they count different things and are never mixed."""
    grouped: dict[tuple[str, str], dict[int, dict[str, Row]]] = {}
    for row in rows:
        if row["measure"] != "counts" or row["conflict"]:
            continue
        grouped.setdefault((row["scope"], row["track"] or ""), {}).setdefault(row["year"], {})[
            row["applicant_type"]
        ] = row
    tables = []
    for (scope, track), years in grouped.items():
        ordered = tuple(
            YearRow(
                year,
                kinds,
                next((row["positions_filled"] for row in kinds.values() if row["positions_filled"]), None),
                *share_of(kinds),
            )
            for year, kinds in sorted(years.items())
        )
        known = {
            row.year for row in ordered if any(item["matched_n"] is not None for item in row.kinds.values())
        }
        tables.append(
            YearTable(
                scope=scope,
                title=SHORT_SCOPES.get(scope, scope) + (f", {track}" if track else ""),
                meaning=SCOPES.get(scope, scope),
                track=track,
                years=ordered,
                kinds=tuple(
                    kind
                    for kind in KINDS
                    if any(
                        kind in row.kinds
                        and (
                            row.kinds[kind]["matched_n"] is not None
                            or row.kinds[kind]["match_rate_pct"] is not None
                        )
                        for row in ordered
                    )
                ),
                unknown=tuple(year for year in range(min(years), max(years) + 1) if year not in known),
            )
        )
    return sorted(tables, key=lambda table: (-len(table.years), table.title))


def share_trend(tables: Sequence[YearTable], name: str) -> Trend | None:
    """The share of filled positions that IMGs took, of the track with most years; Wilson's interval where counted."""
    best: list[tuple[str, charts.Point, Row]] = []
    title = ""
    for table in tables:
        if table.scope != "main_match_positions_filled":
            continue
        points: list[tuple[str, charts.Point, Row]] = []
        for year, kinds in ((row.year, row.kinds) for row in table.years):
            if counted := both_counts(kinds):
                taken, filled = counted
                low, high = wilson(taken, filled)
                points.append(
                    (
                        f"{taken:,} of {filled:,}",
                        charts.Point(year, round(100 * taken / filled, 1), low, high),
                        kinds["non_us_img"],
                    )
                )
                continue
            printed = next((row for row in kinds.values() if row["img_share_pct"] is not None), None)
            if printed is not None:
                points.append(
                    (
                        "share as printed, counts not known",
                        charts.Point(year, printed["img_share_pct"]),
                        printed,
                    )
                )
        if len(points) > len(best):
            best, title = points, table.title
    if len(best) < 2:
        return None
    return Trend(
        title=f"Share of filled positions that IMGs took ({title})",
        chart=charts.trend(
            f"{name}-share",
            "Share of filled positions that IMGs took, by year",
            [charts.Line("all IMGs", "s1", [point for _, point, _ in best])],
        ),
        points=tuple(best),
        years=len(best),
        note="Bars are Wilson 95 % intervals: what chance alone could make of such counts. A point without a bar is a share whose counts are not known.",
    )


def rate_trend(tables: Sequence[YearTable], name: str) -> Trend | None:
    """Match rates by year of the way of counting with most years; an interval only where both counts are known."""
    best: list[tuple[str, charts.Point, Row]] = []
    title = ""
    for table in tables:
        points: list[tuple[str, charts.Point, Row]] = []
        for year, kinds in ((row.year, row.kinds) for row in table.years):
            for kind in ("non_us_img", "us_img"):
                row = kinds.get(kind)
                if row is None or row["match_rate_pct"] is None:
                    continue
                low = high = None
                if row["matched_n"] is not None and row["not_matched_n"] is not None:
                    low, high = wilson(row["matched_n"], row["matched_n"] + row["not_matched_n"])
                points.append((kind, charts.Point(year, row["match_rate_pct"], low, high), row))
        if len(points) > len(best):
            best, title = points, table.title
    years = {point.year for _, point, _ in best}
    if len(years) < 2:
        return None
    lines = [
        charts.Line(KIND_NAMES[kind], series, [point for which, point, _ in best if which == kind])
        for kind, series in (("non_us_img", "s1"), ("us_img", "s2"))
        if any(which == kind for which, _, _ in best)
    ]
    return Trend(
        title=f"Match rate ({title})",
        chart=charts.trend(f"{name}-rate", "Match rate by year", lines),
        points=tuple(best),
        years=len(years),
        note="A bar is Wilson's 95 % interval; where only the rate is known there is none. Some bars are shorter than their mark.",
    )


def not_known(figures: Figures, rows: Sequence[Row], name: str) -> list[str]:
    """What a reader would ask next and the tables cannot say."""
    missing: list[str] = []
    if figures.counts is None:
        missing.append(f"How many non-U.S. IMGs who ranked {name} first matched and did not match.")
    for measure in SHOWN_MEASURES:
        if all(item.measure != measure for item in figures.quarters):
            missing.append(f"{QUESTIONS[measure]}: the quartiles of those who matched and those who did not.")
        else:
            item = next(item for item in figures.quarters if item.measure == measure)
            if item.row["matched_median"] is None:
                missing.append(f"{QUESTIONS[measure]}: those who matched (too few to be published).")
            if item.row["not_matched_median"] is None:
                missing.append(f"{QUESTIONS[measure]}: those who did not match (too few to be published).")
    for table in figures.tables:
        if table.unknown:
            missing.append(f"{table.title}: " + ", ".join(map(str, table.unknown)) + ".")
    if not any(
        row["measure"] in {"step2ck", "step1"} and row["applicant_type"] == "us_img" and row["year"] >= 2020
        for row in rows
    ):
        missing.append("The same quartiles for U.S. IMGs.")
    missing.append(
        "Anything by visa, year of graduation, clinical experience or letters: the report of 2026 says nothing on them."
    )
    return missing


def figures_of(rows: Sequence[Row], name: str, key: str, mine: Mapping[str, float] | None = None) -> Figures:
    """All figures of one specialty. `rows` are its rows of match_outcomes, `name` its name in sentences, `key` its slug."""
    found = Figures(
        counts=counts_of(rows, key),
        quarters=quarters_of(rows, key, mine or {}),
        tables=year_tables(rows),
        conflicts=[row for row in rows if row["conflict"]],
    )
    found.share = share_trend(found.tables, key)
    found.rates = rate_trend(found.tables, key)
    found.not_known = not_known(found, rows, name)
    return found


def leading_factors(
    survey: Iterable[Row], specialty_id: str | None, count: int = 10
) -> tuple[list[Row], bool]:
    """Factors that directors name, most cited first, and whether they are this specialty's own.

    The specialty's own rows come where there are any; else the newest survey over all specialties.
    """
    usable = [row for row in survey if not row["held"] and row["stage"] == "interview"]

    def weight(row: Row) -> tuple[float, float, float]:
        return (row["rank"] or 99, -(row["percent_citing"] or 0), -(row["mean_importance"] or 0))

    own = [row for row in usable if specialty_id and row["specialty_id"] == specialty_id]
    if own:
        newest = max(row["year"] for row in own)
        return sorted((row for row in own if row["year"] == newest), key=weight)[:count], True
    return all_factors(usable)[:count], False


def all_factors(usable: Iterable[Row]) -> list[Row]:
    """The newest survey over all specialties that gives percentages for at least ten factors."""
    years: dict[int, list[Row]] = {}
    for row in usable:
        if (
            row["specialty_id"] is None
            and row["percent_citing"] is not None
            and not row["held"]
            and row["stage"] == "interview"
        ):
            years.setdefault(row["year"], []).append(row)
    full = [year for year, rows in years.items() if len(rows) >= 10]
    return sorted(years[max(full)], key=lambda row: -row["percent_citing"]) if full else []


def measure_name(measure: str) -> str:
    return MEASURES.get(measure, measure)
