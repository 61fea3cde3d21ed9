"""The door of the desk: who is signed in, in which language, and whether a request comes from our own pages."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from assistant.journal import Journal
from assistant.web.desk.pages import page
from assistant.web.desk.sessions import COOKIE, LASTS, Attempts, Sessions
from assistant.web.desk.users import Users
from assistant.web.desk.words import DeskWords, words_for
from assistant.web.logs import LOG

LANGUAGE_COOKIE = "baogao_language"
Handler = Callable[["Visit"], Awaitable[Response]]
Routes = list[tuple[str, str, Handler]]
"""(method, path, handler)."""
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A request of somebody who is signed in."""

    request: Request
    user: str
    words: DeskWords
    journal: Journal

    def did(self, deed: str, *about: str) -> None:
        """Write down what the user has just done; it is done even where that fails."""
        _note(self.journal, self.user, deed, *about)


def _note(journal: Journal, who: str, deed: str, *about: str) -> None:
    try:
        journal.note(who, deed, about)
    except OSError as error:
        LOG.error("the journal cannot be written: %s", error.strerror, extra={"user": who, "reason": deed})


class Door:
    """Lets the users in, and wraps what only they may do."""

    def __init__(self, users: Users, journal: Journal) -> None:
        self._users, self._journal = users, journal
        self._sessions = Sessions(users)
        self._attempts = Attempts()

    def guarded(self, handler: Handler) -> Endpoint:
        """The handler for people who are signed in; others get the sign-in page, foreign requests a refusal."""

        async def endpoint(request: Request) -> Response:
            words = words_of(request)
            if request.method == "POST" and not ours(request):
                return page("message.html", words, status=403, message=words["foreign"])
            user = self._sessions.user(request.cookies.get(COOKIE))
            if user is None:
                return page("sign_in.html", words, status=401, name="")
            return await handler(Visit(request, user, words, self._journal))

        return endpoint

    async def password_fits(self, name: str, password: str, address: str) -> bool | None:
        """Whether these open the door; None when there were too many attempts. Hashing takes a thread's time."""
        keys = f"name:{name[:64]}", f"address:{address}"
        if not self._attempts.allowed(*keys):
            return None
        if await anyio.to_thread.run_sync(self._users.accepts, name, password):
            self._attempts.forgive(*keys)
            return True
        self._attempts.failed(*keys)
        return False

    async def come_in(self, request: Request) -> Response:
        """Sign in."""
        words = words_of(request)
        if not ours(request):
            return page("message.html", words, status=403, message=words["foreign"])
        form = await request.form(max_files=0, max_fields=4)
        name, password = str(form.get("name", "")), str(form.get("password", ""))
        fits = await self.password_fits(name, password, request.client.host if request.client else "")
        if not fits:
            said, status = (words["too_many"], 429) if fits is None else (words["wrong"], 401)
            return page("sign_in.html", words, status=status, notice=said, name=name[:64])
        _note(self._journal, name, "sign in")
        answer = RedirectResponse("/desk", status_code=303)
        secure = request.headers.get("x-forwarded-proto", request.url.scheme) == "https"
        answer.set_cookie(
            COOKIE, self._sessions.begin(name), LASTS, path="/desk", httponly=True, samesite="strict", secure=secure
        )
        return answer

    async def go_out(self, request: Request) -> Response:
        """Sign out."""
        cookie = request.cookies.get(COOKIE)
        if cookie and ours(request):
            self._sessions.end(cookie)
        answer = RedirectResponse("/desk", status_code=303)
        answer.delete_cookie(COOKIE, path="/desk")
        return answer

    async def choose_language(self, request: Request) -> Response:
        """Remember the language and go back to the page that asked."""
        form = await request.form(max_files=0, max_fields=2)
        back = urlsplit(request.headers.get("referer", "")).path
        answer = RedirectResponse(back if back.startswith("/desk") else "/desk", status_code=303)
        code = words_for(str(form.get("code", ""))).code
        answer.set_cookie(LANGUAGE_COOKIE, code, 365 * 86400, path="/desk", httponly=True, samesite="strict")
        return answer


def words_of(request: Request) -> DeskWords:
    """The language that was chosen, else the one that the browser prefers."""
    chosen = request.cookies.get(LANGUAGE_COOKIE)
    return words_for(chosen or ("en" if request.headers.get("accept-language", "").lower().startswith("en") else "zh"))


def ours(request: Request) -> bool:
    """Whether a browser says that a page of this very site sends this request."""
    origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    if site is not None and site != "same-origin":
        return False
    if origin is None:
        return site == "same-origin"
    return urlsplit(origin).netloc == request.headers.get("host")
