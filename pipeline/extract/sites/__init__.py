"""Readers of single sites, for pages that the general readers cannot follow.

A reader is a function of at most 25 lines, `read(page, reading) -> Reading`, in a module of this package; a source names
the module in its YAML (`reader: NAME`). It gets what the general readers found and gives it back, mended.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable

from pipeline.model import Page, Reading

SiteReader = Callable[[Page, Reading], Reading]


def reader(name: str) -> SiteReader:
    """The site reader of that name. Raises LookupError, with what to do, where there is none."""
    if re.fullmatch(r"[a-z][a-z0-9_]*", name):
        try:
            found: SiteReader = importlib.import_module(f"{__name__}.{name}").read
        except ModuleNotFoundError as error:
            if error.name != f"{__name__}.{name}":
                raise
        else:
            return found
    raise LookupError(
        f"reader: {name!r} is no site reader; add pipeline/extract/sites/{name}.py with a function read(page, reading), "
        "or take `reader` out of the source's file."
    )
