"""Solid parts: things turned on a wheel, bent from a rod, sawn as a box."""
from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from math import cos, pi, radians, sin

import numpy as np

from studio.canvas import Canvas
from studio.colour import darker, hex_of
from studio.geometry import Camera, Point, Point3, curve, hull, path_of, resample, ribbon, ring
from studio.light import KEY, THROW, Mat, shade, shade_one

THETAS = np.linspace(-pi / 2, pi / 2, 29)
INK = "#4a443c"
PAPER = "#fbf9f4"


def overlay(cv: Canvas, d: str, mat: Mat, cam: Camera, angle: float = 0, strength: float = 1.0) -> None:
    """Lay the texture tile of a material over a path."""
    if mat.tile and mat.tile_opacity > 0 and not cv.line:
        size = {"speckle": 470, "wicker": 330, "stone": 420, "cork": 330}.get(mat.tile, 230) * mat.tile_scale
        paint = cv.tile(mat.tile, size, angle, cam.ox % size, cam.oy % size)
        cv.path(d, paint, opacity=f"{mat.tile_opacity * strength:.2f}", style=f"mix-blend-mode:{mat.tile_blend}")


class Part:
    """Anything that can be drawn, can throw a shadow and has bounds."""

    def draw(self, cv: Canvas, cam: Camera) -> None:
        raise NotImplementedError

    def solid_points(self) -> list[Point3]:
        """Points whose projections bound the part."""
        raise NotImplementedError

    def shadow(self, cam: Camera) -> list[tuple[str, float]]:
        """(path on the floor, height above it) pairs."""
        pts = self.solid_points()
        flat = [cam.p(x + max(y, 0) * THROW[0], 0, z + max(y, 0) * THROW[1]) for x, y, z in pts]
        return [(path_of(hull(flat)), max(p[1] for p in pts))]


