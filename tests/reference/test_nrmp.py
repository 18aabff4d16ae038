from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.nrmp import Imported, read_report
from pipeline.outcomes import MatchOutcome
from tests.reference.reports import (
    COUNTS_2026,
    MATCHES_2024,
    QUARTILES_2026,
    SUMMARY_2022,
    Printed,
    pdf,
    workbook,
)

WRITERS = {".pdf": pdf, ".xlsx": workbook}
CHARTING_2022 = "Charting Outcomes in the Match: International Medical Graduates, 2022 Main Residency Match"
CHARTING_2026 = "Charting Outcomes: Non-U.S. IMGs, Main Residency Match, 2026 Appointment Year"
RESULTS_2024 = "Results and Data: 2024 Main Residency Match"


def report(folder: Path, suffix: str, heading: str, *tables: Printed) -> Imported:
    return read_report(WRITERS[suffix](folder / f"report{suffix}", heading, tables))


def row(imported: Imported, specialty: str, applicant: str, measure: str, track: str = "") -> MatchOutcome:
    found = [
        item
        for item in imported.outcomes
        if (item.specialty_id, item.applicant_type, item.measure, item.track)
        == (specialty, applicant, measure, track)
    ]
    assert len(found) == 1, [item.id for item in imported.outcomes]
    return found[0]


@pytest.mark.parametrize("suffix", WRITERS)
def test_means_of_a_summary_table_go_to_their_applicants_and_cohort(tmp_path: Path, suffix: str) -> None:
    imported = report(tmp_path, suffix, CHARTING_2022, SUMMARY_2022)
    ours = row(imported, "neurology", "non_us_img", "step2ck")
    assert (ours.year, ours.matched_mean, ours.not_matched_mean) == (2022, 240, 231)
    assert (ours.matched_n, ours.not_matched_n) == (152, 87)
    theirs = row(imported, "neurology", "us_img", "contiguous_ranks")
    assert (theirs.matched_mean, theirs.not_matched_mean) == (9.1, 3.2)
    counts = row(imported, "neurology", "non_us_img", "counts")
    assert (counts.matched_n, counts.not_matched_n, counts.match_rate_pct) == (152, 87, 63.6)
    assert counts.rate_basis == "computed from the counts"


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_suppressed_figure_is_not_known_and_never_zero(tmp_path: Path, suffix: str) -> None:
    imported = report(tmp_path, suffix, CHARTING_2022, SUMMARY_2022)
    both = row(imported, "neurology", "us_img", "abstracts_presentations_publications")
    assert (both.matched_mean, both.not_matched_mean) == (5.1, None)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_percentage_is_not_taken_for_a_count(tmp_path: Path, suffix: str) -> None:
    imported = report(tmp_path, suffix, CHARTING_2022, SUMMARY_2022)
    assert 4.2 not in {
        getattr(item, name)
        for item in imported.outcomes
        for name in ("matched_mean", "matched_median", "matched_n")
    }


@pytest.mark.parametrize("suffix", WRITERS)
def test_quartiles_and_counts_of_the_2026_layout(tmp_path: Path, suffix: str) -> None:
    imported = report(tmp_path, suffix, CHARTING_2026, COUNTS_2026, QUARTILES_2026)
    scores = row(imported, "psychiatry", "non_us_img", "step2ck")
    assert (
        scores.year,
        scores.matched_measure_n,
        scores.matched_q1,
        scores.matched_median,
        scores.matched_q3,
    ) == (
        2026,
        140,
        231,
        239,
        248,
    )
    assert (scores.not_matched_measure_n, scores.not_matched_q1, scores.not_matched_q3) == (90, 224, 240)
    assert (scores.matched_n, scores.not_matched_n) == (201, 144)
    counts = row(imported, "diagnostic-radiology", "non_us_img", "counts")
    assert (counts.positions_offered, counts.matched_n, counts.not_matched_n) == (1200, 99, 71)
    thoracic = row(imported, "thoracic-surgery", "non_us_img", "step2ck")
    assert thoracic.matched_median is None and thoracic.not_matched_median == 246


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_row_of_no_known_specialty_is_refused_with_its_label(tmp_path: Path, suffix: str) -> None:
    imported = report(tmp_path, suffix, CHARTING_2026, QUARTILES_2026)
    assert any(refusal.label == "Basket Weaving" for refusal in imported.refused)
    assert all("Basket" not in item.row_label for item in imported.outcomes)


