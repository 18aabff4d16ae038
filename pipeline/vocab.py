"""The field's words as data: vocab/*.yml, read once."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).resolve().parent.parent / "vocab"


@cache
def vocabulary(name: str) -> Any:
    """The parsed content of vocab/<name>.yml. Raises FileNotFoundError with the path where it is missing."""
    return yaml.load(
        (FOLDER / f"{name}.yml").read_text(encoding="utf-8"),
        Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
    )


def alternation(words: str) -> str:
    """The regular expression of a vocabulary entry that is folded over several lines after its bars."""
    return re.sub(r"(?<!\\)\|\s+", "|", words.strip())
