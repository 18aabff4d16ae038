"""The whole chain on the made-up web: real HTTP on loopback, spiders, stored pages, reading, database, files.

One crawl serves every test here. What the sites say was written down by hand in tests/web/expected.jsonl before any
reader was run on them.
"""

from __future__ import annotations

import csv
import json
import os
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from imgdir.made_up_web import ROOT, MadeUpWeb, load_sites
from pipeline.pages import Archive

pytestmark = pytest.mark.server
EXPECTED = [json.loads(line) for line in (ROOT / "expected.jsonl").read_text(encoding="utf-8").splitlines()]
PROGRAMS = [page for page in EXPECTED if page["kind"] == "program"]
MOVED = "http://moved-house.test/radiology/observership"
MISREAD: dict[str, str] = {}
"""Sites that a reader gets wrong today; an entry that reads right again fails here and must go."""


def programs(*misread: str) -> list[Any]:
    """The program pages, those named in `misread` marked as known misreadings."""
    return [
        pytest.param(
            page,
            id=host,
            marks=[pytest.mark.xfail(strict=True, reason=MISREAD[host])] if host in misread else [],
        )
        for page in PROGRAMS
        if page["url"] != MOVED
        for host in [page["url"].split("/")[2]]
    ]


GROUPS = {
    "img_graduate": "accepts_img_graduates",
    "international_student": "accepts_international_students",
    "us_student": "accepts_us_students",
    "physician": "accepts_physicians",
}


