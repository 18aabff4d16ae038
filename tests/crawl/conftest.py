from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from imgdir.cli import main
from pipeline.model import Attempt
from pipeline.pages import Archive


class Registry:
    """A folder of sources and a state folder, and the command that crawls them."""

    def __init__(self, folder: Path) -> None:
        self.sources = folder / "sources"
        self.state = folder / "state"
        self.sources.mkdir()

    def add(self, key: str, *urls: str, **more: Any) -> None:
        data = {
            "institution": {"name": key.title(), "kind": "society"},
            "urls": list(urls),
            "cadence": "daily",
        } | more
        (self.sources / f"{key}.yml").write_text(yaml.safe_dump(data), encoding="utf-8")

    def command(self, *arguments: str, delay: float = 0.02, timeout: float = 5.0) -> list[str]:
        return [
            sys.executable,
            "-c",
            "from imgdir.cli import main; main()",
            "crawl",
            *arguments,
            *("--sources", str(self.sources), "--state", str(self.state), "--no-build"),
            *("--delay", str(delay), "--timeout", str(timeout)),
        ]

    def environment(self, test_web: str | None, now: str | None = None) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("IMGDIR_")}
        test = {"IMGDIR_TEST_WEB": test_web, "IMGDIR_TEST_NOW": now}
        return kept | {name: value for name, value in test.items() if value}

    def crawl(
        self, *arguments: str, test_web: str | None = None, now: str | None = None, **limits: float
    ) -> subprocess.CompletedProcess[str]:
        if "--replay" in arguments:
            # A replay uses no reactor, so that it may run here, many times; the network may be crawled once a process.
            ended = CliRunner().invoke(main, self.command(*arguments, **limits)[3:])
            return subprocess.CompletedProcess([], ended.exit_code, ended.stdout, ended.stderr)
        return subprocess.run(
            self.command(*arguments, **limits),
            env=self.environment(test_web, now),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def archive(self) -> Archive:
        return Archive(self.state)

    def attempts(self) -> dict[str, Attempt]:
        """The latest attempt of each address."""
        return {attempt.url: attempt for attempt in self.archive().attempts()}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return Registry(tmp_path)
