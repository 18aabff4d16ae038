"""Match figures in long form: one row a specialty, year, applicant type, scope and measure, each with its source.

A figure is never made up: a rate is either stated by the source or matched / (matched + not matched) of the same row,
and `rate_basis` says which. Nothing here reads the clock or writes.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from math import sqrt
from pathlib import Path
from typing import Any, Literal

from pipeline.model import Issue

ApplicantType = Literal["non_us_img", "us_img", "all_img"]
Scope = Literal[
    "charting_outcomes_preferred_specialty", "main_match_positions_filled", "main_match_pgy1_total"
]
Measure = Literal[
    "counts",
    "step1",
    "step2ck",
    "contiguous_ranks",
    "specialties_ranked",
    "research",
    "abstracts",
    "presentations",
    "publications",
    "abstracts_presentations_publications",
    "work",
    "volunteer",
]

SCOPES: Mapping[str, str] = {
    "charting_outcomes_preferred_specialty": "applicants who ranked this specialty first (Charting Outcomes)",
    "main_match_positions_filled": "positions filled (Main Residency Match)",
    "main_match_pgy1_total": "all applicants to first-year positions (Main Residency Match)",
}
APPLICANT_TYPES: Mapping[str, str] = {
    "non_us_img": "non-U.S. IMGs",
    "us_img": "U.S. IMGs",
    "all_img": "all IMGs",
}
MEASURES: Mapping[str, str] = {
    "counts": "counts",
    "step1": "USMLE Step 1 score",
    "step2ck": "USMLE Step 2 CK score",
    "contiguous_ranks": "programs ranked in a row in the specialty",
    "specialties_ranked": "different specialties ranked",
    "research": "research experiences",
    "abstracts": "abstracts",
    "presentations": "presentations",
    "publications": "publications",
    "abstracts_presentations_publications": "abstracts, presentations and publications",
    "work": "work experiences",
    "volunteer": "volunteer experiences",
}
FIRST_HAND = ("ECFMG news", "NRMP report imported")
"""Kinds of source that are the publisher's own page or report; everything else is second-hand and says so."""

CHARTING_2026 = (
    "NRMP Charting Outcomes: Non-U.S. IMGs, Main Residency Match, 2026 Appointment Year (July 2026)"
)
CHARTING_2026_URL = "https://www.nrmp.org/match-data-analytics/interactive-tools/charting-outcomes/"
CHARTING_2026_TOTALS = (5721, 11685)
"""The report's own totals: matched, and matched with not matched."""

SCORE_RANGE = (120.0, 300.0)
"""USMLE three-digit scores lie between 1 and 300; a mean or quartile below 120 is a misread."""
RATE_SLACK = 0.06
"""Percentage points by which a printed rate of one decimal may differ from the counts."""


@dataclass(frozen=True, slots=True)
class MatchOutcome:
    """One row of `match_outcomes`. Counts are persons (or positions, in scope main_match_positions_filled), rates
    per cent, scores USMLE points. None is "not known"."""

    id: str
    specialty_id: str
    specialty: str
    row_label: str
    """The row's name as the source prints it."""
    track: str
    """Categorical, preliminary, PGY-1 ... where the source says so; figures of two tracks are never one series."""
    year: int
    applicant_type: str
    scope: str
    measure: str
    matched_n: int | None = None
    not_matched_n: int | None = None
    match_rate_pct: float | None = None
    rate_basis: str = ""
    """'stated', 'computed from the counts' or empty."""
    matched_measure_n: int | None = None
    matched_q1: float | None = None
    matched_median: float | None = None
    matched_q3: float | None = None
    matched_mean: float | None = None
    not_matched_measure_n: int | None = None
    not_matched_q1: float | None = None
    not_matched_median: float | None = None
    not_matched_q3: float | None = None
    not_matched_mean: float | None = None
    positions_filled: int | None = None
    positions_offered: int | None = None
    img_share_pct: float | None = None
    """Share of the filled positions that IMGs of both kinds took, where the source prints it."""
    report: str = ""
    source_url: str = ""
    source_kind: str = ""
    second_hand: int = 1
    confidence: str = ""
    conflict: str = ""
    """Why this row must not be shown as settled; empty where nothing speaks against it."""
    other_scope: str = ""
    """What another way of counting gives for the same specialty, year and applicant type."""
    note: str = ""

    @property
    def key(self) -> tuple[str, str, int, str, str, str]:
        return (self.specialty_id, self.track, self.year, self.applicant_type, self.scope, self.measure)


