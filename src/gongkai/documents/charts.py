"""Simple charts as SVG text: bars for places or parts, columns and lines for years; always shown with their table.

Drawn in the ink of the page they stand in (`currentColor`). Each part has a class (`q` quiet words, `hollow` and
`solid` bars, `l1` to `l6` lines) by which a style sheet may colour it anew; alone a chart has colours of its own.
"""

import html
import math
from collections.abc import Mapping, Sequence

Number = int | float

_WIDTH = 720
_NARROW = 480
_LABEL = 190
_BAR = 26
_STACKED = 46
_TOP = 34
_COLOURS = ("#1a1a18", "#1d4e80", "#2a663c", "#7d5200", "#5a3f78", "#686862")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "12 4", "1 4")
_SHAPES = 3
_QUIET = "#686862"
_PALE = "#eeeeea"
_SHORT = 6


def bars(
    title: str,
    values: Sequence[tuple[str, Number]],
    *,
    unit: str,
    is_narrow: bool = False,
    with_shares: bool = False,
) -> str:
    """Horizontal bars, one for each label, with the number written at its end; the longest is filled.

    `is_narrow` leaves the title to the page and fits a phone; `with_shares` adds the share of the sum to each number.
    """
    most = max((value for _, value in values), default=0) or 1
    whole = sum(value for _, value in values) if with_shares else 0
    width, top = (_NARROW, 6) if is_narrow else (_WIDTH, _TOP)
    is_stacked = is_narrow and any(len(label) > _SHORT for label, _ in values)
    left = 0 if is_stacked else 104 if is_narrow else _LABEL
    step = _STACKED if is_stacked else _BAR + 8 * is_narrow
    room = width - left - (150 if with_shares else 90)
    parts = []
    for place, (label, value) in enumerate(values):
        y = top + place * step
        length = max(0.0, room * value / most)
        beside = y + (22 if is_stacked else 3)
        words = (
            f'<text x="0" y="{y + 15}">{_text(label)}</text>'
            if is_stacked
            else f'<text x="{left - 8}" y="{beside + 13}" text-anchor="end">{_text(_cut(label))}</text>'
        )
        share = f'<tspan class="q" fill="{_QUIET}" dx="8">{value / whole:.1%}</tspan>' if whole else ""
        parts.append(
            f'{words}<rect {_look(value == most)} x="{left}" y="{beside}" width="{length:.1f}" height="{_BAR - 8}"/>'
            f'<text x="{left + length + 6:.1f}" y="{beside + 14}">{_number(value)}{share}</text>'
        )
    if is_narrow and not is_stacked:
        parts.append(f'<path d="M{left} {top}V{top + step * len(values)}" stroke="currentColor"/>')
    told = f"{title}：" + "，".join(f"{each}{_number(value)}{unit}" for each, value in values)
    return _svg(title, told, width, top + step * len(values) + 10, parts, is_titled=not is_narrow)


def columns(title: str, values: Sequence[tuple[int, Number]], *, unit: str) -> str:
    """Upright columns, one for each year, with the number written above; the last is filled. Fits a phone."""
    most = max((value for _, value in values), default=0) or 1
    height, top = 228, 30
    foot = height - 28
    step = _NARROW / max(4, len(values))
    wide = min(56.0, step * 0.62)
    parts = [f'<path d="M0 {foot}H{_NARROW}" stroke="currentColor"/>']
    for place, (year, value) in enumerate(values):
        middle = step * (place + 0.5)
        tall = max(0.0, (foot - top) * value / most)
        is_last = place == len(values) - 1
        bold = ' font-weight="600"' if is_last else ""
        parts.append(
            f'<rect {_look(is_last)} x="{middle - wide / 2:.1f}" y="{foot - tall:.1f}" width="{wide:.1f}" '
            f'height="{tall:.1f}"/>'
            f'<text x="{middle:.1f}" y="{foot - tall - 8:.1f}" text-anchor="middle"{bold}>{_number(value)}</text>'
            f'<text class="q" fill="{_QUIET}" x="{middle:.1f}" y="{height - 6}" text-anchor="middle">{year}</text>'
        )
    told = f"{title}：" + "，".join(f"{year}年{_number(value)}{unit}" for year, value in values)
    return _svg(title, told, _NARROW, height, parts, is_titled=False)


