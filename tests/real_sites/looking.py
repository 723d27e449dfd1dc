"""Looking at a page in a real browser: what it shows, asks for, complains of, and whether everybody can read it.

Debian's Chromium, driven by Playwright; accessibility by axe-core (https://github.com/dequelabs/axe-core). Nothing
beyond the page's own origin is ever asked: such a request is stopped and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from tests.real import ROOT, package, program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request, Response, Route

PICTURES = ROOT / "build" / "screenshots"
NARROW = (320, 390)
"""Widths of small telephones, in CSS pixels; WCAG 2.2, 1.4.10, wants no scrolling sideways at 320."""
_AXE_TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
_PATIENCE = 15_000
_HEIGHT = 900
_TALLEST = 3000
_FLAGS = ("--disable-gpu", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")

_SKELETON = """(root) => {
  const lines = [];
  const walk = (element, depth) => {
    const names = element.getAttributeNames().sort().join(" ");
    lines.push(" ".repeat(depth) + element.localName + (names && ` [${names}]`));
    for (const child of element.children) walk(child, depth + 1);
  };
  walk(root, 0);
  return lines;
}"""
_SKELETONS = f"""(urls) => Promise.all(urls.map(async (url) => {{
  const text = await (await fetch(url)).text();
  return ({_SKELETON})(new DOMParser().parseFromString(text, "text/html").documentElement);
}}))"""
_WORDS = """() => {
  const copy = document.body.cloneNode(true);
  for (const element of copy.querySelectorAll("script, style")) element.remove();
  return copy.textContent.split(/\\s+/).join(" ").trim();
}"""
_ADDRESSES = """() => [...document.querySelectorAll("*")].flatMap((element) =>
  ["href", "src", "action", "formaction", "data", "poster", "xlink:href"]
    .filter((name) => element.hasAttribute(name))
    .map((name) => element.getAttribute(name)))"""
_STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.scrollingElement.scrollWidth <= width) return [];
  const found = [...document.body.querySelectorAll("*")].filter((e) => e.getBoundingClientRect().right > width + 0.5);
  return ["the page", ...found.slice(0, 5).map((e) => e.outerHTML.slice(0, 120))];
}"""


