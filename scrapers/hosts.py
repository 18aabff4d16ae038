"""What is known of a host in one crawl: whether it is still worth asking, and not before when."""

from __future__ import annotations

from dataclasses import dataclass

from scrapers.outcome import DOWN, Ended

STRIKES = 3
"""Failures in a row after which a host is left alone for the rest of the crawl."""


@dataclass
class Host:
    """A circuit breaker: closed while answers come, open after STRIKES failures of the host in a row.

    A host whose every address failed last time is on probation: its first failure opens the circuit.
    """

    name: str
    strikes: int = 0
    probation: bool = False
    opened: Ended | None = None
    ready: float = 0.0
    """Monotonic time before which it asked not to be asked."""

    def note(self, ended: Ended) -> None:
        """Count an attempt that was really made."""
        if ended.outcome in DOWN:
            self.strikes += 1
            if ended.host_wide or self.probation or self.strikes >= STRIKES:
                self.opened = ended
        else:
            self.strikes = 0
            self.probation = False

    def refusal(self) -> Ended | None:
        """How an attempt ends without being made; None while the host may be asked."""
        if self.opened is None:
            return None
        return Ended(self.opened.outcome, f"not asked, as {self.name} failed just before: {self.opened.why}")
