"""One soft light from the upper left: shading of surface normals."""
from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from studio.colour import rgb, to_hex, to_linear, to_srgb


def _unit(*v: float) -> np.ndarray:
    a = np.array(v, dtype=float)
    return a / np.linalg.norm(a)


#: x to the right, y up, z towards the viewer
KEY = _unit(-0.66, 0.56, 0.50)
SOFTBOX = _unit(-0.74, 0.50, 0.46)
STRIP = _unit(0.93, 0.22, 0.30)
FILL = _unit(0.85, 0.10, 0.50)
#: how far a point at height 1 throws its shadow over the floor (x, z)
THROW = (0.52, -0.62)


@dataclass(frozen=True)
class Mat:
    """What a surface is made of, as far as light cares."""

    colour: str
    gloss: float = 0.25
    rough: float = 0.5
    metal: bool = False
    tile: str | None = None
    tile_opacity: float = 0.5
    tile_blend: str = "multiply"
    tile_scale: float = 1.0

    def tinted(self, colour: str) -> Mat:
        """The same stuff in another colour."""
        return replace(self, colour=colour)


def smooth(a: float, b: float, x: np.ndarray) -> np.ndarray:
    """Hermite step."""
    t = np.clip((x - a) / (b - a), 0, 1)
    return t * t * (3 - 2 * t)


def _environment(r: np.ndarray) -> np.ndarray:
    """Brightness of the studio in direction r, as polished metal sees it."""
    up = r[:, 1]
    room = 0.30 + 0.42 * smooth(-0.15, 0.9, up) + 0.20 * smooth(0.1, -0.8, up)
    dark = 0.24 * np.exp(-((up - 0.02) / 0.16) ** 2)
    box = 0.85 * smooth(0.62, 0.90, r @ SOFTBOX)
    strip = 0.45 * smooth(0.80, 0.95, r @ STRIP)
    away = 0.20 * smooth(0.2, 1.0, -(r @ SOFTBOX))
    return room - dark - away + box + strip


def shade(normals: np.ndarray, mat: Mat, tilt: float = 0.26, occlusion: float = 1.0) -> list[str]:
    """Colour of each unit normal (N, 3) under the studio light."""
    n = np.atleast_2d(normals)
    view = np.array([0, tilt, np.sqrt(1 - tilt * tilt)])
    facing = np.clip(n @ view, 0, 1)
    reflected = 2 * (n @ view)[:, None] * n - view
    base = to_linear(rgb(mat.colour))
    if mat.metal:
        env = _environment(reflected)[:, None]
        blur = (0.35 + 0.65 * np.clip((n @ KEY + 0.4) / 1.4, 0, 1))[:, None]
        light = env * (1 - mat.rough) + blur * mat.rough
        out = base * light * 1.12 * occlusion + 0.10 * np.clip(light - 0.8, 0, 1)
        return [to_hex(c) for c in to_srgb(out)]
    diffuse = np.clip((n @ KEY + 0.24) / 1.24, 0, 1) ** 1.2
    level = 0.215 + 0.10 * n[:, 1] + 0.86 * diffuse + 0.10 * np.clip(n @ FILL, 0, 1)
    out = base * level[:, None] * occlusion
    lo, hi = 0.93 - 0.55 * mat.rough, 0.985
    highlight = smooth(lo, hi, reflected @ SOFTBOX) * (0.55 - 0.35 * mat.rough)
    strip = smooth(0.90 - 0.3 * mat.rough, 0.99, reflected @ STRIP) * 0.10
    fresnel = (1 - facing) ** 4 * 0.16
    out = out + (mat.gloss * (highlight + strip + fresnel) * occlusion)[:, None]
    return [to_hex(c) for c in to_srgb(out)]


def shade_one(normal: tuple[float, float, float], mat: Mat, tilt: float = 0.26, occlusion: float = 1.0) -> str:
    """Colour of a single (not necessarily unit) normal."""
    return shade(_unit(*normal)[None, :], mat, tilt, occlusion)[0]


# The house materials ---------------------------------------------------------

def stoneware(c: str, speckle: float = 0.55) -> Mat:
    """Satin glaze with iron specks."""
    return Mat(c, gloss=0.34, rough=0.42, tile="speckle", tile_opacity=speckle)


def porcelain(c: str) -> Mat:
    """Glossy and even."""
    return Mat(c, gloss=0.75, rough=0.10)


def enamel(c: str) -> Mat:
    """Very glossy, on steel."""
    return Mat(c, gloss=0.9, rough=0.06)


def raw_clay(c: str = "#b88a68") -> Mat:
    """Unglazed."""
    return Mat(c, gloss=0.05, rough=1.0, tile="grit", tile_opacity=0.5)


def wood(c: str) -> Mat:
    """Oiled wood, grain along the y axis."""
    return Mat(c, gloss=0.16, rough=0.8, tile="grain", tile_opacity=0.55)


def cloth(c: str, tile: str = "weave", scale: float = 1.0) -> Mat:
    """Woven stuff."""
    return Mat(c, gloss=0.0, rough=1.0, tile=tile, tile_opacity=0.36, tile_scale=scale)


def metal(c: str, rough: float = 0.35) -> Mat:
    """Brushed to polished."""
    return Mat(c, metal=True, rough=rough, tile="brushed", tile_opacity=0.25 if rough > 0.3 else 0.0)


def matte(c: str) -> Mat:
    """Paint, paper, wax."""
    return Mat(c, gloss=0.08, rough=0.9)


def waxed(c: str) -> Mat:
    """Candle wax and soap: soft sheen."""
    return Mat(c, gloss=0.22, rough=0.65)


def leather(c: str) -> Mat:
    """Vegetable tanned."""
    return Mat(c, gloss=0.18, rough=0.6, tile="grit", tile_opacity=0.4)
