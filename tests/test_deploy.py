"""What is ready to use in deploy/ names commands, options and files that there are."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import sys
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
