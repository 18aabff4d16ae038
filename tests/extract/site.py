"""Pages as sites of many makes serve them: the same content inside different templates, with and without their chrome."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence

TITLE = "Clinical Observership Program"

Template = Callable[[str, str, str, str], str]
"""(content, chrome above, chrome beside, chrome below) -> body."""


def semantic(content: str, above: str, beside: str, below: str) -> str:
    return f"{above}<main id=main><article>{content}</article></main>{beside}{below}"


def drupal(content: str, above: str, beside: str, below: str) -> str:
    return (
        f"<div class='dialog-off-canvas-main-canvas'><div class='layout-container'>{above}"
        f"<div class='layout-content'><div class='region region-content'><div class='node__content'>"
        f"<div class='field field--name-body'>{content}</div></div></div></div>{beside}{below}</div></div>"
    )


def wordpress(content: str, above: str, beside: str, below: str) -> str:
    return (
        f"<div id=page class='site has-sidebar'>{above}<div id=content class='site-content'><div id=primary "
        f"class='content-area'><div class='entry-content'>{content}</div></div>{beside}</div>{below}</div>"
    )


def builder(content: str, above: str, beside: str, below: str) -> str:
    return (
        f"<div class='elementor elementor-12'>{above}<section class='elementor-section'><div class='elementor-column "
        f"elementor-col-66'><div class='elementor-widget-text-editor'>{content}</div></div><div "
        f"class='elementor-column elementor-col-33'>{beside}</div></section>{below}</div>"
    )


def plain_divs(content: str, above: str, beside: str, below: str) -> str:
    return f"<div id=wrap>{above}<div id=cols><div id=left>{beside}</div><div id=middle>{content}</div></div>{below}</div>"


def table_layout(content: str, above: str, beside: str, below: str) -> str:
    return f"{above}<table width=960><tr><td width=200 valign=top>{beside}</td><td valign=top>{content}</td></tr></table>{below}"


TEMPLATES: dict[str, Template] = {
    "semantic": semantic,
    "drupal": drupal,
    "wordpress": wordpress,
    "builder": builder,
    "plain divs": plain_divs,
    "table layout": table_layout,
}

TEMPTING = (
    "Observerships for international medical graduates",
    "International medical graduates may apply",
    "Apply for a free externship",
    "Research fellowships: $5,000 a month",
    "J-1 visas",
    "Fees: $90 per week",
    "Deadline: May 1, 2027",
    "USMLE Step 2 required",
    "Neurology",
    "Cardiology rotations",
    "Pay your bill",
    "Careers",
    "We are not accepting new patients",
    "Visiting hours: four weeks",
    "Letters of recommendation",
    "Nursing electives are closed",
)
"""Words of a menu that would be terms if they stood in the page's own text."""


def links(words: Sequence[str]) -> str:
    return (
        "<ul>"
        + "".join(f"<li><a href='/p/{n}'>{html.escape(w)}</a></li>" for n, w in enumerate(words))
        + "</ul>"
    )


ABOVE: dict[str, Callable[[Sequence[str]], str]] = {
    "nav": lambda w: f"<nav aria-label=Main>{links(w)}</nav>",
    "role": lambda w: f"<div role=navigation>{links(w)}</div>",
    "header": lambda w: (
        f"<header class='site-header'><a href=/>Hospital</a><div class=phone>Call 555-010-0100</div>{links(w)}</header>"
    ),
    "mega menu": lambda w: (
        f"<div class='mega-menu'><div class=panel><h3>{html.escape(w[0])}</h3><p>{html.escape('. '.join(w))}.</p>{links(w)}</div></div>"
    ),
    "menu": lambda w: f"<div class='main-menu-wrapper'>{links(w)}</div>",
    "breadcrumb": lambda w: (
        f"<div class='breadcrumbs'><a href=/>Home</a> / <a href=/e>{html.escape(w[0])}</a> / {html.escape(w[-1])}</div>"
    ),
    "breadcrumb list": lambda w: (
        f"<ol class=breadcrumb><li><a href=/>Home</a><li><a href=/e>{html.escape(w[0])}</a></ol>"
    ),
    "cookie": lambda w: (
        f"<div id='cookie-consent' role=dialog><p>We use cookies. {html.escape(w[0])}.</p><button>Accept all</button></div>"
    ),
    "onetrust": lambda w: (
        f"<div id='onetrust-banner-sdk'><h2>Your privacy</h2><p>We use cookies for four weeks. {html.escape(w[0])}.</p></div>"
    ),
    "search": lambda w: (
        f"<form role=search action=/s><label>Search {html.escape(w[0])}</label><input name=q><button>Search</button></form>"
    ),
    "select": lambda w: (
        f"<form action=/go><select>{''.join(f'<option>{html.escape(x)}' for x in w)}</select></form>"
    ),
    "skip": lambda w: "<a class='skip-link' href='#main'>Skip to main content</a>",
    "script": lambda w: f"<script>var menu = {list(w)!r};</script><style>.a:after{{content:'$9'}}</style>",
    "template": lambda w: f"<template><p>{html.escape('. '.join(w))}.</p></template>",
    "noscript": lambda w: "<noscript><p>Turn on JavaScript. The fee is $12.</p></noscript>",
}
BESIDE: dict[str, Callable[[Sequence[str]], str]] = {
    "aside nav": lambda w: f"<aside class=sidebar><nav><h2>In this section</h2>{links(w)}</nav></aside>",
    "sidebar": lambda w: (
        f"<div id=secondary class='widget-area sidebar'><div class=widget>{links(w)}</div></div>"
    ),
    "side menu": lambda w: f"<div class='side-nav'>{links(w)}</div>",
    "social": lambda w: (
        "<div class='social-share'><a href='https://x.example/s'>Share</a> <a href='https://f.example/s'>Like</a></div>"
    ),
    "quick links": lambda w: f"<div class='quicklinks'><h3>Quick links</h3>{links(w)}</div>",
}
BELOW: dict[str, Callable[[Sequence[str]], str]] = {
    "footer": lambda w: (
        f"<footer><p>{html.escape('. '.join(w))}. Call 555-010-0199 or write to info@stlukes.example.</p>{links(w)}</footer>"
    ),
    "contentinfo": lambda w: (
        f"<div role=contentinfo><address>1 Main St, Albany, NY 12208</address><p>{html.escape(w[0])}. 555-010-0188</p></div>"
    ),
    "footer class": lambda w: (
        f"<div class='site-footer'><div class=col><h4>Contact</h4><p>555-010-0177</p><p>webmaster@stlukes.example</p></div>{links(w)}</div>"
    ),
    "footer id": lambda w: f"<div id=footer><p>© 2026 St. Luke's. {html.escape(w[0])}.</p>{links(w)}</div>",
    "related": lambda w: f"<div class='related-content'><h2>Related pages</h2>{links(w)}</div>",
    "pager": lambda w: (
        f"<div class=pager><a href=/1>{html.escape(w[0])}</a> <a href=/2>{html.escape(w[-1])}</a></div>"
    ),
    "newsletter": lambda w: "<div class='newsletter-signup'><a href=/n>Sign up for our newsletter</a></div>",
}


def page(
    content: str,
    template: str = "semantic",
    above: str = "",
    beside: str = "",
    below: str = "",
    heading: str = TITLE,
) -> str:
    body = TEMPLATES[template](f"<h1>{html.escape(heading)}</h1>{content}", above, beside, below)
    return (
        f"<!doctype html><html lang='en'><head><meta charset=utf-8><title>{html.escape(heading)} | St. Luke's</title></head>"
        f"<body class='page-node sidebar-first'>{body}</body></html>"
    )