@dataclass
class Revolve(Part):
    """A profile [(radius, height)…] from the foot up, turned round the axis.

    `zones` recolours by height: [(from, to, Mat)]; `inner` is the inside profile from the
    rim down (or a wall thickness); `liquid` is (height, Mat).
    """

    profile: list
    mat: Mat
    inner: list | float | None = None
    inner_mat: Mat | None = None
    at: Point3 = (0, 0, 0)
    zones: list = field(default_factory=list)
    liquid: tuple | None = None
    angle: float = 0
    squash: float = 1.0
    casts: bool = True

    def line(self) -> np.ndarray:
        """The smooth profile."""
        return curve(self.profile)

    def _mat(self, y: float) -> Mat:
        for lo, hi, m in self.zones:
            if lo <= y <= hi:
                return m
        return self.mat

    def _paint(self, cv: Canvas, cam: Camera, mat: Mat, nr: float, ny: float, occ: float, inside: bool) -> str:
        q = round(ny * 22) / 22
        nr = (1 if nr >= 0 else -1) * np.sqrt(max(1 - q * q, 0))
        sign = -1 if inside else 1
        n = np.stack([sign * nr * np.sin(THETAS), np.full_like(THETAS, q), nr * np.cos(THETAS)], axis=1)
        cols = shade(n, mat, cam.k, round(occ, 2))
        return cv.linear([((sin(t) + 1) / 2, c, 1) for t, c in zip(THETAS, cols, strict=False)])

    def silhouette(self, cam: Camera) -> list[Point]:
        """Outline on screen: the envelope of all the rings."""
        line = resample(self.line(), 140)
        c = cam.at(*self.at)
        yc = np.array([c.p(0, y)[1] for y in line[:, 1]])
        rx = line[:, 0] * c.s * self.squash
        ry = np.maximum(line[:, 0] * c.s * c.k, .01)
        rows = np.linspace((yc - ry).min(), (yc + ry).max(), 200)
        inside = 1 - ((rows[:, None] - yc[None]) / ry[None]) ** 2
        half = np.where(inside > 0, rx[None] * np.sqrt(np.clip(inside, 0, 1)), 0).max(1)
        return [(c.ox - h, y) for h, y in zip(half, rows, strict=False)] + [(c.ox + h, y) for h, y in zip(half[::-1], rows[::-1], strict=False)]

    def draw(self, cv: Canvas, cam: Camera) -> None:
        c = cam.at(*self.at)
        outline = path_of(self.silhouette(cam))
        if cv.line:
            cv.path(outline, PAPER, stroke=INK, stroke_width=3, stroke_linejoin="round")
            top = self.line()[-1]
            if self.inner is not None or top[0] > .1:
                cv.ellipse(*c.p(0, top[1]), top[0] * c.s * self.squash, top[0] * c.s * c.k, "none", stroke=INK, stroke_width=2)
            return
        line = self.line()
        length = float(np.abs(np.diff(line[:, 1])).sum() * c.c + np.abs(np.diff(line[:, 0])).sum() * c.k) * c.s
        line = resample(line, int(np.clip(length / 2.0, 40, 330)))
        grad = np.gradient(line, axis=0)
        norm = np.maximum(np.hypot(grad[:, 0], grad[:, 1]), 1e-6)
        for (r, y), (dr, dy), m in zip(line, grad, norm, strict=False):
            paint = self._paint(cv, c, self._mat(y), dy / m, -dr / m, 1.0, False)
            x0, y0 = c.p(0, y)
            cv.ellipse(x0, y0, r * c.s * self.squash, r * c.s * c.k, paint)
        self._finish(cv, c, outline)
        if self.inner is not None:
            self._inside(cv, c, line[-1])

    def _finish(self, cv: Canvas, cam: Camera, outline: str) -> None:
        """Texture, and the dimming towards the floor."""
        if self.zones:
            done = {id(m) for *_, m in self.zones}
            for lo, hi, m in self.zones:
                y1, y0 = cam.p(0, hi)[1], cam.p(0, lo)[1]
                band = f"M0 {y1:.0f}H3000V{y0 + 60:.0f}H0Z"
                with cv.group(clip_path=cv.clip(band)):
                    overlay(cv, outline, m, cam, self.angle)
            if id(self.mat) not in done and self.mat.tile:
                overlay(cv, outline, self.mat, cam, self.angle, .6)
        else:
            overlay(cv, outline, self.mat, cam, self.angle)
        if self.at[1] < 1 and not self.mat.metal:
            dim = cv.linear([(0, "#20160e", 0), (.45, "#20160e", 0), (.72, "#20160e", .045), (.9, "#20160e", .12), (1, "#20160e", .22)], 0, 0, 0, 1)
            cv.path(outline, dim)

    def inner_line(self, top: np.ndarray) -> np.ndarray:
        """The inside profile, from the rim down."""
        if isinstance(self.inner, (list, tuple)):
            return curve(list(self.inner))
        t = float(self.inner)
        line = self.line()[::-1]
        keep = [(max(r - t, .02), y) for r, y in line if y > t * 1.2]
        first = max(i for i, (_, y) in enumerate(keep) if y >= top[1] - .05)
        pts = np.array(keep[first:] or keep)
        return np.vstack([pts, [[.02, pts[-1][1] - .02]]])

    def _inside(self, cv: Canvas, cam: Camera, top: np.ndarray) -> None:
        mat = self.inner_mat or self._mat(float(top[1]))
        rim = cam.p(0, top[1])
        line = self.inner_line(top)
        r0, depth = line[0][0], max(top[1] - line[:, 1].min(), .1)
        lip = shade_one((-.1, 1, .15), mat, cam.k)
        cv.ellipse(*rim, top[0] * cam.s * self.squash, top[0] * cam.s * cam.k, lip)
        rx, ry = r0 * cam.s * self.squash, r0 * cam.s * cam.k
        mouth = f"M{rim[0] - rx:.1f} {rim[1]:.1f}a{rx:.1f} {ry:.1f} 0 1 0 {2 * rx:.1f} 0a{rx:.1f} {ry:.1f} 0 1 0 {-2 * rx:.1f} 0Z"
        with cv.group(clip_path=cv.clip(mouth)):
            n = int(np.clip(depth * cam.s / 2.5, 24, 120))
            line = resample(line, n)
            grad = np.gradient(line, axis=0)
            norm = np.maximum(np.hypot(grad[:, 0], grad[:, 1]), 1e-6)
            for (r, y), (dr, dy), m in zip(line, grad, norm, strict=False):
                down = (top[1] - y) / (2 * r0)
                occ = .96 - .52 * min(down / .9, 1)
                paint = self._paint(cv, cam, mat, abs(dy / m), max(-dr / m, .05), occ, True)
                x0, y0 = cam.p(0, y)
                cv.ellipse(x0, y0, r * cam.s * self.squash, r * cam.s * cam.k, paint)
            self._shade_inside(cv, cam, line, mouth, mat)
        cv.path(mouth, "none", stroke=lip, stroke_width=1.6, opacity=.8)

    def _shade_inside(self, cv: Canvas, cam: Camera, line: np.ndarray, mouth: str, mat: Mat) -> None:
        if self.liquid:
            y, liquid = self.liquid
            r = float(np.interp(-y, -line[:, 1], line[:, 0]))
            colour = hex_of(liquid.colour)
            paint = cv.radial([(0, colour, 1), (.8, colour, 1), (1, darker(colour, .35), 1)])
            cv.ellipse(*cam.p(0, y), r * cam.s, r * cam.s * cam.k, paint)
            x0, y0 = cam.p(-.3 * r, y, -.25 * r)
            cv.ellipse(x0, y0, r * cam.s * .35, r * cam.s * cam.k * .2, "#fff", opacity=.22, filter=cv.blur(4))
        overlay(cv, mouth, mat, cam, self.angle, .8)
        # the rim on the light side throws its shadow inside
        veil = cv.linear([(0, "#1a120b", .34), (.38, "#1a120b", .10), (.7, "#1a120b", 0)], 0, 0, 1, .5)
        cv.path(mouth, veil)

    def solid_points(self) -> list[Point3]:
        x, y0, z = self.at
        line = resample(self.line(), 24)
        return [(x + px * self.squash, y0 + py, z + pz) for r, y in line for px, py, pz in ring(max(r, .05), y, 20)]

    def shadow(self, cam: Camera) -> list[tuple[str, float]]:
        if not self.casts:
            return []
        x, y0, z = self.at
        line = resample(self.line(), 26)
        out = []
        for (r1, h1), (r2, h2) in itertools.pairwise(line):
            pts = []
            for r, h in ((r1, h1 + y0), (r2, h2 + y0)):
                pts += [cam.p(x + px * self.squash + h * THROW[0], 0, z + pz + h * THROW[1]) for px, _, pz in ring(max(r, .05), 0, 28)]
            out.append((path_of(hull(pts)), (h1 + h2) / 2 + y0))
        return out


