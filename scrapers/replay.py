"""An archive in place of the network: the same spiders, served from a WARC file, with no socket opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, Response
from warcio.archiveiterator import ArchiveIterator

from pipeline.pages import ArchiveError, located
from scrapers.links import plain


class NotInArchive(IgnoreRequest):
    """The archive holds no answer of this address."""


class Place(NamedTuple):
    fetched: datetime
    file: Path
    offset: int


@dataclass(frozen=True, slots=True)
class Replay:
    """Where each address's latest answer lies in one WARC file or in all of a folder."""

    places: dict[str, Place]

    @classmethod
    def of(cls, path: Path) -> Replay:
        """Read the addresses of an archive. Raises ArchiveError where a file is missing, empty or cut off."""
        files = sorted(path.glob("*.warc*")) if path.is_dir() else [path]
        if not files:
            raise ArchiveError(
                f"{path}: there is no WARC file in this folder. Name a file or another folder."
            )
        places: dict[str, Place] = {}
        for file in files:
            for offset, page in located(file):
                key = _key(page.url)
                if key not in places or places[key].fetched <= page.fetched:
                    places[key] = Place(page.fetched, file, offset)
        return cls(places)

    def __contains__(self, url: str) -> bool:
        return _key(url) in self.places

    def response(self, request: Request) -> Response:
        place = self.places.get(_key(request.url))
        if place is None:
            raise NotInArchive(f"{request.url} is not in the archive")
        with place.file.open("rb") as stream:
            stream.seek(place.offset)
            record = next(iter(ArchiveIterator(stream)))
            body = record.content_stream().read()
        headers: dict[str, list[str]] = {}
        for name, value in record.http_headers.headers:
            if name.lower() not in {"content-encoding", "transfer-encoding"}:
                headers.setdefault(name, []).append(value)
        return Response(
            request.url,
            status=int(record.http_headers.get_statuscode() or 200),
            headers=Headers(headers),
            body=body,
            request=request,
            flags=["replayed"],
        )

    def fetched(self, url: str) -> datetime | None:
        place = self.places.get(_key(url))
        return place.fetched if place else None


def _key(url: str) -> str:
    """Archives write the same page with http or https and with or without a trailing slash."""
    parts = urlsplit(plain(url))
    return f"{parts.netloc}{parts.path.rstrip('/')}?{parts.query}"


class ReplayMiddleware:
    """Answers every request from the archive, before anything could reach the network."""

    def __init__(self, replay: Replay) -> None:
        self.replay = replay

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ReplayMiddleware:
        return cls(crawler.settings["REPLAY"])

    def process_request(self, request: Request) -> Response:
        return self.replay.response(request)
