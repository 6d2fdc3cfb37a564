"""SVG to AVIF: one headless browser does the drawing, Pillow the encoding."""
from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from studio.tiles import make_tiles

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-color-profile=srgb"]
CHROMIUM = os.environ.get("STUDIO_CHROMIUM", "/usr/bin/chromium")
QUALITY, CEILING = 54, 19_500


def encode(png: bytes, target: str) -> int:
    """Write an AVIF, a little coarser when the picture is unusually rich."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (QUALITY, QUALITY - 10, QUALITY - 18, QUALITY - 26):
        out = io.BytesIO()
        image.save(out, "AVIF", quality=quality, speed=7, subsampling="4:2:0", max_threads=1)
        if out.tell() <= CEILING:
            break
    Path(target).parent.mkdir(parents=True, exist_ok=True)
    Path(target).write_bytes(out.getvalue())
    return out.tell()


class Raster:
    """Keeps the browser open between pictures and skips what has not changed."""

    def __init__(self, media: Path, cache: Path) -> None:
        self.media, self.cache_file = media, cache
        self.cache: dict[str, str] = json.loads(cache.read_text()) if cache.exists() else {}
        self.work = Path(tempfile.mkdtemp(prefix="studio-"))
        make_tiles(self.work / "tiles")
        self.pool = ProcessPoolExecutor(1)
        self.pending: list[Future] = []

    def __enter__(self) -> Raster:
        self.play = sync_playwright().start()
        self.browser = self.play.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        self.page = self.browser.new_page(viewport={"width": 1200, "height": 1500})
        return self

    def __exit__(self, *exc: object) -> None:
        for f in self.pending:
            f.result()
        self.pool.shutdown()
        self.browser.close()
        self.play.stop()
        self.cache_file.write_text(json.dumps(self.cache, indent=0, sort_keys=True))

    def png(self, svg: str, width: int = 1200, height: int = 1500) -> bytes:
        """Draw one picture."""
        page = self.work / "page.html"
        page.write_text(f'<!doctype html><meta charset="utf-8"><style>body{{margin:0}}svg{{display:block}}</style>{svg}', encoding="utf-8")
        if self.page.viewport_size != {"width": width, "height": height}:
            self.page.set_viewport_size({"width": width, "height": height})
        self.page.goto(page.as_uri())
        return self.page.screenshot(type="png")

    def write(self, svg: str, name: str, width: int = 1200, height: int = 1500) -> bool:
        """Draw and encode, unless the same drawing is on disk already."""
        digest = hashlib.sha256(svg.encode()).hexdigest()[:20]
        if self.cache.get(name) == digest and (self.media / name).exists():
            return False
        png = self.png(svg, width, height)
        self.pending.append(self.pool.submit(encode, png, str(self.media / name)))
        if len(self.pending) > 6:
            self.pending.pop(0).result()
        self.cache[name] = digest
        if len(self.cache) % 20 == 0:
            self.cache_file.write_text(json.dumps(self.cache, indent=0, sort_keys=True))
        return True
