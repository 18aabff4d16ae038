"""HTML to blocks: what is chrome, what is kept, and what stands above what."""

from __future__ import annotations

import pytest

from pipeline.model import Page
from pipeline.text import MAX_HTML, Unreadable, decode, document
from tests.extract.page import DAY, page, read_blocks, texts, whole

MENU = "<nav><ul><li><a href=/a>About</a><li><a href=/c>Careers</a></ul></nav>"


def test_menus_footers_breadcrumbs_and_cookie_banners_are_not_read() -> None:
    body = (
        f"{MENU}<div class='site-breadcrumb'><a href=/>Home</a></div><div id=cookie-banner>We use cookies.</div>"
        "<main><h1>Observership</h1><p>Four weeks in our clinics.</p></main><footer>All rights reserved</footer>"
    )
    assert texts(body) == ["Observership", "Four weeks in our clinics."]


def test_a_wrapper_whose_class_names_a_sidebar_is_no_sidebar() -> None:
    body = (
        "<div class='page has-sidebar no-footer'><h1>Observership</h1><p>Four weeks in our clinics.</p></div>"
    )
    assert texts(body) == ["Observership", "Four weeks in our clinics."]


def test_inline_tags_vanish_and_other_tags_are_one_space() -> None:
    assert texts(
        "<main><p>The f<b>ee</b> is<br>$2<sup>00</sup>&nbsp;a <em>week</em>.<!-- old: 100 --></p></main>"
    ) == ["The fee is $200 a week."]


def test_zero_width_marks_and_soft_hyphens_are_removed() -> None:
    assert texts("<main><p>observ&shy;er\u200bship \ufeffplaces</p></main>") == ["observership places"]


def test_hidden_panels_of_an_accordion_are_read_under_the_button_that_opens_them() -> None:
    body = (
        "<main><h2>Details</h2><div class=accordion><button aria-expanded=false class=accordion-button>Fees</button>"
        "<div hidden style='display:none'><p>The fee is $300.</p></div>"
        "<button class=accordion-button>Dates</button><div><p>All year.</p></div></div></main>"
    )
    found = {block.text: block.trail for block in read_blocks(body)}
    assert found["The fee is $300."] == ("Details", "Fees")
    assert found["All year."] == ("Details", "Dates")


@pytest.mark.parametrize(
    "opener",
    [
        "<button class='btn' data-toggle=collapse>{}</button>",
        "<button class=link>{}</button>",
        "<h3><button class=link>{}</button></h3>",
    ],
)
def test_a_button_that_is_a_question_or_opens_a_panel_heads_it(opener: str) -> None:
    asked = opener.format("How long may I stay?")
    body = (
        f"<main><h2>Details</h2><div>{asked}</div><div><p>At most a month.</p></div>"
        "<p><button>Apply now</button></p><p>By mail.</p></main>"
    )
    found = {block.text: block.trail for block in read_blocks(body)}
    assert found["At most a month."] == ("Details", "How long may I stay?")
    assert "Apply now" not in found["By mail."]


def test_a_button_in_the_head_of_a_panel_heads_it_and_one_of_a_menu_does_not() -> None:
    body = (
        "<main><h2>Details</h2><div><button aria-expanded=false>Menu</button></div><p>By mail.</p>"
        "<div class=card-header><button>Cost</button></div><div><p>Nothing.</p></div></main>"
    )
    found = {block.text: block.trail for block in read_blocks(body)}
    assert found["By mail."] == ("Details",)
    assert found["Nothing."] == ("Details", "Cost")


def test_a_tab_names_its_panel_though_it_stands_elsewhere() -> None:
    body = (
        "<main><h1>Visiting Students</h1><ul role=tablist><li><a role=tab href='#us'>Domestic</a>"
        "<li><a role=tab href='#abroad'>International</a></ul>"
        "<div id=us><p>Apply through VSLO.</p></div><div id=abroad><p>Apply by e-mail.</p></div></main>"
    )
    found = {block.text: block.trail for block in read_blocks(body)}
    assert found["Apply through VSLO."] == ("Visiting Students", "Domestic")
    assert found["Apply by e-mail."] == ("Visiting Students", "International")


def test_details_and_their_summary_are_a_heading_and_its_text_and_end_together() -> None:
    body = "<main><h1>FAQ</h1><details><summary>Is there a fee?</summary><p>No.</p></details><p>Write to us.</p></main>"
    found = {block.text: block.trail for block in read_blocks(body)}
    assert found["No."] == ("FAQ", "Is there a fee?")
    assert found["Write to us."] == ("FAQ",)


def test_a_short_bold_line_is_a_heading_and_a_bold_sentence_is_not() -> None:
    body = "<main><h1>X Program</h1><p><strong>Eligibility</strong></p><p>Graduates.</p><p><b>We are closed in July.</b></p></main>"
    found = [(block.kind, block.text) for block in read_blocks(body)]
    assert ("heading", "Eligibility") in found
    assert ("paragraph", "We are closed in July.") in found


def test_a_bold_first_line_heads_the_rest_of_its_paragraph() -> None:
    found = {
        b.text: b.trail for b in read_blocks("<main><h1>X</h1><p><b>Cost</b><br>$100 a week.</p></main>")
    }
    assert found["$100 a week."] == ("X", "Cost")


