"""What a look at a page tells: each kind of fault is seen where it is, and none where it is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.real_sites.links import crawl
from tests.real_sites.looking import PICTURES, Look, Viewer
from tests.real_sites.serving import serve

pytestmark = pytest.mark.browser
PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>A page</title>
</head><body><main><h1>A page</h1>{}</main></body></html>
"""
FAULTS = {
    "console": ("<script>console.error('alas')</script>", "console: error: alas"),
    "exception": ("<script>throw new Error('alas')</script>", "uncaught: alas"),
    "dialog": ("<script>alert('alas')</script>", "dialog: alas"),
    "network": ("<img alt='' src='https://elsewhere.example/a.png'>", "asked the network: https://elsewhere.example"),
    "missing": ("<img alt='' src='missing.png'>", "not to be had: 404 http"),
    "canary": ("<script>window.pwned = 1</script>", "ran: window.pwned"),
    "sideways": ("<p style='width: 350px'>Wide.</p>", "scrolls sideways: at 320: the page; <p style"),
    "contrast": ("<p style='color: #bbb; background: #fff'>Pale.</p>", "accessibility: color-contrast"),
    "no-text": ("<img src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>", "accessibility: image-alt"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("pages")
    for name, (body, _) in FAULTS.items():
        (made / f"{name}.html").write_text(PAGE.format(body), encoding="utf-8")
    links = ["sound", "gone.html", "sound#nowhere", "#here", "javascript:alert()", "https://elsewhere.example/"]
    body = "".join(f"<a href='{one}'>{one}</a> " for one in links) + "<b id=here>Here.</b>"
    (made / "links.html").write_text(PAGE.format(body), encoding="utf-8")
    hidden = "<details><summary>More</summary>Within.</details>"
    (made / "sound.html").write_text(PAGE.format(f"<p>Sound.</p>{hidden}"), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def home(folder: Path) -> Iterator[str]:
    with serve(folder) as address:
        yield address


@pytest.fixture(scope="module")
def sound(viewer: Viewer, home: str) -> Look:
    return viewer.look(f"{home}sound")


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(viewer: Viewer, home: str, fault: str) -> None:
    complaints = viewer.look(f"{home}{fault}.html").complaints
    assert [one for one in complaints if one.startswith(FAULTS[fault][1])], complaints


def test_a_page_without_fault_gives_no_complaint(sound: Look) -> None:
    assert sound.complaints == []


def test_a_page_on_the_disk_can_be_looked_at(viewer: Viewer, folder: Path) -> None:
    assert viewer.look(folder / "sound.html").complaints == []
    assert "A page" in viewer.glance((folder / "sound.html").as_uri())[0].text


def test_a_look_tells_words_elements_and_addresses(viewer: Viewer, home: str, sound: Look) -> None:
    assert sound.title == "A page"
    assert sound.words == "A pageSound.MoreWithin."
    assert "Within." not in sound.text
    assert sound.skeleton[-3:] == ("   p", "   details", "    summary")
    assert viewer.skeletons(home, [f"{home}sound"]) == [sound.skeleton]


def test_pages_seen_one_after_another_do_not_share_their_faults(viewer: Viewer, home: str) -> None:
    looks = viewer.glance(*(f"{home}{name}" for name in ("console.html", "sound", "missing.html")))
    assert [len(look.complaints) > 0 for look in looks] == [True, False, True]


def test_a_picture_is_kept_in_the_colours_asked_for(viewer: Viewer, home: str, sound: Look) -> None:
    viewer.look(f"{home}sound", width=390, dark=True)
    names = {path.name for path in (PICTURES / "looking").iterdir()}
    assert {"sound-1280.png", "sound-390-dark.png"} <= names
    assert sound.url.endswith("/sound")


def test_a_crawl_follows_links_and_tells_those_that_lead_nowhere(home: str) -> None:
    found = crawl(f"{home}links.html")
    assert sorted(fault.removeprefix(f"{home}links.html: ") for fault in found.faults) == [
        f"{home}gone.html answers 404",
        f"{home}sound#nowhere has no such place",
        "javascript:alert() is no address of the web",
    ]
    assert "https://elsewhere.example/" in found.outside
    assert f"{home}sound" in found.pages
