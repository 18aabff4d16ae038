"""`imgdir extract`: what goes in, what comes out, and what is said where it cannot be read."""

from __future__ import annotations

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from reportlab.pdfgen.canvas import Canvas
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from imgdir.commands.extract import command
from tests.extract.test_gate import PROGRAM

URL = "https://hospital.example/education/observership"


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(command, list(arguments), input=stdin)


def archive(path: Path, count: int = 2) -> Path:
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for number in range(count):
            headers = StatusAndHeaders(
                "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
            )
            record = writer.create_warc_record(
                f"{URL}/{number}", "response", payload=io.BytesIO(PROGRAM.encode()), http_headers=headers
            )
            writer.write_record(record)
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "page.html"
    path.write_text(PROGRAM, encoding="utf-8")
    return path


def test_a_file_is_read_as_the_page_of_its_address(saved: Path) -> None:
    form = json.loads(run("--url", URL, str(saved)).output)
    assert (form["url"], form["kind"], len(form["listings"])) == (URL, "program", 1)


def test_standard_input_is_read() -> None:
    assert json.loads(run("-", stdin=PROGRAM.encode()).output)["kind"] == "program"


def test_a_page_is_judged_as_of_its_day(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        PROGRAM.replace("</main>", "<p>Applications are due by March 1, 2026.</p></main>"), "utf-8"
    )
    os.utime(path, (0, datetime(2026, 1, 5, tzinfo=UTC).timestamp()))
    before = json.loads(run(str(path)).output)["listings"][0]["status"]
    after = json.loads(run("--fetched", "2026-06-01", str(path)).output)["listings"][0]["status"]
    assert (before, after) == ("open", "closed")


def test_every_page_of_an_archive_is_one_line(tmp_path: Path) -> None:
    lines = run("--warc", str(archive(tmp_path / "a.warc.gz"))).output.splitlines()
    assert [json.loads(line)["url"] for line in lines] == [f"{URL}/0", f"{URL}/1"]


def test_an_address_chooses_one_page_of_an_archive(tmp_path: Path) -> None:
    result = run("--warc", str(archive(tmp_path / "a.warc.gz")), f"{URL}/1")
    assert [json.loads(line)["url"] for line in result.output.splitlines()] == [f"{URL}/1"]


def test_an_explanation_shows_blocks_gate_claims_and_the_rule_that_won(saved: Path) -> None:
    output = run("--explain", "--url", URL, str(saved)).output
    for part in (
        "gate      program",
        "heading1  Clinical Observership Program",
        "section 1 of 1",
        "* type = observership",
        "[kind.observership] block",
    ):
        assert part in output


def test_a_truncated_archive_gives_what_was_readable_and_says_so(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc.gz", 3)
    path.write_bytes(path.read_bytes()[:-200])
    result = run("--warc", str(path))
    assert result.exit_code == 1
    assert [json.loads(line)["url"] for line in result.stdout.splitlines()] == [f"{URL}/0", f"{URL}/1"]
    assert "a.warc.gz" in result.stderr


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [(b"", 1, "empty"), (b"\x89PNG\r\n\x1a\n\x00\x00", 1, "binary"), (b"%PDF-1.4 broken", 1, "PDF")],
)
def test_a_page_that_cannot_be_read_is_told_in_one_paragraph(
    tmp_path: Path, content: bytes, code: int, says: str
) -> None:
    path = tmp_path / "page.bin"
    path.write_bytes(content)
    result = run(str(path))
    assert result.exit_code == code
    assert says in result.stderr and result.stderr.count("\n") == 1
    assert "Traceback" not in result.stderr


def test_a_missing_file_and_an_unknown_address_are_bad_usage(tmp_path: Path) -> None:
    assert run(str(tmp_path / "none.html")).exit_code == 2
    assert run("--warc", str(archive(tmp_path / "a.warc.gz")), "https://other.example/").exit_code == 2


def test_a_pdf_flyer_goes_through_the_same_blocks(tmp_path: Path) -> None:
    path = tmp_path / "flyer.pdf"
    canvas = Canvas(str(path))
    canvas.setTitle("Clinical Observership Program")
    canvas.setFont("Helvetica-Bold", 20)
    canvas.drawString(72, 760, "Clinical Observership Program")
    canvas.setFont("Helvetica", 11)
    lines = (
        "We offer observerships of four weeks to international medical graduates.",
        "The program fee is $600 per month.",
        "Applicants must submit a CV and the application form at least 60 days before the start.",
    )
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 30 * number, line)
    canvas.save()
    listing = json.loads(run("--url", "https://hospital.example/flyer.pdf", str(path)).output)["listings"][0]
    assert listing["title"] == "Clinical Observership Program"
    assert [fee["amount"] for fee in listing["fees"]] == [600]


HOSTILE = PROGRAM.replace(
    "</main>",
    "<p>Fee \x1b[2J\x9b31m $900 \u202e per week \u0007 for 国際医学部卒業生 " + "x" * 300 + "</p></main>",
)


def test_an_explanation_fits_eighty_columns_and_holds_no_control_character(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(HOSTILE, encoding="utf-8")
    lines = run("--explain", "--url", f"{URL}/{'long/' * 40}", str(path)).output.splitlines()
    assert all(line.isprintable() for line in lines)
    assert max(len(line) + sum(c in "国際医学部卒業生" for c in line) for line in lines) <= 80


def test_json_on_a_terminal_holds_no_control_character_and_means_the_same(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        HOSTILE.replace("Clinical Observership Program", "Observership \u202eProgram\x9b"), encoding="utf-8"
    )
    (line,) = run("--url", URL, str(path)).output.splitlines()
    assert line.isprintable()
    assert "\u202e" in json.loads(line)["listings"][0]["title"]


def test_an_explanation_shows_conflicts_and_why_a_claim_lost(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    both = "<p>The hospital sponsors J-1 visas.</p><p>We do not sponsor visas for observers.</p>"
    path.write_text(PROGRAM.replace("</main>", f"{both}</main>"), encoding="utf-8")
    won, lost = (
        run("--explain", "--url", URL, str(path))
        .output.split("* visa_sponsorship = no\n")[1]
        .splitlines()[:3:2]
    )
    assert "[visas.sponsorship_refused>visas.sponsorship_offered]" in won
    assert lost.startswith("    - yes: less")


def test_an_explanation_shows_words_that_the_vocabulary_lacks(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PROGRAM.replace("</main>", "<p>The program fee is $70 per quarter.</p></main>"), "utf-8")
    output = " ".join(run("--explain", "--url", URL, str(path)).output.split())
    assert "“per quarter” is no unit that is known" in output
    assert "In: “The program fee is $70 per quarter.”" in output
    assert "vocab/fees.yml" in output


def test_an_address_among_the_stored_pages_is_explained_as_its_source_has_it_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMGDIR_VAR", str(tmp_path))
    assert run("--explain", URL).exit_code == 2
    assert "not among the stored pages" in run("--explain", URL).stderr
