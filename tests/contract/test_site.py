"""The documentation builds strictly, names every page, and loads nothing from other hosts."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONFIG = (ROOT / "mkdocs.yml").read_text()
LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href", "object": "data"}
"""What a browser fetches by itself, by the tag's attribute."""
FOREIGN = re.compile(r"(?:https?:)?//")
FOREIGN_STYLE = re.compile(r"(?:url\(|@import\s*)['\"]?\s*(?:https?:)?//")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    built = build(ROOT / "mkdocs.yml", folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def build(config: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what the builder said about a site."""
    options = ["--strict", "--config-file", str(config), "--site-dir", str(folder)]
    command = [sys.executable, "-m", "mkdocs", "build", *options]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def section(name: str) -> str:
    """Return a section of the configuration, its heading included."""
    (text,) = re.findall(rf"^{name}:.*\n(?:  .*\n)+", CONFIG, re.MULTILINE)
    return str(text)


class Loads(HTMLParser):
    """Collects the addresses that a page loads without being asked."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in LOADED and (address := told.get(LOADED[tag])):
            self.addresses.append(address)


def loads(page: str) -> list[str]:
    reader = Loads()
    reader.feed(page)
    return reader.addresses


def pages(folder: Path) -> Iterator[Path]:
    yield from folder.rglob("*.html")


def test_nothing_that_a_page_loads_is_on_another_host(site: Path) -> None:
    found = {page.name: loads(page.read_text()) for page in pages(site)}
    assert all(found.values())
    foreign = [each for addresses in found.values() for each in addresses if FOREIGN.match(each)]
    assert not foreign


def test_what_a_page_loads_is_there(site: Path) -> None:
    for page in pages(site):
        for address in loads(page.read_text()):
            place = address.partition("?")[0].partition("#")[0]
            file = site / place.lstrip("/") if place.startswith("/") else page.parent / place
            assert not place or file.exists(), f"{page.name}: {address}"


def test_no_style_loads_from_another_host(site: Path) -> None:
    styles = [file.read_text() for file in site.rglob("*.css")]
    assert styles
    assert not [found[0] for text in styles if (found := FOREIGN_STYLE.search(text))]


def test_a_script_of_another_host_would_be_noticed() -> None:
    assert [each for each in loads('<script src="//cdn.example/a.js"></script>') if FOREIGN.match(each)]
    assert FOREIGN_STYLE.search("@import 'https://fonts.example/a.css'")


def test_no_page_draws_diagrams_with_a_script_that_is_fetched() -> None:
    assert not [file.name for file in DOCS.rglob("*.md") if "```mermaid" in file.read_text()]


def test_the_search_knows_every_page(site: Path) -> None:
    entries = json.loads((site / "search" / "search_index.json").read_text())["docs"]
    known = {entry["location"].partition("#")[0] for entry in entries}
    assert {page.relative_to(site).as_posix() for page in pages(site)} - {"404.html"} == known


def test_every_page_is_in_the_navigation() -> None:
    named = set(re.findall(r": ([\w/.-]+\.md)$", CONFIG, re.MULTILINE))
    left_out = set(section("exclude_docs").split()[2:])
    assert named | left_out == {file.relative_to(DOCS).as_posix() for file in DOCS.rglob("*.md")}


@pytest.mark.parametrize("link", ["nowhere.md", "there.md#nowhere", "/there.md", "../outside.md"])
def test_a_link_that_leads_nowhere_stops_the_build(link: str, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text(f"# Home\n\n[go]({link})\n")
    (docs / "there.md").write_text("# There\n\nText.\n")
    # Without its theme, which takes most of the time and reads no links.
    parts = ("site_name: Threadline\ntheme: readthedocs\nplugins: []\n", section("validation"))
    (tmp_path / "mkdocs.yml").write_text("".join(parts))
    built = build(tmp_path / "mkdocs.yml", tmp_path / "site")
    assert built.returncode != 0
    assert link.partition("#")[0].lstrip("/") in built.stderr
