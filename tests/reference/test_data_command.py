from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from imgdir import crawling, folders, link_check
from imgdir.cli import main
from pipeline import reference
from pipeline.model import Attempt
from pipeline.outcomes import imported_rows
from pipeline.reference import LinkState, link_targets
from tests.reference.conftest import TODAY
from tests.reference.reports import MATCHES_2024, QUARTILES_2026, pdf, workbook

RESULTS_2024 = "Results and Data: 2024 Main Residency Match"


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["data", *arguments])


def test_imported_figures_are_picked_up_by_the_next_build(tmp_path: Path) -> None:
    report = workbook(tmp_path / "Main Match 2024.xlsx", RESULTS_2024, [MATCHES_2024])
    folder = tmp_path / "nrmp"
    done = run("import-nrmp", str(report), "--to", str(folder))
    assert done.exit_code == 0, done.output
    assert "8 rows, 3 specialties, Match of 2024" in done.output
    assert len(imported_rows(folder)) == 8
    loaded = reference.load(today=TODAY, imported=folder)
    ours = [row for row in loaded.outcomes if row.id.startswith("imported.")]
    assert len(ours) == 8 and not any(row.second_hand for row in ours)
    medicine = [
        row
        for row in loaded.outcomes
        if (row.specialty_id, row.track, row.year, row.applicant_type)
        == ("internal-medicine", "categorical", 2024, "non_us_img")
    ]
    assert [row.matched_n for row in medicine] == [3050]
    assert any("the imported report and" in issue.message for issue in loaded.issues)


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    report = pdf(tmp_path / "report.pdf", RESULTS_2024, [MATCHES_2024])
    folder = tmp_path / "nrmp"
    assert run("import-nrmp", str(report), "--to", str(folder)).exit_code == 0
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert run("import-nrmp", str(report), "--to", str(folder)).exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    report = workbook(tmp_path / "report.xlsx", RESULTS_2024, [MATCHES_2024])
    done = run("import-nrmp", str(report), "--to", str(tmp_path / "nrmp"), "--dry-run")
    assert done.exit_code == 0 and "matched_n 3050" in done.output
    assert not (tmp_path / "nrmp").exists()


@pytest.mark.parametrize(
    ("name", "content"), [("broken.pdf", b"%PDF-1.7 nothing"), ("a.txt", b"x"), ("b.xlsx", b"PK")]
)
def test_a_file_that_is_no_report_ends_in_one_paragraph(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    done = run("import-nrmp", str(tmp_path / name), "--to", str(tmp_path / "nrmp"))
    assert done.exit_code == 1
    assert done.output.startswith("Error: ") and name in done.output and "Traceback" not in done.output
    assert not (tmp_path / "nrmp").exists()


def test_a_report_without_any_figure_is_refused(tmp_path: Path) -> None:
    undated = workbook(
        tmp_path / "r.xlsx",
        "Charting Outcomes",
        [SimpleNamespace(title="Table 1. Scores", cells=QUARTILES_2026.cells, heads=2)],
    )  # type: ignore[list-item]
    done = run("import-nrmp", str(undated), "--to", str(tmp_path / "nrmp"))
    assert done.exit_code == 1 and "not taken" in done.output


def test_the_check_lists_what_to_look_at() -> None:
    done = run("check", "--now", "2026-11-22")
    assert done.exit_code == 0
    assert "335 match figures (332 second-hand)" in done.output
    assert "3000 and 2,828" in done.output or "3,000 and 2,828" in done.output


def attempt(url: str, outcome: str, at: datetime) -> Attempt:
    return Attempt(run="r", source="link", url=url, at=at, outcome=outcome)  # type: ignore[arg-type]


def test_links_are_asked_host_by_host_weekly_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    now = datetime(2026, 11, 22, tzinfo=UTC)

    def played(sources: Any, archive: Any, *, on_attempt: Callable[[Attempt], None]) -> None:
        for source in sources:
            for url in source.urls:
                asked.append(url)
                on_attempt(
                    attempt(url, "gone" if "aamc" in url else "robots" if "nrmp" in url else "shell", now)
                )

    monkeypatch.setattr(crawling, "crawl", played)
    monkeypatch.setattr(folders, "folders", lambda: SimpleNamespace(var=tmp_path))
    done = run("check-links", "--now", "2026-11-22")
    assert done.exit_code == 0, done.output
    targets = link_targets(reference.load(today=TODAY))
    assert set(asked) == set(targets)
    noted = link_check.read_notes(tmp_path / "links.json")
    assert {state.state for state in noted.values()} == {"gone", "robots", "ok"}
    asked.clear()
    assert run("check-links", "--now", "2026-11-25").exit_code == 0 and not asked
    assert run("check-links", "--now", "2026-11-29").exit_code == 0 and set(asked) == set(targets)
    loaded = reference.load(today=TODAY, links=reference.link_states(tmp_path / "links.json"))
    states = {row.link_state for row in loaded.resources}
    assert {"gone", "ok", "not checked"} <= states
    assert all(
        row.link_state == "not checked"
        for row in loaded.resources
        if row.kind == "copy" and row.url not in targets
    )


def test_a_host_is_one_source_so_that_it_is_asked_one_address_at_a_time() -> None:
    sources = link_check.link_sources(
        ["https://a.example/1", "https://a.example/2#x", "https://b.example/", "mailto:x@y.example"]
    )
    assert [(source.key, source.urls) for source in sources] == [
        ("link-a-example", ["https://a.example/1", "https://a.example/2"]),
        ("link-b-example", ["https://b.example/"]),
    ]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [("ok", "ok"), ("moved", "ok"), ("shell", "ok"), ("gone", "gone"), ("robots", "robots"), ("dns", "dns")],
)
def test_a_page_that_only_refuses_us_is_not_dead(outcome: str, state: str) -> None:
    assert link_check.state_of(
        attempt("https://a.example/", outcome, datetime(2026, 11, 22, tzinfo=UTC))
    ) == LinkState(state, "2026-11-22")
    assert link_check.due(["u"], {"u": LinkState("ok", "2026-11-16")}, date(2026, 11, 22)) == []
