"""What is ready to use in deploy/ names commands, options and files that there are."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from imgdir.cli import main

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
COMMAND = re.compile(r"(?<=bin/imgdir )[a-z][^\n;|&#]*")


def commands() -> list[tuple[str, str]]:
    found = [
        (path.name, hit) for path in sorted(DEPLOY.iterdir()) for hit in COMMAND.findall(path.read_text())
    ]
    words = re.search(r"^CMD (\[.*\])$", (DEPLOY / "Containerfile").read_text(), re.M)
    assert words is not None
    return [*found, ("Containerfile", shlex.join(yaml.safe_load(words[1])))]


@pytest.mark.parametrize(("file", "line"), commands())
def test_every_command_and_option_exists(file: str, line: str) -> None:
    name, *arguments = shlex.split(line)
    context = click.Context(main)
    command = main.get_command(context, name)
    assert command is not None, f"{file}: {name}"
    command.make_context(name, arguments, parent=context, resilient_parsing=False).close()


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment]
    parser.read(DEPLOY / name)
    return parser


def test_the_units_write_where_the_program_writes_and_nowhere_else() -> None:
    night, timer, serve = map(
        unit, ("imgdir-nightly.service", "imgdir-nightly.timer", "imgdir-serve.service")
    )
    assert night["Service"]["Type"] == "oneshot"
    assert night["Service"]["ReadWritePaths"] == f"{night['Service']['WorkingDirectory']}/var"
    assert timer["Timer"]["Persistent"] == "true"
    assert "ReadWritePaths" not in serve["Service"]
    minutes = float(re.search(r"--deadline (\d+)", night["Service"]["ExecStart"])[1])  # type: ignore[index]
    assert minutes < 60 * float(night["Service"]["TimeoutStartSec"].removesuffix("h")), (
        "it ends before it is killed"
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="needs systemd")
def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    for path in DEPLOY.glob("imgdir-*"):
        text = path.read_text().replace("/opt/imgdir/.venv/bin/imgdir", sys.executable)
        (tmp_path / path.name).write_text(text)
    ended = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def workflow() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "nightly.yml").read_text())
    return found


def test_the_workflow_keeps_its_pages_and_reports_also_when_a_person_must_look() -> None:
    steps = workflow()["jobs"]["night"]["steps"]
    uses = {step["uses"].partition("@")[0]: step for step in steps if "uses" in step}
    assert uses["actions/cache/save"]["with"]["key"] == uses["actions/cache/restore"]["with"]["key"]
    assert uses["actions/cache/save"]["if"] == uses["actions/upload-artifact"]["if"] == "always()"
    kept = uses["actions/upload-artifact"]["with"]["path"].split()
    assert {"var/directory.db", "var/exports", "var/reports"} <= set(kept)
    for name in ("Release", "Deploy"):
        (step,) = (step for step in steps if step.get("name") == name)
        assert "success()" in step["if"], f"{name} of a night that was held back"


def test_the_workflow_leaves_time_for_its_last_steps() -> None:
    job = workflow()["jobs"]["night"]
    (night,) = (step["run"] for step in job["steps"] if step.get("id") == "night")
    assert float(re.search(r"--deadline (\d+)", night)[1]) < job["timeout-minutes"] < 360  # type: ignore[index]


def test_the_container_runs_as_nobody_in_particular_and_takes_no_state_along() -> None:
    lines = (DEPLOY / "Containerfile").read_text().splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users and users[-1].isdigit() and users[-1] != "0"
    ignored = (DEPLOY / "Containerfile.dockerignore").read_text().split()
    assert {".git", ".venv", "var"} <= set(ignored)
    sources = [line.split()[1] for line in lines if line.startswith("COPY ") and "--from" not in line]
    assert all((ROOT / source).exists() for source in sources)


STANDS_IN = """#!/bin/sh
echo "${0##*/} $*" >> "$CALLS"
case "$*" in "release view"*) exit 1;; esac
for word in "$@"; do case "$word" in var/*) test -s "$word" || exit 3;; esac; done
"""


def step(name: str) -> str:
    (found,) = (step["run"] for step in workflow()["jobs"]["night"]["steps"] if step.get("name") == name)
    return str(found)


@pytest.mark.skipif(shutil.which("zip") is None, reason="needs zip, as every runner has")
def test_the_steps_after_the_night_hand_over_what_the_night_wrote(tmp_path: Path) -> None:
    """Run as the runner runs them, with programs that stand in for GitHub's and for the server's."""
    for name in ("gh", "rsync"):
        (tmp_path / "bin").mkdir(exist_ok=True)
        (tmp_path / "bin" / name).write_text(STANDS_IN)
        (tmp_path / "bin" / name).chmod(0o755)
    for name in ("directory.db", "exports/all.csv", "reports/latest.md", "reports/latest.html"):
        (tmp_path / "var" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "var" / name).write_text(f"{name}\n")
    environment = {
        "PATH": f"{tmp_path / 'bin'}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "CALLS": str(tmp_path / "calls"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "TARGET": "u@site.test:/opt/imgdir/var",
        "KEY": "key",
        "KNOWN_HOSTS": "site.test ssh-ed25519 AAAA",
    }
    for name in ("Report", "Release", "Deploy"):
        ended = subprocess.run(
            ["bash", "-e", "-c", step(name)],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ended.returncode == 0, (name, ended.stderr)
    assert (tmp_path / "summary").read_text() == "reports/latest.md\n"
    calls = (tmp_path / "calls").read_text().splitlines()
    assert [call.split(" --")[0] for call in calls] == [
        "gh release view nightly",
        "gh release create nightly",
        "gh release upload nightly var/directory.db var/csv.zip var/reports/latest.html",
        "rsync",
    ]
    assert calls[-1].endswith("var/directory.db u@site.test:/opt/imgdir/var/directory.db")
    assert (tmp_path / ".ssh" / "imgdir").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "var" / "csv.zip") as zipped:
        assert zipped.namelist() == ["all.csv"]


def test_a_release_without_exports_fails_and_a_missing_report_does_not(tmp_path: Path) -> None:
    codes = {}
    for name in ("Release", "Report"):
        ended = subprocess.run(
            ["bash", "-e", "-c", step(name)], cwd=tmp_path, capture_output=True, check=False
        )
        codes[name] = ended.returncode
    assert codes["Release"] != 0
    assert codes["Report"] == 0
