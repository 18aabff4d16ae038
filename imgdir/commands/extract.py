"""`imgdir extract`: pages in, one JSON object a page out; nothing is stored."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.form import reading_json
from pipeline.model import Page
from pipeline.pages import read_warc
from pipeline.reading import read


@click.command("extract")
@click.option("--warc", type=click.Path(path_type=Path), help="Read every page of this WARC archive.")
@click.option("--url", help="The page's own address (for FILE or standard input).")
@click.option(
    "--fetched",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day the page was fetched; default: the file's date.",
)
@click.option("--explain", is_flag=True, help="Show blocks, claims, conflicts and the rule that won.")
@click.option("--no-site-readers", is_flag=True, help="Use the general readers only.")
@click.argument("file", required=False)
def command(
    warc: Path | None,
    url: str | None,
    fetched: datetime | None,
    explain: bool,
    no_site_readers: bool,
    file: str | None,
) -> None:
    """Read pages and print what they say, one JSON object a page.

    Example: imgdir extract --url https://hospital.example/observership page.html
    """
    for page in pages(warc, url, fetched, file):
        print(json.dumps(reading_json(read(page, site_readers=not no_site_readers)), ensure_ascii=False))


def pages(warc: Path | None, url: str | None, fetched: datetime | None, file: str | None) -> Iterator[Page]:
    if warc:
        yield from read_warc(warc)
        return
    body = sys.stdin.buffer.read() if file in {None, "-"} else Path(str(file)).read_bytes()
    day = fetched.replace(tzinfo=UTC) if fetched else datetime.now(UTC)
    yield Page(url=url or f"file:{file}", fetched=day, body=body)
