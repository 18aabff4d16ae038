"""A made-up directory of 300 listings served on loopback, once for the whole session, and a browser where there is one."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from bench.synthetic import write
from imgdir.commands.serve import listen
from web.app import site

TODAY = date(2026, 11, 22)
CHROMIUM = next(
    (
        p
        for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
        if Path(p).exists()
    ),
    None,
)


class Site:
    """The site on a free port of loopback, in a thread; `path` is the file that it serves."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.socket = listen("127.0.0.1", 0)
        self.root = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.datasette = site(lambda: path)
        self.server = uvicorn.Server(uvicorn.Config(self.datasette.app(), log_level="error", lifespan="on"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> Site:
        self.thread.start()
        end = time.monotonic() + 20
        while not self.server.started and time.monotonic() < end:
            time.sleep(0.02)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(10)


@pytest.fixture(scope="session")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("directory") / "directory.db"
    write(path, 300, TODAY)
    return path


@pytest.fixture(scope="session")
def served(made_up: Path) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMGDIR_TODAY", TODAY.isoformat())
        with Site(made_up) as running:
            yield running


@pytest.fixture
def own_copy(made_up: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(made_up, tmp_path / "directory.db"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium to run the browser tests")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as play:
        running = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield running
        running.close()
