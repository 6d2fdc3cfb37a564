"""Pages as a program reads them: one GET, what the page is made of, where it leads."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import brotli

from tests.browser.shop import Shop


@dataclass
class Answer:
    """What came back, as sent and as read."""

    status: int
    headers: dict[str, str]
    sent: int
    text: str

    @property
    def kind(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0]


def get(shop: Shop, path: str, cookie: str = "") -> Answer:
    """One GET as a browser sends it, without following redirects."""
    place = urlsplit(shop.url)
    line = HTTPConnection(str(place.hostname), place.port, timeout=30)
    line.request("GET", path, headers={"Accept-Encoding": "br, gzip", "Accept": "text/html,*/*", "Cookie": cookie})
    answer = line.getresponse()
    body = answer.read()
    line.close()
    headers = {name.lower(): value for name, value in answer.getheaders()}
    coding = headers.get("content-encoding", "")
    plain = brotli.decompress(body) if coding == "br" else gzip.decompress(body) if coding == "gzip" else body
    return Answer(answer.status, headers, len(body), plain.decode("utf-8", "replace"))


@dataclass
class Read(HTMLParser):
    """What a page is made of."""

    hrefs: list[str] = field(default_factory=list)
    images: list[dict[str, str]] = field(default_factory=list)
    scripts: list[dict[str, str]] = field(default_factory=list)
    sheets: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    headings: int = 0
    title: str = ""
    canonical: str = ""
    robots: str = ""
    json_ld: str = ""
    ids: list[str] = field(default_factory=list)
    _in: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self._in = tag
        if found.get("id"):
            self.ids.append(found["id"])
        if "style" in found or any(name.startswith("on") for name in found):
            self.inline.append(f"<{tag} {found}>")
        if tag == "a" and found.get("href"):
            self.hrefs.append(found["href"])
        elif tag == "img":
            self.images.append(found)
        elif tag == "h1":
            self.headings += 1
        elif tag == "style":
            self.inline.append("<style>")
        elif tag == "script" and found.get("type") == "application/ld+json":
            self._in = "json"
        elif tag == "script":
            (self.scripts if found.get("src") else self.inline).append(found if found.get("src") else "<script>")  # type: ignore[arg-type]
        elif tag == "link" and found.get("rel") == "stylesheet":
            self.sheets.append(found["href"])
        elif tag == "link" and found.get("rel") == "canonical":
            self.canonical = found["href"]
        elif tag == "meta" and found.get("name") == "robots":
            self.robots = found["content"]

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "title" and not self.title:
            self.title = data
        elif self._in == "json":
            self.json_ld += data


def read(text: str) -> Read:
    found = Read()
    found.feed(text)
    return found


def links(shop: Shop, path: str, text: str) -> list[str]:
    found = [urlsplit(urljoin(shop.url + path, href)) for href in read(text).hrefs]
    inside = [one for one in found if f"{one.scheme}://{one.netloc}" == shop.url]
    return list(dict.fromkeys(one.path + (f"?{one.query}" if one.query else "") for one in inside))
