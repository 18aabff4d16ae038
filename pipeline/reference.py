"""Everything that the directory knows by reference rather than by reading: match figures, director surveys, resources, leads.

`load` is a pure function of the files in data/, of the reports that a user imported and of the day; it returns frozen
rows and Issues, and `tables` turns them into rows of directory.db. Columns: pipeline/schema.py.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pipeline import outcomes
from pipeline.leads import NOT_CHECKED, Lead, award_leads, place_leads, plain
from pipeline.model import Issue
from pipeline.outcomes import MatchOutcome, decimal, is_second_hand, read_rows
from pipeline.schema import DIRECTOR_SURVEY, LEADS, MATCH_OUTCOMES, RESOURCES, Table
from pipeline.sources import Source
from pipeline.specialty import by_id

FOLDER = Path(__file__).resolve().parent.parent / "data"
ALL = "all"
"""Identifier of all specialties together in data/; NULL in the tables."""


@dataclass(frozen=True, slots=True)
class SurveyFactor:
    """One row of `director_survey`: what directors of one specialty, or of all, were asked and answered."""

    id: str
    specialty_id: str
    specialty: str
    year: int
    factor: str
    stage: str
    percent_citing: float | None
    mean_importance: float | None
    rank: int | None
    report: str
    source_url: str
    second_hand: int
    confidence: str
    held: str
    note: str


@dataclass(frozen=True, slots=True)
class Resource:
    """One row of `resources`. A `copy` is another's work on a third site: named, never linked."""

    id: str
    title: str
    publisher: str
    url: str
    specialty_id: str
    specialty: str
    topic: str
    kind: str
    free: str
    year: int | None
    note: str
    source_url: str
    link_state: str = NOT_CHECKED
    link_checked: str = ""


Row = TypeVar("Row", Resource, Lead)


@dataclass(frozen=True, slots=True)
class LinkState:
    """What the last check of an address found, and the day of it (ISO)."""

    state: str
    checked: str


@dataclass(frozen=True, slots=True)
class Reference:
    outcomes: tuple[MatchOutcome, ...] = ()
    survey: tuple[SurveyFactor, ...] = ()
    resources: tuple[Resource, ...] = ()
    leads: tuple[Lead, ...] = ()
    issues: tuple[Issue, ...] = field(default=())


def slug(text: str) -> str:
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def canonical(identifier: str, printed: str) -> str:
    """The directory's own name of a specialty; `All specialties` for all of them."""
    if identifier == ALL:
        return "All specialties"
    specialty = by_id().get(identifier)
    return specialty.name if specialty else printed


def survey_rows(path: Path) -> list[SurveyFactor]:
    """data/director_survey.csv."""
    return [
        SurveyFactor(
            id=slug(f"{line['specialty_id']} {line['year']} {line['stage']} {line['factor']}"),
            specialty_id=line["specialty_id"],
            specialty=canonical(line["specialty_id"], line["specialty"]),
            year=int(line["year"]),
            factor=line["factor"],
            stage=line["stage"],
            percent_citing=decimal(line["percent_citing"]),
            mean_importance=decimal(line["mean_importance_1_5"]),
            rank=int(line["rank"]) if line["rank"] else None,
            report=line["report"],
            source_url=line["source_url"],
            second_hand=is_second_hand(line.get("source_kind", "")),
            confidence=line["confidence"],
            held=line["held"],
            note=line["note"],
        )
        for line in read_rows(path)
    ]


def check_survey(rows: Sequence[SurveyFactor]) -> list[Issue]:
    """An Issue for each figure outside its scale, each factor that stands twice with two figures, each figure held."""
    issues: list[Issue] = []
    seen: dict[str, SurveyFactor] = {}
    for row in rows:
        reason = ""
        if row.percent_citing is not None and not 0 <= row.percent_citing <= 100:
            reason = f"{row.percent_citing} % is not a share"
        elif row.mean_importance is not None and not 1 <= row.mean_importance <= 5:
            reason = f"importance {row.mean_importance} is not between 1 and 5"
        elif row.id in seen and seen[row.id].percent_citing != row.percent_citing:
            reason = f"stands twice, with {seen[row.id].percent_citing} and {row.percent_citing}"
        elif row.held:
            reason = f"is held back: {row.held}"
        seen.setdefault(row.id, row)
        if reason:
            issues.append(
                Issue(
                    stage="reference",
                    source="director_survey",
                    url=row.source_url,
                    field="percent_citing",
                    message=f"{row.factor}, {row.specialty}, {row.year}: {reason}",
                    remedy="Compare with the NRMP report; correct the row in data/director_survey.csv.",
                )
            )
    return issues