def whole(text: str) -> int | None:
    return int(text) if text.strip() else None


def decimal(text: str) -> float | None:
    return float(text) if text.strip() else None


def rate(matched: int | None, not_matched: int | None) -> float | None:
    """Matched of all, in per cent with one decimal; None unless both counts are known and somebody applied."""
    if matched is None or not_matched is None or matched + not_matched == 0:
        return None
    return round(100 * matched / (matched + not_matched), 1)


def wilson(successes: int, total: int, z: float = 1.959964) -> tuple[float, float]:
    """Wilson's 95 % interval of a share, in per cent with one decimal.

    Raises ValueError where `total` is 0 or `successes` is not within it. (Wilson 1927, J Am Stat Assoc 22:209.)
    """
    if total <= 0 or not 0 <= successes <= total:
        raise ValueError(f"{successes} of {total} is not a share")
    share = successes / total
    middle = share + z * z / (2 * total)
    spread = z * sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    return (
        round(100 * max(0.0, (middle - spread) / scale), 1),
        round(100 * min(1.0, (middle + spread) / scale), 1),
    )


def is_second_hand(source_kind: str) -> int:
    return 0 if source_kind in FIRST_HAND else 1


def read_rows(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file. Raises FileNotFoundError where it is missing."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def row_id(
    specialty_id: str, track: str, year: int, applicant: str, scope: str, measure: str, nth: int = 1
) -> str:
    parts = [specialty_id, track.lower().replace(" ", "-"), str(year), applicant, scope, measure]
    return ".".join(part for part in parts if part) + (f".{nth}" if nth > 1 else "")


def main_match_rows(path: Path) -> list[MatchOutcome]:
    """data/match_outcomes.csv: counts, rates and mean scores that pages of many kinds report."""
    seen: dict[tuple[Any, ...], int] = defaultdict(int)
    found: list[MatchOutcome] = []
    for line in read_rows(path):
        matched, not_matched = whole(line["matched_n"]), whole(line["unmatched_n"])
        stated = decimal(line["match_rate_pct"])
        computed = rate(matched, not_matched)

        def make(measure: Measure, line: dict[str, str] = line, **values: Any) -> MatchOutcome:
            key = (
                line["specialty_id"],
                line["track"],
                int(line["year"]),
                line["applicant_type"],
                line["scope"],
                measure,
            )
            seen[key] += 1
            return MatchOutcome(
                id=row_id(*key, nth=seen[key]),
                specialty_id=line["specialty_id"],
                specialty=line["specialty"].split(" (")[0],
                row_label=line["specialty"],
                track=line["track"],
                year=int(line["year"]),
                applicant_type=line["applicant_type"],
                scope=line["scope"],
                measure=measure,
                report=line["report"],
                source_url=line["source_url"],
                source_kind=line["source_kind"],
                second_hand=is_second_hand(line["source_kind"]),
                confidence=line["confidence"],
                note=line["note"],
                **values,
            )

        share = decimal(line["img_share_pct"])
        filled = whole(line["positions_filled"])
        if any(value is not None for value in (matched, stated, computed, share, filled)):
            found.append(
                make(
                    "counts",
                    matched_n=matched,
                    not_matched_n=not_matched,
                    match_rate_pct=stated if stated is not None else computed,
                    rate_basis="stated"
                    if stated is not None
                    else ("computed from the counts" if computed is not None else ""),
                    positions_filled=filled,
                    positions_offered=whole(line["positions_offered"]),
                    img_share_pct=share,
                )
            )
        measures: tuple[tuple[Measure, str, str], ...] = (
            ("step1", "mean_step1_matched", "mean_step1_unmatched"),
            ("step2ck", "mean_step2ck_matched", ""),
        )
        for measure, with_match, without in measures:
            mean = decimal(line[with_match])
            mean_without = decimal(line[without]) if without else None
            if mean is not None or mean_without is not None:
                found.append(
                    make(
                        measure,
                        matched_n=matched,
                        not_matched_n=not_matched,
                        matched_mean=mean,
                        not_matched_mean=mean_without,
                    )
                )
    return found


