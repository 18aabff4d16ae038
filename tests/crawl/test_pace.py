"""As many hosts side by side as the machine answers in time."""

from __future__ import annotations

import asyncio
import time

from scrapers.pace import AT_FIRST, LATE, Pace


def test_a_loop_in_time_allows_more_hosts_and_a_late_one_no_further() -> None:
    async def run() -> tuple[int, int, float]:
        pace = Pace(AT_FIRST + 50)
        watch = asyncio.create_task(pace.watch())
        begun = 0
        while begun < AT_FIRST + 20:
            await asyncio.wait_for(pace.begin(), 5)
            begun += 1
        time.sleep(0.6)  # the loop is blocked: nothing that came in is read
        await asyncio.sleep(0.05)
        held = pace.has_place()
        watch.cancel()
        return begun, int(held), pace.late_seconds

    begun, held, late = asyncio.run(run())
    assert begun == AT_FIRST + 20
    assert held == 0
    assert late > 0.3


def test_only_a_long_lateness_excuses_a_time_out() -> None:
    pace = Pace(10)
    pace.late_seconds, pace.late_at = 12.0, time.monotonic()
    assert not pace.stole(11.5, 30.0), "half a second late in thirty: the host did not answer"
    assert pace.stole(2.0, 30.0)


def test_the_many_small_delays_of_a_busy_machine_excuse_no_time_out() -> None:
    pace = Pace(10)
    for _ in range(300):
        pace.note(LATE / 2)
    assert not pace.stole(0.0, 30.0)
    for _ in range(5):
        pace.note(2.0)
    assert pace.stole(0.0, 30.0)


def test_lateness_long_before_the_end_of_a_wait_excuses_no_time_out() -> None:
    """All hosts begin at once, and the loop is late with their first answers; what came later it has read."""
    pace = Pace(10)
    pace.late_seconds, pace.late_at = 12.0, time.monotonic() - 20
    assert not pace.stole(0.0, 30.0)


def test_some_hosts_are_always_worked_on_however_late_the_loop_is() -> None:
    pace = Pace(1000)
    pace.lateness = 60.0
    assert pace.has_place()
    pace.running = AT_FIRST
    assert not pace.has_place()
