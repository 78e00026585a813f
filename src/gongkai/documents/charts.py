"""Simple charts as SVG text: bars for places side by side, lines for years; always shown with their table."""

import html
import math
from collections.abc import Mapping, Sequence

Number = int | float

_WIDTH = 720
_LABEL = 190
_BAR = 26
_TOP = 34
_COLOURS = ("#8c1d18", "#1f4e79", "#5b6f1a", "#7a4a8c", "#b05a00", "#2a7a78")
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "12 4", "1 4")
_SHAPES = 3


def bars(title: str, values: Sequence[tuple[str, Number]], *, unit: str) -> str:
    """Horizontal bars, one for each label, with the number written at its end."""
    most = max((value for _, value in values), default=0) or 1
    height = _TOP + _BAR * len(values) + 10
    room = _WIDTH - _LABEL - 90
    parts = []
    for place, (label, value) in enumerate(values):
        y = _TOP + place * _BAR
        length = max(0.0, room * value / most)
        parts.append(
            f'<text x="{_LABEL - 8}" y="{y + 16}" text-anchor="end">{_text(_cut(label))}</text>'
            f'<rect x="{_LABEL}" y="{y + 3}" width="{length:.1f}" height="{_BAR - 8}" fill="{_COLOURS[0]}"/>'
            f'<text x="{_LABEL + length + 6:.1f}" y="{y + 16}">{_number(value)}</text>'
        )
    return _svg(
        title, f"{title}：" + "，".join(f"{each}{_number(value)}{unit}" for each, value in values), height, parts
    )


def lines(title: str, series: Mapping[str, Sequence[tuple[int, Number]]], *, unit: str) -> str:
    """One line for each name over the years; lines differ by colour, dash and the shape of their points."""
    years = sorted({year for points in series.values() for year, _ in points})
    most = _round_up(max((value for points in series.values() for _, value in points), default=0))
    height, left, right, bottom = 300, 70, 200, 40
    across, up = _WIDTH - left - right, height - _TOP - bottom
    step = across / max(1, len(years) - 1)

    def at(year: int, value: Number) -> tuple[float, float]:
        return left + step * years.index(year), _TOP + up * (1 - value / most)

    parts = []
    for share in (0, 0.5, 1):
        y = _TOP + up * (1 - share)
        parts.append(
            f'<line x1="{left}" x2="{left + across}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ccc"/>'
            f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{_number(most * share)}</text>'
        )
    parts.extend(
        f'<text x="{at(year, 0)[0]:.1f}" y="{height - 16}" text-anchor="middle">{year}</text>' for year in years
    )
    for place, (name, points) in enumerate(series.items()):
        colour, dash = _COLOURS[place % len(_COLOURS)], _DASHES[place % len(_DASHES)]
        places = [at(*point) for point in sorted(points)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(
            f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"/>'
        )
        parts.extend(_point(x, y, place % _SHAPES, colour) for x, y in places)
        y = _TOP + 14 + place * 20
        parts.append(
            _point(left + across + 18, y - 4, place % _SHAPES, colour)
            + f'<text x="{left + across + 30}" y="{y}">{_text(_cut(name))}</text>'
        )
    told = "；".join(
        f"{name}：" + "，".join(f"{year}年{_number(value)}{unit}" for year, value in sorted(points))
        for name, points in series.items()
    )
    return _svg(title, told, max(height, _TOP + 30 + 20 * len(series)), parts)


def _svg(title: str, told: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {_WIDTH} {height}" '
        f'font-family="sans-serif" font-size="13"><title>{_text(title)}</title><desc>{_text(told)}</desc>'
        f'<text x="0" y="18" font-size="15" font-weight="bold">{_text(title)}</text>{"".join(parts)}</svg>'
    )


def _point(x: float, y: float, shape: int, colour: str) -> str:
    if shape == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'
    if shape == 1:
        return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="{colour}"/>'
    return f'<polygon points="{x:.1f},{y - 5:.1f} {x - 5:.1f},{y + 4:.1f} {x + 5:.1f},{y + 4:.1f}" fill="{colour}"/>'


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
