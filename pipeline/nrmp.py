"""Figures out of NRMP reports that a user holds: Charting Outcomes (IMG) and the Main Match result tables.

Layouts differ from year to year, so no table is read by its place. Title, column heads and row label are each asked what
they say (specialty, applicant type, matched or not, measure, statistic, year); a figure is taken only where together they
answer every question once. What is left over is refused with its reason, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal

import openpyxl
import pdfplumber

from pipeline.outcomes import MatchOutcome, rate, row_id, unsound
from pipeline.specialty import lookup

Scope = Literal["charting_outcomes_preferred_specialty", "main_match_positions_filled"]
MAX_PAGES = 600
MAX_ROWS = 20_000
MAX_BYTES = 100_000_000
NRMP_URL = "https://www.nrmp.org/match-data/"

TITLE = re.compile(r"^\s*(?:Table|Figure|Exhibit)\b", re.I)
YEAR = re.compile(r"\b(20[0-4]\d)\b")
REPORT_YEAR = re.compile(
    r"\b(20[0-4]\d)\s+Main\s+Residency\s+Match|Main\s+Residency\s+Match\D{0,30}\b(20[0-4]\d)\b|\b(20[0-4]\d)\s+Appointment\s+Year|Appointment\s+Year\s+(20[0-4]\d)",
    re.I,
)
COUNTED = re.compile(r"\(?\bn\s*=\s*([\d,]+)\)?", re.I)
NUMBER = re.compile(r"^\s*([\d,]+(?:\.\d+)?|\.\d+)\s*%?\s*$")
NON_US = re.compile(
    r"\bnon[-\s\u2010-\u2014]*u\.?\s*s\.?[-\s]*(?:citizen\s+)?(?:imgs?\b|international)", re.I
)
US = re.compile(r"\bu\.?\s*s\.?[-\s]*(?:citizen\s+)?(?:imgs?\b|international)", re.I)
ALL_IMGS = re.compile(r"\b(?:all|total)\s+imgs?\b", re.I)
NOT_MATCHED = re.compile(r"\b(?:not|un|did\s+not)[-\s]*match(?:ed)?\b", re.I)
MATCHED = re.compile(r"\bmatched\b", re.I)
STATISTICS = (
    ("q1", re.compile(r"\bq1\b|\b25th\b|\b(?:first|lower)\s+quartile", re.I)),
    ("median", re.compile(r"\bmedian\b|\b50th\b", re.I)),
    ("q3", re.compile(r"\bq3\b|\b75th\b|\b(?:third|upper)\s+quartile", re.I)),
    ("mean", re.compile(r"\bmean\b|\baverage\b", re.I)),
    ("measure_n", re.compile(r"^n$|\bn\b(?!\s*=)|\brespondents\b", re.I)),
)
MEASURES = (
    ("step1", re.compile(r"\bstep\s*(?:1|one)\b", re.I)),
    ("step2ck", re.compile(r"\bstep\s*(?:2|two)\b(?!\s*cs)", re.I)),
    ("contiguous_ranks", re.compile(r"\bcontiguous\s+rank", re.I)),
    ("specialties_ranked", re.compile(r"\b(?:distinct|different)\s+specialties\b", re.I)),
    ("research", re.compile(r"\bresearch\s+(?:experience|project)", re.I)),
    (
        "abstracts_presentations_publications",
        re.compile(r"\babstracts?\s*,\s*presentations?\s*,?\s*(?:and|&)?\s*publications?", re.I),
    ),
    ("abstracts", re.compile(r"\babstracts?\b", re.I)),
    ("presentations", re.compile(r"\bpresentations?\b", re.I)),
    ("publications", re.compile(r"\bpublications?\b", re.I)),
    ("work", re.compile(r"\bwork\s+experience", re.I)),
    ("volunteer", re.compile(r"\bvolunteer", re.I)),
)
PERCENT = re.compile(r"%|\bpercent|\bratio\b|\bper\s+position\b|\brate\b", re.I)
OFFERED = re.compile(
    r"\b(?:no\.?|number)\s+of\s+positions\b|\bpositions\s+(?:offered|available)\b|^positions$|\bquota\b", re.I
)
FILLED = re.compile(r"\b(?:total|number|no\.?|positions)\s+filled\b|^filled$", re.I)
COUNT = re.compile(r"\bnumber\b|\bcount\b|\bapplicants\b|^#$|\bno\.", re.I)
OTHER_TYPES = re.compile(
    r"\bseniors?\b|\bgrad(?:uate)?s?\b(?!.*\bimg)|\bcanadian\b|\bfifth\s+pathway\b|\bM\.?D\.?\b|\bD\.?O\.?\b",
    re.I,
)
MAIN_MATCH = re.compile(r"\bmatches\s+by\s+specialty\b|\bpositions\s+offered\b|\bpositions\s+filled\b", re.I)
SECTION = re.compile(r"\bPGY-?\s*(\d)\b", re.I)
TRACK = re.compile(r"\(([^)]*)\)")
LABELS = {
    "medicine-preliminary": "preliminary-medicine",
    "internal medicine-preliminary": "preliminary-medicine",
    "surgery-preliminary": "preliminary-surgery",
    "transitional": "transitional-year",
    "transitional year": "transitional-year",
    "radiology-diagnostic": "diagnostic-radiology",
    "diagnostic radiology": "diagnostic-radiology",
    "pathology-anatomic and clinical": "pathology",
    "surgery-general": "general-surgery",
    "surgery": "general-surgery",
    "general surgery": "general-surgery",
    "internal medicine/pediatrics": "internal-medicine-pediatrics",
    "medicine-pediatrics": "internal-medicine-pediatrics",
    "internal medicine-pediatrics": "internal-medicine-pediatrics",
    "medicine-family": "family-medicine",
    "obstetrics-gynecology": "obstetrics-gynecology",
    "orthopedic surgery": "orthopaedic-surgery",
    "public health and preventive medicine": "preventive-medicine",
    "all specialties": "all",
    "total": "all",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """One table as printed: its title, the year (None where none is stated), heads and rows as text."""

    title: str
    year: int | None
    place: str
    heads: tuple[str, ...]
    """One a column: its head with the heads above it, outermost first."""
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A table or figure that was not taken, and why."""

    place: str
    title: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    report: str
    outcomes: tuple[MatchOutcome, ...]
    refused: tuple[Refused, ...]


