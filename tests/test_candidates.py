"""Discovery proposes likely pages with reasons, and never what the registry has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from imgdir.discovery import look_over, targets
from imgdir.folders import PROJECT
from pipeline.candidates import candidates, score
from pipeline.sources import Institution, Source, load_registry

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://h.example/education/observerships", ""),
        ("https://h.example/a/b", "International Medical Graduates"),
        ("https://h.example/md/visiting_students/apply", "How to apply"),
        ("https://h.example/awards/travel-grant", "International travel grant"),
    ],
)
def test_a_likely_page_passes_the_floor(url: str, text: str) -> None:
    assert [c.url for c in candidates([(url, text, "https://h.example/")], [], TODAY)] == [url]


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://h.example/news/observership-graduates", "News"),
        ("https://h.example/nursing/externship", "Nurse externship"),
        ("https://h.example/images/observership.png", "Observership"),
        ("javascript:alert(1)//observership", "Observership"),
        ("https://h.example/patients", "For patients"),
    ],
)
def test_an_unlikely_page_stays_below_the_floor(url: str, text: str) -> None:
    assert candidates([(url, text, "https://h.example/")], [], TODAY) == []


def test_an_address_of_the_registry_is_not_proposed_again() -> None:
    link = ("http://www.h.example/observership/#fees", "Observership", "https://h.example/")
    assert candidates([link], ["https://h.example/observership"], TODAY) == []


def test_an_address_keeps_the_best_of_its_texts_and_says_why() -> None:
    links = [
        ("https://h.example/p", "Observership", "a"),
        ("https://h.example/p/", "Observership for visiting physicians", "b"),
    ]
    (found,) = candidates(links, [], TODAY)
    assert found.found_on == "b"
    assert "visiting physician +4" in found.reasons
    assert found.score == sum(int(reason.rsplit(" ", 1)[1]) for reason in found.reasons)


def test_plurals_count_as_the_word() -> None:
    assert score("https://h.example/observerships")[0] == score("https://h.example/observership")[0]


def test_discovery_of_everything_visits_home_page_targets_first_and_each_host_once(tmp_path: Path) -> None:
    table = tmp_path / "targets.csv"
    table.write_text("institution,url\nHill,https://hill.test/\nLake,https://lake.test/\n")
    institution = Institution(name="Lake", kind="hospital")
    urls = ["https://lake.test/observers", "https://dale.test/a", "https://dale.test/b"]
    source = Source(key="lake", institution=institution, urls=urls)
    assert targets([source], table) == ["hill.test", "lake.test", "dale.test"]


def test_every_shipped_target_is_a_site_that_discovery_can_look_over() -> None:
    registry, _ = load_registry(PROJECT / "sources")
    hosts = targets(registry, PROJECT / "data" / "discovery_targets.csv")
    assert len(hosts) > 200
    for host in hosts:
        home, maps = look_over(host)
        assert home.follow is not None and home.follow.limit <= 25
        assert maps.urls[0].endswith("/robots.txt")