def charting_rows(path: Path) -> list[MatchOutcome]:
    """data/charting_outcomes_2026.csv: quartiles of those who matched and of those who did not, and the counts."""
    by_measure: dict[tuple[str, str], dict[str, dict[str, str]]] = defaultdict(dict)
    for line in read_rows(path):
        by_measure[line["specialty_id"], line["measure"]][line["cohort"]] = line
    found: list[MatchOutcome] = []
    counted: set[str] = set()
    for (specialty_id, measure), cohorts in by_measure.items():
        line = next(iter(cohorts.values()))
        year, applicant = int(line["year"]), line["applicant_type"]
        scope = "charting_outcomes_preferred_specialty"
        base = MatchOutcome(
            id="",
            specialty_id=specialty_id,
            specialty=line["specialty"],
            row_label=line["specialty"],
            track="",
            year=year,
            applicant_type=applicant,
            scope=scope,
            measure=measure,
            matched_n=whole(line["matched_n"]),
            not_matched_n=whole(line["not_matched_n"]),
            report=CHARTING_2026,
            source_url=CHARTING_2026_URL,
            source_kind="secondary (tables of the report, extracted by a third party and cross-checked)",
            confidence="high",
        )
        if specialty_id not in counted:
            counted.add(specialty_id)
            found.append(
                replace(
                    base,
                    id=row_id(specialty_id, "", year, applicant, scope, "counts"),
                    measure="counts",
                    match_rate_pct=rate(base.matched_n, base.not_matched_n),
                    rate_basis="computed from the counts",
                    positions_offered=whole(line["positions"]),
                )
            )
        values: dict[str, Any] = {}
        for cohort in ("matched", "not_matched"):
            if cohort in cohorts:
                row = cohorts[cohort]
                values[f"{cohort}_measure_n"] = whole(row["n"])
                for quartile in ("q1", "median", "q3"):
                    values[f"{cohort}_{quartile}"] = decimal(row[quartile])
        found.append(
            replace(
                base,
                id=row_id(specialty_id, "", year, applicant, scope, measure),
                note=""
                if measure == "step2ck"
                else "Reported by the applicants themselves, not verified by NRMP",
                **values,
            )
        )
    return found


def imported_rows(folder: Path) -> list[MatchOutcome]:
    """Rows that `imgdir data import-nrmp` wrote: CSV files with the columns of MatchOutcome."""
    numbers = {
        field.name: (int if "int" in str(field.type) else float)
        for field in fields(MatchOutcome)
        if "int" in str(field.type) or "float" in str(field.type)
    }
    found: list[MatchOutcome] = []
    for path in sorted(folder.glob("*.csv")):
        for line in read_rows(path):
            values: dict[str, Any] = {}
            for name, text in line.items():
                if name in numbers:
                    values[name] = numbers[name](text) if text else None
                else:
                    values[name] = text
            found.append(MatchOutcome(**values))
    return found


def merge(
    shipped: Iterable[MatchOutcome], imported: Sequence[MatchOutcome]
) -> tuple[list[MatchOutcome], list[Issue]]:
    """Imported figures take the place of second-hand ones of the same key; where the two differ, an Issue says so."""
    own = {row.key: row for row in imported}
    kept: list[MatchOutcome] = []
    issues: list[Issue] = []
    for row in shipped:
        better = own.get(row.key)
        if better is None:
            kept.append(row)
        elif (better.matched_n, better.matched_median, better.matched_mean) != (
            row.matched_n,
            row.matched_median,
            row.matched_mean,
        ):
            issues.append(
                problem(
                    row,
                    f"the imported report and {row.source_kind} differ",
                    "The imported report is shown; correct or remove the second-hand row in data/.",
                )
            )
    return [*kept, *own.values()], issues


