"""Stored pages: reading WARC archives into Page values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from pipeline.model import Page

MAX_BODY = 20_000_000


def read_warc(path: Path) -> Iterator[Page]:
    """Every HTTP response record of a WARC file, oldest first as written. Bodies are decoded (gzip, brotli, chunked)."""
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type != "response" or record.http_headers is None:
                continue
            body = record.content_stream().read(MAX_BODY)
            headers = {name.lower(): value for name, value in record.http_headers.headers}
            yield Page(
                url=record.rec_headers.get_header("WARC-Target-URI"),
                fetched=datetime.fromisoformat(
                    record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00")
                ).astimezone(UTC),
                body=body,
                content_type=headers.get("content-type", "text/html"),
                status=int(record.http_headers.get_statuscode() or 200),
                sha256=hashlib.sha256(body).hexdigest(),
                headers=headers,
            )
