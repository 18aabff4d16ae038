"""What a night came to, for a person (Markdown, HTML) and for a machine (JSON): one content, three forms."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from pipeline.store import Directory

FAILING_NIGHTS = 3
"""Tries in a row without a proper reading after which a person should look, once."""
SHOWN = 100
"""Rows of a section that a person is shown; the JSON has all."""


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]
    empty: str
    """What to say where there is none."""


@dataclass(frozen=True, slots=True)
class Report:
    """`look` says why a person must look; without one the night went by itself."""

    night: str
    look: Sequence[str]
    counts: Mapping[str, int]
    sections: Sequence[Section]
    timing: Mapping[str, float] = field(default_factory=dict)
    """Step to seconds."""


def compile_report(
    night: str,
    before: Directory | None,
    after: Directory,
    *,
    look: Iterable[str] = (),
    timing: Mapping[str, float] | None = None,
) -> Report:
    """Compare the directory that was published with the one that is now."""
    old = (
        {row["id"] for row in before.rows("SELECT id FROM opportunities WHERE ended_on IS NULL")}
        if before
        else set()
    )
    known = {changed(row) for row in before.table("changes")} if before else set()
    listings = list(
        after.rows(
            "SELECT id, title, institution, type, url, status, ended_on, ended_reason, last_confirmed, freshness, first_seen "
            "FROM opportunities ORDER BY institution, title, id"
        )
    )
    name = {row["id"]: f"{row['title']} ({row['institution']})" for row in listings}
    url = {row["id"]: row["url"] for row in listings}
    live = [row for row in listings if not row["ended_on"]]
    new = [(name[row["id"]], row["type"], row["url"]) for row in live if before and row["id"] not in old]
    ended = [
        (name[row["id"]], row["ended_reason"], row["ended_on"], row["url"])
        for row in listings
        if row["ended_on"] and row["id"] in old
    ]
    changes = [
        (
            name[row["opportunity_id"]],
            row["field"],
            row["old"] or "",
            row["new"] or "",
            row["cause"],
            url[row["opportunity_id"]],
        )
        for row in after.table("changes")
        if row["field"] != "listing" and changed(row) not in known
    ]
    ill = list(
        after.rows(
            "SELECT id, health, consecutive_failures, last_good, why, urls FROM sources "
            "WHERE health NOT IN ('ok', 'unchanged', 'never tried', 'not-in-archive') ORDER BY consecutive_failures DESC, id"
        )
    )
    failing = [
        row for row in ill if row["consecutive_failures"] >= 1 or row["health"] in {"shell", "wrong-page"}
    ]
    stale = [
        (name[row["id"]], row["last_confirmed"], row["freshness"], row["url"])
        for row in sorted(live, key=lambda row: (row["last_confirmed"], row["id"]))
        if row["freshness"] in {"stale", "aging"}
    ]
    candidates = [
        (row["url"], row["score"], "; ".join(json.loads(row["reasons"])))
        for row in after.rows("SELECT * FROM candidates WHERE state = 'new' ORDER BY score DESC, url")
    ]
    problems = [
        (row["severity"], row["source_id"], row["message"], row["remedy"])
        for row in after.rows("SELECT * FROM problems ORDER BY severity, stage, source_id, id")
    ]
    reasons = list(look)
    floors = sum(row[0] == "floor" for row in problems)
    if floors:
        reasons.append(f"{floors} updates or source files are held back; see Problems.")
    due = [row["id"] for row in failing if row["consecutive_failures"] == FAILING_NIGHTS]
    if due:
        reasons.append(
            f"{len(due)} sources have failed {FAILING_NIGHTS} times in a row now: {', '.join(due[:8])}."
        )
    return Report(
        night=night,
        look=reasons,
        counts={
            "listings": len(live),
            "new": len(new),
            "changed": len({row[0] for row in changes}),
            "ended": len(ended),
            "sources failing": len(failing),
            "aging or stale": len(stale),
            "candidates": len(candidates),
            "problems": len(problems),
        },
        sections=(
            Section("New", ("listing", "type", "page"), new, "No new listing."),
            Section(
                "Changed", ("listing", "field", "was", "is", "cause", "page"), changes, "Nothing changed."
            ),
            Section("Ended", ("listing", "why", "on", "page"), ended, "Nothing ended."),
            Section(
                "Blocked and failing sources",
                ("source", "outcome", "times", "last good", "why"),
                [
                    (
                        r["id"],
                        r["health"],
                        r["consecutive_failures"],
                        r["last_good"] or "never",
                        r["why"] or "",
                    )
                    for r in failing
                ],
                "Every source that was tried answered.",
            ),
            Section(
                "Aging and stale",
                ("listing", "last confirmed", "age", "page"),
                stale,
                "Every listing is fresh.",
            ),
            Section("Candidates to review", ("page", "score", "reasons"), candidates, "No candidate waits."),
            Section("Problems", ("weight", "source", "what", "remedy"), problems, "No problem."),
        ),
        timing=dict(timing or {}),
    )


def changed(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["opportunity_id"], row["field"], row["seen_on"], row["cause"], row["new"]


def as_json(report: Report) -> str:
    return json.dumps(
        {
            "night": report.night,
            "look": list(report.look),
            "counts": dict(report.counts),
            "timing_seconds": dict(report.timing),
            "sections": {
                section.title: [dict(zip(section.columns, row, strict=True)) for row in section.rows]
                for section in report.sections
            },
        },
        ensure_ascii=False,
        indent=1,
    )


def as_markdown(report: Report) -> str:
    lines = [f"# Night of {report.night}", "", verdict(report), ""]
    lines += [f"- {markdown(reason)}" for reason in report.look]
    lines += ["", " · ".join(f"{count} {name}" for name, count in report.counts.items()), ""]
    for section in report.sections:
        lines += [f"## {section.title}", ""]
        if not section.rows:
            lines += [section.empty, ""]
            continue
        lines += ["| " + " | ".join(section.columns) + " |", "|" + "---|" * len(section.columns)]
        lines += ["| " + " | ".join(markdown(value) for value in row) + " |" for row in section.rows[:SHOWN]]
        lines += more(section)
    lines += ["## Timing", "", *(f"- {step}: {seconds:.1f} s" for step, seconds in report.timing.items()), ""]
    return "\n".join(lines)


def more(section: Section) -> list[str]:
    left = len(section.rows) - SHOWN
    return [f"and {left} more in the JSON report", ""] if left > 0 else [""]


def verdict(report: Report) -> str:
    return "A person should look:" if report.look else "All went by itself."


def markdown(value: Any) -> str:
    """`value` inert in Markdown: no table, link, tag or emphasis can come of it. Web addresses become links."""
    text = " ".join(str(value).split())
    if is_link(text):
        return f"<{text.replace('|', '%7C')}>"
    inert = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_{}\[\]()!|~])", r"\\\1", inert)


def is_link(text: str) -> bool:
    if re.search(r"[\s<>\"'`\\]", text):
        return False
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1b1b1b;background:#fff}"
    "table{border-collapse:collapse;width:100%;font-size:.9rem}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;"
    "border-bottom:1px solid #ccc;overflow-wrap:break-word}th{white-space:nowrap}td a{overflow-wrap:anywhere}"
    "h2{margin-top:2rem}.look{border-left:4px solid #b3261e;padding-left:1rem}"
    "@media(max-width:48rem){thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}"
    "table,tbody,tr,td{display:block}tr{border-bottom:1px solid #ccc;padding:.5rem 0}"
    "td{border:0;padding:.1rem 0;overflow-wrap:anywhere}td::before{content:attr(data-name) ': ';color:#595959}}"
)
"""On a telephone a row is a card: each value under its column's name."""


