"""Charts as plain SVG, rendered on the server: no script, no inline style, text as text.

Each chart has a title and a description for screen readers, series that differ by fill and outline as well as by color
(classes .s1 .s2 .s3 of site.css), and is meant to stand beside a table of the same figures. Drawn 360 units wide, so
that labels keep their size on a phone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

WIDTH = 360
ROW = 44
LEFT = 10
RIGHT = 12


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    value: float
    series: str
    """s1, s2 or s3."""
    shown: str
    """The value in words, printed at the bar's end."""


@dataclass(frozen=True, slots=True)
class Range:
    """One group's middle half and median."""

    label: str
    q1: float
    median: float
    q3: float
    series: str


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of one year with its interval; `low` and `high` are None where none can be given."""

    year: int
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    series: str
    points: Sequence[Point]


def plain(value: float) -> str:
    """12 for 12.0, 3.5 for 3.5; thousands with a comma."""
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers that span low to high."""
    if high <= low:
        high = low + 1
    rough = (high - low) / wanted
    step = 10.0 ** len(str(int(rough))) / 10 if rough >= 1 else 1.0
    for factor in (1, 2, 5, 10):
        if step * factor >= rough:
            step *= factor
            break
    if step < 1:
        step = 1.0
    first = step * int(low // step)
    found = [first]
    while found[-1] < high:
        found.append(found[-1] + step)
    return found


def frame(name: str, title: str, description: str, height: float, body: Sequence[str]) -> Markup:
    """An SVG with its accessible name; `name` is unique on the page."""
    inner = "".join(body)
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {height:g}" role="img" aria-labelledby="{escape(name)}-t {escape(name)}-d">'
        f'<title id="{escape(name)}-t">{escape(title)}</title>'
        f'<desc id="{escape(name)}-d">{escape(description)}</desc>{inner}</svg>'
    )


def text(x: float, y: float, words: str, anchor: str = "start", soft: bool = False) -> str:
    return (
        f'<text class="label{" soft" if soft else ""}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
        f"{escape(words)}</text>"
    )


def bars(name: str, title: str, rows: Sequence[Bar]) -> Markup:
    """Horizontal bars from 0, each with its label above and its value at its end."""
    top = max((row.value for row in rows), default=0) or 1
    room = WIDTH - LEFT - RIGHT - 86
    body: list[str] = []
    for index, row in enumerate(rows):
        y = 8 + index * ROW
        width = max(1.5, room * row.value / top)
        body.append(text(LEFT, y + 12, row.label))
        body.append(f'<rect class="{row.series}" x="{LEFT}" y="{y + 18}" width="{width:.1f}" height="16"/>')
        body.append(text(LEFT + width + 7, y + 31, row.shown))
    description = "; ".join(f"{row.label}: {row.shown}" for row in rows)
    return frame(name, title, description, 8 + len(rows) * ROW + 4, body)


def ranges(
    name: str,
    title: str,
    groups: Sequence[Range],
    unit: str = "",
    mark: float | None = None,
    mark_label: str = "you",
) -> Markup:
    """The middle half of each group as a bar with its median, on one scale; `mark` is drawn as a line across all."""
    values = [value for group in groups for value in (group.q1, group.q3)] + (
        [mark] if mark is not None else []
    )
    scale = ticks(min(values), max(values))
    low, high = scale[0], scale[-1]
    room = WIDTH - LEFT - RIGHT - 16

    def x(value: float) -> float:
        return LEFT + 8 + room * (value - low) / (high - low)

    above = 20 if mark is not None else 4
    bottom = above + len(groups) * ROW
    body = [
        f'<line class="gridline" x1="{x(tick):.1f}" y1="{above}" x2="{x(tick):.1f}" y2="{bottom}"/>'
        for tick in scale
    ]
    for index, group in enumerate(groups):
        y = above + index * ROW
        body.append(text(LEFT, y + 14, group.label))
        width = max(2.0, x(group.q3) - x(group.q1))
        body.append(
            f'<rect class="{group.series}" x="{x(group.q1):.1f}" y="{y + 20}" width="{width:.1f}" height="16"/>'
        )
        body.append(
            f'<line class="median" x1="{x(group.median):.1f}" y1="{y + 16}" x2="{x(group.median):.1f}" y2="{y + 40}"/>'
        )
    if mark is not None:
        body.append(
            f'<line class="mark" x1="{x(mark):.1f}" y1="{above - 4}" x2="{x(mark):.1f}" y2="{bottom}"/>'
        )
        side = "end" if x(mark) > WIDTH * 0.7 else "start" if x(mark) < WIDTH * 0.3 else "middle"
        body.append(text(x(mark), 13, f"{mark_label}: {plain(mark)}", side))
    body.append(f'<line class="axis" x1="{LEFT}" y1="{bottom}" x2="{WIDTH - RIGHT}" y2="{bottom}"/>')
    body.extend(text(x(tick), bottom + 16, plain(tick), "middle", soft=True) for tick in scale)
    description = "; ".join(
        f"{group.label}: middle half {plain(group.q1)} to {plain(group.q3)}, median {plain(group.median)} {unit}".strip()
        for group in groups
    )
    if mark is not None:
        description += f"; {mark_label}: {plain(mark)}"
    return frame(name, title, description, bottom + 24, body)