def imgdir(*arguments: str, web: MadeUpWeb | None = None) -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ)
    if web is not None:
        environment |= {"IMGDIR_TEST_WEB": f"http://127.0.0.1:{web.port}", "IMGDIR_TEST_DELAY": "0"}
    return subprocess.run(
        [sys.executable, "-m", "imgdir", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The made-up web crawled and built once: a folder with `crawl/` and `directory.db`."""
    place = tmp_path_factory.mktemp("directory")
    with MadeUpWeb(load_sites(ROOT / "sites")) as web:
        crawled = imgdir(
            "crawl",
            "--all",
            "--no-build",
            "--sources",
            str(ROOT / "sources"),
            "--state",
            str(place / "crawl"),
            web=web,
        )
        assert crawled.returncode == 0, crawled.stderr
        asked = [request for request in web.requests if request[0] == "closed-door.test"]
        assert asked == [("closed-door.test", "/robots.txt")]
    built = imgdir(
        *("build", "--sources", str(ROOT / "sources"), "--state", str(place / "crawl"), "--previous", "none"),
        *("--db", str(place / "directory.db"), "--no-smoke-test"),
    )
    assert built.returncode == 0, built.stderr
    yield place


def rows(database: Path, query: str, *values: Any) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return connection.execute(query, values).fetchall()


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("captcha-clinic-observership", "blocked"),
        ("shell-health-observership", "shell"),
        ("lost-page-observership", "soft-404"),
        ("closed-door-observership", "robots"),
        ("merry-go-round-observership", "server-error"),
        ("moved-house-observership", "moved"),
        ("cedar-falls-observership", "ok"),
        ("flyer-hospital-observership", "ok"),
    ],
)
def test_every_attempt_ends_in_its_named_outcome(directory: Path, source: str, outcome: str) -> None:
    outcomes = {a.outcome for a in Archive(directory / "crawl").attempts() if a.source == source}
    assert outcome in outcomes


def test_a_source_that_could_not_be_read_lists_nothing(directory: Path) -> None:
    silent = ("captcha-clinic", "shell-health", "lost-page", "closed-door", "merry-go-round")
    found = rows(directory / "directory.db", "select source_id from opportunities")
    assert not [row for row in found if row["source_id"].startswith(silent)]
    health = {
        r["id"]: r["health"] for r in rows(directory / "directory.db", "select id, health from sources")
    }
    assert all(health[key] not in {"ok", "unchanged"} for key in health if key.startswith(silent))


@pytest.mark.parametrize("page", programs())
def test_who_may_apply_is_never_told_a_yes_that_the_page_does_not_say(
    directory: Path, page: dict[str, Any]
) -> None:
    found = rows(directory / "directory.db", "select * from opportunities where url = ?", page["url"])
    for group, column in GROUPS.items():
        allowed = {listing["audience"][group] for listing in page["listings"]}
        for row in found:
            assert row[column] != "yes" or "yes" in allowed, (row["title"], column)


@pytest.mark.parametrize("page", programs())
def test_every_amount_listed_stands_on_its_page_as_a_fee(directory: Path, page: dict[str, Any]) -> None:
    amounts = Counter(float(fee["amount"]) for listing in page["listings"] for fee in listing["fees"])
    found = rows(
        directory / "directory.db",
        "select amount from fees join opportunities on opportunities.id = fees.opportunity_id where url = ?",
        page["url"],
    )
    assert not Counter(row["amount"] for row in found) - amounts


@pytest.mark.parametrize("page", programs())
def test_every_program_of_the_made_up_web_is_listed_with_its_status(
    directory: Path, page: dict[str, Any]
) -> None:
    found = rows(directory / "directory.db", "select status from opportunities where url = ?", page["url"])
    assert Counter(row["status"] for row in found) == Counter(
        listing["status"] for listing in page["listings"]
    )


def test_every_value_has_its_page_its_day_and_its_sentence(directory: Path) -> None:
    found = rows(directory / "directory.db", "select * from evidence")
    assert found
    for row in found:
        assert row["quote"] and row["page_url"].startswith("http://") and row["fetched_at"] and row["rule"]


def test_the_same_pages_give_the_same_dump(directory: Path, tmp_path: Path) -> None:
    dumps = []
    for name in ("one.db", "two.db"):
        built = imgdir(
            *(
                "build",
                "--sources",
                str(ROOT / "sources"),
                "--state",
                str(directory / "crawl"),
                "--previous",
                "none",
            ),
            *("--db", str(tmp_path / name), "--now", "2031-01-05", "--no-smoke-test"),
        )
        assert built.returncode == 0, built.stderr
        with closing(sqlite3.connect(tmp_path / name)) as connection:
            dumps.append("\n".join(connection.iterdump()))
    assert dumps[0] == dumps[1]


def test_a_release_carries_no_sentence_of_a_page(directory: Path, tmp_path: Path) -> None:
    built = imgdir(
        *("build", "--release", "--sources", str(ROOT / "sources"), "--state", str(directory / "crawl")),
        *("--db", str(tmp_path / "release.db"), "--no-smoke-test"),
    )
    assert built.returncode == 0, built.stderr
    assert rows(tmp_path / "release.db", "select count(*) n from opportunities")[0]["n"] > 10
    for table in ("evidence", "refusals"):
        assert {row["quote"] for row in rows(tmp_path / "release.db", f"select quote from {table}")} <= {
            None,
            "",
        }
    assert {
        r["text_fragment_url"]
        for r in rows(tmp_path / "release.db", "select text_fragment_url from evidence")
    } <= {
        None,
        "",
    }


def test_csv_by_specialty_reads_back_to_the_directory(directory: Path, tmp_path: Path) -> None:
    target = tmp_path / "neurology.csv"
    done = imgdir(
        "export",
        "--specialty",
        "neurology",
        "--format",
        "csv",
        "-o",
        str(target),
        "--db",
        str(directory / "directory.db"),
    )
    assert done.returncode == 0, done.stderr
    with target.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    named = {row["id"] for row in found if row["match"] == "named"}
    told = rows(
        directory / "directory.db",
        "select opportunity_id from opportunity_specialties where specialty_id = 'neurology'",
    )
    assert named == {row["opportunity_id"] for row in told}
    assert named


def test_a_second_crawl_of_an_unchanged_web_changes_nothing(directory: Path, tmp_path: Path) -> None:
    state = tmp_path / "crawl"
    with MadeUpWeb(load_sites(ROOT / "sites")) as web:
        for _ in range(2):
            crawled = imgdir(
                *(
                    "crawl",
                    "--all",
                    "--no-build",
                    "--sources",
                    str(ROOT / "sources"),
                    "--state",
                    str(state),
                    "cedar-falls-observership",
                    "pine-ridge-observership",
                ),
                web=web,
            )
            assert crawled.returncode == 0, crawled.stderr
    outcomes = [a.outcome for a in Archive(state).attempts()]
    assert outcomes == ["ok", "ok", "unchanged", "unchanged"]
    assert len(Archive(state)) == 2
