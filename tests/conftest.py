"""Fixtures that several folders of tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from imgdir.made_up_web import ROOT, MadeUpWeb, load_sites

# No test is timed: a busy machine is no fault of the program.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture
def made_up_web() -> Iterator[MadeUpWeb]:
    """The made-up web, served on loopback; each test gets its own, so that it may change the sites."""
    with MadeUpWeb(load_sites(ROOT / "sites")) as web:
        yield web