def test_a_row_knows_its_column_headers_through_spans() -> None:
    body = (
        "<main><table><tr><th>Who</th><th colspan=2>Fee</th></tr><tr><td rowspan=2>Physicians</td><td>2 weeks</td><td>$300</td></tr>"
        "<tr><td>4 weeks</td><td>$500</td></tr></table></main>"
    )
    rows = [block.cells for block in read_blocks(body) if block.kind == "row"]
    assert rows[1] == (("Who", "Physicians"), ("Fee", "2 weeks"), ("Fee", "$300"))
    assert rows[2] == (("Who", "Physicians"), ("Fee", "4 weeks"), ("Fee", "$500"))


def test_a_cell_that_holds_a_list_is_read_as_a_list() -> None:
    body = (
        "<main><table><tr><td>Departments</td><td><ul><li>Neurology<li>Surgery</ul></td></tr></table></main>"
    )
    assert [block.text for block in read_blocks(body) if block.kind == "item"] == ["Neurology", "Surgery"]


def test_an_item_carries_the_sentence_that_introduces_its_list() -> None:
    body = "<main><p>Welcome. Observers may not:</p><ul><li>write notes<li>examine patients</ul></main>"
    assert [block.lead for block in read_blocks(body) if block.kind == "item"] == ["Observers may not:"] * 2


def test_a_definition_list_puts_each_term_above_its_definition() -> None:
    found = {
        b.text: b.trail for b in read_blocks("<main><dl><dt>Fee<dd>$5 a day<dt>Length<dd>2 weeks</dl></main>")
    }
    assert found["$5 a day"] == ("Fee",)
    assert found["2 weeks"] == ("Length",)


def test_a_body_printed_twice_is_read_once() -> None:
    text = "".join(
        f"<p>Observers spend day {n} of their stay with another team of the clinic.</p>" for n in range(9)
    )
    copy = f"<h2>Program</h2>{text}"
    assert texts(f"<main><div class=desktop>{copy}</div><div class=mobile>{copy}</div></main>") == texts(
        f"<main>{copy}</main>"
    )


def test_the_same_words_under_two_programmes_are_read_twice() -> None:
    terms = "<ul><li>Curriculum vitae of two pages at most</li><li>Letter from the home school</li></ul>"
    body = f"<main><h2>Domestic students</h2>{terms}<h2>International students</h2>{terms}</main>"
    assert texts(body).count("Letter from the home school") == 2


def test_noscript_is_read_only_where_it_holds_the_page() -> None:
    long = "<p>" + "The observership lasts four weeks and costs nothing at all. " * 12 + "</p>"
    assert any("costs nothing" in text for text in texts(f"<noscript>{long}</noscript>"))
    assert texts("<main><p>The page.</p><noscript>Turn on JavaScript.</noscript></main>") == ["The page."]


def test_links_of_other_schemes_are_dropped_and_hidden_addresses_are_read() -> None:
    # 5a is the key: each byte is XORed with it.
    code = "5a" + "".join(f"{b ^ 0x5A:02x}" for b in b"gme@hospital.example")
    body = (
        "<main><p>Write <a href='javascript:alert(1)'>here</a> or <a href='/apply'>apply</a> or "
        f"<a href='/cdn-cgi/l/email-protection#{code}'>[email protected]</a>.</p></main>"
    )
    hrefs = [link.href for block in read_blocks(body) for link in block.links]
    assert hrefs == ["https://hospital.example/apply", "mailto:gme@hospital.example"]


def test_related_links_at_the_end_are_not_read() -> None:
    body = "<main><h1>Observership</h1><p>Four weeks.</p><h2>Related pages</h2><ul><li><a href=/x>Elective rotations</a></ul></main>"
    assert texts(body) == ["Observership", "Four weeks."]


def test_conditional_comments_round_the_root_do_not_hide_the_page() -> None:
    html = "<!--[if IE 8]><html class=ie8><![endif]--><!--[if !IE]><!--><html><!--<![endif]--><body><p>Four weeks.</p></body></html>"
    assert [block.text for block in document(page(html)).blocks] == ["Four weeks."]


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("Gebühr – naïve".encode("windows-1252"), "text/html; charset=windows-1252"),
        (b"<meta charset=iso-8859-1>" + "Gebühr naïve".encode("latin-1"), "text/html"),
        ("Gebühr – naïve".encode(), "text/html; charset=nonsense"),
        ("Gebühr – naïve".encode("utf-16"), "text/html"),
        ("Gebühr – naïve".encode("windows-1252"), "text/html"),
    ],
)
def test_a_wrong_or_absent_charset_is_found_out(body: bytes, content_type: str) -> None:
    assert "Gebühr" in decode(Page("https://x.example/", DAY, body, content_type))


def test_a_page_beyond_the_limit_is_reported_and_not_read() -> None:
    found = document(page("<p>" + "x" * MAX_HTML + "</p>"))
    assert found.too_large and found.blocks == ()


def test_binary_data_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match=r"hospital\.example.*binary"):
        document(page("\x00\x01\x02"))


def test_what_the_head_says_is_kept_apart_from_the_text() -> None:
    html = whole("<main><p>Text.</p></main>").replace(
        "</head>", '<script type="application/ld+json">{"@graph":[{"@type":"JobPosting"}]}</script></head>'
    )
    found = document(page(html))
    assert found.schema_types == {"JobPosting"}
    assert [block.text for block in found.blocks] == ["Text."]


def test_a_button_inside_a_heading_is_part_of_it() -> None:
    body = '<h1>Visitors</h1><h3><button class="btn" data-toggle="collapse">Track 1: Observers</button></h3><p>They stay for two weeks.</p>'
    found = read_blocks(body)
    assert [(b.kind, b.text) for b in found][1] == ("heading", "Track 1: Observers")
    assert found[2].trail == ("Visitors", "Track 1: Observers")