def trend(name: str, title: str, lines: Sequence[Line], unit: str = "%") -> Markup:
    """Figures by year with their intervals. Years without a figure stay empty; only years in a row are joined."""
    points = [point for line in lines for point in line.points]
    if not points:
        return Markup("")
    first, last = min(p.year for p in points), max(p.year for p in points)
    scale = ticks(
        min(p.low if p.low is not None else p.value for p in points),
        max(p.high if p.high is not None else p.value for p in points),
    )
    low, high = scale[0], scale[-1]
    top, height, left = 10, 170, 40

    def x(year: float) -> float:
        return (
            left
            + 14
            + (WIDTH - left - RIGHT - 28) * ((year - first) / (last - first) if last > first else 0.5)
        )

    def y(value: float) -> float:
        return top + height * (1 - (value - low) / (high - low))

    body: list[str] = []
    for tick in scale:
        body.append(
            f'<line class="gridline" x1="{left}" y1="{y(tick):.1f}" x2="{WIDTH - RIGHT}" y2="{y(tick):.1f}"/>'
        )
        body.append(text(left - 5, y(tick) + 4, f"{plain(tick)}{unit}", "end", soft=True))
    step = 1 if last - first <= 5 else 2 if last - first <= 10 else 4
    for year in range(first, last + 1, step):
        body.append(text(x(year), top + height + 18, str(year), "middle", soft=True))
    for index, line in enumerate(lines):
        shift = (index - (len(lines) - 1) / 2) * 7
        ordered = sorted(line.points, key=lambda point: point.year)
        for before, after in pairwise(ordered):
            if after.year == before.year + 1:
                body.append(
                    f'<path class="{line.series}" d="M{x(before.year) + shift:.1f} {y(before.value):.1f}'
                    f'L{x(after.year) + shift:.1f} {y(after.value):.1f}"/>'
                )
        for point in ordered:
            at = x(point.year) + shift
            if point.low is not None and point.high is not None:
                body.append(
                    f'<line class="whisker" x1="{at:.1f}" y1="{y(point.low):.1f}" x2="{at:.1f}" y2="{y(point.high):.1f}"/>'
                )
            if line.series == "s1":
                body.append(f'<circle class="s1" cx="{at:.1f}" cy="{y(point.value):.1f}" r="4"/>')
            else:
                body.append(
                    f'<rect class="{line.series}" x="{at - 4:.1f}" y="{y(point.value) - 4:.1f}" width="8" height="8"/>'
                )
    bottom = top + height + 26
    for index, line in enumerate(lines):
        mark_y = bottom + 14 + index * 20
        if line.series == "s1":
            body.append(f'<circle class="s1" cx="{left + 6}" cy="{mark_y - 4}" r="4"/>')
        else:
            body.append(f'<rect class="{line.series}" x="{left + 2}" y="{mark_y - 8}" width="8" height="8"/>')
        body.append(text(left + 18, mark_y, line.label))
    description = "; ".join(
        f"{line.label}: "
        + ", ".join(
            f"{point.year} {plain(point.value)}{unit}" for point in sorted(line.points, key=lambda p: p.year)
        )
        for line in lines
    )
    return frame(name, title, description, bottom + 20 * len(lines) + 2, body)
