"""Stationery, seen from above on the table."""
from __future__ import annotations

from studio.colour import darker, hex_of, lighter
from studio.families.shapes import move, oval, plank, rounded, spin
from studio.geometry import path_of
from studio.item import Art, Item
from studio.light import Mat, leather, matte, metal, wood
from studio.solids import Part, Tube


def bookcloth(colour: str) -> Mat:
    """Cover material."""
    return Mat(hex_of(colour), gloss=.02, rough=1, tile="fine", tile_opacity=.55)


def card(colour: str) -> Mat:
    """Paper and board."""
    return Mat(hex_of(colour), gloss=.03, rough=1, tile="grit", tile_opacity=.25)


def notebook(colour: str, w: float = 14.8, h: float = 21, angle: float = -7, spine: str = "", band: str = "", title: str = "", rings: bool = False, stack: int = 1, second: str = "", ribbon: str = "", cover: str = "cloth", ink: str = "#f4eee0") -> Item:
    """A notebook or two, slightly askew."""
    parts: list[Part] = []
    for i in range(stack):
        top = i == stack - 1
        c = colour if (top or not second) else second
        a = angle + (stack - 1 - i) * 11
        dx = (stack - 1 - i) * w * .12
        make = bookcloth if cover == "cloth" else (card if cover == "card" else leather)
        mat = make(c) if cover != "leather" else leather(hex_of(c))
        pages = move(spin(rounded(w * .985, h * .985, .3), a, (0, h / 2)), dx + .28, -.28)
        parts.append(plank(pages, card("#efe8d8"), edge=.1))
        body = move(spin(rounded(w, h, .45), a, (0, h / 2)), dx, 0)
        parts.append(plank(body, mat, a, .22, extra=_cover(w, h, a, spine, band, title, ribbon, ink) if top else None))
        if rings and top:
            for j in range(14):
                y = h * (.06 + j * .0677)
                p = spin([(-w / 2 - .5, y), (-w / 2 + .9, y)], a, (0, h / 2))
                parts.append(Tube([(p[0][0], p[0][1], 0), (p[1][0], p[1][1], 0)], .18, metal("brass", .25), smooth=False))
    return Item(parts, mode="flat", k=0, dims=(f"{w:g} cm", f"{h:g} cm"))


def _cover(w: float, h: float, a: float, spine: str, band: str, title: str, ribbon: str, ink: str):
    def paint(cv, cam) -> None:
        def quad(x0: float, y0: float, x1: float, y1: float) -> str:
            return path_of([cam.p(*p) for p in spin([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], a, (0, h / 2))])
        if spine:
            cv.path(quad(-w / 2, 0, -w / 2 + w * .18, h), hex_of(spine))
            cv.path(quad(-w / 2, 0, -w / 2 + w * .18, h), cv.tile("fine", 200), opacity=".5")
        cv.path(quad(-w / 2 + w * .055, 0, -w / 2 + w * .07, h), "#1d1712", opacity=".22", filter=cv.blur(2))
        if band:
            cv.path(quad(w * .34, 0, w * .375, h), hex_of(band))
        if ribbon:
            cv.path(quad(w * .06, -1.6, w * .09, .3), hex_of(ribbon))
        if title:
            x, y = cam.p(*spin([(w * .06 if spine else .03 * w, h * .66)], a, (0, h / 2))[0])
            for i, line in enumerate(title.split("|")):
                size = min(.11 * w, 1.5 * w * .62 / max(len(line), 1)) * cam.s
                cv.text(x, y + i * size * 1.25, line, size, ink, transform=f"rotate({-a:.1f} {x:.1f} {y:.1f})", opacity=".92")
    return paint


def cards(colour: str, w: float = 15, h: float = 10.5, n: int = 4, art: str = "leaf", ink: str = "moss", envelope: str = "kraft", angle: float = 6, words: str = "") -> Item:
    """A fan of cards over an envelope."""
    parts: list[Part] = []
    env = spin(rounded(w * 1.05, h * 1.06, .2, 0, -h * .42), angle + 5, (0, 0))
    flap = spin([(-w * .52, h * .64 - h * .0), (0, h * .08), (w * .52, h * .64)], angle + 5, (0, 0))
    parts.append(plank(env, card(envelope), edge=.12))
    parts.append(plank(flap, card(lighter(hex_of(envelope), .08)), edge=.12))
    for i in range(n - 1):
        last = i == n - 2
        a = angle - 14 + i * 7
        body = move(spin(rounded(w, h, .15, 0, 0), a, (0, h / 2)), -.6 + i * .7, -h * .62 - i * .6)
        parts.append(plank(body, card(colour), edge=.10, extra=_drawing(art, ink, a, (-.6 + i * .7, -h * .62 - i * .6 + h / 2), w, h, words) if last else None))
    return Item(parts, mode="flat", k=0, dims=(f"{w:g} cm", f"{h:g} cm"))


