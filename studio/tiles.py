"""Texture tiles, computed once and used as SVG patterns. All of them repeat without a seam."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

SIZE = 512


def _noise(rng: np.random.Generator, sx: float, sy: float) -> np.ndarray:
    """Band-limited noise in 0..1, wrapped (filtered in frequency space)."""
    white = rng.standard_normal((SIZE, SIZE))
    fy = np.fft.fftfreq(SIZE)[:, None]
    fx = np.fft.fftfreq(SIZE)[None, :]
    kernel = np.exp(-2 * (np.pi ** 2) * ((fx * sx) ** 2 + (fy * sy) ** 2))
    field = np.real(np.fft.ifft2(np.fft.fft2(white) * kernel))
    field -= field.mean()
    return np.clip(0.5 + field / (field.std() * 5), 0, 1)


def _save(folder: Path, name: str, alpha: np.ndarray, colour: tuple[int, int, int] = (40, 28, 18)) -> None:
    out = np.zeros((SIZE, SIZE, 4), np.uint8)
    out[..., :3] = colour
    out[..., 3] = (np.clip(alpha, 0, 1) * 255).astype(np.uint8)
    Image.fromarray(out).save(folder / f"{name}.png")


def _speckle(rng: np.random.Generator) -> np.ndarray:
    yy, xx = np.mgrid[0:SIZE, 0:SIZE]
    out = np.zeros((SIZE, SIZE))
    for _ in range(330):
        x, y = rng.uniform(0, SIZE, 2)
        r = rng.choice([0.9, 1.2, 1.6, 2.4], p=[.42, .34, .18, .06])
        dx = np.minimum(abs(xx - x), SIZE - abs(xx - x))
        dy = np.minimum(abs(yy - y), SIZE - abs(yy - y))
        out = np.maximum(out, np.clip(1.3 - np.hypot(dx, dy) / r, 0, 1) * rng.uniform(.35, .9))
    return out


def _weave(rng: np.random.Generator, period: int, slub: float) -> np.ndarray:
    yy, xx = np.mgrid[0:SIZE, 0:SIZE]
    over = ((xx // period + yy // period) % 2).astype(float)
    across = np.abs(np.sin(np.pi * xx / period))
    down = np.abs(np.sin(np.pi * yy / period))
    thread = np.where(over > 0, down, across)
    warp = _noise(rng, .8, 60)
    weft = _noise(rng, 60, .8)
    return 0.42 * (1 - thread) + slub * (np.abs(warp - .5) + np.abs(weft - .5))


def _knit(rng: np.random.Generator) -> np.ndarray:
    yy, xx = np.mgrid[0:SIZE, 0:SIZE]
    p, q = 32, 32
    u = (xx % p) / p
    v = ((yy + np.abs(u - .5) * 2 * q * .8) % q) / q
    return 0.62 * (np.abs(v - .5) * 2) ** 2 + 0.4 * (np.abs(u - .5) < .06) + .1 * _noise(rng, 1, 1)


def _grain(rng: np.random.Generator) -> np.ndarray:
    _yy, xx = np.mgrid[0:SIZE, 0:SIZE] / SIZE
    bend = _noise(rng, 22, 90)
    rings = np.sin(2 * np.pi * (xx * 9 + (bend - .5) * 5))
    pores = _noise(rng, .7, 16)
    return np.clip(0.20 * smoothed(rings) + 0.55 * np.clip(pores - .55, 0, 1), 0, 1)


def smoothed(x: np.ndarray) -> np.ndarray:
    """Sharpen one side of a wave: late wood is a thin dark line."""
    return np.clip(x * .5 + .5, 0, 1) ** 3


def _wicker(rng: np.random.Generator) -> np.ndarray:
    yy, xx = np.mgrid[0:SIZE, 0:SIZE]
    row, col = 16, 64
    shift = (yy // row % 2) * (col // 2)
    u = ((xx + shift) % col) / col
    v = (yy % row) / row
    body = np.sin(np.pi * u) ** .6 * np.sin(np.pi * v) ** .7
    return (1 - body) * .85 + .12 * _noise(rng, 6, 1)


def _terry(rng: np.random.Generator) -> np.ndarray:
    return np.clip((_noise(rng, 1.6, 1.6) - .42) * 1.1, 0, 1) * .6 + .12 * (_noise(rng, 12, 12))


def _waffle(_: np.random.Generator) -> np.ndarray:
    yy, xx = np.mgrid[0:SIZE, 0:SIZE]
    u, v = (xx % 32) / 32 - .5, (yy % 32) / 32 - .5
    well = 1 - np.maximum(np.abs(u), np.abs(v)) * 2
    return np.clip(well * .75 + .25 * (u + v < 0) * well, 0, 1) * .8


def make_tiles(folder: Path) -> None:
    """Write every tile as a transparent PNG."""
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20)
    _save(folder, "speckle", _speckle(rng), (58, 38, 22))
    _save(folder, "grit", np.clip((_noise(rng, .9, .9) - .45) * 1.2, 0, 1) * .7)
    _save(folder, "weave", _weave(rng, 8, .5))
    _save(folder, "canvas", _weave(rng, 16, .7))
    _save(folder, "fine", _weave(rng, 4, .3) * .8)
    _save(folder, "knit", _knit(rng))
    _save(folder, "grain", _grain(rng), (70, 38, 14))
    _save(folder, "wicker", _wicker(rng), (52, 30, 12))
    _save(folder, "terry", _terry(rng))
    _save(folder, "waffle", _waffle(rng))
    _save(folder, "brushed", np.abs(_noise(rng, 50, .6) - .5) * 1.4)
    stone = np.clip(_noise(rng, 14, 26) - .52, 0, 1) * 1.5 + np.clip(1 - np.abs(_noise(rng, 30, 18) - .5) * 60, 0, 1) * .3
    _save(folder, "stone", stone, (70, 64, 58))
    bark = np.clip(_noise(rng, 3, 2) - .5, 0, 1) * 1.6
    _save(folder, "cork", bark + .25 * _noise(rng, .8, .8), (78, 42, 16))
    _save(folder, "fleece", np.clip((_noise(rng, 7, 7) - .4), 0, 1) * .9 + .2 * _noise(rng, 2, 2))
    _save(folder, "twill", ((np.mgrid[0:SIZE, 0:SIZE].sum(0) % 16) / 16) * .4 + .1 * _noise(rng, 1, 1))
