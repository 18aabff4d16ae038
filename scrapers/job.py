"""One crawl's work: what to fetch, where to store it, and what is known already."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.model import Attempt
from pipeline.pages import Standing, Writer, advance
from pipeline.sources import Source
from scrapers.replay import Replay


@dataclass
class Job:
    """`standings` are kept up to date as attempts are recorded. `clock` gives aware UTC."""

    run: str
    sources: Sequence[Source]
    writer: Writer
    standings: dict[str, dict[str, Standing]]
    """Source to address to how it stands."""
    clock: Callable[[], datetime]
    made: Mapping[tuple[str, str], Attempt] = field(default_factory=dict)
    """Attempts of the interrupted run that is being resumed: they are not made again."""
    replay: Replay | None = None
    rendering: bool = False
    """Sources that ask for it are rendered; otherwise they are fetched plainly and end as `shell`."""
    hosts_at_once: int = 1000
    on_attempt: Callable[[Attempt], None] = lambda attempt: None
    on_source: Callable[[Source], None] = lambda source: None

    reading_cpu: float = 0.0
    """CPU seconds spent on answers: naming the outcome, hashing the words, storing. Fetching is not in it."""
    finished: bool = False
    """Every source was worked through; False where the crawl was interrupted."""
    failure: OSError | None = None
    """What stopped the whole crawl: the state folder could not be written."""

    def standing(self, source: Source, url: str) -> Standing | None:
        return self.standings.get(source.key, {}).get(url)

    def record(self, attempt: Attempt) -> None:
        self.writer.record(attempt)
        mine = self.standings.setdefault(attempt.source, {})
        after = advance(mine.get(attempt.url), attempt)
        if after is not None:
            mine[attempt.url] = after
        self.on_attempt(attempt)