@pytest.mark.parametrize("suffix", WRITERS)
def test_match_tables_keep_their_tracks_apart(tmp_path: Path, suffix: str) -> None:
    imported = report(tmp_path, suffix, RESULTS_2024, MATCHES_2024)
    medicine = row(imported, "internal-medicine", "non_us_img", "counts", "categorical")
    assert (medicine.year, medicine.matched_n, medicine.positions_offered, medicine.positions_filled) == (
        2024,
        3050,
        10000,
        9700,
    )
    assert medicine.not_matched_n is None and medicine.match_rate_pct is None
    assert row(imported, "neurology", "non_us_img", "counts", "PGY-1").matched_n == 180
    assert row(imported, "neurology", "non_us_img", "counts", "PGY-2").matched_n == 33
    assert row(imported, "preliminary-surgery", "us_img", "counts").matched_n == 70
    assert {item.applicant_type for item in imported.outcomes} == {"us_img", "non_us_img"}


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_without_title_or_year_gives_nothing(tmp_path: Path, suffix: str) -> None:
    untitled = report(tmp_path, suffix, RESULTS_2024, replace(MATCHES_2024, title=""))
    assert not untitled.outcomes and untitled.refused
    undated = report(
        tmp_path,
        suffix,
        "Charting Outcomes: Non-U.S. IMGs",
        replace(QUARTILES_2026, title="Table 4. USMLE Step 2 CK Scores of Non-U.S. IMGs"),
    )
    assert not undated.outcomes
    assert any("year" in refusal.reason for refusal in undated.refused)


@pytest.mark.parametrize("suffix", WRITERS)
def test_columns_may_stand_in_any_order(tmp_path: Path, suffix: str) -> None:
    order = [0, *random.Random(6).sample(range(1, 7), 6)]
    turned = replace(MATCHES_2024, cells=[[cells[index] for index in order] for cells in MATCHES_2024.cells])
    first = report(tmp_path, suffix, RESULTS_2024, MATCHES_2024).outcomes
    second = report(tmp_path, suffix, RESULTS_2024, turned).outcomes
    assert first and [replace(item, note="") for item in first] == [replace(item, note="") for item in second]


@pytest.mark.parametrize("suffix", WRITERS)
def test_two_tables_that_differ_give_no_figure(tmp_path: Path, suffix: str) -> None:
    cells = [list(cells) for cells in COUNTS_2026.cells]
    cells[1][2] = "999"
    imported = report(tmp_path, suffix, CHARTING_2026, COUNTS_2026, replace(COUNTS_2026, cells=cells))
    assert row(imported, "psychiatry", "non_us_img", "counts").matched_n is None
    assert any("different figures" in refusal.reason for refusal in imported.refused)
    assert row(imported, "diagnostic-radiology", "non_us_img", "counts").matched_n == 99


@pytest.mark.parametrize("suffix", WRITERS)
def test_quartiles_out_of_order_are_refused(tmp_path: Path, suffix: str) -> None:
    cells = [list(cells) for cells in QUARTILES_2026.cells]
    cells[2][2] = "260"
    imported = report(tmp_path, suffix, CHARTING_2026, replace(QUARTILES_2026, cells=cells))
    assert all(item.specialty_id != "psychiatry" for item in imported.outcomes)
    assert any("out of order" in refusal.reason for refusal in imported.refused)


@pytest.mark.parametrize("suffix", WRITERS)
def test_a_table_that_runs_over_pages_keeps_its_title(tmp_path: Path, suffix: str) -> None:
    names = [
        "Internal Medicine",
        "Psychiatry",
        "Pediatrics",
        "Neurology",
        "Family Medicine",
        "Anesthesiology",
    ]
    cells = [*COUNTS_2026.cells[:1], *([name, "100", "60", "40"] for name in names)]
    long = replace(
        COUNTS_2026,
        cells=[*cells[:1], *[[f"{n} ({t})", "100", "60", "40"] for t in "abcdefghijkl" for n in names]],
    )
    imported = report(tmp_path, suffix, CHARTING_2026, long)
    assert len(imported.outcomes) == len(names) * 12


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_figure_names_its_table_and_row(tmp_path: Path, suffix: str) -> None:
    for item in report(tmp_path, suffix, CHARTING_2026, COUNTS_2026, QUARTILES_2026).outcomes:
        assert "Table" in item.note and item.row_label in item.note and item.second_hand == 0


def test_a_damaged_or_foreign_file_is_refused_in_words(tmp_path: Path) -> None:
    for name in ("broken.pdf", "broken.xlsx", "notes.txt"):
        path = tmp_path / name
        path.write_bytes(b"not a report")
        with pytest.raises(ValueError, match=name):
            read_report(path)


def test_a_file_far_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    with pytest.raises(ValueError, match="more than 100 MB"):
        read_report(path)
