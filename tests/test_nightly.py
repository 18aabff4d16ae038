"""Whole nights on the made-up web, as a timer runs them: real processes, real HTTP, a server that runs on beside them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from imgdir.made_up_web import ROOT, Answer, MadeUpWeb
from pipeline.pages import Archive
from pipeline.publish import address_of, answer, examine

pytestmark = pytest.mark.server
FIRST = date(2026, 11, 20)
HOST, PAGE = "cedar-falls.test", "/observership"
SOURCES = (
    "captcha-clinic-observership",
    "cedar-falls-observership",
    "lakemont-externship",
    "pine-ridge-observership",
    "stonebridge-observerships",
)
"""A few of the made-up web's: one is walled, one has pages that are found by links."""


class Nights:
    """A folder for what nights write, and the commands that write it."""

    def __init__(self, web: MadeUpWeb, var: Path) -> None:
        self.web = web
        self.var = var
        self.database = var / "directory.db"
        self.sources = var.parent / "sources"
        self.sources.mkdir()
        for name in SOURCES:
            shutil.copy(ROOT / "sources" / f"{name}.yml", self.sources)

    def start(self, day: date, *words: str, delay: float = 0.0) -> subprocess.Popen[str]:
        environment = os.environ | {
            "IMGDIR_VAR": str(self.var),
            "IMGDIR_TEST_WEB": f"http://127.0.0.1:{self.web.port}",
            "IMGDIR_TEST_DELAY": str(delay),
            "IMGDIR_TEST_NOW": f"{day}T02:15:00",
        }
        environment.pop("IMGDIR_NOTIFY", None)
        environment.pop("IMGDIR_STATE", None)
        return subprocess.Popen(
            [sys.executable, "-m", "imgdir", *words, "--sources", str(self.sources)],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def run(self, day: date, *words: str, code: int = 0) -> str:
        process = self.start(day, *words)
        said, _ = process.communicate(timeout=240)
        assert process.returncode == code, said
        return said

    def night(self, day: date, code: int = 0) -> dict[str, Any]:
        """The report of a night."""
        self.run(day, "nightly", "--now", str(day), code=code)
        found: dict[str, Any] = json.loads((self.var / "reports" / "latest.json").read_text())
        assert found["night"] == str(day)
        return found

    def fee(self) -> float:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True)) as connection:
            ((fee,),) = connection.execute(
                "select program_fee_usd from opportunities where source_id = 'cedar-falls-observership'"
            )
        return float(fee)

    def asked(self) -> Counter[tuple[str, str]]:
        return Counter(one for one in self.web.requests if one[1] != "/robots.txt")

    def change(self, old: bytes, new: bytes) -> None:
        page = self.web.sites[HOST][PAGE]
        assert old in page.body
        self.web.sites[HOST][PAGE] = replace(page, body=page.body.replace(old, new))


@pytest.fixture
def nights(made_up_web: MadeUpWeb, tmp_path: Path) -> Nights:
    found = Nights(made_up_web, tmp_path / "var")
    found.run(FIRST, "crawl", "--all", "--no-build")
    found.run(FIRST, "build", "--previous", "none", "--no-smoke-test", "--now", str(FIRST))
    return found


@contextmanager
def server(database: Path) -> Iterator[str]:
    """The address of a site that shows `database`."""
    process = subprocess.Popen(
        [sys.executable, "-m", "imgdir", "serve", "--db", str(database), "--port", "0"],
        stdout=subprocess.PIPE,
    )
    try:
        address = address_of(process, 60)
        assert address is not None
        yield address
    finally:
        process.terminate()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def shown_fee(address: str) -> float:
    query = "select+program_fee_usd+from+opportunities+where+source_id='cedar-falls-observership'"
    rows = json.loads(answer(f"{address}/directory.json?sql={query}&_shape=array"))
    return float(rows[0]["program_fee_usd"])