@dataclass
class Tube(Part):
    """A round rod along 3-D points with a radius (or radii) at each."""

    points: list[Point3]
    radius: float | list[float]
    mat: Mat
    smooth: bool = True
    flat: float = 1.0

    def _line(self, n: int = 90) -> tuple[np.ndarray, np.ndarray]:
        pts = np.array(self.points, dtype=float)
        radii = np.full(len(pts), self.radius) if np.isscalar(self.radius) else np.array(self.radius, dtype=float)
        both = np.hstack([pts, radii[:, None]])
        line = curve([tuple(b) for b in both], 30) if self.smooth else both
        line = resample(line, n)
        return line[:, :3], np.maximum(line[:, 3], .01)

    def draw(self, cv: Canvas, cam: Camera) -> None:
        line, radii = self._line()
        flat = np.array([cam.p(*p) for p in line])
        width = radii * cam.s
        if cv.line:
            cv.path(path_of(ribbon(flat, width)), PAPER, stroke=INK, stroke_width=2.6, stroke_linejoin="round")
            return
        to_light = np.array([KEY[0], -KEY[1]]) / np.hypot(KEY[0], KEY[1])
        d = np.gradient(flat, axis=0)
        d /= np.maximum(np.linalg.norm(d, axis=1), 1e-6)[:, None]
        normal = np.stack([-d[:, 1], d[:, 0]], axis=1)
        side = normal * (normal @ to_light)[:, None]
        steps = 9 if width.max() > 7 else 5
        for j in range(steps):
            t = j / (steps - 1)
            # from the edge turned away, over the crown, to the highlight
            a = -1.15 + 1.75 * t
            across = np.array([KEY[0], KEY[1]]) / np.hypot(KEY[0], KEY[1])
            n3 = (across[0] * sin(a), across[1] * sin(a), cos(a))
            colour = shade_one(n3, self.mat, cam.k)
            body = path_of(ribbon(flat + side * (width * t * .52)[:, None], width * (1 - t * .90)))
            cv.path(body, colour)
        if width.max() > 9:
            ang = float(np.degrees(np.arctan2(*(flat[-1] - flat[0])[::-1]))) - 90
            overlay(cv, path_of(ribbon(flat, width)), self.mat, cam, ang)

    def solid_points(self) -> list[Point3]:
        line, radii = self._line(30)
        out = []
        for (x, y, z), r in zip(line, radii, strict=False):
            out += [(x - r, y, z), (x + r, y, z), (x, y - r, z), (x, y + r, z)]
        return out

    def shadow(self, cam: Camera) -> list[tuple[str, float]]:
        line, radii = self._line(40)
        flat = np.array([cam.p(x + max(y, 0) * THROW[0], 0, z + max(y, 0) * THROW[1]) for x, y, z in line])
        if np.ptp(flat[:, 0]) + np.ptp(flat[:, 1]) < 1:
            return []
        body = path_of(ribbon(flat, radii * cam.s * .8))
        return [(body, float(line[:, 1].max()))]