def _drawing(art: str, ink: str, a: float, at: tuple[float, float], w: float, h: float, words: str):
    def paint(cv, cam) -> None:
        x, y = cam.p(*at)
        col = hex_of(ink)
        cv.add(f'<g transform="translate({x:.1f} {y:.1f}) rotate({-a:.1f}) scale({cam.s * h / 100:.3f})" fill="{col}" stroke="{col}" stroke-linecap="round">')
        if art == "leaf":
            cv.add('<path d="M0 36Q4 0 0 -36" fill="none" stroke-width="1.4"/>')
            for i in range(5):
                yy = 24 - i * 13
                cv.add(f'<path d="M1 {yy}q20 -4 24 -20q-20 2 -24 20z M1 {yy - 6}q-20 -4 -24 -20q20 2 24 20z" stroke="none" opacity=".85"/>')
        elif art == "sun":
            cv.add('<circle r="17" stroke="none"/>' + "".join(f'<path d="M0 -24V-34" stroke-width="2" transform="rotate({i * 30})"/>' for i in range(12)))
        elif art == "house":
            cv.add('<path d="M-26 30V-2L0 -30L26 -2V30Z" fill="none" stroke-width="2.4"/><path d="M-6 30V10H6V30M-18 6h8v8h-8zM10 6h8v8h-8z" fill="none" stroke-width="1.8"/>')
        elif art == "bird":
            cv.add('<path d="M-34 8Q-8 -22 14 -6Q20 -18 32 -14L24 -6Q20 18 -6 16Q-20 16 -34 8Z" stroke="none"/><path d="M-4 16v12M6 15v13" stroke-width="1.6"/>')
        elif art == "pear":
            cv.add('<path d="M0 -22C10 -20 9 -4 17 8C26 24 12 36 0 36C-12 36 -26 24 -17 8C-9 -4 -10 -20 0 -22Z" stroke="none"/><path d="M0 -22Q2 -32 8 -36" fill="none" stroke-width="2.4"/>')
        elif art == "dots":
            cv.add("".join(f'<circle cx="{-36 + 18 * i}" cy="{-27 + 18 * j}" r="4.4" stroke="none" opacity="{.5 + .5 * ((i + j) % 2)}"/>' for i in range(5) for j in range(4)))
        cv.add("</g>")
        if words:
            cv.text(x, y + cam.s * h * .44, words, cam.s * h * .10, col, transform=f"rotate({-a:.1f} {x:.1f} {y:.1f})", italic=True)
    return paint


def pencils(colours: list[str], length: float = 17.5, kind: str = "pencil", sleeve: str = "") -> Item:
    """A row of pencils or pens, points up."""
    parts: list[Part] = []
    n = len(colours)
    for i, c in enumerate(colours):
        x = (i - (n - 1) / 2) * (1.15 if kind == "pencil" else 2.1)
        y = .35 * ((i * 5) % 3 - 1)
        pts = lambda lo, hi, x=x, y=y: [(*spin([(x, lo + y)], -16, (0, length / 2))[0], 0), (*spin([(x, hi + y)], -16, (0, length / 2))[0], 0)]
        if kind == "pencil":
            parts.append(Tube(pts(0, length * .86), .42, matte(c), smooth=False))
            parts.append(Tube(pts(length * .86, length * .975), [.42, .12], wood("beech"), smooth=False))
            parts.append(Tube(pts(length * .97, length), [.12, .03], matte("black"), smooth=False))
        else:
            parts.append(Tube(pts(0, length * .88), [.62, .70], metal(c, .3) if c in ("brass", "steel", "copper") else matte(c), smooth=False))
            parts.append(Tube(pts(length * .88, length), [.5, .08], metal("steel", .2), smooth=False))
            parts.append(Tube(pts(length * .08, length * .36), .12, metal("brass", .2), smooth=False))
    if sleeve:
        w = n * 1.15 + .8
        parts.append(plank(spin(rounded(w, length * .34, .2, 0, length * .12), -16, (0, length / 2)), card(sleeve), edge=.15))
    return Item(parts, mode="flat", k=0, dims=("", f"{length:g} cm"))


