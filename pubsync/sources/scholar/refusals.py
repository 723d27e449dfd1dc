"""What an answer of Scholar's means: a page, or one of the ways in which it refuses. Pure."""

from __future__ import annotations

from urllib.parse import SplitResult, parse_qs, urljoin, urlsplit

from pubsync.errors import SourceError
from pubsync.sources.http.reply import RefusedError, seconds_to_wait
from pubsync.sources.scholar.guard import HOST, Reply
from pubsync.sources.scholar.pages import PageError, asks_for_captcha

_REFUSING = frozenset((403, 429, 503))
_OK, _REDIRECTS, _NOT_FOUND = 200, range(300, 400), 404
_CHARSETS = {"utf-8": "utf-8", "utf8": "utf-8", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}
_REMEDY = (
    "Scholar does so for hours, above all to data centres; later runs ask again, "
    "and a BibTeX export of the profile is a source that never refuses"
)


class ScholarBlockedError(RefusedError):
    """Scholar refused, so that it should be left alone for a while.

    ``reason`` is ``refused``, ``captcha``, ``sorry`` (Google's page for unusual traffic), ``login`` or ``consent``;
    ``status`` is the answer's; ``retry_after`` are the seconds that it asked to wait, None where it did not say.
    """

    def __init__(self, what: str, *, reason: str, status: int, retry_after: int | None, where: str) -> None:
        """Keep what a cool-down is made from."""
        super().__init__(what, status=status, retry_after=retry_after, where=where, remedy=_REMEDY)
        self.reason = reason


def page_text(reply: Reply, path: str, where: str) -> str:
    """Return the text of the page that ``path`` was answered with; ``where`` names the source in errors.

    Raises:
        ScholarBlockedError: where Scholar refused.
        SourceError: where the answer is no page for another reason.
    """
    text = _decoded(reply)
    captcha = asks_for_captcha(text)
    if reply.status in _REFUSING or captcha:
        raise _blocked("captcha" if captcha else "refused", reply, where)
    if reply.status in _REDIRECTS:
        raise _redirected(reply, path, where)
    if reply.status == _NOT_FOUND:
        remedy = "check the id: it stands after user= in the profile's address"
        raise PageError("Scholar has no such page (HTTP 404)", where=where, remedy=remedy)
    if reply.status != _OK:
        raise SourceError(f"answered HTTP {reply.status}", where=where, remedy="the next run asks again")
    if not text.strip():
        raise SourceError("answered with an empty page", where=where, remedy="the next run asks again")
    return text


def _blocked(reason: str, reply: Reply, where: str) -> ScholarBlockedError:
    told = {
        "captcha": "Google Scholar asks for a CAPTCHA",
        "sorry": "Google Scholar takes the request for unusual traffic",
        "login": "Google Scholar asks to log in",
        "consent": "Google Scholar asks to consent to cookies",
    }
    what = f"{told.get(reason, 'Google Scholar refused the request')} (HTTP {reply.status})"
    wait = seconds_to_wait(reply.headers)
    return ScholarBlockedError(what, reason=reason, status=reply.status, retry_after=wait, where=where)


def _redirected(reply: Reply, path: str, where: str) -> SourceError:
    """Redirects are never followed: a profile that is where it should be needs none."""
    target = _target(reply, path)
    host = target.hostname or ""
    if host.startswith("sorry.") or target.path.startswith("/sorry/"):
        return _blocked("sorry", reply, where)
    if host.startswith(("accounts.", "consent.")):
        return _blocked("login" if host.startswith("accounts.") else "consent", reply, where)
    owner = parse_qs(target.query).get("user", [""])[0]
    if host == HOST and owner and owner != parse_qs(urlsplit(path).query).get("user", [""])[0]:
        return SourceError(f"this profile has moved to the id {owner[:40]!a}", where=where, remedy="write that id")
    return SourceError(
        f"redirects to {target.scheme[:20]!a} {host[:80]!a}, which is not followed",
        where=where,
        remedy="check the id and the proxy; the next run asks again",
    )


def _target(reply: Reply, path: str) -> SplitResult:
    try:
        return urlsplit(urljoin(f"https://{HOST}{path}", reply.headers.get("location", "")))
    except ValueError:
        return SplitResult("", "", "", "", "")


def _decoded(reply: Reply) -> str:
    """Scholar answers programs in ISO 8859-1 and browsers in UTF-8, and says which."""
    _, _, told = reply.headers.get("content-type", "").lower().partition("charset=")
    charset = _CHARSETS.get(told.split(";")[0].strip(" \"'"), "utf-8")
    return reply.body.decode(charset, errors="replace")
