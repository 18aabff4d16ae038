"""`imgdir sources` against the made-up web, each command in a process of its own as a user runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from imgdir.made_up_web import MadeUpWeb
from pipeline.sources import load_registry

pytestmark = pytest.mark.server


def imgdir(web: MadeUpWeb, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"IMGDIR_TEST_WEB": f"http://127.0.0.1:{web.port}", "IMGDIR_TEST_DELAY": "0"}
    return subprocess.run(
        [sys.executable, "-c", "from imgdir.cli import main; main()", "sources", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_add_drafts_a_file_that_check_refuses_until_it_is_reviewed(
    made_up_web: MadeUpWeb, tmp_path: Path
) -> None:
    registry = tmp_path / "sources"
    place = ("--sources", str(registry), "--state", str(tmp_path / "state"))
    url = "http://stonebridge.test/observerships/neurology"
    added = imgdir(made_up_web, "add", url, *place)
    assert added.returncode == 0, added.stderr
    (path,) = registry.glob("*.yml")
    draft = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert draft["urls"] == [url]
    assert draft["expect"]["kind"] == "program"
    checked = imgdir(made_up_web, "check", "--sources", str(registry))
    assert (checked.returncode, "draft" in checked.stderr) == (1, True)
    path.write_text(
        path.read_text(encoding="utf-8").replace("note: 'draft: not reviewed yet'\n", ""), encoding="utf-8"
    )
    assert imgdir(made_up_web, "check", "--sources", str(registry)).returncode == 0
    assert "registry already" in imgdir(made_up_web, "add", url + "/", *place).stderr


@pytest.mark.parametrize(
    ("url", "outcome"),
    [
        ("http://captcha-clinic.test/observership", "blocked"),
        ("http://closed-door.test/observership", "robots"),
        ("http://stonebridge.test/nothing-here", "missing"),
    ],
)
def test_add_writes_nothing_for_a_page_that_cannot_be_read(
    made_up_web: MadeUpWeb, tmp_path: Path, url: str, outcome: str
) -> None:
    registry = tmp_path / "sources"
    added = imgdir(made_up_web, "add", url, "--sources", str(registry), "--state", str(tmp_path / "state"))
    assert added.returncode == 1
    assert outcome in added.stderr
    assert load_registry(registry) == ([], [])


def test_discovery_proposes_from_sitemaps_and_links_and_keeps_a_rejection(
    made_up_web: MadeUpWeb, tmp_path: Path
) -> None:
    into = tmp_path / "candidates.jsonl"
    arguments = ("discover", "stonebridge.test", "--into", str(into), "--sources", str(tmp_path / "none"))
    assert imgdir(made_up_web, *arguments).returncode == 0
    rows = {row["url"]: row for row in map(json.loads, into.read_text(encoding="utf-8").splitlines())}
    by_sitemap = "http://stonebridge.test/education/visiting-physicians"
    by_link = "http://stonebridge.test/education/away-rotations"
    assert {by_sitemap, by_link} <= rows.keys()
    assert not any("/news/" in url for url in rows)
    assert rows[by_link]["reasons"]
    assert imgdir(made_up_web, "discover", "--reject", by_link, "--into", str(into)).returncode == 0
    assert imgdir(made_up_web, *arguments).returncode == 0
    again = {row["url"]: row for row in map(json.loads, into.read_text(encoding="utf-8").splitlines())}
    assert again[by_link]["state"] == "rejected"
    assert by_link not in into.with_suffix(".md").read_text(encoding="utf-8")


def test_discovery_refuses_what_is_no_host_name(made_up_web: MadeUpWeb, tmp_path: Path) -> None:
    refused = imgdir(made_up_web, "discover", "not a host", "--into", str(tmp_path / "c.jsonl"))
    assert refused.returncode == 1
    assert "host name" in refused.stderr