@dataclass(slots=True)
class Cell:
    """What title, head and label together say of one figure."""

    applicant: str | None = None
    cohort: str | None = None
    statistic: str | None = None
    measure: str | None = None
    specialty: tuple[str, str, str] | None = None
    """Identifier, track, label as printed."""


@dataclass(slots=True)
class Draft:
    values: dict[str, float] = field(default_factory=dict)
    clashes: set[str] = field(default_factory=set)
    places: list[str] = field(default_factory=list)
    label: str = ""
    title: str = ""


def fold(text: object) -> str:
    return " ".join(str(text or "").split())


def number(text: str) -> float | None:
    """A printed number; None for blanks, dashes, stars and anything suppressed: silence is never 0."""
    hit = NUMBER.match(text)
    return float(hit[1].replace(",", "")) if hit else None


def applicant(text: str) -> str | None:
    """The one applicant type that a text names; None where it names none or both."""
    without = NON_US.sub(" ", text)
    types = [
        name
        for name, found in (
            ("non_us_img", NON_US.search(text)),
            ("us_img", US.search(without)),
            ("all_img", ALL_IMGS.search(without)),
        )
        if found
    ]
    return types[0] if len(types) == 1 else None


def cohort(text: str) -> str | None:
    without = NOT_MATCHED.sub(" ", text)
    kinds = [
        name
        for name, found in (("not_matched", without != text), ("matched", MATCHED.search(without)))
        if found
    ]
    return kinds[0] if len(kinds) == 1 else None


