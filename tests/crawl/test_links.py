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
from tests.crawl.web import Reply, Web, page

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


def test_an_index_source_turns_every_page_of_its_list_and_visits_what_they_link_to(
    registry: Registry,
) -> None:
    """Three pages, by the registry's XPath; the last leads back to the first. Each page is asked for once."""

    def listed(n: int, following: int) -> Reply:
        links = "".join(f'<a href="/observership/{n}{k}">Program {n}{k}</a>' for k in "ab")
        links += f'<a class="next" href="/list?page={following}">Next</a><a href="/about">About us</a>'
        return Reply(page(f"List {n}", links))

    programs = {f"/observership/{n}{k}": Reply(page(f"Program {n}{k}")) for n in (1, 2, 3) for k in "ab"}
    pages = {f"/list?page={n}": listed(n, n % 3 + 1) for n in (1, 2, 3)}
    with Web({"list.test": {**pages, **programs, "/about": Reply(page("About"))}}) as web:
        registry.add(
            "list", "http://list.test/list?page=1", spider="index", next_page="//a[@class='next']/@href"
        )
        ended = registry.crawl("--all", test_web=web.address)
        assert ended.returncode == 0, ended.stderr
        asked = [path for path in web.paths("list.test") if path != "/robots.txt"]
    assert asked[:3] == sorted(pages)
    assert sorted(asked[3:]) == sorted(programs)


def test_on_no_terminal_a_crawl_draws_no_bar(registry: Registry) -> None:
    with Web({"quiet.test": {"/a": Reply(page("A"))}}) as web:
        registry.add("quiet", "http://quiet.test/a")
        ended = registry.crawl("--all", test_web=web.address)
    assert "1 of 1 sources, 0 attempts failed" in ended.stderr
    assert "\r" not in ended.stderr and "%|" not in ended.stderr


def test_on_a_terminal_a_crawl_draws_a_bar(registry: Registry) -> None:
    import os
    import pty
    import subprocess
    import termios

    with Web({"seen.test": {"/a": Reply(page("A"))}}) as web:
        registry.add("seen", "http://seen.test/a")
        ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, (24, 80))
        process = subprocess.Popen(
            registry.command("--all"),
            env=registry.environment(web.address),
            stdout=subprocess.DEVNULL,
            stderr=theirs,
        )
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 4096):
                shown += chunk
        except OSError:
            """Linux: the terminal ends with its last process."""
        assert process.wait(60) == 0
        os.close(ours)
    assert b"100%" in shown and b"1/1" in shown
