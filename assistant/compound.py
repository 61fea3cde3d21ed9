"""Several questions in one text: each is asked after the ones before it, and the answers stand together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, AnswerFigure, Status
from assistant.understanding import words

_MOST = 4
_BREAK = re.compile(r"[？?；;]+\s*")
_MARK = re.compile(r"\[(\d+)\]")
_POLITE = re.compile(r"^(?:谢谢|多谢|麻烦|辛苦|请回答|please|thanks?(?: you)?)[了您你啦！!。.\s]*$", re.IGNORECASE)
_ONE = re.compile(r"[:：“”\"《]|^.{0,12}(?:对吗|对不对|是吗)$")
"""A sentence that is put forward, or quoted, is one question whatever marks it holds."""


def parts(text: str) -> list[str]:
    """The questions of a text; only the text itself unless every piece of it asks something."""
    pieces = [piece.strip() for piece in _BREAK.split(text) if piece.strip()]
    pieces = [piece for piece in pieces if not _POLITE.match(piece)]
    if not 1 < len(pieces) <= _MOST or _ONE.search(text) or not all(map(_asks, pieces)):
        return [text]
    return [f"{piece}？" if re.search(r"[\u4e00-\u9fff]", piece) else f"{piece}?" for piece in pieces]


def _asks(piece: str) -> bool:
    asking = (words.NUMBER, words.ASKS_FIGURE, words.ASKS_TEXT, words.ASKS_CONTACT, words.WHETHER, words.ELLIPSIS)
    return any(pattern.search(piece) for pattern in asking)


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