def problem(row: MatchOutcome, reason: str, remedy: str) -> Issue:
    return Issue(
        stage="reference",
        source="match_outcomes",
        url=row.source_url,
        field=row.measure,
        message=f"{row.row_label}, {row.year}, {APPLICANT_TYPES.get(row.applicant_type, row.applicant_type)}, {row.scope}: {reason}",
        remedy=remedy,
    )


def unsound(row: MatchOutcome) -> str | None:
    """Why one row cannot be right by itself, or None."""
    computed = rate(row.matched_n, row.not_matched_n)
    if (
        computed is not None
        and row.match_rate_pct is not None
        and abs(computed - row.match_rate_pct) > RATE_SLACK
    ):
        return f"the rate {row.match_rate_pct} % is not {row.matched_n} of {row.matched_n} + {row.not_matched_n} ({computed} %)"
    if row.match_rate_pct is not None and not 0 <= row.match_rate_pct <= 100:
        return f"the rate {row.match_rate_pct} % is not between 0 and 100"
    for name in ("matched_n", "not_matched_n", "positions_filled", "positions_offered"):
        value = getattr(row, name)
        if value is not None and value < 0:
            return f"{name} is {value}"
    if (
        row.positions_filled is not None
        and row.matched_n is not None
        and row.matched_n > row.positions_filled
    ):
        return f"{row.matched_n} filled more than the {row.positions_filled} positions filled"
    if row.scope == "main_match_positions_filled" and row.positions_offered is not None:
        taken = row.positions_filled if row.positions_filled is not None else row.matched_n
        if taken is not None and taken > row.positions_offered:
            return f"{taken} filled of {row.positions_offered} offered"
    for cohort, size in (("matched", row.matched_n), ("not_matched", row.not_matched_n)):
        low, middle, high = (getattr(row, f"{cohort}_{name}") for name in ("q1", "median", "q3"))
        known = [value for value in (low, middle, high) if value is not None]
        if known != sorted(known):
            return f"the quartiles of {cohort} are out of order ({low}, {middle}, {high})"
        counted = getattr(row, f"{cohort}_measure_n")
        if counted is not None and size is not None and counted > size:
            return f"{counted} {cohort} reported the measure, of {size}"
        if row.measure in {"step1", "step2ck"}:
            values = [*known, getattr(row, f"{cohort}_mean")]
            for value in values:
                if value is not None and not SCORE_RANGE[0] <= value <= SCORE_RANGE[1]:
                    return f"the score {value} is outside {SCORE_RANGE[0]:.0f} to {SCORE_RANGE[1]:.0f}"
        elif any(value < 0 for value in known):
            return f"a quartile of {cohort} is below 0"
    return None


