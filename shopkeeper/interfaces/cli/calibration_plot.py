"""A calibration plot as a small SVG: what was stated across, what was held upwards; on the line is honest."""

from __future__ import annotations

from collections.abc import Mapping

SIZE, EDGE = 360, 46
LOWEST, HIGHEST = 0.4, 1.0


def calibration_svg(held: Mapping[float, float]) -> str:
    """``held`` maps stated shares to those that were held, both between 0.4 and 1."""
    ticks = "".join(_tick(step / 10) for step in range(4, 11))
    points = " ".join(f"{_across(stated):.1f},{_up(share):.1f}" for stated, share in sorted(held.items()))
    dots = "".join(
        f'<circle cx="{_across(stated):.1f}" cy="{_up(share):.1f}" r="5"><title>stated {stated:.0%}, held {share:.1%}'
        "</title></circle>"
        for stated, share in sorted(held.items())
    )
    told = ", ".join(f"{stated:.0%} held {share:.1%}" for stated, share in sorted(held.items()))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}" height="{SIZE}" '
        f'role="img" aria-label="Stated ranges and how often they held: {told}" '
        'font-family="sans-serif" font-size="12">'
        f'<rect width="{SIZE}" height="{SIZE}" fill="#fdfcf9"/>{ticks}'
        f'<line x1="{_across(LOWEST)}" y1="{_up(LOWEST)}" x2="{_across(HIGHEST)}" y2="{_up(HIGHEST)}" '
        'stroke="#8a8378" stroke-dasharray="4 4"/>'
        f'<polyline points="{points}" fill="none" stroke="#1f5b4c" stroke-width="2"/><g fill="#1f5b4c">{dots}</g>'
        f'<text x="{SIZE / 2}" y="{SIZE - 8}" text-anchor="middle" fill="#3a352e">stated</text>'
        f'<text x="14" y="{SIZE / 2}" text-anchor="middle" transform="rotate(-90 14 {SIZE / 2})" fill="#3a352e">held'
        "</text></svg>\n"
    )


def _tick(share: float) -> str:
    across, up = _across(share), _up(share)
    return (
        f'<g stroke="#e5dfd3"><line x1="{across}" y1="{_up(LOWEST)}" x2="{across}" y2="{_up(HIGHEST)}"/>'
        f'<line x1="{_across(LOWEST)}" y1="{up}" x2="{_across(HIGHEST)}" y2="{up}"/></g>'
        f'<g fill="#6a6459"><text x="{across}" y="{SIZE - EDGE + 16}" text-anchor="middle">{share:.0%}</text>'
        f'<text x="{EDGE - 6}" y="{up + 4}" text-anchor="end">{share:.0%}</text></g>'
    )


def _across(share: float) -> float:
    return round(EDGE + (share - LOWEST) / (HIGHEST - LOWEST) * (SIZE - EDGE - 18), 1)


def _up(share: float) -> float:
    return round(SIZE - EDGE - (share - LOWEST) / (HIGHEST - LOWEST) * (SIZE - EDGE - 18), 1)
