"""Templates of the desk: every value is escaped; what is already HTML of ours is wrapped in `Markup` by its maker."""

from __future__ import annotations

from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from assistant import bases, phrasing
from assistant.arithmetic import plain
from assistant.checking import in_english
from assistant.web.desk.words import WORDS, DeskWords
from assistant.web.halves import half

__all__ = ["Markup", "page"]


def _template(name: str) -> str:
    return resources.files("assistant.web.desk").joinpath("templates", name).read_text("utf-8")


_ENVIRONMENT = Environment(
    loader=FunctionLoader(_template), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_ENVIRONMENT.filters["number"] = lambda value: "—" if value is None else plain(value)
_ENVIRONMENT.filters["half"] = half
_ENVIRONMENT.globals["claim_told"] = in_english.told
_ENVIRONMENT.globals["status_word"] = phrasing.status
_ENVIRONMENT.globals["basis_told"] = bases.told


def page(template: str, words: DeskWords, *, status: int = 200, **values: Any) -> HTMLResponse:  # noqa: ANN401
    """A page made of a template. `user` (None before signing in) and `here` (the tab) may be among the values."""
    known = {"user": None, "here": "", "notice": "", **values}
    made = _ENVIRONMENT.get_template(template).render(words=words, languages=WORDS, **known)
    return HTMLResponse(made, status_code=status)
