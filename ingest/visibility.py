"""What a reader of a web page does not see, or does not read: hidden elements and navigation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from ingest.cleaning import words

_NO_DISPLAY = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|content-visibility\s*:\s*hidden"
    r"|(?<![\w-])font-size\s*:\s*0+(?:\.0+)?\s*(?:px|pt|em|rem|%)?\s*(?:;|!|$)|(?<![\w-])opacity\s*:\s*0+(?:\.0+)?\s*(?:;|!|$)"
    r"|text-indent\s*:\s*-\d{3,}|(?<![\w-])(?:left|top|right|margin-left)\s*:\s*-\d{4,}"
    r"|text-decoration(?:-line)?\s*:[^;]*line-through"
    r"|clip\s*:\s*rect\(\s*0[\s,px0]*\)|transform\s*:\s*scale\(\s*0\s*\)",
    re.IGNORECASE,
)
"""Styles that take text off the page, make it too small, too transparent or too far away to be seen, or strike it."""
_STRUCK = words("del s strike")
_ELSEWHERE = re.compile(
    r"(?:^|\s)(?:visible-(?:xs|print)(?:-(?:block|inline|inline-block))?|(?:sm|md|lg|xl|xxl):hidden|d-(?:sm|md|lg|xl|xxl)-none"
    r"|sr-only|visually-hidden)(?:\s|$)"
)
"""Classes with which style frameworks keep text for telephones, paper or screen readers: a screen does not show it."""
_DISPLAY = re.compile(r"display\s*:\s*\w", re.IGNORECASE)
_SELECTOR = re.compile(r"\s*(?:[a-z][a-z0-9]*)?([.#][A-Za-z_][\w-]*)\s*")
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_NAV_NAME = re.compile(
    r"(?:^|[-_\s\d])(?:main|site|top|sub|left|side)?"
    r"(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|share|footer|foot|friendlinks?|links?)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
_CONTAINERS = words("ul ol dl div section aside header footer menu")


@dataclass(frozen=True, slots=True)
class _Weight:
    """Visible characters under an element, how many of them are link text, and how many links."""

    text: int
    linked: int
    links: int
    sentences: int
    tables: int


@dataclass(frozen=True, slots=True)
class Visibility:
    """Facts about one page, gathered once: the names its style sheet hides, the weights of its containers."""

    hidden_names: frozenset[str]
    weights: Mapping[etree._Element, _Weight]

    @classmethod
    def of(cls, root: etree._Element) -> Visibility:
        """Reads the page's style sheets and weighs its elements."""
        return cls(_hidden_names(root), _weigh(root))

    def is_hidden(self, element: etree._Element) -> bool:
        """True for struck text, the `hidden` attribute, and a style or a class that takes the element off the page."""
        if element.get("hidden") is not None or element.tag in _STRUCK:
            return True
        style = element.get("style") or ""
        if style and _takes_away(style):
            return True
        if _ELSEWHERE.search(element.get("class") or ""):
            return True
        if not self.hidden_names:
            return False
        names = {f".{name}" for name in (element.get("class") or "").split()} | {f"#{element.get('id') or ''}"}
        return bool(self.hidden_names.intersection(names)) and not _DISPLAY.search(style)

    def is_navigation(self, element: etree._Element) -> bool:
        """True for a container that is nearly all links; one that holds sentences or a table never is."""
        weight = self.weights.get(element)
        if weight is None or weight.tables or weight.sentences or not weight.text:
            return False
        share = weight.linked / weight.text
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        if _NAV_NAME.search(names):
            return share >= 0.3
        return share >= 0.8 and weight.links >= (3 if element.tag in ("ul", "ol") else 6)


@lru_cache(maxsize=4_096)
def _takes_away(style: str) -> bool:
    return _NO_DISPLAY.search(style) is not None


def _hidden_names(root: etree._Element) -> frozenset[str]:
    """Classes and ids that a plain rule of the page itself hides, `.name {display: none}` or `p#name {…}`."""
    hidden: set[str] = set()
    for style in root.iter("style"):
        for rule in _CSS_COMMENT.sub("", style.text or "").split("}"):
            selectors, _, body = rule.partition("{")
            if _NO_DISPLAY.search(body):
                matches = map(_SELECTOR.fullmatch, selectors.split(","))
                hidden.update(match[1] for match in matches if match)
    return frozenset(hidden)


def _weigh(root: etree._Element) -> dict[etree._Element, _Weight]:
    """One pass from the leaves up: in reversed document order every child comes before its parent.

    Only containers need a weight in the end; each element adds its own and its tail's to its parent's.
    """
    weights: dict[etree._Element, _Weight] = {}
    gathered: dict[etree._Element, list[int]] = {}
    for element in reversed(list(root.iter(etree.Element))):
        sums = gathered.pop(element, None) or [0, 0, 0, 0, 0]
        tag = element.tag
        if tag in ("script", "style"):
            sums = [0, 0, 0, 0, 0]
        else:
            _add_text(sums, element.text)
            if tag == "a":
                sums[1] = sums[0]
                sums[2] += 1
            elif tag == "table":
                sums[4] += 1
            elif tag in _CONTAINERS:
                weights[element] = _Weight(*sums)
        parent = element.getparent()
        if parent is not None:
            own = gathered.setdefault(parent, [0, 0, 0, 0, 0])
            own[:] = map(int.__add__, own, sums)
            _add_text(own, element.tail)
    return weights


def _add_text(sums: list[int], text: str | None) -> None:
    """Counts a text's visible characters and its full stops."""
    if text and (pieces := text.split()):
        sums[0] += sum(map(len, pieces))
        sums[3] += text.count("。")
