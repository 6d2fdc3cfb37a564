"""The house keeps its own rules: short files, documented parts, honest documents, no host names in the lock."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from shopkeeper.foundation.events.event import event_classes

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "shopkeeper"
SOURCES = [
    path
    for path in [*PACKAGE.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "studio").rglob("*.py")]
    if "migrations" not in path.parts and "node_modules" not in path.parts
]
APPS = sorted(
    path.parent
    for floor in ("foundation", "commerce", "insight")
    for path in (PACKAGE / floor).glob("*/__init__.py")
    if path.parent.name != "tests"
)
GUIDE = ROOT / "docs/guide"


def test_no_file_is_longer_than_450_lines() -> None:
    long = {path.relative_to(ROOT): n for path in SOURCES if (n := len(path.read_text().splitlines())) > 450}

    assert not long


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_every_app_says_what_it_owns_and_has_a_guide_page(app: Path) -> None:
    assert ast.get_docstring(ast.parse((app / "__init__.py").read_text())), f"{app.name} has no docstring"
    assert (GUIDE / f"{app.name}.md").is_file()
    assert f"({app.name}.md)" in (GUIDE / "README.md").read_text()


def test_every_setting_is_explained() -> None:
    read = re.compile(r'env\.(?:text|flag|number|words)\("([A-Z_]+)"')
    names = set(read.findall((PACKAGE / "config/settings.py").read_text()))
    names |= set(re.findall(r'text\("([A-Z_]+)"', (PACKAGE / "config/environment.py").read_text()))
    explained = (GUIDE / "configuration.md").read_text()

    assert not {name for name in names if f"SHOPKEEPER_{name}" not in explained}


def test_every_command_is_explained() -> None:
    from shopkeeper.interfaces.cli.main import COMMANDS

    told = (GUIDE / "cli.md").read_text()

    assert not {name for name in COMMANDS if f"shopkeeper {name}" not in told}


def test_every_event_has_a_docstring_or_speaks_for_itself_and_names_its_aggregate() -> None:
    ours = [
        cls for cls in event_classes() if cls.__module__.startswith("shopkeeper.") and ".tests." not in cls.__module__
    ]

    assert ours
    assert not [cls.name for cls in ours if not cls.aggregate]


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())
        if not (page.parent / target).exists()
    ]

    assert not broken


def test_the_lock_names_no_host() -> None:
    lines = (ROOT / "requirements.lock").read_text().splitlines()

    assert not [line for line in lines if "://" in line]
    assert '"resolved"' not in (ROOT / "tests/browser/package-lock.json").read_text()


def test_rules_know_nothing_of_http_and_do_not_read_the_clock() -> None:
    rules = [
        path
        for path in (PACKAGE / "commerce").rglob("*.py")
        if path.name not in {"tasks.py", "verify.py"} and not {"tests", "backends"} & set(path.parts)
    ]
    guilty = [
        path.relative_to(ROOT)
        for path in rules
        if re.search(r"django\.http|clock\.now|datetime\.now|timezone\.now|time\.time\(", path.read_text())
    ]

    assert not guilty
