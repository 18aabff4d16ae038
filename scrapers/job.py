"""One crawl's work: what to fetch, where to store it, and what is known already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.model import Attempt
from pipeline.pages import Log, Standing, Writer, advance, standings
from pipeline.sources import Source
from scrapers.replay import Replay


@dataclass
class Job:
    """How addresses stand is kept up to date as attempts are recorded. `clock` gives aware UTC."""

    run: str
    sources: Sequence[Source]
    writer: Writer
    log: Log
    """What was tried before."""
    clock: Callable[[], datetime]
    goes_on: bool = False
    """`run` was interrupted: the attempts of it that the log has are not made again."""
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

    _made: dict[str, dict[str, Attempt]] = field(default_factory=dict, repr=False)
    _standings: dict[str, dict[str, Standing]] = field(default_factory=dict, repr=False)
    """Of the sources under way, so that the memory of a crawl does not grow with the registry."""

    def standings(self, source: Source) -> dict[str, Standing]:
        """Address to how it stands; kept until `forget`."""
        if source.key not in self._standings:
            self._standings[source.key] = standings(self.log.attempts(source.key))
        return self._standings[source.key]

    def standing(self, source: Source, url: str) -> Standing | None:
        return self.standings(source).get(url)

    def made(self, source: Source, url: str) -> Attempt | None:
        """The attempt of this run, where an interrupted part of it made one."""
        if not self.goes_on:
            return None
        if source.key not in self._made:
            before = self.log.attempts(source.key)
            self._made[source.key] = {one.url: one for one in before if one.run == self.run}
        return self._made[source.key].get(url)

    def forget(self, source: Source) -> None:
        """The source is done."""
        self._standings.pop(source.key, None)
        self._made.pop(source.key, None)

    def record(self, source: Source, attempt: Attempt) -> None:
        mine = self.standings(source)
        self.writer.record(attempt)
        after = advance(mine.get(attempt.url), attempt)
        if after is not None:
            mine[attempt.url] = after
        self.on_attempt(attempt)