@dataclass
class Box(Part):
    """A box w × h × d turned by `yaw` degrees; at is the middle of its base."""

    w: float
    h: float
    d: float
    mat: Mat
    at: Point3 = (0, 0, 0)
    yaw: float = -28
    top: Mat | None = None
    grain_up: bool = False
    bevel: float = 1.6

    def corners(self) -> list[Point3]:
        """Eight corners: four below (front left, front right, back right, back left), four above."""
        a = radians(self.yaw)
        out = []
        for y in (0, self.h):
            for sx, sz in ((-1, 1), (1, 1), (1, -1), (-1, -1)):
                x, z = sx * self.w / 2, sz * self.d / 2
                out.append((self.at[0] + x * cos(a) - z * sin(a), self.at[1] + y, self.at[2] + x * sin(a) + z * cos(a)))
        return out

    def faces(self) -> list[tuple[list[int], Point3, str]]:
        """Visible faces as (corner numbers, normal, role)."""
        a = radians(self.yaw)
        front = (-sin(a), 0.0, cos(a))
        right = (cos(a), 0.0, sin(a))
        out: list[tuple[list[int], Point3, str]] = []
        if front[2] > .01:
            out.append(([0, 1, 5, 4], front, "front"))
        if right[2] > .01:
            out.append(([1, 2, 6, 5], right, "side"))
        elif right[2] < -.01:
            out.append(([0, 3, 7, 4], (-right[0], 0.0, -right[2]), "side"))
        out.append(([4, 5, 6, 7], (0, 1, 0), "top"))
        return out

    def face_path(self, cam: Camera, ids: list[int]) -> list[Point]:
        """A face on screen."""
        cs = self.corners()
        return [cam.p(*cs[i]) for i in ids]

    def draw(self, cv: Canvas, cam: Camera) -> None:
        for ids, normal, role in self.faces():
            pts = self.face_path(cam, ids)
            d = path_of(pts)
            if cv.line:
                cv.path(d, PAPER, stroke=INK, stroke_width=2.6, stroke_linejoin="round")
                continue
            mat = self.top if (role == "top" and self.top) else self.mat
            n = np.array(normal) + .12 * np.array([-.3, .2, .1])
            lit = shade_one(tuple(n), mat, cam.k)
            dim = shade_one(tuple(n), mat, cam.k, .86 if role == "top" else .78)
            along = (0, 0, 1, .6) if role == "top" else (0.2, 0, .5, 1)
            cv.path(d, cv.linear([(0, lit, 1), (1, dim, 1)], *along), stroke=lit, stroke_width=.8)
            dx, dy = pts[1][0] - pts[0][0], pts[1][1] - pts[0][1]
            ang = float(np.degrees(np.arctan2(dy, dx)))
            overlay(cv, d, mat, cam, ang if (self.grain_up and role != "top") else ang + 90)
        if not cv.line and self.bevel:
            cs = [cam.p(*c) for c in self.corners()]
            edge = shade_one((-.4, .8, .4), self.top or self.mat, cam.k)
            cv.path(path_of([cs[7], cs[4], cs[5], cs[6]], False), "none", stroke=edge, stroke_width=self.bevel, opacity=.75, stroke_linejoin="round")

    def solid_points(self) -> list[Point3]:
        return self.corners()


@dataclass
class Sheet(Part):
    """A flat polygon in space: labels, seats, rugs, boards' faces."""

    points: list[Point3]
    mat: Mat
    normal: Point3 = (0, 1, 0)
    angle: float = 0
    casts: bool = True
    dim: float = .85

    def draw(self, cv: Canvas, cam: Camera) -> None:
        d = path_of([cam.p(*p) for p in self.points])
        if cv.line:
            cv.path(d, PAPER, stroke=INK, stroke_width=2.4, stroke_linejoin="round")
            return
        lit, dim = shade_one(self.normal, self.mat, cam.k), shade_one(self.normal, self.mat, cam.k, self.dim)
        cv.path(d, cv.linear([(0, lit, 1), (1, dim, 1)], 0, 0, 1, .7))
        overlay(cv, d, self.mat, cam, self.angle)

    def solid_points(self) -> list[Point3]:
        return list(self.points)

    def shadow(self, cam: Camera) -> list[tuple[str, float]]:
        return super().shadow(cam) if self.casts else []
