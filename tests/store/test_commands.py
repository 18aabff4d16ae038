"""The commands around the directory: what they say, how they exit, and that nothing is lost."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from imgdir.cli import main
from imgdir.folders import folders
from pipeline import schema
from pipeline.model import Attempt, Page
from pipeline.pages import Archive
from tests.store.world import World, listing

PAGE = "https://lakeside.example.org/education/observers"
BODY = """<!doctype html><html><head><title>Observership Program</title></head><body><main>
<h1>Observership Program for International Medical Graduates</h1>
<p>The observership is open to international medical graduates who want clinical experience in the United States.
Observers may not take part in patient care. An observership lasts four weeks.</p>
<h2>Fees</h2><p>The program fee is $500 for four weeks.</p>
<h2>How to apply</h2><p>Send your curriculum vitae, a copy of your passport and your immunization record to
observers@lakeside.test at least three months before the observership starts.</p></main></body></html>"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A var/ folder of its own, a registry of one source, and an archive with its page."""
    monkeypatch.setenv("IMGDIR_VAR", str(tmp_path / "var"))
    monkeypatch.delenv("IMGDIR_STATE", raising=False)
    monkeypatch.delenv("IMGDIR_NOTIFY", raising=False)
    monkeypatch.setenv("COLUMNS", "200")
    (tmp_path / "sources").mkdir()
    entry = {
        "institution": {"name": "Lakeside Hospital", "kind": "hospital", "city": "Albany", "state": "NY"},
        "urls": [PAGE],
    }
    (tmp_path / "sources" / "lakeside.yml").write_text(yaml.safe_dump(entry))
    warc(tmp_path / "pages.warc.gz", {PAGE: BODY})
    yield tmp_path


def warc(path: Path, pages: dict[str, str]) -> None:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for url, body in pages.items():
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            writer.write_record(
                writer.create_warc_record(
                    url,
                    "response",
                    payload=io.BytesIO(body.encode()),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": "2026-05-17T02:00:00Z"},
                )
            )


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments), catch_exceptions=False)


def crawl(place: Path) -> Result:
    return run(
        "crawl",
        "--all",
        "--replay",
        str(place / "pages.warc.gz"),
        "--sources",
        str(place / "sources"),
        "--no-build",
    )


def build(place: Path, *more: str) -> Result:
    return run(
        "build",
        "--sources",
        str(place / "sources"),
        "--previous",
        "none",
        "--now",
        "2026-05-20",
        "--no-smoke-test",
        *more,
    )


def one_paragraph(result: Result, code: int = 1) -> str:
    """The error a person sees: one paragraph, no traceback, the right exit code."""
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    lines = [line for line in result.output.splitlines() if line.startswith("Error: ")]
    assert len(lines) == 1, result.output
    return lines[0]


