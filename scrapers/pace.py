"""How many hosts are crawled side by side: as many as this machine answers in time.

Too many at once and the process cannot keep up: answers lie unread until they seem to have timed out, and good hosts are
booked as dead ones. The event loop's own lateness says when that begins.
"""

from __future__ import annotations

import asyncio
from time import monotonic

AT_FIRST = 300
"""Hosts that are begun at once; at 2 s a request that is 150 requests a second, which one core carries."""
LATE = 0.25
"""Seconds that the loop may be late before no further host is begun."""
SHARE = 0.2
"""Share of a time-out that the loop may be late before the answer may have lain unread."""
CALM = 1 / 3
"""Share of a time-out, its last, in which a loop that is in time has read every answer that came."""
EVERY = 0.1
STEP = 10
"""Further hosts begun at each look, while the loop is in time."""


class Pace:
    def __init__(self, most: int) -> None:
        self.most = most
        self.allowed = min(AT_FIRST, most)
        self.running = 0
        self.changed = asyncio.Condition()
        self.lateness = 0.0
        self.late_seconds = 0.0
        """All lateness so far that can be felt: of LATE and more at a time."""
        self.late_at = 0.0
        """Monotonic time of the latest such lateness."""

    async def watch(self) -> None:
        """Measure the loop's lateness for ever, and allow more hosts while there is none."""
        loop = asyncio.get_running_loop()
        while True:
            before = loop.time()
            await asyncio.sleep(EVERY)
            self.note(loop.time() - before - EVERY)
            if self.lateness < LATE and self.running >= self.allowed:
                self.allowed = min(self.most, self.allowed + STEP)
            async with self.changed:
                self.changed.notify_all()

    def note(self, late: float) -> None:
        """The loop came `late` seconds after its time."""
        self.lateness = max(late, self.lateness * 0.8)
        # The many small delays of a busy machine come to seconds, and yet no answer lies unread for long in any of them.
        if late >= LATE:
            self.late_seconds += late
            self.late_at = monotonic()

    async def begin(self) -> None:
        """Wait for a place; the first hosts need none to be in time."""
        async with self.changed:
            await self.changed.wait_for(self.has_place)
            self.running += 1

    def has_place(self) -> bool:
        return self.running < self.allowed and (self.lateness < LATE or self.running < AT_FIRST // 4)

    def stole(self, late_before: float, seconds: float) -> bool:
        """True where the loop was late for much of the last `seconds`: a time-out in them says nothing of the host.

        `late_before` is what `late_seconds` was at their beginning.
        """
        felt = self.late_seconds - late_before >= SHARE * seconds
        return felt and monotonic() - self.late_at < CALM * seconds

    async def end(self) -> None:
        async with self.changed:
            self.running -= 1
            self.changed.notify()
