"""The registry refuses mistakes by file, key and remedy, and a bad file stops itself alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model import Issue
from pipeline.sources import Source, load_registry, load_source

ROOT = Path(__file__).resolve().parent.parent
GOOD = """
institution: {name: Cedar Falls Hospital, kind: hospital, city: Cedar Falls, state: IA}
urls: [https://cedarfalls.example/observership]
"""


def write(folder: Path, text: str, name: str = "cedar-falls-observership.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_is_read_with_its_stem_as_key(tmp_path: Path) -> None:
    source = load_source(write(tmp_path, GOOD))
    assert isinstance(source, Source)
    assert (source.key, source.spider, source.expect) == ("cedar-falls-observership", "pages", "unreviewed")


@pytest.mark.parametrize(
    ("text", "named", "said"),
    [
        (GOOD + "cadense: daily\n", "cadense", "unknown key"),
        (GOOD + "urls: [https://cedarfalls.example/other]\n", "file", "stands twice"),
        (GOOD.replace("state: IA", "state: Iowa"), "institution.state", "USPS"),
        (GOOD.replace("state: IA", "state: XX"), "institution.state", "USPS"),
        (GOOD.replace("/observership", "/"), "file", "bare home page"),
        (GOOD.replace("https://", "ftp://"), "file", "http(s)"),
        (GOOD + "type_hint: observation\n", "type_hint", "not a type"),
        (GOOD.replace("kind: hospital", "kind: clinic"), "institution.kind", "hospital"),
        ("- just a list\n", "file", "no mapping"),
        ("institution: {name: [\n", "file", "not valid YAML"),
        (GOOD + "key: another\n", "key", "file's name"),
        ("\x00", "file", "YAML"),
    ],
)
def test_a_mistake_is_refused_with_file_key_and_remedy(
    tmp_path: Path, text: str, named: str, said: str
) -> None:
    refused = load_source(write(tmp_path, text))
    assert isinstance(refused, Issue)
    assert refused.field == named
    assert "cedar-falls-observership.yml" in refused.message
    assert said in refused.message
    assert "imgdir sources check" in refused.remedy


def test_a_home_page_stands_when_the_file_says_why(tmp_path: Path) -> None:
    text = GOOD.replace("/observership", "/") + "home_page_reason: The program has a site of its own.\n"
    assert isinstance(load_source(write(tmp_path, text)), Source)


def test_a_bad_file_stops_itself_alone(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD + "colour: red\n", "broken-one.yml")
    sources, issues = load_registry(tmp_path)
    assert [source.key for source in sources] == ["cedar-falls-observership"]
    assert [issue.source for issue in issues] == ["broken-one"]


def test_two_sources_may_not_claim_one_address(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    write(tmp_path, GOOD.replace("/observership", "/Observership/"), "cedar-falls-again.yml")
    _, issues = load_registry(tmp_path)
    assert [issue.field for issue in issues] == ["urls"]


def test_the_shipped_registry_is_sound() -> None:
    sources, issues = load_registry(ROOT / "sources")
    assert issues == []
    assert len({url for source in sources for url in source.urls}) >= 300


def test_every_place_in_the_shipped_registry_has_coordinates() -> None:
    sources, _ = load_registry(ROOT / "sources")
    for source in sources:
        place = source.institution
        if place.city:
            assert place.latitude is not None and place.longitude is not None, source.key


def test_every_seller_in_the_shipped_registry_is_marked() -> None:
    sources, _ = load_registry(ROOT / "sources")
    for source in sources:
        if source.institution.kind == "broker":
            assert source.is_seller, source.key