def check_specialties(named: Iterable[tuple[str, str, str]]) -> list[Issue]:
    """An Issue for each (table, row, specialty_id) whose specialty the vocabulary does not have; "all" is none."""
    return [
        Issue(
            stage="reference",
            source=table,
            url="",
            field="specialty_id",
            message=f"{row}: there is no specialty {identifier!r}",
            remedy="Use an id of vocab/specialties.yml, so that the row shows on its specialty's page.",
        )
        for table, row, identifier in named
        if identifier and identifier != ALL and identifier not in by_id()
    ]


def resource_rows(path: Path) -> list[Resource]:
    """data/resources.csv."""
    return [
        Resource(
            id=line["resource_id"],
            title=line["title"],
            publisher=line["publisher"],
            url=line["url"],
            specialty_id=line["specialty_id"],
            specialty=canonical(line["specialty_id"], line["specialty"]),
            topic=line["topic"],
            kind=line["kind"],
            free=line["free"],
            year=int(line["year"]) if line["year"] else None,
            note=line["note"],
            source_url=line["source_page_url"],
        )
        for line in read_rows(path)
    ]


def link_states(path: Path) -> dict[str, LinkState]:
    """What the nightly run noted of links: a JSON object of address to {state, checked}. Empty where there is none yet."""
    if not path.exists():
        return {}
    noted = json.loads(path.read_text(encoding="utf-8"))
    return {plain(url): LinkState(str(value["state"]), str(value["checked"])) for url, value in noted.items()}


def link_targets(reference: Reference) -> tuple[str, ...]:
    """Addresses whose life the nightly run checks: all that pages link to, each once."""
    linked = [row.url for row in reference.resources if row.kind != "copy"]
    linked += [lead.url for lead in reference.leads]
    return tuple(dict.fromkeys(linked))


def load(
    folder: Path = FOLDER,
    *,
    today: date,
    imported: Path | None = None,
    sources: Iterable[Source] = (),
    visited: Collection[str] = (),
    links: Mapping[str, LinkState] | None = None,
) -> Reference:
    """Read data/ into frozen rows, checked.

    `today` fixes which deadlines are ahead; `imported` is the folder of `imgdir data import-nrmp`; `sources` the
    registry; `visited` the addresses of pages that have been read properly; `links` what `link_states` returned.
    Raises FileNotFoundError where a file of data/ is missing, ValueError where a number is none.
    """
    shipped = [
        *outcomes.main_match_rows(folder / "match_outcomes.csv"),
        *outcomes.charting_rows(folder / "charting_outcomes_2026.csv"),
    ]
    own = outcomes.imported_rows(imported) if imported is not None and imported.exists() else []
    merged, issues = outcomes.merge(shipped, own)
    checked, found = outcomes.check(merged)
    checked = [replace(row, specialty=canonical(row.specialty_id, row.specialty)) for row in checked]
    survey = survey_rows(folder / "director_survey.csv")
    known = {plain(url) for url in visited}
    leads = [
        *award_leads(folder / "awards.csv", known, today),
        *place_leads(sources, known, folder / "discovery_targets.csv"),
    ]
    resources = resource_rows(folder / "resources.csv")
    strangers = check_specialties(
        [
            *(("match_outcomes", row.id, row.specialty_id or row.row_label) for row in checked),
            *(("director_survey", row.id, row.specialty_id) for row in survey),
            *(("resources", row.id, row.specialty_id) for row in resources),
            *(("leads", row.id, row.specialty_id) for row in leads),
        ]
    )
    if links:
        resources = [with_state(row, links) for row in resources]
        leads = [with_state(row, links) for row in leads]
    return Reference(
        outcomes=tuple(checked),
        survey=tuple(survey),
        resources=tuple(resources),
        leads=tuple(leads),
        issues=(*issues, *found, *check_survey(survey), *strangers),
    )


def with_state(row: Row, links: Mapping[str, LinkState]) -> Row:
    """The row with what is known of its link; a dead one is marked, never dropped."""
    state = links.get(plain(row.url))
    return row if state is None else replace(row, link_state=state.state, link_checked=state.checked)


def tables(reference: Reference) -> dict[str, list[dict[str, Any]]]:
    """Rows of `match_outcomes`, `director_survey`, `resources` and `leads`, keyed by column, as directory.db holds them."""

    def row(item: Any, table: Table) -> dict[str, Any]:
        needed = {column.name for column in table.columns if column.required}
        values = {
            name: None if value == "" and name not in needed else value
            for name, value in ((column.name, getattr(item, column.name)) for column in fields(item))
        }
        if values["specialty_id"] not in by_id():
            values["specialty_id"] = None
        if "deadline_expected" in values:
            values["deadline_expected"] = json.dumps(list(item.deadline_expected))
        return values

    return {
        "match_outcomes": [row(item, MATCH_OUTCOMES) for item in reference.outcomes],
        "director_survey": [row(item, DIRECTOR_SURVEY) for item in reference.survey],
        "resources": [row(item, RESOURCES) for item in reference.resources],
        "leads": [row(item, LEADS) for item in reference.leads],
    }
