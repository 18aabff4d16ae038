"""The guides' own data, read strictly once: themes of interview questions and the application season."""

from __future__ import annotations

from datetime import date
from functools import cache

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from pipeline.reference import FOLDER
from pipeline.sources import UniqueKeyLoader

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Theme(Strict):
    name: str
    factor: str
    prepare: str
    questions: list[str]


class Themes(Strict):
    dated: date
    themes: list[Theme]


class Event(Strict):
    """A step of the season: dates as last seen, or only the months it falls in."""

    id: str
    name: str
    what: str
    report: str
    url: str = Field(pattern=r"^https?://")
    starts: date | None = None
    ends: date | None = None
    season: str | None = None
    months: list[int] = []
    specialty_id: str | None = None

    @model_validator(mode="after")
    def placed(self) -> Event:
        if (self.starts is None) == (not self.months):
            raise ValueError(f"{self.id}: give either dates as last seen or months")
        return self

    def first_month(self) -> int:
        return self.starts.month if self.starts else self.months[0]

    def expected(self, today: date) -> date:
        """First day of the month in which it is expected next: this month's or a later one."""
        month = self.first_month()
        running = self.months or [month]
        if today.month in running:
            year = today.year if today.month >= month else today.year - 1
        else:
            year = today.year if month > today.month else today.year + 1
        return date(year, month, 1)

    def when(self) -> str:
        """The dates as last seen, or the months, in words."""
        if self.starts is None:
            first, last = MONTHS[self.months[0] - 1], MONTHS[self.months[-1] - 1]
            return first if first == last else f"{first} to {last}"
        if self.ends is None or self.ends == self.starts:
            return f"{self.starts.day} {self.starts:%b %Y}"
        return f"{self.starts.day} {self.starts:%b} to {self.ends.day} {self.ends:%b %Y}"


class Season(Strict):
    dated: date
    events: list[Event]


def load(name: str) -> object:
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=UniqueKeyLoader)


@cache
def themes() -> Themes:
    return Themes.model_validate(load("question_themes.yml"))


@cache
def season() -> Season:
    return Season.model_validate(load("season.yml"))


def coming(today: date, specialty_id: str | None = None) -> list[Event]:
    """Events for everybody and for one specialty, in the order in which they come next."""
    events = [event for event in season().events if event.specialty_id in {None, specialty_id}]
    return sorted(events, key=lambda event: event.expected(today))
