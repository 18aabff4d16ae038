"""Where things lie: the shipped directory, and everything that a run writes, under var/."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Folders:
    """`project` holds what is shipped and is only read; `var` is written by crawls and builds."""

    project: Path = PROJECT
    var: Path = PROJECT / "var"

    @property
    def shipped(self) -> Path:
        return self.project / "directory.db"

    @property
    def own(self) -> Path:
        return self.var / "directory.db"

    @property
    def crawl(self) -> Path:
        return self.var / "crawl"

    @property
    def kept(self) -> Path:
        return self.var / "published"

    @property
    def reports(self) -> Path:
        return self.var / "reports"

    @property
    def exports(self) -> Path:
        return self.var / "exports"

    @property
    def imported(self) -> Path:
        return self.var / "data" / "nrmp"

    @property
    def sources(self) -> Path:
        return self.project / "sources"

    def preferred(self) -> Path:
        """var/directory.db wherever it exists, else the shipped one."""
        return self.own if self.own.exists() else self.shipped


def folders() -> Folders:
    """The folders of this machine; IMGDIR_VAR names another place for what runs write."""
    named = os.environ.get("IMGDIR_VAR")
    return Folders(var=Path(named).resolve()) if named else Folders()