@dataclass(kw_only=True)
class Noticed:
    """What a page did while it was open."""

    console: list[str] = field(default_factory=list)
    """Each message, its kind first: ``error: …``."""
    errors: list[str] = field(default_factory=list)
    """Exceptions that no script caught."""
    dialogs: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """Addresses beyond its own origin that it asked for; none was let through."""
    failed: list[str] = field(default_factory=list)
    """Addresses of its own origin that were not to be had."""

    def take(self) -> Noticed:
        """Return what was noticed so far, and forget it."""
        taken = Noticed(**{name: list(noted) for name, noted in vars(self).items()})
        for noted in vars(self).values():
            noted.clear()
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page as it was seen, after its scripts ran."""

    url: str
    title: str
    text: str
    """What the eye sees of the body, lines kept."""
    words: str
    """All the words of the body on one line, those in closed parts included; no scripts or styles."""
    skeleton: tuple[str, ...]
    """Each element in order, indented by its depth, with the names of its attributes."""
    addresses: tuple[str, ...]
    """Each address that an element links to, loads or sends to, as it is written."""
    noticed: Noticed
    pwned: bool
    """Whether hostile text ran as script: the canary ``window.pwned`` is there."""
    sideways: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """What sticks out of the page, by width; a width at which it does not scroll sideways is no key."""
    violations: tuple[str, ...] = ()
    """What axe-core found, a line each."""

    @property
    def complaints(self) -> list[str]:
        """All that is wrong with the page, nothing where all is well."""
        noticed = self.noticed
        found = {
            "console": noticed.console,
            "uncaught": noticed.errors,
            "dialog": noticed.dialogs,
            "asked the network": noticed.refused,
            "not to be had": noticed.failed,
            "ran": ["window.pwned"] if self.pwned else [],
            "scrolls sideways": [f"at {width}: {'; '.join(out)}" for width, out in self.sideways.items()],
            "accessibility": self.violations,
        }
        return [f"{kind}: {what}" for kind, each in found.items() for what in each]


@dataclass(frozen=True, slots=True)
class Viewer:
    """A browser to look at pages with; ``album`` names the folder of its pictures under ``PICTURES``."""

    browser: Browser
    album: str

    @contextmanager
    def visit(self, place: Path | str, *, width: int = 1280, dark: bool = False) -> Iterator[tuple[Page, Noticed]]:
        """Open a file or an address; yield the page, and what it does while it is open."""
        url = place.as_uri() if isinstance(place, Path) else place
        noticed = Noticed()
        context = self.browser.new_context(
            viewport={"width": width, "height": _HEIGHT},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # so that no colour is measured on its way to another
            service_workers="block",
        )
        try:
            context.set_default_timeout(_PATIENCE)
            page = context.new_page()
            _listen(page, noticed, urljoin(url, "/"))
            page.goto(url, wait_until="load")
            yield page, noticed
        finally:
            context.close()

    def look(self, place: Path | str, *, width: int = 1280, dark: bool = False) -> Look:
        """Look at a page closely, and keep a picture of it."""
        with self.visit(place, width=width, dark=dark) as (page, noticed):
            seen = _seen(page, noticed.take())
            picture = PICTURES / self.album / f"{_name(page.url)}-{width}{'-dark' if dark else ''}.png"
            # The upper part is what there is to see; a picture of a list of hundreds takes longer than all the rest.
            height = min(page.evaluate("() => document.documentElement.scrollHeight"), _TALLEST)
            page.screenshot(path=picture, full_page=True, clip={"x": 0, "y": 0, "width": width, "height": height})
            violations = _violations(page)
            sideways = {}
            for narrow in NARROW:
                page.set_viewport_size({"width": narrow, "height": _HEIGHT})
                if out := page.evaluate(_STICKING_OUT):
                    sideways[narrow] = tuple(out)
            return Look(**seen, violations=violations, sideways=sideways)

    def glance(self, *urls: str) -> list[Look]:
        """See what pages of one origin say and do, one after another, without a picture and without measuring them."""
        found: list[Look] = []
        with self.visit(urls[0]) as (page, noticed):
            for url in urls:
                if found:
                    page.goto(url, wait_until="load")
                found.append(Look(**_seen(page, noticed.take())))
        return found

    def skeletons(self, home: str, urls: Sequence[str]) -> list[tuple[str, ...]]:
        """Return the skeleton of each page as it was sent, before any script; all are of the site at ``home``."""
        with self.visit(home) as (page, _):
            return [tuple(lines) for lines in page.evaluate(_SKELETONS, list(urls))]


@contextmanager
def open_viewer(album: str) -> Iterator[Viewer]:
    """Open a browser while the context lasts."""
    package("playwright")
    package("axe_playwright_python")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only where it is installed

    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_FLAGS))
        try:
            yield Viewer(browser, album)
        finally:
            browser.close()


def _listen(page: Page, noticed: Noticed, origin: str) -> None:
    def route(route: Route, request: Request) -> None:
        if request.url.startswith(origin):
            route.continue_()
        else:
            noticed.refused.append(request.url)
            route.abort()

    def response(response: Response) -> None:
        if not response.ok:
            noticed.failed.append(f"{response.status} {response.url}")

    def dialog(dialog: Dialog) -> None:
        noticed.dialogs.append(dialog.message)
        dialog.dismiss()

    page.context.route(re.compile(""), route)
    page.on("console", lambda message: noticed.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: noticed.errors.append(str(error)))
    page.on("dialog", dialog)
    page.on("requestfailed", lambda request: noticed.failed.append(request.url))
    page.on("response", response)


def _seen(page: Page, noticed: Noticed) -> dict[str, Any]:
    return {
        "url": page.url,
        "title": page.title(),
        "text": page.inner_text("body"),
        "words": page.evaluate(_WORDS),
        "skeleton": tuple(page.evaluate(f"({_SKELETON})(document.documentElement)")),
        "addresses": tuple(page.evaluate(_ADDRESSES)),
        "noticed": noticed,
        "pwned": page.evaluate("() => 'pwned' in window"),
    }


def _violations(page: Page) -> tuple[str, ...]:
    page.evaluate(_axe())
    options = {"runOnly": {"type": "tag", "values": _AXE_TAGS}, "resultTypes": ["violations"]}
    found = page.evaluate("(options) => axe.run(options)", options)
    return tuple(
        f"{one['id']}: {one['help']}: {node['html'][:160]}" for one in found["violations"] for node in one["nodes"]
    )


@cache
def _axe() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def _name(url: str) -> str:
    path = urlsplit(url).path
    name = path.rpartition("/")[2] if url.startswith("file:") else path
    return re.sub(r"[^\w.-]+", "-", name).strip("-") or "home"
