"""How an agency can be reached: department, telephone, fax, address, postcode, e-mail and website in running text."""

from __future__ import annotations

import re

from assistant.report import Contact, ContactKind

__all__ = ["Contact", "contacts_in", "departments_in"]

_NUMBER = r"(?:[（(]?0\d{2,3}[）)]?\s?[-－—–]?\s?)?\d{7,8}(?:[-转]\d{1,6})?(?!\d)|1[3-9]\d{9}(?!\d)|(?<!\d)1\d{4}(?!\d)"
_CALL = re.compile(
    r"(?P<label>电话(?:号码)?(?:[/／及和、](?:传真|FAX))?|传真(?:号码)?(?:[/／及和、]电话)?|热线)\s*[:：为]?\s*"
    rf"(?P<numbers>(?:{_NUMBER})(?:\s*[、/／,，]\s*(?:{_NUMBER}))*)"
)
_EACH = re.compile(_NUMBER)
_POSTCODE = re.compile(r"(?:邮政编码|邮编)\s*[:：为]?\s*(\d{6})(?!\d)")
_EMAIL = re.compile(r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}")
_WEBSITE = re.compile(r"(?:https?:?//|www\.)[A-Za-z0-9.\-_/%#?=&:~+]+")
_ADDRESS = re.compile(r"(?:联系|通讯|通信|办公|邮寄)?地址\s*[:：]\s*([^，,。；;\n]{3,60})")
_UNIT_NAME = r"[^，。；;:：（）()\d\s《》、]{2,28}?"
_DEPARTMENTS = (
    re.compile(rf"(?:联系|受理|责任|主办)(?:部门|科室|处室|机构|单位)\s*[:：]\s*({_UNIT_NAME})(?=[，。；;（(\s]|$)"),
    re.compile(rf"请[与和同向]({_UNIT_NAME})(?:直接)?联系"),
)
_PLAIN_DIGITS = {ord("０") + i: ord("0") + i for i in range(10)}


def contacts_in(text: str, *, offset: int = 0) -> list[Contact]:
    """Every contact that `text` states, in order; `offset` is added to its places."""
    plain = text.translate(_PLAIN_DIGITS)
    found = [*_calls(plain), *_addresses(plain)]
    for kind, pattern, group in _SINGLE:
        found.extend((kind, *match.span(group)) for match in pattern.finditer(plain))
    found.sort(key=lambda item: (item[1], item[0]))
    return [Contact(kind, text[start:end], offset + start, offset + end) for kind, start, end in found]


def departments_in(text: str, *, offset: int = 0) -> list[Contact]:
    """Every department that `text` names as the one to turn to, as it names it; `offset` is added to its places."""
    spans = sorted({match.span(1) for pattern in _DEPARTMENTS for match in pattern.finditer(text)})
    return [Contact("department", text[start:end], offset + start, offset + end) for start, end in spans]


_SINGLE: tuple[tuple[ContactKind, re.Pattern[str], int], ...] = (
    ("postcode", _POSTCODE, 1),
    ("email", _EMAIL, 0),
    ("website", _WEBSITE, 0),
)


def _calls(text: str) -> list[tuple[ContactKind, int, int]]:
    found: list[tuple[ContactKind, int, int]] = []
    for match in _CALL.finditer(text):
        label = match["label"]
        kinds: list[ContactKind] = []
        if "电话" in label or "热线" in label:
            kinds.append("telephone")
        if "传真" in label or "FAX" in label:
            kinds.append("fax")
        first, last = match.span("numbers")
        found.extend((kind, *number.span()) for number in _EACH.finditer(text, first, last) for kind in kinds)
    return found


def _addresses(text: str) -> list[tuple[ContactKind, int, int]]:
    found: list[tuple[ContactKind, int, int]] = []
    for match in _ADDRESS.finditer(text):
        start, end = match.span(1)
        value = match.group(1)
        for opening, closing in ("（）", "()"):
            # An address often stands last in a bracket: the closing mark belongs to the bracket.
            if value.count(closing) > value.count(opening):
                end = start + value.rindex(closing)
                value = text[start:end]
        label = re.search(r"\s(?:邮编|邮政编码|电话|联系电话)", value)
        end = start + label.start() if label else end
        found.append(("address", start, start + len(text[start:end].rstrip())))
    return found
