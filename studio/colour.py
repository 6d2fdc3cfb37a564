"""Colour arithmetic and the named colours of the house palette."""
from __future__ import annotations

import numpy as np

#: name -> (label shown to shoppers, swatch)
PALETTE: dict[str, tuple[str, str]] = {
    "oat": ("Oat", "#e4d9c3"), "ink": ("Ink", "#2b3544"), "moss": ("Moss", "#77805a"),
    "clay": ("Clay", "#b9775a"), "chalk": ("Chalk", "#f1eee7"), "fog": ("Fog", "#b9c1c4"),
    "rust": ("Rust", "#a4512f"), "sea": ("Sea", "#5f8791"), "plum": ("Plum", "#6a4150"),
    "honey": ("Honey", "#d4a24a"), "sage": ("Sage", "#a9b49a"), "rose": ("Rose", "#d3a59a"),
    "char": ("Charcoal", "#3c3b3a"), "sand": ("Sand", "#cfb997"), "sky": ("Sky", "#a9c0d0"),
    "cream": ("Cream", "#efe6d2"), "flax": ("Flax", "#c9b894"), "bark": ("Bark", "#6b5140"),
    "forest": ("Forest", "#35483c"), "brick": ("Brick", "#94473a"), "butter": ("Butter", "#ecd590"),
    "slate": ("Slate", "#66707a"), "white": ("White", "#f7f6f3"), "stone": ("Stone", "#bdb4a6"),
    "navy": ("Navy", "#26324f"), "terracotta": ("Terracotta", "#c07a55"), "olive": ("Olive", "#8a8450"),
    "oak": ("Oak", "#c9a373"), "walnut": ("Walnut", "#76502f"), "beech": ("Beech", "#ddbd8f"),
    "ash": ("Ash", "#dcc8a4"), "black": ("Black", "#2a2928"), "brass": ("Brass", "#c39a4d"),
    "steel": ("Steel", "#c2c5c7"), "copper": ("Copper", "#c57f58"), "iron": ("Iron", "#34332f"),
    "clear": ("Clear", "#e6eeee"), "amber": ("Amber", "#c5832f"), "smoke": ("Smoke", "#8b8b88"),
    "green": ("Bottle green", "#56795c"), "blue": ("Pale blue", "#9cbccb"), "natural": ("Natural", "#cdb088"),
    "kraft": ("Kraft", "#bd9468"), "red": ("Red", "#b23a2c"), "lilac": ("Lilac", "#b5a6bf"),
    "cherry": ("Cherry", "#a4623c"), "linen": ("Undyed", "#d9cdb5"), "mustard": ("Mustard", "#c4953a"),
    "acacia": ("Acacia", "#8f5f3a"), "cork": ("Cork", "#c69a6b"), "nickel": ("Nickel", "#b9b6ae"),
}


def hex_of(name: str) -> str:
    """The swatch of a palette name, or the hex code itself."""
    return name if name.startswith("#") else PALETTE[name][1]


def rgb(colour: str) -> np.ndarray:
    """sRGB hex (or palette name) to a float triple in 0..1."""
    code = hex_of(colour).lstrip("#")
    return np.array([int(code[i:i + 2], 16) / 255 for i in (0, 2, 4)])


def to_linear(value: np.ndarray) -> np.ndarray:
    """sRGB to linear light (a plain power curve is close enough here)."""
    return np.power(np.clip(value, 0, 1), 2.2)


def to_srgb(value: np.ndarray) -> np.ndarray:
    """Linear light back to sRGB."""
    return np.power(np.clip(value, 0, 1), 1 / 2.2)


def to_hex(value: np.ndarray) -> str:
    """Float triple to hex code."""
    r, g, b = (round(float(np.clip(v, 0, 1)) * 255) for v in value)
    return f"#{r:02x}{g:02x}{b:02x}"


def mix(first: str, second: str, t: float) -> str:
    """Blend two colours, t = share of the second."""
    return to_hex(rgb(first) * (1 - t) + rgb(second) * t)


def darker(colour: str, t: float = 0.2) -> str:
    """Towards a warm near-black, so that shadows never turn grey."""
    return mix(colour, "#1d1712", t)


def lighter(colour: str, t: float = 0.2) -> str:
    """Towards a warm white."""
    return mix(colour, "#fffdf8", t)


def luminance(colour: str) -> float:
    """Rough perceived lightness, 0..1."""
    return float(rgb(colour) @ np.array([0.3, 0.59, 0.11]))