def planner(colour: str, w: float = 30, h: float = 42, rows: int = 5, cols: int = 7, title: str = "", ink: str = "#5c5348", bar: str = "", pad: bool = True, grid: bool = True, poster: str = "") -> Item:
    """A sheet on the wall or the table: calendars, desk pads, prints, maps."""
    def draw(cv, cam) -> None:
        if title:
            x, y = cam.p(0, h * .90)
            cv.text(x, y, title, min(h * .052, w * 1.5 / max(len(title), 8)) * cam.s, ink)
        if grid:
            d = ""
            for i in range(cols + 1):
                x = -w * .43 + w * .86 * i / cols
                (a, b), (c, e) = cam.p(x, h * .07), cam.p(x, h * .84)
                d += f"M{a:.1f} {b:.1f}L{c:.1f} {e:.1f}"
            for j in range(rows + 1):
                y = h * .07 + h * .77 * j / rows
                (a, b), (c, e) = cam.p(-w * .43, y), cam.p(w * .43, y)
                d += f"M{a:.1f} {b:.1f}L{c:.1f} {e:.1f}"
            cv.path(d, "none", stroke=ink, stroke_width=1.6, opacity=".5")
        if poster:
            _drawing(poster, bar or "moss", 0, (0, h * .48), w, h * .8, "")(cv, cam)

    parts: list[Part] = []
    if pad:
        parts.append(plank(move(rounded(w, h, .1), .25, -.3), card(darker(hex_of(colour), .08)), edge=.1))
    parts.append(plank(rounded(w, h, .12), card(colour), edge=.10, extra=draw))
    if bar:
        parts.append(plank(rounded(w * 1.04, 1.8, .2, 0, h - .9), wood("oak") if bar in ("moss", "ink", "clay", "sea") else wood(bar), 90, .2))
        parts.append(Tube([(-w * .36, h + .6, 0), (0, h + w * .26, 0), (w * .36, h + .6, 0)], .10, matte("#8a7a5f"), smooth=False))
    return Item(parts, mode="wall" if bar else "flat", k=0, dims=(f"{w:g} cm", f"{h:g} cm"), hook=h + w * .25 if bar else None)


def rolls(colour: str, second: str = "", n: int = 3, w: float = 4, art: str = "") -> Item:
    """Reels of twine or tape, seen from above."""
    parts: list[Part] = []
    for i in range(n):
        x, y = (i - (n - 1) / 2) * w * 1.16, (.35 if i % 2 else -.35) * w
        c = second if (second and i % 2) else colour
        parts.append(plank(oval(w * .55, w * .55, x, y, 64), Mat(hex_of(c), gloss=.02, rough=1, tile="twill", tile_opacity=.5), edge=.2, holes=[oval(w * .24, w * .24, x, y, 40)]))
    return Item(parts, mode="flat", k=0, dims=(f"⌀ {w * 1.1:.1f} cm", ""))


def ruler(colour: str = "brass", length: float = 20, w: float = 2.4) -> Item:
    """A ruler with engraved marks."""
    def marks(cv, cam) -> None:
        d = ""
        for i in range(int(length) * 2 - 1):
            y = .5 + i / 2
            ln = .7 if i % 2 == 0 else .4
            (a, b), (c, e) = (cam.p(*p) for p in spin([(w / 2, y), (w / 2 - ln, y)], -28, (0, length / 2)))
            d += f"M{a:.1f} {b:.1f}L{c:.1f} {e:.1f}"
        cv.path(d, "none", stroke="#2c2118", stroke_width=2.4, opacity=".8")
    mat = metal(colour, .5) if colour in ("brass", "steel") else wood(colour)
    return Item([plank(spin(rounded(w, length, .15), -28, (0, length / 2)), mat, -28, .12, extra=marks)], mode="flat", k=0, dims=(f"{w:g} cm", f"{length:g} cm"))


__all__ = ["Art", "cards", "notebook", "pencils", "planner", "rolls", "ruler"]
