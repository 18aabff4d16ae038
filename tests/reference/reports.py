"""Reports of the NRMP's layouts with figures of our own making, as PDF and as workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table, TableStyle

Cells = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Printed:
    """One table: title, cells ('' continues a spanning head to its left), rows of heads."""

    title: str
    cells: Cells
    heads: int = 1


def spans(table: Printed) -> list[tuple[str, tuple[int, int], tuple[int, int]]]:
    """Spans of the heads: a blank head cell belongs to the named one on its left."""
    found = []
    for row in range(table.heads - 1):
        cells = table.cells[row]
        start = 0
        for column in range(1, len(cells) + 1):
            if column == len(cells) or cells[column]:
                if column - start > 1:
                    found.append(("SPAN", (start, row), (column - 1, row)))
                start = column
    return found


def pdf(path: Path, heading: str, tables: Sequence[Printed]) -> Path:
    styles = getSampleStyleSheet()
    story = [Paragraph(heading, styles["Title"]), PageBreak()]
    for table in tables:
        if table.title:
            story.append(Paragraph(table.title, styles["Heading3"]))
        story.append(
            Table(
                [list(row) for row in table.cells],
                style=TableStyle(
                    [
                        ("GRID", (0, 0), (-1, -1), 0.5, "black"),
                        ("FONTSIZE", (0, 0), (-1, -1), 6),
                        *spans(table),
                    ]
                ),
                repeatRows=table.heads,
            )
        )
    SimpleDocTemplate(str(path), pagesize=letter, leftMargin=20, rightMargin=20).build(story)
    return path


def workbook(path: Path, heading: str, tables: Sequence[Printed]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Tables"
    sheet.append([heading])
    for table in tables:
        sheet.append([])
        if table.title:
            sheet.append([table.title])
        begin = sheet.max_row + 1
        for row in table.cells:
            sheet.append(
                [
                    int(cell.replace(",", "")) if cell.replace(",", "").isdigit() else cell or None
                    for cell in row
                ]
            )
        for _, (left, top), (right, bottom) in spans(table):
            sheet.merge_cells(
                start_row=begin + top, end_row=begin + bottom, start_column=left + 1, end_column=right + 1
            )
    book.save(path)
    return path


SUMMARY_2022 = Printed(
    "Table NE-1. Summary Statistics on U.S. IMGs and Non-U.S. IMGs: Neurology",
    [
        ["Measure", "U.S. IMGs", "", "Non-U.S. IMGs", ""],
        ["", "Matched (n=61)", "Unmatched (n=24)", "Matched (n=152)", "Unmatched (n=87)"],
        ["1. Mean number of contiguous ranks", "9.1", "3.2", "8.4", "2.9"],
        ["2. Mean number of distinct specialties ranked", "1.3", "1.6", "1.2", "1.5"],
        ["3. Mean USMLE Step 1 score", "221", "214", "233", "224"],
        ["4. Mean USMLE Step 2 CK score", "230", "222", "240", "231"],
        ["5. Mean number of research experiences", "2.4", "2.1", "3.0", "2.6"],
        ["6. Mean number of abstracts, presentations, and publications", "5.1", "*", "7.7", "6.1"],
        ["7. Percentage who have a Ph.D. degree", "1.7", "-", "4.2", "3.9"],
    ],
    heads=2,
)
QUARTILES_2026 = Printed(
    "Table 4. USMLE Step 2 CK Scores of Non-U.S. IMGs by Specialty, 2026 Appointment Year",
    [
        ["Specialty", "Matched", "", "", "", "Not Matched", "", "", ""],
        ["", "n", "Q1", "Median", "Q3", "n", "Q1", "Median", "Q3"],
        ["Psychiatry", "140", "231", "239", "248", "90", "224", "231", "240"],
        ["Radiology-Diagnostic", "70", "249", "256", "262", "50", "240", "247", "255"],
        ["Thoracic Surgery (Integrated)", "*", "*", "*", "*", "6", "238", "246", "251"],
        ["Basket Weaving", "9", "231", "239", "248", "9", "224", "231", "240"],
    ],
    heads=2,
)
COUNTS_2026 = Printed(
    "Table 1. Number of Non-U.S. IMG Applicants and Positions, 2026 Appointment Year",
    [
        ["Specialty", "Number of Positions", "Number Matched", "Number Not Matched"],
        ["Psychiatry", "2,400", "201", "144"],
        ["Radiology-Diagnostic", "1,200", "99", "71"],
    ],
)
MATCHES_2024 = Printed(
    "Table 2. Matches by Specialty and Applicant Type, 2024",
    [
        [
            "Specialty",
            "No. of Positions",
            "Number Filled",
            "U.S. MD Sr",
            "U.S. DO Sr",
            "U.S. IMG",
            "Non-U.S. IMG",
        ],
        ["PGY-1 Positions", "", "", "", "", "", ""],
        ["Internal Medicine (Categorical)", "10,000", "9,700", "3,600", "1,700", "1,050", "3,050"],
        ["Neurology", "800", "790", "400", "120", "60", "180"],
        ["Surgery-Preliminary (PGY-1 Only)", "600", "560", "200", "50", "70", "190"],
        ["PGY-2 Positions", "", "", "", "", "", ""],
        ["Neurology", "210", "205", "120", "30", "11", "33"],
    ],
)
