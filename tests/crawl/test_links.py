"""Which addresses a page leads to: by rule, page after page, through sitemaps, and never out of bounds."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipeline.sources import Follow
from scrapers.links import followed, locations, next_page, plain, refresh, same_page
from tests.crawl.conftest import Registry
from tests.crawl.test_replay import archive_of
from tests.crawl.web import page

BASE = "https://hospital.example/gme/list"


def tree(body: str) -> LexborHTMLParser:
    return LexborHTMLParser(body.encode())


def test_links_are_followed_by_rule_each_once_and_bounded() -> None:
    body = (
        "<body><a href='/gme/neuro#top'>N</a><a href='neuro'>N</a><a href='/gme/cardio?utm_source=x'>C</a>"
        "<a href='/news/neuro'>no</a><a href='mailto:a@b.example'>m</a><a href='javascript:alert(1)'>j</a>"
        "<a href='https://other.example/gme/x'>o</a><a href='/gme/list/'>self</a><a href='http://[bad'>bad</a></body>"
    )
    rule = Follow(allow=["^https://hospital.example/gme/"], deny=["cardio-"])
    assert followed(tree(body), BASE, rule) == [
        "https://hospital.example/gme/neuro",
        "https://hospital.example/gme/cardio",
    ]
    assert len(followed(tree(body), BASE, Follow(allow=["."], limit=1))) == 1


def test_links_inside_conditional_comments_round_html_are_seen() -> None:
    body = (
        "<!--[if IE 8]><html class='ie8'><![endif]--><!--[if !IE]><!--><html><!--<![endif]-->"
        "<head><title>x</title></head><body><a href='/gme/neuro'>N</a></body></html>"
    )
    assert followed(tree(body), BASE, Follow(allow=["."])) == ["https://hospital.example/gme/neuro"]


def test_base_href_counts() -> None:
    body = "<head><base href='https://hospital.example/deep/'></head><body><a href='x'>x</a></body>"
    assert followed(tree(body), BASE, Follow(allow=["."])) == ["https://hospital.example/deep/x"]


@pytest.mark.parametrize(
    ("body", "xpath", "expected"),
    [
        ("<a rel='next' href='?page=2'>More</a>", None, "https://hospital.example/gme/list?page=2"),
        ("<link rel='next' href='/gme/list/2'>", None, "https://hospital.example/gme/list/2"),
        ("<a class='n' href='/p2'>2</a>", "//a[@class='n']", "https://hospital.example/p2"),
        ("<a class='n' href='/p2'>2</a>", "//a[@class='n']/@href", "https://hospital.example/p2"),
        ("<a class='n' href='/p2'>2</a>", "//a[", None),
        ("<a rel='next' href='https://other.example/2'>2</a>", None, None),
        ("<a rel='next' href='/gme/list#2'>2</a>", None, None),
        ("<p>none</p>", None, None),
    ],
)
def test_the_next_page_of_a_list(body: str, xpath: str | None, expected: str | None) -> None:
    assert next_page(tree(body), body.encode(), BASE, xpath) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("0; url=/new", "https://hospital.example/new"),
        ("5;URL='https://hospital.example/x'", "https://hospital.example/x"),
        ("600; url=/new", None),
        ("30", None),
        ("0; url=/gme/list", None),
        ("0; url=javascript:alert(1)", None),
    ],
)
def test_meta_refresh(content: str, expected: str | None) -> None:
    assert refresh(tree(f'<head><meta http-equiv="Refresh" content="{content}"></head>'), BASE) == expected


def test_sitemaps_and_the_sitemaps_that_they_name() -> None:
    pages = b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://h.example/a</loc></url><url><loc>ftp://h.example/b</loc></url></urlset>"
    index = b"<sitemapindex><sitemap><loc> https://h.example/s2.xml </loc></sitemap></sitemapindex>"
    assert locations(pages) == (["https://h.example/a"], [])
    assert locations(gzip.compress(pages)) == (["https://h.example/a"], [])
    assert locations(index) == ([], ["https://h.example/s2.xml"])
    assert locations(gzip.compress(pages)[:30])[1] == []
    laughs = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><urlset><url><loc>https://h.example/&b;</loc></url></urlset>'
    assert not any("aaaa" in url for url in locations(laughs)[0])


@given(st.binary(max_size=400))
def test_no_body_breaks_the_readers_of_links(body: bytes) -> None:
    parsed = LexborHTMLParser(body)
    followed(parsed, BASE, Follow(allow=["."]))
    next_page(parsed, body, BASE, "//a")
    refresh(parsed, BASE)
    locations(body)


@given(st.text(max_size=60))
def test_one_spelling_is_its_own_spelling(path: str) -> None:
    try:
        once = plain(f"https://Hospital.example:443/{path}")
    except ValueError:
        return
    assert plain(once) == once


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://h.example/a", "https://www.h.example/a/", True),
        ("https://h.example/a/index.html", "https://h.example/A", True),
        ("https://h.example/a", "https://h.example/b", False),
        ("https://h.example/a?id=1", "https://h.example/a?id=2", False),
        ("https://h.example/a?id=1&utm_source=x", "https://h.example/a?id=1", True),
        ("https://h.example/a", "https://other.example/a", False),
    ],
)
def test_which_redirects_are_no_move(one: str, other: str, same: bool) -> None:
    assert same_page(one, other) is same


def test_a_sitemap_source_visits_what_its_pattern_chooses(registry: Registry) -> None:
    sitemap = (
        b"<urlset>"
        + b"".join(
            b"<url><loc>https://map.example/%s</loc></url>" % name
            for name in (b"observership", b"parking", b"elective", b"news")
        )
        + b"</urlset>"
    )
    index = b"<sitemapindex><sitemap><loc>https://map.example/sitemap-1.xml</loc></sitemap></sitemapindex>"
    given_archive = archive_of(
        registry.state.parent / "made",
        {
            "https://map.example/sitemap.xml": index,
            "https://map.example/sitemap-1.xml": sitemap,
            **{
                f"https://map.example/{name}": page(name)
                for name in ("observership", "elective", "parking", "news")
            },
        },
        types={".xml": "application/xml"},
    )
    registry.add(
        "map",
        "https://map.example/sitemap.xml",
        spider="sitemap",
        follow={"allow": ["observer", "elective"], "deny": ["news"]},
    )
    registry.crawl("--replay", str(given_archive))
    latest = {standing.url for standing, _ in registry.archive().latest()}
    assert latest == {"https://map.example/observership", "https://map.example/elective"}
    assert registry.attempts()["https://map.example/sitemap-1.xml"].outcome == "ok"
