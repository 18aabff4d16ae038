"""The main job as steps: crawl what is due in a process of its own, build, check, publish. `run` and `nightly` share it."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from imgdir.crawling import Offline, require_network
from pipeline.sources import load_registry

STOP_SECONDS = 120.0
"""How long a crawl that is asked to stop may take to bring its archive to a close."""
PDEATHSIG = 1
PROGRAM = (sys.executable, "-m", "imgdir")


@dataclass(frozen=True, slots=True)
class CrawlStep:
    """How the crawl ended. `offline` says in one line that there is no network; `stopped` that the deadline came first."""

    code: int
    seconds: float
    offline: str = ""
    stopped: bool = False


def die_with_parent() -> None:
    """Linux: a crawl whose nightly is killed is asked to stop too, so that no orphan goes on fetching."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGTERM)


def crawl_step(
    sources: Path,
    archive: Path,
    *,
    seconds: float | None = None,
    arguments: Sequence[str] = (),
    quiet: bool = False,
) -> CrawlStep:
    """Crawl what is due, within `seconds`. A crawl that is stopped keeps what it fetched and goes on the next time."""
    started = time.monotonic()
    registry, _ = load_registry(sources)
    try:
        require_network(registry, os.environ.get("IMGDIR_TEST_WEB"))
    except Offline as error:
        return CrawlStep(0, time.monotonic() - started, offline=str(error))
    command = [*PROGRAM, "crawl", "--due", "--no-build", "--sources", str(sources)]
    command += ["--state", str(archive), *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        preexec_fn=die_with_parent,
    )
    stopped = False
    try:
        code = process.wait(seconds)
    except subprocess.TimeoutExpired:
        stopped = True
        code = end(process)
    except BaseException:
        end(process)
        raise
    return CrawlStep(code, time.monotonic() - started, stopped=stopped)


def end(process: subprocess.Popen[bytes]) -> int:
    process.terminate()
    try:
        return process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
