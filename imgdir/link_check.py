"""Are the links of the reference tables alive? They are asked as politely as sources, and kept apart from them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from imgdir.main_job import die_with_parent, end
from pipeline.model import Attempt
from pipeline.reference import LinkState
from pipeline.sources import Institution, Source

DUE_AFTER = timedelta(days=7)
THERE = frozenset({"ok", "unchanged", "moved", "shell", "bad-type", "too-large", "wrong-page"})
"""Outcomes with which a page is there, whatever our readers make of it."""


def link_sources(urls: Iterable[str]) -> list[Source]:
    """One source a host, so that a host is asked one address at a time. Addresses that are no http(s) are left out."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and parts.hostname:
            hosts.setdefault(parts.hostname, []).append(url.split("#")[0])
    return [
        Source(
            key=("link-" + re.sub(r"[^a-z0-9]+", "-", host.lower()).strip("-"))[:78],
            institution=Institution(name=host, kind="nonprofit"),
            urls=list(dict.fromkeys(found)),
            home_page_reason="A link to be checked, not a page to be read",
        )
        for host, found in sorted(hosts.items())
    ]


def due(urls: Sequence[str], noted: Mapping[str, LinkState], today: date) -> list[str]:
    """Addresses that were not checked in the last week."""
    return [
        url for url in urls if url not in noted or date.fromisoformat(noted[url].checked) + DUE_AFTER <= today
    ]


def state_of(attempt: Attempt) -> LinkState:
    """`ok` where the page is there, else the named outcome of the try."""
    found = "ok" if attempt.outcome in THERE else attempt.outcome
    return LinkState(found, attempt.at.date().isoformat())


def read_notes(path: Path) -> dict[str, LinkState]:
    """What was noted before, by address; empty where there is no file yet."""
    if not path.exists():
        return {}
    held = json.loads(path.read_text(encoding="utf-8"))
    return {url: LinkState(str(value["state"]), str(value["checked"])) for url, value in held.items()}


def write_notes(path: Path, noted: Mapping[str, LinkState]) -> None:
    """Whole or not at all; sorted, so that two runs with the same answers write the same file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    content = {url: {"state": noted[url].state, "checked": noted[url].checked} for url in sorted(noted)}
    part.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    part.replace(path)


def link_step(seconds: float) -> bool:
    """Check the links that are due, in a process of its own within `seconds`; True where it ended well.

    Nothing depends on it: links that were not reached are asked the next night. A test web is no place to ask them.
    """
    if os.environ.get("IMGDIR_TEST_WEB"):
        return True
    process = subprocess.Popen(
        [sys.executable, "-m", "imgdir", "data", "check-links"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        end(process)
        return False
    except BaseException:
        end(process)
        raise
