"""The checklists of data/action_items.yml, read strictly: every item has a reason and something that bears it out."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.reference import FOLDER
from pipeline.sources import UniqueKeyLoader

About = Literal[
    "exams", "clinical experience", "letters", "research", "awards", "societies", "signals", "dates"
]
Data = Literal["counts", "step2ck", "contiguous_ranks", "publications", "survey"]
STAGES = ("student", "graduate")


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Check(Strict):
    """A page on which to check this year's rule."""

    name: str
    url: str = Field(pattern=r"^https://")


class Item(Strict):
    """One thing to do. Exactly one of source (a row of resources), check (a page) or data (a measure) bears it out."""

    id: str = Field(pattern=r"^[a-z][a-z0-9-]+$")
    about: About
    do: str
    why: str
    source: str | None = None
    check: str | None = None
    data: Data | None = None

    @model_validator(mode="after")
    def borne_out(self) -> Item:
        if sum(value is not None for value in (self.source, self.check, self.data)) != 1:
            raise ValueError(f"{self.id}: name exactly one of source, check and data")
        return self


class Signals(Strict):
    tiers: str
    source: str


class Stages(Strict):
    student: list[Item]
    graduate: list[Item]


class Checklist(Stages):
    """One specialty's own items; the common ones come before them."""

    signals: Signals
    not_covered: str


class ActionItems(Strict):
    dated: date
    chosen_by: str
    not_covered: str
    checks: dict[str, Check]
    common: Stages
    specialties: dict[str, Checklist]

    @model_validator(mode="after")
    def consistent(self) -> ActionItems:
        seen: set[str] = set()
        for block in (self.common, *self.specialties.values()):
            for item in (*block.student, *block.graduate):
                if item.id in seen:
                    raise ValueError(f"{item.id} stands twice")
                seen.add(item.id)
                if item.check is not None and item.check not in self.checks:
                    raise ValueError(f"{item.id}: {item.check} is not among checks")
        return self


def read(path: Path) -> ActionItems:
    """Raises pydantic.ValidationError, naming the item, where the file breaks its form."""
    return ActionItems.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=UniqueKeyLoader))


@cache
def action_items() -> ActionItems:
    """The shipped checklists."""
    return read(FOLDER / "action_items.yml")
