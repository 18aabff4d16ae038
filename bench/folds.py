"""Divide a corpus by domain into pages to develop on and pages to score on unseen.

    python bench/folds.py GOLD.jsonl PAGES.warc.gz OUT_DIR

The fold of a page is fixed by its registrable domain, so that no site stands on both sides. Writes
dev.jsonl, dev.warc.gz, held.jsonl and held.warc.gz.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from urllib.parse import urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter


def domain(url: str) -> str:
    return ".".join((urlsplit(url).hostname or "").split(".")[-2:])


def held(url: str) -> bool:
    """True for about three domains of ten."""
    return hashlib.sha256(domain(url).encode()).digest()[0] % 10 < 3


def main(gold: Path, warc: Path, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()]
    for name, wanted in (("dev", False), ("held", True)):
        chosen = [row for row in rows if held(row["url"]) is wanted]
        (out / f"{name}.jsonl").write_text(
            "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in chosen), "utf-8"
        )
        print(f"{name}: {len(chosen)} pages, {sum(len(r['listings']) for r in chosen)} listings")
        with warc.open("rb") as stream, (out / f"{name}.warc.gz").open("wb") as target:
            writer = WARCWriter(target, gzip=True)
            for record in ArchiveIterator(stream):
                if record.rec_type == "response" and held(record.rec_headers["WARC-Target-URI"]) is wanted:
                    writer.write_record(record)


if __name__ == "__main__":
    main(*(Path(a) for a in sys.argv[1:4]))
