"""A map of the states as tiles of equal size, drawn by us: small states can be hit as well as large ones, and it needs no data."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from web import labels

GRID: Mapping[str, tuple[int, int]] = {
    "AK": (0, 0), "ME": (11, 0),
    "VT": (10, 1), "NH": (11, 1),
    "WA": (1, 2), "ID": (2, 2), "MT": (3, 2), "ND": (4, 2), "MN": (5, 2), "IL": (6, 2), "WI": (7, 2), "MI": (8, 2), "NY": (9, 2), "RI": (10, 2), "MA": (11, 2),
    "OR": (1, 3), "NV": (2, 3), "WY": (3, 3), "SD": (4, 3), "IA": (5, 3), "IN": (6, 3), "OH": (7, 3), "PA": (8, 3), "NJ": (9, 3), "CT": (10, 3),
    "CA": (1, 4), "UT": (2, 4), "CO": (3, 4), "NE": (4, 4), "MO": (5, 4), "KY": (6, 4), "WV": (7, 4), "VA": (8, 4), "MD": (9, 4), "DE": (10, 4),
    "AZ": (2, 5), "NM": (3, 5), "KS": (4, 5), "AR": (5, 5), "TN": (6, 5), "NC": (7, 5), "SC": (8, 5), "DC": (9, 5),
    "OK": (4, 6), "LA": (5, 6), "MS": (6, 6), "AL": (7, 6), "GA": (8, 6),
    "HI": (0, 7), "TX": (4, 7), "FL": (9, 7), "PR": (11, 7),
}  # fmt: skip
SIDE = 44
GAP = 4


def level(count: int, most: int) -> int:
    """0 for none, 1 to 4 by quarters of the greatest count on a square-root scale."""
    if not count:
        return 0
    return min(4, 1 + int(3.999 * (count / max(most, 1)) ** 0.5))


def tile_map(counts: Mapping[str, int], here: str | None = None, linked: bool = True) -> Markup:
    """The SVG. Each tile with listings is a link to its state's page, named with its count; the others are plain."""
    step = SIDE + GAP
    most = max((count for code, count in counts.items() if code in GRID), default=0)
    parts = []
    for code, (column, line) in sorted(GRID.items(), key=lambda item: (item[1][1], item[1][0])):
        count = counts.get(code, 0)
        x, y = column * step, line * step
        body = (
            f'<rect class="l{level(count, most)}" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}" rx="6"/>'
            f'<text x="{x + SIDE // 2}" y="{y + 21}" aria-hidden="true">{code}</text>'
            + (
                f'<text class="n" x="{x + SIDE // 2}" y="{y + 35}" aria-hidden="true">{count}</text>'
                if count
                else ""
            )
        )
        mark = ' class="here"' if code == here else ""
        if linked and count:
            name = escape(f"{labels.state_name(code)}: {count} {'place' if count == 1 else 'places'}")
            parts.append(f'<a href="/state/{code}" aria-label="{name}"{mark}>{body}</a>')
        else:
            parts.append(f"<g{mark}>{body}</g>")
    size = f'viewBox="0 0 {12 * step - GAP} {8 * step - GAP}"'
    if linked:
        head = f'<svg {size} role="group" aria-label="Map of the states by number of listings">'
    else:
        head = f'<svg {size} aria-hidden="true" focusable="false">'
    return Markup(head + "".join(parts) + "</svg>")
