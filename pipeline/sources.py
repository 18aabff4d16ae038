"""The registry: one YAML file a source under sources/, validated so that a mistake stops that source and no other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import us
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipeline.extract import sites
from pipeline.model import OPPORTUNITY_TYPES, Issue, OpportunityType

InstitutionKind = Literal["hospital", "medical_school", "society", "private_practice", "nonprofit", "broker"]
Cadence = Literal["daily", "weekly", "monthly"]


class Institution(BaseModel):
    """Who runs the opportunity and where. `state` is a USPS code; NULL place only for societies and sellers."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    name: str = Field(min_length=2)
    kind: InstitutionKind
    parent: str | None = None
    city: str | None = None
    state: str | None = None
    country: str = "US"
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    url: str | None = None

    @field_validator("state")
    @classmethod
    def known_state(cls, value: str | None) -> str | None:
        if value is not None and (value != value.upper() or us.states.lookup(value, field="abbr") is None):
            raise ValueError(
                f"{value!r} is not a USPS state code; write two capitals such as NY (DC and PR count)"
            )
        return value


class Follow(BaseModel):
    """Links to follow one step from a source's pages: those whose address matches `allow` and not `deny`."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    allow: list[str] = Field(min_length=1)
    deny: list[str] = []
    limit: int = Field(default=50, ge=1, le=500)

    def allows(self, url: str) -> bool:
        return any(re.search(p, url) for p in self.allow) and not any(re.search(p, url) for p in self.deny)


class Expectation(BaseModel):
    """What a good reading of this source gives, so that silence is noticed. Values only, no quotes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    kind: Literal["program", "index", "no_offer", "irrelevant", "blocked"] | None = None
    listings_min: int = Field(default=0, ge=0)
    listings_max: int | None = Field(default=None, ge=0)
    fields: list[str] = []
    """Fields that at least one listing must state (`fees`, `duration_weeks`, `emails` ...)."""


class Source(BaseModel):
    """One registry entry: who, which addresses, how often, what to expect. The key is the file's stem."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    key: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{1,78}$")
    institution: Institution
    spider: Literal["pages", "index", "sitemap"] = "pages"
    urls: list[str] = Field(min_length=1)
    follow: Follow | None = None
    next_page: str | None = None
    """index spider: XPath of the link to the next page of a paginated list."""
    cadence: Cadence = "weekly"
    operator_kind: InstitutionKind | None = None
    """Who operates the opportunity, where it is not the institution's own kind."""
    is_seller: bool = False
    type_hint: OpportunityType | None = None
    """The type of the page's opportunity where the page itself names none; never believed against the page."""
    render: bool = False
    reader: str | None = None
    """Name of a special reader in pipeline/extract/sites/."""
    home_page_reason: str | None = None
    """Why a bare home page is the page; required where a URL has no path."""
    tracks: dict[str, str] = {}
    """Words of a programme's title to the declared track that its id is made of."""
    specialties: list[str] = []
    """Specialties that every listing here belongs to where the page itself names none (a department's own site)."""
    expect: Expectation | Literal["unreviewed"] = "unreviewed"
    seen: str | None = None
    """Where and when the address was found (from data/source_urls.csv)."""
    note: str | None = None

    @field_validator("reader")
    @classmethod
    def known_reader(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                sites.reader(value)
            except LookupError as error:
                raise ValueError(str(error).removeprefix("reader: ")) from error
        return value

    @field_validator("type_hint", mode="before")
    @classmethod
    def known_type(cls, value: object) -> object:
        if value is not None and value not in OPPORTUNITY_TYPES:
            raise ValueError(f"{value!r} is not a type; use one of {', '.join(OPPORTUNITY_TYPES)}")
        return value

    @model_validator(mode="after")
    def pages_not_home_pages(self) -> Source:
        for url in self.urls:
            parts = urlsplit(url)
            if parts.scheme not in {"http", "https"} or not parts.hostname:
                raise ValueError(f"urls: {url!r} is not an http(s) address")
            if parts.path in {"", "/"} and not parts.query and not self.home_page_reason:
                raise ValueError(
                    f"urls: {url!r} is a bare home page; name the page that states the terms, "
                    "or say in home_page_reason why the home page is that page"
                )
        if len(set(self.urls)) != len(self.urls):
            raise ValueError("urls: the same address stands twice; keep one")
        return self


# libyaml reads the registry eight times as fast; PyYAML is built without it on some machines.
FastLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class UniqueKeyLoader(FastLoader):  # type: ignore[misc]
    """A safe loader that refuses a key written twice in one mapping, which PyYAML would silently overwrite."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[object] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice; keep one", key_node.start_mark
                )
            seen.add(key)
        mapping: dict[object, object] = super().construct_mapping(node, deep)
        return mapping


def load_source(path: Path) -> Source | Issue:
    """Read one file. A mistake comes back as an Issue naming the file, the key and the remedy."""

    def refused(key: str, reason: str) -> Issue:
        return Issue(
            stage="sources",
            source=path.stem,
            url="",
            field=key,
            message=f"{path.name}: {key}: {reason}",
            remedy=f"Mend {path.name} and run `imgdir sources check`.",
        )

    try:
        text = path.read_text(encoding="utf-8")
        data = yaml.load(text, Loader=UniqueKeyLoader)
    except (OSError, UnicodeDecodeError) as error:
        return refused("file", f"cannot be read: {error}")
    except yaml.YAMLError as error:
        return refused("file", f"is not valid YAML: {' '.join(str(error).split())}")
    if not isinstance(data, dict):
        return refused("file", "holds no mapping; see docs/sources.md for the form")
    data.setdefault("key", path.stem)
    if data["key"] != path.stem:
        return refused("key", f"{data['key']!r} differs from the file's name; make them the same")
    try:
        return Source.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "file"
        reason = (
            "unknown key; remove it or correct its spelling"
            if first["type"] == "extra_forbidden"
            else first["msg"]
        )
        return refused(place, reason)


def load_registry(folder: Path) -> tuple[list[Source], list[Issue]]:
    """All sources of a folder, sorted by key, and an Issue for each file that is refused."""
    sources: list[Source] = []
    issues: list[Issue] = []
    for path in sorted(folder.glob("*.yml")):
        loaded = load_source(path)
        if isinstance(loaded, Issue):
            issues.append(loaded)
        else:
            sources.append(loaded)
    issues.extend(shared_addresses(sources))
    return sources, issues


def shared_addresses(sources: Sequence[Source]) -> Iterable[Issue]:
    """An Issue for each address that two sources claim: the second would crawl it again and list it twice."""
    owner: dict[str, str] = {}
    for source in sources:
        for url in source.urls:
            plain = url.split("#")[0].rstrip("/").lower()
            first = owner.setdefault(plain, source.key)
            if first != source.key:
                yield Issue(
                    stage="sources",
                    source=source.key,
                    url=url,
                    field="urls",
                    message=f"{source.key}.yml: urls: {url} stands in {first}.yml too",
                    remedy="Keep the address in one of the two files.",
                )