def check(rows: Sequence[MatchOutcome]) -> tuple[list[MatchOutcome], list[Issue]]:
    """The rows with their conflicts marked, and an Issue for each.

    Marked are: rows that cannot be right by themselves; two rows of one key that differ; a share that its own counts
    deny; parts that exceed their total; a row whose note says it is unresolved. A year that two scopes count
    is no conflict, but each row says what the other gives, and `series` never mixes them.
    """
    conflicts: dict[str, str] = {}
    issues: list[Issue] = []

    def mark(row: MatchOutcome, reason: str, remedy: str) -> None:
        if row.id not in conflicts:
            conflicts[row.id] = reason
            issues.append(problem(row, reason, remedy))

    by_key: dict[tuple[str, str, int, str, str, str], list[MatchOutcome]] = defaultdict(list)
    by_place: dict[tuple[str, str, int, str], dict[str, MatchOutcome]] = defaultdict(dict)
    for row in rows:
        by_key[row.key].append(row)
        if row.measure == "counts":
            by_place[row.specialty_id, row.track, row.year, row.scope].setdefault(row.applicant_type, row)
        if reason := unsound(row):
            mark(row, reason, "Compare with the report; correct the row in data/ or remove it.")
        elif "unresolved" in row.note:
            mark(row, "a second source gives another figure", "Import the NRMP report that settles it.")

    for group in by_key.values():
        values = {(row.matched_n, row.match_rate_pct, row.matched_mean, row.matched_median) for row in group}
        if len(group) > 1 and len(values) > 1:
            shown = " and ".join(
                f"{row.matched_n:,}" if row.matched_n is not None else f"{row.match_rate_pct} %"
                for row in group
            )
            for row in group:
                mark(row, f"the sources differ ({shown})", "Import the NRMP report that settles it.")

    for kinds in by_place.values():
        ours, theirs, both = (kinds.get(name) for name in ("non_us_img", "us_img", "all_img"))
        if ours and theirs and ours.matched_n is not None and theirs.matched_n is not None:
            total = ours.matched_n + theirs.matched_n
            for row in (ours, theirs):
                if row.img_share_pct is not None and row.positions_filled:
                    share = 100 * total / row.positions_filled
                    if abs(share - row.img_share_pct) > RATE_SLACK:
                        mark(
                            row,
                            f"the printed IMG share {row.img_share_pct} % is not {total} of {row.positions_filled} ({share:.1f} %)",
                            "Compare with the report; correct the row in data/ or remove it.",
                        )
            if both and both.matched_n is not None and both.matched_n != total:
                mark(
                    both,
                    f"{both.matched_n} is not the sum of its parts ({total})",
                    "Compare with the report; correct the row in data/ or remove it.",
                )

    charting = [
        row
        for row in rows
        if row.report == CHARTING_2026 and row.measure == "counts" and row.matched_n is not None
    ]
    matched = sum(row.matched_n or 0 for row in charting)
    total = matched + sum(row.not_matched_n or 0 for row in charting)
    if matched > CHARTING_2026_TOTALS[0] or total > CHARTING_2026_TOTALS[1]:
        issues.append(
            problem(
                charting[0],
                f"the specialties sum to {matched} of {total}, more than the report's own {CHARTING_2026_TOTALS}",
                "Compare data/charting_outcomes_2026.csv with the report.",
            )
        )

    scopes: dict[tuple[str, int, str], list[MatchOutcome]] = defaultdict(list)
    for row in rows:
        if row.measure == "counts" and row.matched_n is not None:
            scopes[row.specialty_id, row.year, row.applicant_type].append(row)
    others: dict[str, str] = {}
    for group in scopes.values():
        if len({(row.scope, row.track) for row in group}) > 1:
            for row in group:
                others[row.id] = "; ".join(
                    f"{other.matched_n:,} counted as {SCOPES.get(other.scope, other.scope)}"
                    + (f", {other.track}" if other.track else "")
                    for other in group
                    if (other.scope, other.track) != (row.scope, row.track)
                )
    return [
        replace(row, conflict=conflicts.get(row.id, ""), other_scope=others.get(row.id, "")) for row in rows
    ], issues


def series(
    rows: Iterable[MatchOutcome], specialty_id: str, applicant_type: str, scope: str
) -> dict[str, list[MatchOutcome]]:
    """Counts by year, oldest first, one list a track; one scope only, and a year with a conflict has no figure.

    Figures of two tracks (categorical, PGY-1 only, all positions) count different things, so they are never joined.
    """
    tracks: dict[str, dict[int, list[MatchOutcome]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if (row.specialty_id, row.applicant_type, row.scope, row.measure) == (
            specialty_id,
            applicant_type,
            scope,
            "counts",
        ) and row.matched_n is not None:
            tracks[row.track][row.year].append(row)
    return {
        track: [
            group[0] for year, group in sorted(years.items()) if len(group) == 1 and not group[0].conflict
        ]
        for track, years in sorted(tracks.items())
    }


def place(value: float, q1: float | None, median: float | None, q3: float | None) -> str:
    """Where a value lies in one group's quartiles, in words; 'not known' where they are not published."""
    if q1 is None or median is None or q3 is None:
        return "not known"
    if value < q1:
        return "in the lowest quarter"
    if value < median:
        return "below the median, within the middle half"
    if value == median:
        return "at the median"
    if value <= q3:
        return "above the median, within the middle half"
    return "in the top quarter"
