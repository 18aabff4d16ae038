"""The finders in the order they run. A finder is `find(section) -> Iterator[Claim]`; none sees another's claims."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator

from pipeline.model import Claim, Section

Finder = Callable[[Section], Iterator[Claim]]

MODULES = (
    "kind",  # type, title
    "status",
    "audience",
    "hands_on",
    "fees",
    "duration",
    "deadline",  # deadline, lead_time_weeks
    "award",  # award_amount, currency, award_kind, covers, cycle
    "specialties",
    "requirements",
    "exams",  # usmle, ecfmg_required, english_required
    "visas",  # visas, visa_sponsorship
    "outcomes",  # lor, certificate
    "contacts",  # emails, phones, application_url
    "place",  # city, state
)


def load() -> tuple[Finder, ...]:
    found: list[Finder] = []
    for name in MODULES:
        try:
            module = importlib.import_module(f"pipeline.extract.{name}")
        except ModuleNotFoundError as error:  # removed once every finder of the first version has landed
            if error.name != f"pipeline.extract.{name}":
                raise
            continue
        found.append(module.find)
    return tuple(found)


FINDERS = load()