def older(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE opportunities (id TEXT)")
        connection.execute("PRAGMA user_version = 0")
        connection.commit()


@pytest.fixture
def small(tmp_path: Path) -> Path:
    (tmp_path / "world").mkdir()
    return World(tmp_path / "world").spend({"https://lakeside.test/observers": listing()})


def test_a_crawl_and_a_build_publish_a_directory(place: Path) -> None:
    assert crawl(place).exit_code == 0
    result = build(place)
    assert result.exit_code == 0, result.output
    own = place / "var" / "directory.db"
    assert f"Published {own}" in result.output
    with closing(sqlite3.connect(own)) as connection:
        assert connection.execute("SELECT count(*) FROM sources").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM match_outcomes").fetchone()[0] > 100
    assert len(list((place / "var" / "published").glob("*.db"))) == 1


def test_without_pages_a_build_refuses_and_the_old_directory_stays(place: Path, small: Path) -> None:
    own = place / "var" / "directory.db"
    own.parent.mkdir()
    own.write_bytes(small.read_bytes())
    said = one_paragraph(build(place))
    assert "no stored pages" in said
    assert own.read_bytes() == small.read_bytes()


def test_the_shipped_directory_is_never_written_by_a_run(place: Path) -> None:
    shipped = folders().shipped
    before = shipped.read_bytes() if shipped.exists() else None
    crawl(place)
    build(place)
    assert (shipped.read_bytes() if shipped.exists() else None) == before


def test_an_archive_that_is_cut_off_is_said_and_loses_nothing(place: Path, small: Path) -> None:
    own = place / "var" / "directory.db"
    own.parent.mkdir()
    own.write_bytes(small.read_bytes())
    whole = (place / "pages.warc.gz").read_bytes()
    (place / "pages.warc.gz").write_bytes(whole[: len(whole) // 2])
    one_paragraph(crawl(place))
    assert own.read_bytes() == small.read_bytes()


@pytest.mark.parametrize(
    "command", [["export"], ["build", "--previous", "none"], ["export", "--format", "ics"]]
)
def test_a_folder_in_place_of_a_file_is_bad_usage(place: Path, command: list[str]) -> None:
    assert run(*command, "--db", str(place)).exit_code == 2


def test_a_missing_database_is_said_with_its_remedy(place: Path) -> None:
    said = one_paragraph(run("export", "--db", str(place / "none.db")))
    assert str(place / "none.db") in said
    assert "imgdir run" in said
    assert not (place / "none.db").exists()


def test_a_database_of_an_older_version_is_said_with_its_remedy(place: Path) -> None:
    path = place / "old.db"
    older(path)
    before = path.read_bytes()
    assert "older version" in one_paragraph(run("export", "--db", str(path)))
    crawl(place)
    said = one_paragraph(
        run(
            "build",
            "--sources",
            str(place / "sources"),
            "--db",
            str(path),
            "--no-smoke-test",
            "--now",
            "2026-05-20",
        )
    )
    assert "--previous none" in said
    assert path.read_bytes() == before
    assert build(place, "--db", str(path)).exit_code == 0
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (schema.VERSION,)


def test_a_file_that_is_no_database_is_said_with_its_remedy(place: Path) -> None:
    path = place / "notes.db"
    path.write_text("these are my notes, and no directory at all " * 40)
    assert "not a whole SQLite file" in one_paragraph(run("export", "--db", str(path)))


def test_a_folder_that_cannot_be_written_is_said(place: Path) -> None:
    crawl(place)
    (place / "plain").write_text("")
    assert "cannot be written" in one_paragraph(build(place, "--db", str(place / "plain" / "directory.db")))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said(place: Path) -> None:
    crawl(place)
    locked = place / "locked"
    locked.mkdir(mode=0o500)
    assert "writ" in one_paragraph(build(place, "--db", str(locked / "directory.db")))


def test_an_export_that_cannot_be_written_leaves_nothing(place: Path, small: Path) -> None:
    (place / "plain").write_text("")
    said = one_paragraph(run("export", "--db", str(small), "-o", str(place / "plain" / "x.csv")))
    assert "Cannot write" in said


def test_an_unknown_specialty_is_bad_usage_with_near_names(place: Path, small: Path) -> None:
    said = one_paragraph(run("export", "--db", str(small), "--specialty", "neurolgy"), 2)
    assert "Did you mean Neurology" in said


def test_an_export_to_a_file_is_whole_utf8_with_a_header(place: Path, small: Path) -> None:
    out = place / "neurology.csv"
    assert (
        run(
            "export", "--db", str(small), "--specialty", "neurology", "--format", "csv", "-o", str(out)
        ).exit_code
        == 0
    )
    text = out.read_bytes().decode("utf-8")
    assert text.startswith("match,id,")
    assert "named,lakeside-observership," in text
    assert run("export", "--db", str(small), "-o", str(out), "--excel").exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfid,")


def test_every_command_has_help_with_an_example() -> None:
    for name in ("build", "export", "rollback", "nightly", "run", "doctor"):
        result = run(name, "--help")
        assert result.exit_code == 0
        assert f"Example: imgdir {name}" in result.output, name


def test_rollback_lists_and_returns(place: Path) -> None:
    assert "no earlier directory" in one_paragraph(run("rollback"))
    crawl(place)
    build(place)
    build(place)
    listed = run("rollback", "--list").output
    assert listed.count("built for 2026-05-20") == 2
    assert run("rollback").exit_code == 0
    assert "1  built for 2026-05-20  (published)" in run("rollback", "--list").output or "published" in listed


def test_doctor_names_what_is_wrong(place: Path) -> None:
    own = place / "var" / "directory.db"
    own.parent.mkdir()
    own.write_text("torn")
    result = run("doctor", "--offline")
    assert result.exit_code == 1
    assert "WRONG" in result.output
    assert "imgdir rollback" in result.output or "no directory" in result.output


def test_a_night_reports_in_three_forms_exports_and_is_safe_to_run_twice(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imgdir.commands import nightly

    monkeypatch.setattr(nightly, "usual_job", quick(nightly.usual_job))
    crawl(place)
    build(place)
    for _ in range(2):
        result = run("nightly", "--no-crawl", "--sources", str(place / "sources"), "--now", "2026-05-20")
        assert result.exit_code == 0, result.output
    reports = place / "var" / "reports"
    assert {path.name for path in reports.glob("latest.*")} == {"latest.md", "latest.html", "latest.json"}
    found = json.loads((reports / "latest.json").read_text())
    assert found["look"] == []
    assert found["night"] == "2026-05-20"
    assert set(found["sections"]) >= {
        "New",
        "Changed",
        "Ended",
        "Blocked and failing sources",
        "Candidates to review",
        "Problems",
    }
    assert (place / "var" / "exports" / "all.csv").read_text().startswith("id,")


def test_a_second_night_is_refused_while_one_runs_and_a_dead_one_holds_nothing(place: Path) -> None:
    crawl(place)
    build(place)
    arguments = ("nightly", "--no-crawl", "--sources", str(place / "sources"), "--now", "2026-05-20")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place / "var" / "nightly.lock")], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout and holder.stdout.readline() == "held\n"
    said = one_paragraph(run(*arguments))
    assert f"process {holder.pid}" in said
    holder.kill()
    holder.wait()
    assert run(*arguments).exit_code == 0


HOLD = """
import sys, time
from pathlib import Path
from pipeline.publish import one_at_a_time
with one_at_a_time(Path(sys.argv[1]), "run the night"):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_build_without_a_new_page_loads_neither_readers_nor_gazetteer(place: Path) -> None:
    """They take longer to load than all the rest of such a build."""
    other = BODY.replace("contact", "in Rochester, New York,")
    warc(place / "pages.warc.gz", {PAGE: other})
    crawl(place)
    assert build(place).exit_code == 0
    ended = subprocess.run(
        [sys.executable, "-c", WATCH, str(place / "sources")], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "0 pages read, 1 unchanged" in ended.stdout
    assert ended.stdout.splitlines()[-1] == "loaded: []"


WATCH = """
import sys
import zipcodes
from click.testing import CliRunner
from imgdir.cli import main
looked = []
zipcodes.filter_by = lambda **asked: looked.append(asked) or []
arguments = ["build", "--sources", sys.argv[1], "--now", "2026-05-20", "--no-smoke-test"]
print(CliRunner().invoke(main, arguments, catch_exceptions=False).output)
print("loaded:", [*looked, *sorted({"pipeline.reading", "pipeline.split"} & sys.modules.keys())])
"""


def test_a_night_forgets_old_versions_that_nothing_cites(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four versions, a year old: what the directory, one that is kept, or one held back cites stays, and the latest."""
    from imgdir.commands import nightly

    monkeypatch.setattr(nightly, "usual_job", quick(nightly.usual_job))
    state = place / "var" / "crawl"
    at = datetime(2025, 5, 1, tzinfo=UTC)
    with Archive(state).writing("r1") as writer:
        for n, fee in enumerate((400, 450, 475, 500)):
            page = Page(PAGE, at + timedelta(days=n), BODY.replace("$500", f"${fee}").encode(), "text/html")
            sha256 = writer.append(page)
            writer.record(Attempt("r1", "lakeside", PAGE, page.fetched, "ok", 200, sha256))
    with Archive(state).writing("r2") as writer:
        writer.revisit(page, writer.archive.entry(sha256))  # type: ignore[arg-type]
    stored = [entry.sha256 for entry in Archive(state).entries()]
    kept = place / "var" / "published" / "000001-2025-05-02.db"
    kept.parent.mkdir(parents=True)
    for path, sha256 in ((kept, stored[0]), (place / "var" / "held-back.db", stored[1])):
        build(place, "--db", str(path))
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("UPDATE evidence SET page_sha256 = ?", (sha256,))
            connection.commit()
    result = run("nightly", "--no-crawl", "--sources", str(place / "sources"), "--now", "2026-05-20")
    assert result.exit_code == 0, result.output
    assert {entry.sha256 for entry in Archive(state).entries()} == {stored[0], stored[1], stored[3]}
    assert [path.name for path in (state / "warc").iterdir()] == ["imgdir-r1-00001-kept1.warc.gz"]


def test_a_night_that_a_check_stops_asks_for_a_person(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from imgdir.commands import nightly

    monkeypatch.setattr(nightly, "usual_job", quick(nightly.usual_job))
    crawl(place)
    build(place)
    (place / "sources" / "broken.yml").write_text("institution: {name: X}\nurls: []\n")
    result = run("nightly", "--no-crawl", "--sources", str(place / "sources"), "--now", "2026-05-20")
    assert result.exit_code == 1
    assert "held back" in (place / "var" / "reports" / "latest.md").read_text()


def quick(usual):  # type: ignore[no-untyped-def]
    """The usual job without the server, which test_publish starts."""

    def job(*arguments, **more):  # type: ignore[no-untyped-def]
        return usual(*arguments, **more, smoke=False)

    return job


def test_without_a_network_run_says_so_in_one_line_and_keeps_what_it_has(
    place: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from imgdir import main_job
    from imgdir.crawling import Offline

    def offline(*_: object) -> None:
        raise Offline("There is no network.")

    monkeypatch.setattr(main_job, "require_network", offline)
    own = place / "var" / "directory.db"
    own.parent.mkdir()
    own.write_bytes(small.read_bytes())
    result = run("run", "--no-serve", "--sources", str(place / "sources"))
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "There is no network: nothing was crawled. The directory that is there is used."
    ]
    assert own.read_bytes() == small.read_bytes()


def test_a_crawl_that_the_deadline_stops_is_ended_and_told_apart(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    from imgdir import main_job

    monkeypatch.setattr(main_job, "require_network", lambda *_: None)
    monkeypatch.setattr(main_job, "PROGRAM", (sys.executable, "-c", "import time; time.sleep(60)"))
    step = main_job.crawl_step(place / "sources", place / "crawl", seconds=1.0)
    assert step.stopped
    assert step.code != 0
    assert step.seconds < 30
