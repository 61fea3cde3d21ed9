"""What a share in a draft is of, and out of what: by a mark (“占”), a named rate, or what was said before."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from assistant.checking.frame import Frame, Meaning
from assistant.checking.naming import opened_in, speaks_of_requests, terms_named, unexplained
from assistant.checking.operation import Operation
from assistant.understanding.inquiry import Operation as Asked
from assistant.understanding.measures import hits_in, rate_in
from assistant.understanding.quantities import quantities_in
from assistant.understanding.terms import Term, joined

_SHARE_MARK = re.compile(r"占比|占|比重|比例")
_IN_TIME = re.compile(r"按[期时]|及时|准时|限时|法定|时限")
"""“按期答复率”: what was in time is nothing that the forms count."""
SUM_MARK = re.compile(r"共计?|合计|累计|总计|总共|一共|之和|总数|两者|二者|三者|相加|加起来|加在一起")
_OF = re.compile(r"^(?:[刚约近正恰好]*(?:超过|过|占|达到?|相当于|是|为)?了?)(?P<whole>[^，]{2,})的$")
"""“刚过办结数的一半”: the share of what was last stated."""
_HOW_MANY = re.compile(r"([两二三四五六])(?:项|者|类|种|部分)")
_PAIR = re.compile(r"([前后])者(?:约?占|约?为|是|相当于)[前后]者的")
_LIKENED = re.compile(r"^(?P<part>[^，]{2,}?)(?:恰好|正好|大约|约)?(?:相当于|等于|是|为)(?P<whole>[^，]{2,}?)的$")
_COUNTS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6}


def is_share(before: str) -> bool:
    """Whether what changed is a share: “公开率比上年提高…”."""
    return bool(_SHARE_MARK.search(before)) or rate_in(before) is not None


def share_of(before: str, after: str, frame: Frame) -> Meaning:
    """Read a number in percent between these words as a share."""
    text = f"{before} {after}"
    rate = rate_in(text)
    if "率" in text and _IN_TIME.search(text):
        return Meaning(Operation.SHARE, (), None, 0, False, False, "＊＊")
    if rate is not None and not any(hit.concept and hit.start < text.find("率") < hit.end for hit in hits_in(text)):
        if frame.foreign and not speaks_of_requests(text):
            return Meaning(Operation.SHARE, (), None, 0, False, False, "＊＊")
        top, bottom = _rate_terms(rate.numerator, rate.denominator, frame, text)
        return Meaning(
            Operation.SHARE, top, bottom, 0, False, False, unexplained(re.sub("|".join(rate.words), "", text))
        )
    pair = _PAIR.search(before)
    if pair is not None and len(set(frame.recent[-2:])) == 2:
        basis, part = frame.recent[-2:] if pair[1] == "后" else frame.recent[:-3:-1]
        return Meaning(Operation.SHARE, (part,), basis, 0, False, False, "")
    mark = _SHARE_MARK.search(before)
    halved = _OF.match(before.strip(" □")) if mark is None and not after.strip(" □") else None
    if halved is not None and frame.last:
        of, odd = terms_named(halved["whole"], frame)
        if len(of) == 1 and not odd and of != frame.last:
            return Meaning(Operation.SHARE, frame.last, of[0], 0, False, False, "")
    likened = _LIKENED.match(before.strip(" □")) if mark is None and not after.strip(" □") else None
    if likened is not None:
        (parts, odd), (wholes, more) = terms_named(likened["part"], frame), terms_named(likened["whole"], frame)
        if len(parts) == len(wholes) == 1 and not odd and not more:
            return Meaning(Operation.SHARE, parts, wholes[0], 0, False, False, "")
    left, right = (before[: mark.start()], before[mark.end() :] + after) if mark else (before + after, "")
    whole_terms, whole_left = terms_named(right, frame) if right.strip(" □的总数量比重例之为约达") else ((), "")
    whole = None
    if whole_terms:
        whole = next((t for t in whole_terms if t.cols == ("total",)), whole_terms[0])
        shadow = _with_row(frame, whole)
    else:
        shadow = frame
    terms, rest = terms_named(left, shadow)
    opened = opened_in(left, frame)
    if opened:
        return Meaning(Operation.SHARE, opened[:1], whole, 0, False, False, whole_left, others=opened[1:])
    if frame.share is not None and not terms and not rest and not mark and not SUM_MARK.search(left):
        return Meaning(Operation.SHARE, frame.share[0], frame.share[1], 0, False, False, "")
    if not terms and len(rest) < 2:
        several = added(frame, left) if len(frame.recent) > 1 else ()
        terms = several[:1] if several and SUM_MARK.search(left) else frame.last
        others = several if terms == frame.last else several[1:]
        return Meaning(Operation.SHARE, tuple(terms), whole, 0, False, False, whole_left, others=others)
    if len(terms) > 1:
        with suppress(ValueError):
            terms = (joined(list(terms)),)
    return Meaning(Operation.SHARE, tuple(terms), whole, 0, False, False, rest + whole_left)


def added(frame: Frame, words_: str) -> tuple[Term, ...]:
    """What “合计” and “两项” may add: all that the sentence has stated, or the last so many."""
    count = _HOW_MANY.search(words_)
    runs = [frame.recent[-_COUNTS[count[1]] :]] if count else [frame.recent, frame.recent[-2:], frame.recent[-3:]]
    found: list[Term] = []
    for run in runs:
        try:
            found.append(joined(list(dict.fromkeys(run))))
        except ValueError:
            continue
    return tuple(dict.fromkeys(found))


def _with_row(frame: Frame, whole: Term) -> Frame:
    """The frame in which “自然人占新收的…” means the 自然人 of 新收."""
    row = next((h.concept for h in hits_in(whole.zh) if h.concept and h.concept.axis == "row"), frame.row)
    return replace(frame, row=row)


def _rate_terms(
    numerator: tuple[str, ...], denominator: tuple[str, ...], frame: Frame, text: str
) -> tuple[tuple[Term, ...], Term | None]:
    named = any(hit.concept and hit.concept.axis == "procedure" for hit in hits_in(text))
    inherits = frame.procedure is not None and denominator == ("procedure",) and not named
    prefix = frame.procedure.words[0] if frame.procedure is not None and inherits else ""
    terms, whole, _ = quantities_in(f"{prefix} {text}", Asked.SHARE)
    return tuple(terms), (whole[0] if whole else None)
