"""How a product is written down in studio/copy: one call of a `Shelf` per product."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from studio.colour import PALETTE
from studio.item import Item


@dataclass
class Product:
    """A product as its author wrote it; the catalogue writer derives the rest."""

    handle: str
    title: str
    noun: str
    price: float
    grams: int
    draw: Callable[[str, str], Item]
    summary: str
    text: str
    category: str
    type: str
    looks: list[tuple[str, str]]           # (label, palette name) of the pictured option
    look_option: str = "Colour"
    attributes: dict = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    more: list[tuple[str, list[tuple[str, float]]]] = field(default_factory=list)  # further options: (name, [(value, price factor)])
    unit: tuple[float, str] | None = None
    sale: float = 0
    out: tuple[int, ...] = ()
    low: tuple[int, ...] = ()
    brand: str = "Linden Row"
    tax: str = "standard"
    scene: bool = True
    detail: bool = True

    @property
    def optionless(self) -> bool:
        """True when there is only one look and it is not an option."""
        return self.look_option == ""


@dataclass
class Shelf:
    """Defaults of one leaf category, and the products put on it."""

    category: str
    type: str
    defaults: dict = field(default_factory=dict)
    brand: str = "Linden Row"
    tax: str = "standard"
    products: list[Product] = field(default_factory=list)

    def add(self, handle: str, title: str, noun: str, price: float, grams: int, looks: str | list, draw: Callable[[str, str], Item],
            summary: str, text: str, opt: str | None = None, a: dict | None = None, tags: str = "", **rest: object) -> None:
        """Put a product on the shelf.

        `looks` is a string of palette names ("oat ink"), or pairs (label, palette name).
        A single look is no option unless `opt` names one.
        """
        pairs = [(PALETTE[n][0], n) for n in looks.split()] if isinstance(looks, str) else list(looks)
        option = opt if opt is not None else ("Colour" if len(pairs) > 1 else "")
        rest.setdefault("brand", self.brand)
        rest.setdefault("tax", self.tax)
        kind = str(rest.pop("type", self.type))
        self.products.append(Product(handle, title, noun, price, grams, draw, summary, text.strip(), self.category, kind, pairs, option,
                                     {**self.defaults, **(a or {})}, tags.split(), **rest))  # type: ignore[arg-type]