def one_of(text: str, table: Sequence[tuple[str, re.Pattern[str]]]) -> str | None:
    for name, pattern in table:
        if pattern.search(text):
            return name
    return None


def specialty(label: str, section: str = "") -> tuple[str, str, str] | None:
    """Identifier, track and printed label; None where the label names no specialty."""
    printed = fold(label)
    bare = re.sub(r"(?<=[A-Za-z)])[\d*\u2020\u2021,]+$", "", printed).strip()
    track = "; ".join(
        part if part.upper().startswith("PGY") else part.lower()
        for part in TRACK.findall(bare)
        if part.lower() != "integrated"
    )
    name = TRACK.sub("", bare).strip()
    known = LABELS.get(name.lower().replace("\u2013", "-").replace(" - ", "-"))
    if known is None:
        found = lookup(name)
        known = found.id if found else None
    if known is None:
        return None
    if known.startswith(("preliminary", "transitional")):
        return known, "", printed
    return known, track or section, printed


def first_row(cells: Sequence[Sequence[str]]) -> int | None:
    """Index of the first row below the heads: it has a label and a number, or names a section."""
    for index, row in enumerate(cells):
        if index and row and row[0]:
            others = [cell for cell in row[1:] if cell and cell != row[0]]
            if any(number(cell) is not None for cell in others) or (SECTION.search(row[0]) and not others):
                return index
    return None


def grids_of_cells(cells: Sequence[Sequence[str]], title: str, year: int | None, place: str) -> Grid | None:
    """Heads are all rows above the first row that has a label and a number."""
    first = first_row(cells)
    if first is None:
        return None
    width = max(len(row) for row in cells)
    heads = []
    for column in range(width):
        parts = [row[column] for row in cells[:first] if column < len(row) and row[column]]
        heads.append(" / ".join(dict.fromkeys(parts)))
    return Grid(title, year, place, tuple(heads), tuple(tuple(row) for row in cells[first:]))


def years_in(text: str) -> set[int]:
    return {int(year) for year in YEAR.findall(text)}