def lines(title: str, series: Mapping[str, Sequence[tuple[int, Number]]], *, unit: str, is_narrow: bool = False) -> str:
    """One line for each name over the years; lines differ by colour, dash and the shape of their points.

    `is_narrow` leaves the title to the page, puts the names below and fits a phone.
    """
    years = sorted({year for points in series.values() for year, _ in points})
    most = _round_up(max((value for points in series.values() for _, value in points), default=0))
    width, top = (_NARROW, 14) if is_narrow else (_WIDTH, _TOP)
    height, left, right, bottom = 300, 70, 24 if is_narrow else 200, 40
    across, up = width - left - right, height - top - bottom
    step = across / max(1, len(years) - 1)

    def at(year: int, value: Number) -> tuple[float, float]:
        return left + step * years.index(year), top + up * (1 - value / most)

    parts = []
    for share in (0, 0.5, 1):
        y = top + up * (1 - share)
        parts.append(
            f'<line class="grid" x1="{left}" x2="{left + across}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>'
            f'<text class="q" fill="{_QUIET}" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">'
            f"{_number(most * share)}</text>"
        )
    parts.extend(
        f'<text class="q" fill="{_QUIET}" x="{at(year, 0)[0]:.1f}" y="{height - 16}" text-anchor="middle">{year}</text>'
        for year in years
    )
    for place, (name, points) in enumerate(series.items()):
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        kind = f"l{place % len(_COLOURS) + 1}"
        places = [at(*point) for point in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(
            f'<polyline class="{kind}" points="{path}" fill="none" stroke="{colour}" stroke-width="2" '
            f'stroke-dasharray="{dash}"/>'
        )
        parts.extend(_point(x, y, place % _SHAPES, kind, colour) for x, y in places)
        x, y = (left, height + 14 + place * 24) if is_narrow else (left + across + 18, top + 14 + place * 20)
        name_words = _text(name if is_narrow else _cut(name))
        parts.append(
            _point(x, y - 4, place % _SHAPES, kind, colour) + f'<text x="{x + 12}" y="{y}">{name_words}</text>'
        )
    told = "；".join(
        f"{name}：" + "，".join(f"{year}年{_number(value)}{unit}" for year, value in sorted(points))
        for name, points in series.items()
    )
    tall = height + 8 + 24 * len(series) if is_narrow else max(height, top + 30 + 20 * len(series))
    return _svg(title, told, width, tall, parts, is_titled=not is_narrow)


def _svg(title: str, told: str, width: int, height: float, parts: Sequence[str], *, is_titled: bool) -> str:
    head = f'<text x="0" y="18" font-size="15" font-weight="bold">{_text(title)}</text>' if is_titled else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ch" role="img" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="14" fill="currentColor"><title>{_text(title)}</title>'
        f"<desc>{_text(told)}</desc>{head}{''.join(parts)}</svg>"
    )


def _look(is_full: bool) -> str:
    if is_full:
        return 'class="solid" fill="currentColor" stroke="currentColor"'
    return f'class="hollow" fill="{_PALE}" stroke="currentColor"'


def _point(x: float, y: float, shape: int, kind: str, colour: str) -> str:
    look = f'class="{kind}" fill="{colour}"'
    if shape == 0:
        return f'<circle {look} cx="{x:.1f}" cy="{y:.1f}" r="4"/>'
    if shape == 1:
        return f'<rect {look} x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8"/>'
    return f'<polygon {look} points="{x:.1f},{y - 5:.1f} {x - 5:.1f},{y + 4:.1f} {x + 5:.1f},{y + 4:.1f}"/>'


def _round_up(most: Number) -> Number:
    """The next number that reads well on an axis."""
    if most <= 0:
        return 1
    step: float = 10.0 ** math.floor(math.log10(most))
    return next(factor * step for factor in (1, 2, 2.5, 5, 10) if factor * step >= most)


def _number(value: Number) -> str:
    rounded = round(float(value), 2)
    return f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,}"


def _cut(label: str) -> str:
    return label if len(label) <= 13 else label[:12] + "…"


def _text(words: str) -> str:
    return html.escape(words)
