"""The camera and the curves: everything is modelled in centimetres."""
from __future__ import annotations

import itertools
from dataclasses import dataclass
from math import cos, pi, sin, sqrt

import numpy as np

Point = tuple[float, float]
Point3 = tuple[float, float, float]


@dataclass(frozen=True)
class Camera:
    """Orthographic, looking slightly down: k is the sine of the tilt."""

    k: float
    s: float
    ox: float
    oy: float

    @property
    def c(self) -> float:
        """Foreshortening of heights."""
        return sqrt(1 - self.k * self.k)

    def p(self, x: float, y: float, z: float = 0.0) -> Point:
        """World (x right, y up, z towards the viewer) to pixels."""
        return (self.ox + x * self.s, self.oy - y * self.c * self.s + z * self.k * self.s)

    def at(self, x: float, y: float = 0.0, z: float = 0.0) -> Camera:
        """The same camera with the world moved."""
        ox, oy = self.p(x, y, z)
        return Camera(self.k, self.s, ox, oy)


def path_of(points: list[Point], close: bool = True) -> str:
    """SVG path data through the points."""
    body = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{body}{'Z' if close else ''}"


def _catmull(points: np.ndarray, per: int) -> np.ndarray:
    if len(points) == 2:
        t = np.linspace(0, 1, per)[:, None]
        return points[0] * (1 - t) + points[1] * t
    ends = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    out = []
    t = np.linspace(0, 1, per, endpoint=False)[:, None]
    for i in range(len(points) - 1):
        a, b, c, d = ends[i:i + 4]
        out.append(0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2
                          + (3 * b - a - 3 * c + d) * t ** 3))
    return np.vstack([*out, points[-1:]])


def curve(points: list, per: int = 24) -> np.ndarray:
    """Smooth curve through points; a repeated point makes a sharp corner."""
    runs, run = [], [points[0]]
    for prev, cur in itertools.pairwise(points):
        if tuple(prev) == tuple(cur):
            runs.append(run)
            run = [cur]
        else:
            run.append(cur)
    runs.append(run)
    parts = [_catmull(np.array(r, dtype=float), per) for r in runs if len(r) > 1]
    return np.vstack(parts)


def resample(line: np.ndarray, n: int) -> np.ndarray:
    """n points at equal arc length."""
    steps = np.sqrt((np.diff(line, axis=0) ** 2).sum(1))
    walked = np.concatenate([[0], np.cumsum(steps)])
    want = np.linspace(0, walked[-1], n)
    return np.stack([np.interp(want, walked, line[:, i]) for i in range(line.shape[1])], axis=1)


def ring(r: float, y: float, n: int = 24) -> list[Point3]:
    """Points of a horizontal circle."""
    return [(r * cos(2 * pi * i / n), y, r * sin(2 * pi * i / n)) for i in range(n)]


def hull(points: list[Point]) -> list[Point]:
    """Convex hull (monotone chain)."""
    pts = sorted({(round(x, 2), round(y, 2)) for x, y in points})
    if len(pts) < 3:
        return pts

    def half(seq: list[Point]) -> list[Point]:
        out: list[Point] = []
        for p in seq:
            while len(out) > 1 and ((out[-1][0] - out[-2][0]) * (p[1] - out[-2][1])
                                    - (out[-1][1] - out[-2][1]) * (p[0] - out[-2][0])) <= 0:
                out.pop()
            out.append(p)
        return out[:-1]

    return half(pts) + half(pts[::-1])


def ribbon(line: np.ndarray, widths: np.ndarray) -> list[Point]:
    """Outline of a 2-D line with a half-width at each point and round ends."""
    d = np.gradient(line, axis=0)
    d /= np.maximum(np.linalg.norm(d, axis=1), 1e-6)[:, None]
    normal = np.stack([-d[:, 1], d[:, 0]], axis=1)
    left, right = line + normal * widths[:, None], line - normal * widths[:, None]

    def cap(i: int, sign: float) -> list[Point]:
        a0 = np.arctan2(*(sign * normal[i])[::-1])
        return [(line[i, 0] + widths[i] * cos(a0 - t), line[i, 1] + widths[i] * sin(a0 - t))
                for t in np.linspace(0, pi, 9)[1:-1]]

    return [*map(tuple, left), *cap(-1, 1), *map(tuple, right[::-1]), *cap(0, -1)]
