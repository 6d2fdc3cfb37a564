"""The whole demo shop as a search engine walks it: nothing broken, nobody sent twice, no name given twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from tests.browser.reading import Answer, get, links, read
from tests.browser.shop import Shop

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("demo shop")]
# More than the demo shop has; a crawl that reaches it has found an endless list.
PAGES_MOST = 2000
# Every size is made when first asked for; some are enough.
PICTURES_MOST = 12


@dataclass
class Crawl:
    """What answered at each address, and what the pages say."""

    shop: Shop
    answers: dict[str, Answer]
    listed: dict[str, str]

    def indexable(self) -> dict[str, str]:
        """The title of every page that search engines may keep under its own address."""
        found = {}
        for path, answer in self.answers.items():
            if answer.kind == "text/html" and answer.status == 200:
                page = read(answer.text)
                if "noindex" not in page.robots and page.canonical == self.shop.url + path:
                    found[path] = page.title
        return found


def path_of(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def sitemaps(shop: Shop) -> tuple[dict[str, str], list[str]]:
    """Each address in the sitemaps with its day, and the pictures."""
    pages: dict[str, str] = {}
    pictures: list[str] = []
    for part in re.findall(r"<loc>(.*?)</loc>", get(shop, "/sitemap.xml").text):
        for entry in re.findall(r"<url>(.*?)</url>", get(shop, path_of(part)).text):
            day = re.search(r"<lastmod>(.*?)</lastmod>", entry)
            pages[path_of(unescape(re.findall(r"<loc>(.*?)</loc>", entry)[0]))] = day[1] if day else ""
            pictures += [path_of(one) for one in re.findall(r"<image:loc>(.*?)</image:loc>", entry)]
    return pages, pictures


@pytest.fixture(scope="module")
def crawl(shop: Shop) -> Crawl:
    listed, _pictures = sitemaps(shop)
    answers: dict[str, Answer] = {}
    waiting = ["/", *listed]
    while waiting:
        path = waiting.pop()
        if path in answers or path.startswith("/media/"):
            continue
        assert len(answers) < PAGES_MOST, f"endless: {waiting[-5:]}"
        answers[path] = get(shop, path)
        if answers[path].kind == "text/html":
            waiting += links(shop, path, answers[path].text)
    return Crawl(shop, answers, listed)


def test_no_link_is_broken(crawl: Crawl) -> None:
    assert len(crawl.answers) > 300
    assert not {path: answer.status for path, answer in crawl.answers.items() if answer.status >= 400}


def test_nobody_is_sent_twice(crawl: Crawl) -> None:
    for path, answer in crawl.answers.items():
        if 300 <= answer.status < 400:
            onward = get(crawl.shop, path_of(urljoin(crawl.shop.url + path, answer.headers["location"])))
            assert onward.status == 200, f"{path} leads to {answer.headers['location']}, which says {onward.status}"


def test_no_two_pages_have_the_same_title(crawl: Crawl) -> None:
    titles: dict[str, list[str]] = {}
    for path, title in crawl.indexable().items():
        titles.setdefault(title, []).append(path)

    assert len(titles) > 250
    assert not {title: paths for title, paths in titles.items() if len(paths) > 1}


def test_every_canonical_address_is_a_page_that_may_be_kept(crawl: Crawl) -> None:
    indexable = crawl.indexable()
    wrong = []
    for path, answer in crawl.answers.items():
        page = read(answer.text)
        if answer.kind == "text/html" and answer.status == 200 and "noindex" not in page.robots:
            canonical = path_of(page.canonical)
            if canonical not in indexable:
                wrong.append((path, page.canonical))

    assert not wrong


def test_the_sitemap_is_what_may_be_kept_and_all_of_it(crawl: Crawl) -> None:
    indexable = crawl.indexable()

    assert not set(crawl.listed) - set(indexable)
    assert not {path for path in indexable if "?" not in path} - set(crawl.listed)


def test_every_product_in_the_sitemap_has_a_day_and_lists_have_none(crawl: Crawl) -> None:
    assert all(bool(day) == path.startswith(("/p/", "/pages/")) for path, day in crawl.listed.items())


def test_pictures_in_the_sitemap_are_there(shop: Shop) -> None:
    _pages, pictures = sitemaps(shop)

    assert len(pictures) > 250
    step = max(1, len(pictures) // PICTURES_MOST)
    assert {get(shop, one).kind for one in pictures[::step]} == {"image/jpeg"}
