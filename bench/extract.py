"""What reading a page costs, beside a bare BeautifulSoup(html, "lxml") of the same page.

    python bench/extract.py PAGES.warc.gz [GOLD.jsonl] [--repeat N] [--profile]

CPU time of this process, gate to listing with all finders, over the pages that GOLD calls programmes (without GOLD:
those that the gate calls so). Both are measured in turn on each page, so that a busy machine slows both; the least of
N rounds counts. Prints median and total of both, and the ratios; exits 1 where a ratio is over 1.
"""

from __future__ import annotations

import cProfile
import gc
import json
import pstats
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bs4 import BeautifulSoup

from pipeline.model import Page
from pipeline.pages import read_warc
from pipeline.reading import read


def least(act: Callable[[], object], rounds: int) -> float:
    """CPU seconds of the fastest of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        gc.collect()
        start = time.process_time()
        act()
        best = min(best, time.process_time() - start)
    return best


def chosen(warc: Path, gold: Path | None) -> list[Page]:
    pages = list(read_warc(warc))
    if gold is None:
        return [page for page in pages if read(page).kind == "program"]
    rows = map(json.loads, gold.read_text("utf-8").splitlines())
    wanted = {row["url"] for row in rows if row["kind"] == "program"}
    return [page for page in pages if page.url in wanted]


def main(arguments: list[str]) -> int:
    rounds = int(arguments[arguments.index("--repeat") + 1]) if "--repeat" in arguments else 3
    files = [Path(a) for a in arguments if a.endswith((".gz", ".warc", ".jsonl"))]
    pages = chosen(files[0], files[1] if len(files) > 1 else None)
    for page in pages:
        read(page)
    if "--profile" in arguments:
        profile = cProfile.Profile()
        profile.enable()
        for page in pages:
            read(page)
        profile.disable()
        pstats.Stats(profile).sort_stats("tottime").print_stats(40)
        return 0
    bare, ours = [], []
    for page in pages:
        html = page.body.decode("utf-8", "replace")
        bare.append(least(lambda html=html: BeautifulSoup(html, "lxml"), rounds))  # type: ignore[misc]
        ours.append(least(lambda page=page: read(page), rounds))  # type: ignore[misc]
    median = statistics.median(ours) / statistics.median(bare)
    total = sum(ours) / sum(bare)
    print(f"{len(pages)} programme pages, {rounds} rounds, CPU milliseconds a page")
    print(f"bare BeautifulSoup: median {1e3 * statistics.median(bare):.1f}, total {1e3 * sum(bare):.0f}")
    print(f"gate to listing:    median {1e3 * statistics.median(ours):.1f}, total {1e3 * sum(ours):.0f}")
    print(f"ratio:              median {median:.2f}, total {total:.2f}")
    return 0 if median <= 1 and total <= 1 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
