"""Several questions in one text: each is asked after the ones before it, and the answers stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant import phrasing
from assistant.answer import Answer, AnswerFigure, Status
from assistant.understanding import words
from assistant.understanding.terms import terms_in

_MOST = 4
_BREAK = re.compile(r"[？?；;]+\s*")
_ALSO = re.compile(
    r"[，,\s]\s*(?=(?:那么?)?在?(?:那|该)一?(?:年|个?单位|个?机关)[^，,]*(?:多少|几|率|占|吗|怎|什么)"
    r"|其中[^，,]*(?:多少|几|占|比例|比重)|(?:同?比|较|与)[^，,]{1,12}(?:[增减升降多少高低涨跌]|[增减][长加少]|[上下][升降])了?(?:多少|几|百分)"
    r"|同比[增减升降变]|(?!又?各?占)[^，,]{2,12}占(?:多少|几|比|百分)"
    r"|and (?:how (?:many|much)|what (?:share|percentage|proportion))\b)"
)
"""Where behind a first question a second one begins that leans on it: “哪年最多，那年…”, “…多少件，其中…多少件”."""
_COMMA = re.compile(r"[，,]\s*")
_MARK = re.compile(r"\[(\d+)\]")
_POLITE = re.compile(r"^(?:谢谢|多谢|麻烦|辛苦|请回答|please|thanks?(?: you)?)[了您你啦！!。.\s]*$", re.IGNORECASE)
_ONE = re.compile(r"[:：“”\"《]|^.{0,12}(?:对吗|对不对|是吗)$")
"""A sentence that is put forward, or quoted, is one question whatever marks it holds."""


def parts(text: str) -> list[str]:
    """The questions of a text; only the text itself unless every piece of it asks something."""
    pieces = [piece.strip() for whole in _BREAK.split(text) for piece in _leaning(whole) if piece.strip()]
    pieces = [piece for piece in pieces if not _POLITE.match(piece)]
    if not 1 < len(pieces) <= _MOST or _ONE.search(text) or not all(map(_asks, pieces)):
        return [text]
    return [f"{piece}？" if phrasing.language_of(piece) == "zh" else f"{piece}?" for piece in pieces]


def _leaning(text: str) -> list[str]:
    """A question, and others behind commas that lean on it; the text alone where it asks one thing."""
    clauses = _COMMA.split(text)
    if len(clauses) > 1 and all(words.NUMBER.search(one) for one in clauses) and _swallowed(text, clauses[0]):
        return clauses
    for place in _ALSO.finditer(text):
        first = text[: place.start()]
        if (
            words.NUMBER.search(first)
            or words.ASKS_FIGURE.search(first)
            or words.MAXIMUM.search(first)
            or words.MINIMUM.search(first)
        ):
            return [first, text[place.end() :]]
    return [text]


def _swallowed(text: str, first: str) -> bool:
    """Whether what the first clause asks for is lost where the text is read as one: “诉讼几件，败诉几件”."""
    asked = terms_in(first)
    return bool(asked) and not set(asked) <= set(terms_in(text))


def _asks(piece: str) -> bool:
    asking = (words.NUMBER, words.ASKS_FIGURE, words.ASKS_TEXT, words.ASKS_CONTACT, words.WHETHER)
    extremes = (words.MAXIMUM, words.MINIMUM, words.ELLIPSIS)
    return any(pattern.search(piece) for pattern in (*asking, *extremes))


def together(question: str, asked: Sequence[str], answers: Sequence[Answer]) -> Answer:
    """The answers as one, with their citations numbered on; answered when any of them is."""
    texts, shifted, offset = [], [], 0
    for piece, answer in zip(asked, answers, strict=True):
        moved = _moved(answer, offset)
        texts.append(f"**{piece}**\n{moved.answer}")
        shifted.append(moved)
        offset += len(answer.citations)
    best = next((one for one in shifted if one.status is Status.ANSWERED), shifted[0])
    derived = [one.derivation for one in shifted if one.derivation is not None]
    return replace(
        best,
        question=question,
        standalone_question="；".join(one.standalone_question for one in shifted),
        answer="\n\n".join(texts),
        figures=tuple(figure for one in shifted for figure in one.figures),
        derivation=derived[0] if len(derived) == 1 else None,
        citations=tuple(citation for one in shifted for citation in one.citations),
        notes=tuple(dict.fromkeys(note for one in shifted for note in one.notes)),
        suggestions=tuple(dict.fromkeys(one for answer in shifted for one in answer.suggestions)),
        confidence=min(one.confidence for one in shifted if one.status is best.status),
    )


def _moved(answer: Answer, offset: int) -> Answer:
    """An answer whose citations are numbered from `offset` on."""
    if not offset:
        return answer

    def figures(listed: Sequence[AnswerFigure]) -> tuple[AnswerFigure, ...]:
        return tuple(replace(one, citation=one.citation + offset) for one in listed)

    def text(written: str) -> str:
        return _MARK.sub(lambda mark: f"[{int(mark[1]) + offset}]", written)

    derivation = answer.derivation
    return replace(
        answer,
        answer=text(answer.answer),
        notes=tuple(map(text, answer.notes)),
        figures=figures(answer.figures),
        derivation=replace(derivation, operands=figures(derivation.operands)) if derivation else None,
        citations=tuple(replace(one, n=one.n + offset) for one in answer.citations),
    )
