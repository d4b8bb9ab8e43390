"""Plots as small SVG files beside the page: bars, drawn by hand so that nothing is installed."""

from collections.abc import Mapping
from html import escape
from pathlib import Path

from bench.report.tables import short

_FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "performance"
_WIDTH, _LABELS, _BAR, _GAP = 760, 300, 18, 8


def bars(name: str, title: str, values: Mapping[str, float]) -> str:
    """Write docs/performance/<name>.svg and return the Markdown that shows it."""
    height = 40 + len(values) * (_BAR + _GAP)
    longest = max(values.values(), default=1.0) or 1.0
    opening = 'xmlns="http://www.w3.org/2000/svg" font-family="sans-serif" font-size="13"'
    parts = [
        f'<svg {opening} viewBox="0 0 {_WIDTH} {height}">',
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
        f'<text x="8" y="20" font-weight="bold">{escape(title)}</text>',
    ]
    for index, (label, value) in enumerate(values.items()):
        y = 34 + index * (_BAR + _GAP)
        width = (_WIDTH - _LABELS - 90) * value / longest
        fill = "#0b7285" if index == 0 else "#adb5bd"
        parts += [
            f'<text x="8" y="{y + 14}">{escape(label)}</text>',
            f'<rect x="{_LABELS}" y="{y}" width="{width:.1f}" height="{_BAR}" fill="{fill}"/>',
            f'<text x="{_LABELS + width + 6:.1f}" y="{y + 14}">{short(value)}</text>',
        ]
    _FOLDER.mkdir(exist_ok=True)
    (_FOLDER / f"{name}.svg").write_text("\n".join([*parts, "</svg>", ""]), encoding="utf-8")
    return f"![{title}](performance/{name}.svg)"