def report_year(text: str) -> int | None:
    """The Match year that a report's own heading states; None where it states none or several."""
    years = {int(next(filter(None, hit))) for hit in REPORT_YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def spread(row: Sequence[str | None]) -> list[str]:
    """A head row with each spanning cell repeated over what it spans (pdfplumber gives None there)."""
    filled: list[str] = []
    for cell in row:
        filled.append(filled[-1] if cell is None and filled else fold(cell))
    return filled


def grids_of_pdf(path: Path) -> tuple[str, list[Grid], list[Refused]]:
    """Report name, tables and refusals of a PDF. Raises ValueError where the file is no readable PDF."""
    grids: list[Grid] = []
    refused: list[Refused] = []
    report, stated = "", None
    previous: Grid | None = None
    try:
        document = pdfplumber.open(path)
    except Exception as error:  # pdfminer raises several unrelated kinds for a damaged file
        raise ValueError(f"{path.name} cannot be read as a PDF: {error}") from error
    with document as pdf:
        for page in pdf.pages[:MAX_PAGES]:
            if page.page_number <= 3:
                text = page.extract_text() or ""
                report = report or heading(text.splitlines())
                stated = stated or report_year(text)
            top = 0.0
            for found in sorted(page.find_tables(), key=lambda table: table.bbox[1]):
                place = f"page {page.page_number}"
                above = page.crop((0, top, page.width, max(found.bbox[1], top + 0.1)))
                lines = [line for line in (above.extract_text() or "").splitlines() if line.strip()]
                top = found.bbox[3]
                title = title_of(lines)
                raw = found.extract()
                first = first_row([[fold(cell) for cell in row] for row in raw])
                depth = len(raw) if first is None else first
                cells = [
                    spread(row) if index < depth else [fold(cell) for cell in row]
                    for index, row in enumerate(raw)
                ]
                grid = grids_of_cells(cells, title, None, place)
                if grid is None:
                    continue
                if not title and previous is not None and grid.heads == previous.heads:
                    grid = replace(grid, title=previous.title)
                grids.append(grid)
                previous = grid
    return report, [dated(grid, stated) for grid in grids], refused


def grids_of_workbook(path: Path) -> tuple[str, list[Grid], list[Refused]]:
    """Report name, tables and refusals of a workbook. Raises ValueError where the file is no readable workbook."""
    grids: list[Grid] = []
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except Exception as error:  # openpyxl raises KeyError, BadZipFile and its own kinds alike
        raise ValueError(f"{path.name} cannot be read as a workbook: {error}") from error
    report, stated = "", None
    for sheet in book.worksheets:
        values = [
            [fold(cell) for cell in row]
            for row in sheet.iter_rows(max_row=min(MAX_ROWS, sheet.max_row), values_only=True)
        ]
        for span in sheet.merged_cells.ranges:
            if span.max_row <= len(values):
                text = values[span.min_row - 1][span.min_col - 1]
                for row in range(span.min_row - 1, span.max_row):
                    for column in range(span.min_col - 1, min(span.max_col, len(values[row]))):
                        values[row][column] = text
        words = [" ".join(dict.fromkeys(filter(None, row))) for row in values]
        report = report or heading(words[:12])
        stated = stated or report_year(" \n".join(words[:12]))
        starts = [index for index, text in enumerate(words) if TITLE.match(text)]
        for begin, end in zip(starts, [*starts[1:], len(values)][: len(starts)], strict=True):
            body = [row for row in values[begin + 1 : end] if any(row)]
            title = words[begin]
            while body and len({cell for cell in body[0] if cell}) == 1 and number(body[0][0]) is None:
                if SECTION.search(body[0][0]):
                    break
                title = f"{title} {next(cell for cell in body[0] if cell)}"
                body = body[1:]
            grid = grids_of_cells(body, title, None, f"sheet {sheet.title}, row {begin + 1}")
            if grid is not None:
                grids.append(grid)
        if not starts and any(
            any(number(cell) is not None for cell in row[1:]) for row in values if row and row[0]
        ):
            grids.append(Grid("", None, f"sheet {sheet.title}", (), ()))
    return report, [dated(grid, stated) for grid in grids], []


def heading(lines: Iterable[str]) -> str:
    for line in lines:
        if re.search(
            r"charting outcomes|results and data|advance data tables|main residency match", line, re.I
        ):
            return fold(line)
    return ""


def title_of(lines: Sequence[str]) -> str:
    """The title above a table: the last line that begins with "Table", with the lines that follow it."""
    for index in range(len(lines) - 1, -1, -1):
        if TITLE.match(lines[index]):
            return fold(" ".join(lines[index:]))
    return ""


def dated(grid: Grid, report: int | None) -> Grid:
    """The year of the title, or, where the title states none, of the report's heading."""
    stated = years_in(grid.title)
    return replace(grid, year=stated.pop() if len(stated) == 1 else (report if not stated else None))


def read_grid(grid: Grid, charting: bool, drafts: dict[tuple[Any, ...], Draft]) -> Iterator[Refused]:
    """Put every figure of one table under its key, and yield what cannot be placed."""

    def refuse(reason: str, label: str = "") -> Refused:
        return Refused(grid.place, grid.title, label, reason)

    if not grid.title:
        yield refuse("the table has no title that begins with Table, so it is not known what it counts")
        return
    if grid.year is None:
        yield refuse("neither the title nor the report's heading states one Match year")
        return
    main_match = bool(MAIN_MATCH.search(grid.title)) and not charting
    if not main_match and not charting:
        yield refuse("neither a Charting Outcomes table nor matches by specialty and applicant type")
        return
    scope: Scope = "main_match_positions_filled" if main_match else "charting_outcomes_preferred_specialty"
    of_title = Cell(
        applicant=applicant(grid.title),
        statistic=one_of(grid.title, STATISTICS[:4]),
        measure=one_of(grid.title, MEASURES),
        specialty=title_specialty(grid.title),
    )
    section = ""
    for row in grid.rows:
        label = fold(row[0]) if row else ""
        if not any(number(cell) is not None for cell in row[1:]):
            if hit := SECTION.search(label):
                section = f"PGY-{hit[1]}"
            continue
        named = specialty(label, section)
        measure = one_of(label, MEASURES) or of_title.measure
        if named is None and one_of(label, MEASURES) is None and not counts_row(label):
            yield refuse("the row names neither a specialty nor a measure that is known here", label)
            continue
        where = named or of_title.specialty
        if where is None:
            yield refuse("neither row nor title names a specialty", label)
            continue
        for head, text in zip(grid.heads[1:], row[1:], strict=False):
            value = number(text)
            if PERCENT.search(head) or PERCENT.search(label) or "%" in text:
                continue
            who = applicant(head) or applicant(label) or of_title.applicant
            group = cohort(head) or cohort(label)
            statistic = (
                one_of(COUNTED.sub("", head), STATISTICS)
                or one_of(label, STATISTICS[:4])
                or of_title.statistic
            )
            target: str | None = None
            what = measure
            if OFFERED.search(head.split(" / ")[-1]) and not group:
                target, what = "positions_offered", "counts"
            elif FILLED.search(head.split(" / ")[-1]) and not group and applicant(head) is None:
                target, what = "positions_filled", "counts"
            elif main_match:
                if applicant(head) is None or (OTHER_TYPES.search(head) and applicant(head) is None):
                    continue
                target, what, who = "matched_n", "counts", applicant(head)
            elif measure is None:
                if group and (COUNT.search(head) or COUNT.search(label) or COUNT.search(grid.title)):
                    target, what = f"{group}_n", "counts"
            elif group and statistic:
                target = f"{group}_{statistic}"
            if (hit := COUNTED.search(head)) and group and who:
                place(
                    drafts,
                    grid,
                    where,
                    who,
                    scope,
                    "counts",
                    f"{group}_n",
                    float(hit[1].replace(",", "")),
                    label,
                )
            if value is None:
                continue
            if target is None or what is None:
                yield refuse(
                    f"the column {head!r} does not say whether matched or not, or which statistic", label
                )
                continue
            if target.startswith("positions"):
                for kind in (
                    ("non_us_img", "us_img")
                    if main_match or of_title.applicant is None
                    else (of_title.applicant,)
                ):
                    place(drafts, grid, where, kind, scope, "counts", target, value, label, optional=True)
                continue
            if who is None:
                yield refuse(f"neither title, column {head!r} nor row names one applicant type", label)
                continue
            place(drafts, grid, where, who, scope, what, target, value, label)


def counts_row(label: str) -> bool:
    return bool(COUNT.search(label) or cohort(label))


def title_specialty(title: str) -> tuple[str, str, str] | None:
    """The specialty that a title names after its last colon, dash or comma, or before a dash."""
    words = re.sub(r"^\s*(?:Table|Figure|Exhibit)\s+[\w.\-]+[.:]?\s*", "", title)
    for part in reversed(re.split(r"\s+[\u2013\u2014-]\s+|[:,|]\s*|\s+in\s+|\s+for\s+", words)):
        if found := specialty(YEAR.sub("", part).strip(" .,:")):
            return found
    return None


def place(
    drafts: dict[tuple[Any, ...], Draft],
    grid: Grid,
    where: tuple[str, str, str],
    who: str,
    scope: str,
    measure: str,
    target: str,
    value: float,
    label: str,
    optional: bool = False,
) -> None:
    """Note one figure; a second, different one for the same place is a clash and neither is kept."""
    key = (where[0], where[1], grid.year, who, scope, measure)
    if optional and key not in drafts:
        key = (*key[:5], "positions only")
    draft = drafts.setdefault(key, Draft(label=where[2], title=grid.title))
    if target in draft.values and draft.values[target] != value:
        draft.clashes.add(target)
    draft.values[target] = value
    note = f"{grid.place}: {grid.title}, row {label!r}"
    if note not in draft.places:
        draft.places.append(note)


def read_report(path: Path) -> Imported:
    """Every figure of a report that names its specialty, year, applicants and meaning; the rest refused with reasons.

    `path` is a PDF or an xlsx workbook. Raises ValueError where it is neither or cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in {".pdf", ".xlsx"}:
        raise ValueError(f"{path.name}: only .pdf and .xlsx are read; NRMP publishes both")
    if path.stat().st_size > MAX_BYTES:
        raise ValueError(f"{path.name}: more than {MAX_BYTES // 1_000_000} MB; no NRMP report is so large")
    report, grids, refused = (grids_of_pdf if suffix == ".pdf" else grids_of_workbook)(path)
    charting = bool(re.search(r"charting\s+outcomes", report, re.I)) or any(
        re.search(r"charting\s+outcomes", grid.title, re.I) for grid in grids
    )
    drafts: dict[tuple[Any, ...], Draft] = {}
    refusals = list(refused)
    for grid in grids:
        refusals.extend(read_grid(grid, charting, drafts))
    for key in [key for key in drafts if key[5] == "positions only"]:
        draft = drafts.pop(key)
        if main := drafts.get((*key[:5], "counts")):
            for name, value in draft.values.items():
                main.values.setdefault(name, value)
    found: list[MatchOutcome] = []
    whole_numbers = {item.name for item in fields(MatchOutcome) if "int" in str(item.type)}
    counts = {key[:5]: draft for key, draft in drafts.items() if key[5] == "counts"}
    for key, draft in drafts.items():
        for name in draft.clashes:
            refusals.append(
                Refused(
                    draft.places[0], draft.title, draft.label, f"two tables give different figures for {name}"
                )
            )
            draft.values.pop(name)
        if not draft.values:
            continue
        values: dict[str, Any] = {
            name: int(value) if name in whole_numbers else value for name, value in draft.values.items()
        }
        beside = counts.get(key[:5])
        if beside is not None:
            for name in ("matched_n", "not_matched_n"):
                if name in beside.values and name not in beside.clashes:
                    values.setdefault(name, int(beside.values[name]))
        identifier, track, year, who, scope, measure = key
        row = MatchOutcome(
            id="imported." + row_id(identifier, track, year, who, scope, measure),
            specialty_id=identifier,
            specialty=draft.label,
            row_label=draft.label,
            track=track,
            year=year,
            applicant_type=who,
            scope=scope,
            measure=measure,
            report=report or path.stem,
            source_url=NRMP_URL,
            source_kind="NRMP report imported",
            second_hand=0,
            confidence="high",
            note="; ".join(draft.places[:3]),
            **values,
        )
        if measure == "counts":
            computed = rate(row.matched_n, row.not_matched_n)
            row = replace(
                row,
                match_rate_pct=computed,
                rate_basis="computed from the counts" if computed is not None else "",
            )
        if reason := unsound(row):
            refusals.append(Refused(draft.places[0], draft.title, draft.label, reason))
            continue
        found.append(row)
    return Imported(report or path.stem, tuple(sorted(found, key=lambda row: row.id)), tuple(refusals))


def csv_rows(rows: Iterable[MatchOutcome]) -> list[dict[str, str]]:
    """Rows for the file that `pipeline.outcomes.imported_rows` reads back."""
    return [
        {name: "" if value is None else str(value) for name, value in asdict(row).items()} for row in rows
    ]