def test_a_change_of_a_page_is_crawled_checked_published_reported_and_shown(nights: Nights) -> None:
    before = nights.fee()
    old, new = f"${before:.0f}".encode(), f"${before + 75:.0f}".encode()
    with server(nights.database) as address:
        assert shown_fee(address) == before
        nights.change(old, new)
        report = nights.night(FIRST + timedelta(days=1))
        assert nights.fee() == before + 75
        limit = time.monotonic() + 30
        while shown_fee(address) != before + 75 and time.monotonic() < limit:
            time.sleep(0.2)
        assert shown_fee(address) == before + 75, "the running server shows the new directory by itself"
    changed = [(row["field"], row["was"], row["is"]) for row in report["sections"]["Changed"]]
    assert ("program_fee_usd", f"{before:.0f}", f"{before + 75:.0f}") in changed
    failing = [row["source"] for row in report["sections"]["Blocked and failing sources"]]
    assert failing == ["captcha-clinic-observership"]
    assert {"crawl", "build, check and publish", "exports"} <= set(report["timing_seconds"])
    assert report["look"] == []
    assert str(int(before + 75)) in (nights.var / "exports" / "all.csv").read_text()
    assert len(list((nights.var / "published").glob("*.db"))) == 2


def test_a_source_that_fails_the_third_night_asks_for_a_person_once(nights: Nights) -> None:
    nights.web.sites[HOST][PAGE] = Answer(403, b"<title>Denied</title>")
    before = nights.fee()
    # The captcha was there on the first night too, so that its third time is the night before.
    third = {2: "captcha-clinic-observership", 3: "cedar-falls-observership"}
    for night in (1, 2, 3, 4):
        report = nights.night(FIRST + timedelta(days=night), code=int(night in third))
        named = [key for key in SOURCES if any(key in reason for reason in report["look"])]
        assert named == ([third[night]] if night in third else [])
    assert nights.fee() == before, "and its listing stays"


def test_a_night_that_is_killed_leaves_the_old_directory_and_goes_on_when_run_again(nights: Nights) -> None:
    before = nights.fee()
    nights.change(f"${before:.0f}".encode(), f"${before + 75:.0f}".encode())
    day = FIRST + timedelta(days=1)
    had = nights.asked()
    recorded = len(list(Archive(nights.var / "crawl").attempts()))
    process = nights.start(day, "nightly", "--now", str(day), delay=1.0)
    limit = time.monotonic() + 60
    while len(list(Archive(nights.var / "crawl").attempts())) < recorded + 3 and time.monotonic() < limit:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)  # ends once the crawl, its child, has ended too
    examine(nights.database)
    assert nights.fee() == before
    kept = {
        (attempt.source, attempt.url)
        for attempt in list(Archive(nights.var / "crawl").attempts())[recorded:]
        if attempt.outcome in {"ok", "unchanged"}
    }
    assert kept
    nights.night(day)
    assert nights.fee() == before + 75
    for _, url in kept:
        host, path = url.removeprefix("http://").split("/", 1)
        assert nights.asked()[host, f"/{path}"] - had[host, f"/{path}"] == 1, f"{url} was fetched again"
    assert not list((nights.var / "crawl" / "warc").glob("*.open"))


def test_a_page_that_is_no_longer_the_page_is_named_and_changes_nothing(nights: Nights) -> None:
    before = nights.fee()
    words = "The cafeteria opens at seven and serves soup, bread and fruit to visitors of the hospital. " * 12
    menu = f"<!doctype html><title>Cafeteria</title><main><h1>Cafeteria</h1><p>{words}</p></main>"
    nights.web.sites[HOST][PAGE] = Answer(200, menu.encode())
    report = nights.night(FIRST + timedelta(days=1))
    assert nights.fee() == before
    rows = {row["source"]: row["outcome"] for row in report["sections"]["Blocked and failing sources"]}
    assert rows["cedar-falls-observership"] == "wrong-page"
    with closing(sqlite3.connect(nights.database)) as connection:
        found = connection.execute(
            "select outcome from pages where source_id = 'cedar-falls-observership'"
        ).fetchall()
    assert found == [("wrong-page",)]