def as_html(report: Report) -> str:
    title = f"Night of {html.escape(report.night)}"
    parts = [
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>",
        "<meta name='viewport' content='width=device-width,initial-scale=1'>",
        f"<title>{title}</title><style>{STYLE}</style></head><body><main><h1>{title}</h1>",
        f"<div{' class=look' if report.look else ''}><p>{verdict(report)}</p>",
        "<ul>" + "".join(f"<li>{html.escape(reason)}</li>" for reason in report.look) + "</ul></div>"
        if report.look
        else "</div>",
        "<p>" + " · ".join(f"{count} {html.escape(name)}" for name, count in report.counts.items()) + "</p>",
    ]
    for section in report.sections:
        parts.append(f"<h2>{html.escape(section.title)}</h2>")
        if not section.rows:
            parts.append(f"<p>{html.escape(section.empty)}</p>")
            continue
        head = "".join(f"<th scope='col'>{html.escape(name)}</th>" for name in section.columns)
        body = "".join(
            "<tr>"
            + "".join(
                f"<td data-name='{html.escape(name)}'>{cell(value)}</td>"
                for name, value in zip(section.columns, row, strict=True)
            )
            + "</tr>"
            for row in section.rows[:SHOWN]
        )
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")
        parts += [f"<p>{html.escape(line)}</p>" for line in more(section) if line]
    steps = "".join(
        f"<li>{html.escape(step)}: {seconds:.1f} s</li>" for step, seconds in report.timing.items()
    )
    parts.append(f"<h2>Timing</h2><ul>{steps}</ul></main></body></html>\n")
    return "".join(parts)


def cell(value: Any) -> str:
    text = html.escape(str(value))
    return f"<a href='{text}' rel='nofollow'>{text}</a>" if is_link(str(value)) else text


def as_message(report: Report) -> tuple[str, str]:
    """(title, body) of a notification, short enough for a telephone."""
    title = f"imgdir {report.night}: " + ("please look" if report.look else "all well")
    body = "\n".join(
        [*report.look[:6], " · ".join(f"{count} {name}" for name, count in report.counts.items())]
    )
    return title, body[:1500]
