"""Whether a sentence keeps what its passage says: who, of what, how far; not only the passage's words.

Each clause of a reply is laid along the passage's clauses, word for word and in their order. Words that stand nowhere
there, words that change sides, clauses that take their subject from one clause and their end from another, and limits
(not, only, some, must, may, will) that the passage has and the clause drops: each of these turns the sense. A true
paraphrase in other words fails too; it is sent back with the word, and the embedded sentence remains.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import pairwise

_ALIKE = (
    (r"([\u4e00-\u9fff]{2})不了|(?:无法|没法|未能|不能)([\u4e00-\u9fff]{2})", r"不可\1\2"),
    (r"[我本该][市县区局厅委镇乡街]", "§"),
    (r"没有|并未|尚未|从未|未曾|缺少|缺乏|无(?!障碍|线|偿|人机)|没(?!收)", "未"),
    (r"不再", "不"),
    (r"后再|再", "后"),
    (r"受([^，。；]{1,12})影响", r"因\1"),
    (r"由于|因为|因而|因此|因", "因"),
    (r"打算|计划|准备|考虑|拟|将(?=[对把在于向进继加推开组建优完扩制出])", "将"),
    (r"已经|已", "已"),
    (r"应当|必须|需要|应|须|需", "应"),
    (r"(?<![主重必需])要(?!求|点|素|件|闻)", "要"),
    (r"可以|能够|可(?!持|靠|见|视|行)|能(?!力|源|耗|效|动|手)", "可"),
    (r"相比|较(?=[上去前]|\d)|比(?!例|重|如|率|赛)|与(?=上年)", "比"),
    (r"增加|增长|上升|提高|提升|增至|增多", "增"),
    (r"减少|下降|降低|减至|减为|下滑|压减", "减"),
    (r"公布|发布", "公开"),
    (r"所有|全部|一律|全都|(?<!平)均(?!衡)", "全"),
    (r"仅仅|仅|只(?!有)|只有", "仅"),
    (r"之后|以后|然后|随后", "后"),
    (r"之前|以前|此前", "前"),
    (r"大多数|大多|多数", "多"),
)
"""Words that say the same of how far something goes, and the one that stands for them."""
_IDLE = re.compile(
    r"主要(?:有|是|包括|表现为)?|包括|包含|其中|此外|同时|另外|例如|比如|具体(?:是|为|来看)?|分别|方面|问题|情况|存在|报告|指出|提到|显示"
    r"|首先|其次|最后|第[一二三四五六]|[一二三四五六七八]是|目前|当前"
    r"|(?:19|20)\d\d年?|全年|本年度?|当年|年度|今年|(?<!公)共计?|总共|一共|进行|予以|开展了?|做到|实现了?|通过|相关|有关|以及|并且|而且|但是|不过"
    r"|仍然?|依然|还(?=[不有是需应])|尚(?!未)|及(?!时)|[的了着地得之和与或并而也就又则其此这那会在于以把对向给从到至等者所由为是有但间]"
)
"""Words that carry no sense of their own, on either side."""
_LIMITS = re.compile(
    r"[未不非无仅被除将应可全因前后已先约]|少数|个别|部分|首次|多(?!媒|样)|最|平均|至少|至多|超过|接近|拟|暂|逐步|尝试|试点|如果|若|逾期"
)
"""What a sentence may not leave out of a clause that it says again."""
_ADVERBS = re.compile(r"[先仍将应可全已]+|平均|首次|逐步|直接")
"""They may stand anywhere in their clause."""
_ORDERED = frozenset("先后前")
"""Where one of them stands, no two things of a clause change places."""
_GENERAL = frozenset({"信息", "内容", "事项", "工作", "申请", "单位", "实行", "负责", "§"})
"""What says again what something is, or that it is done; and "our county"."""
_PLACE = re.compile(r"[中里内上下时]$")
_SPLIT = re.compile(r"[，,；;：:。！？!?\n]")
_TOKEN = re.compile(r"\{F\d{1,3}\}|[§\u4e00-\u9fff]|[A-Za-z]+")
_REACH = 4
"""Clauses that one clause of a reply may draw together, from the first to the last."""
_MOST = 3

_Tokens = list[str]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A clause laid along one or more clauses of a passage, in their order."""

    missing: tuple[str, ...]
    """What of it stands nowhere there, or on the other side."""
    taken: frozenset[tuple[int, int]]
    """What it takes up: (clause of the passage, token)."""
    left: int
    """How many limits it leaves out."""
    subject: frozenset[int] = frozenset()
    """The clauses that lend it their beginning alone, as its subject."""

    @property
    def cost(self) -> tuple[int, int]:
        """How badly it fits."""
        return len(self.missing), self.left


def turned(sentence: str, passages: Sequence[str]) -> str | None:
    """The words by which a sentence departs from the passages that it cites; None when it says what they say.

    Numbers on both sides are the handles that stand for them.
    """
    known = [_clauses(text) for text in passages]
    marks = {token for clauses in known for clause in clauses for token in clause}
    planned = {"将"} & marks  # its list is one of plans
    known = [[kept for clause in clauses if (kept := _without(clause, {"要"} | planned))] for clauses in known]
    idle = planned | ({"被"} if any(re.search(r"把|对", text) for text in passages) else set())
    idle |= set() if "应" in marks else {"要"}
    taken: dict[int, set[tuple[int, int]]] = {}
    for clause in _clauses(sentence):
        said = ["应" if token == "要" else token for token in _without(clause, idle)]
        if len(said) < 2:
            continue
        number, laid = min(
            ((i, _best(said, clauses)) for i, clauses in enumerate(known) if clauses), key=lambda pair: pair[1].cost
        )
        if laid.missing:
            return "".join(laid.missing)
        taken.setdefault(number, set()).update(place for place in laid.taken if place[0] not in laid.subject)
    for number, places in taken.items():
        for index in {clause for clause, _ in places}:
            left = _left(known[number][index], {token for clause, token in places if clause == index})
            if limits := _LIMITS.search(left):
                return limits.group()
    return None


def _clauses(text: str) -> list[_Tokens]:
    for words, one in _ALIKE:
        text = re.sub(words, one, text)
    return [tokens for part in _SPLIT.split(text) if (tokens := _TOKEN.findall(_IDLE.sub("", part)))]


def _without(clause: _Tokens, idle: Collection[str]) -> _Tokens:
    return [token for token in clause if token not in idle]


def _left(clause: _Tokens, used: Collection[int]) -> str:
    return "".join(token if i not in used else " " for i, token in enumerate(clause))


def _best(said: _Tokens, clauses: Sequence[_Tokens]) -> _Laid:
    """The clause along the single clause, or the few neighbouring ones, that it fits best."""
    shared = [_blocks(said, clause) for clause in clauses]
    near = sorted(range(len(clauses)), key=lambda i: -sum(block.size for block in shared[i]))[:_MOST]
    found = [_lay(said, clauses, (i,)) for i in near]
    for first in range(len(clauses)):
        for last in range(first + 1, min(first + _REACH, len(clauses))):
            for chosen in {(first, last), tuple(range(first, last + 1))}:
                if all(shared[i] for i in chosen) and all(_begun(said, clauses[i]) for i in chosen[1:]):
                    found.append(_lay(said, clauses, chosen))
    return min(found, key=lambda laid: laid.cost)


def _blocks(said: _Tokens, other: _Tokens) -> list[Match]:
    return [b for b in SequenceMatcher(None, said, other, autojunk=False).get_matching_blocks() if b.size]


def _begun(said: _Tokens, other: _Tokens) -> bool:
    """Whether a clause takes up the other from its beginning: else its subject would be another's."""
    head = other[:2]
    return any(said[i : i + len(head)] == head for i in range(len(said)))


def _lay(said: _Tokens, clauses: Sequence[_Tokens], chosen: Sequence[int]) -> _Laid:
    places = [(index, i) for index in chosen for i in range(len(clauses[index]))]
    other = [clauses[index][i] for index, i in places]
    at = {block.a + i: block.b + i for block in _blocks(said, other) for i in range(block.size)}
    free = not _ORDERED & {*said, *other}
    missing = []
    for start, end in _runs([i for i in range(len(said)) if i not in at]):
        run = said[start:end]
        moved = _moved(run, start, at, other, places)
        if moved is not None and (not moved.crossed or (free and _may_cross(said, (start, end), moved, at))):
            free &= not moved.crossed
            at |= {start + i: moved.place + i for i in range(len(run))}
        elif "".join(run) not in _GENERAL:
            missing += run
    taken = frozenset(places[b] for b in at.values())
    used = {i: sorted(token for clause, token in taken if clause == i) for i in chosen}
    lent = [i for i in chosen[:-1] if len(used[i]) < len(clauses[i])]
    heads = frozenset(i for i in lent if used[i] == list(range(len(used[i]))))
    for i in lent:  # a word from within another clause is neither its subject nor its circumstance
        if i not in heads and used[i] != list(range(len(clauses[i]) - len(used[i]), len(clauses[i]))):
            missing += [clauses[i][token] for token in used[i]]
    left = " ".join(_left(clauses[i], used[i]) for i in chosen if i not in heads)
    return _Laid(tuple(missing), taken, len(_LIMITS.findall(left)), heads)


@dataclass(frozen=True, slots=True)
class _Move:
    """Where a run stands that changed its place within its clause, and what it crossed there."""

    place: int
    crossed: tuple[int, ...]


def _moved(
    run: _Tokens, start: int, at: Mapping[int, int], other: _Tokens, places: Sequence[tuple[int, int]]
) -> _Move | None:
    """Adverbs may stand anywhere. Anything else may change places with what stands beside it there and here."""
    taken, size = set(at.values()), len(run)
    for place in range(len(other) - size + 1):
        span = range(place, place + size)
        if other[place : place + size] != run or taken & {*span} or len({places[i][0] for i in span}) > 1:
            continue
        jumped = _jumped(start, size, place, at)
        if any(places[b][0] != places[place][0] for b in jumped):
            continue
        if not jumped or _ADVERBS.fullmatch("".join(run)):
            return _Move(place, ())
        beside = max(jumped) == place - 1 or min(jumped) == place + size
        if beside and len(jumped) == max(jumped) - min(jumped) + 1:
            return _Move(place, tuple(jumped))
    return None


def _may_cross(said: _Tokens, run: tuple[int, int], moved: _Move, at: Mapping[int, int]) -> bool:
    """Whether two things that changed places stay what they are: at the end of a clause, or one of them says where.

    Before a verb they would be its subject and its object the other way round.
    """
    crossed = [a for a, b in at.items() if b in moved.crossed]
    end = max(run[1], max(crossed) + 1)
    where = any(_PLACE.search(words) for words in ("".join(said[run[0] : run[1]]), "".join(said[a] for a in crossed)))
    handle = said[run[0]].startswith("{")
    return (
        where
        or handle
        or "".join(said[end:]) in _GENERAL
        or all("{" in before or "{" in token for before, token in pairwise(said[end - 1 :]))
    )


def _jumped(start: int, size: int, place: int, at: Mapping[int, int]) -> list[int]:
    """The places of the passage that a run stands before there and behind here, or the other way round."""
    return sorted(b for a, b in at.items() if (a < start) is not (b < place) and not start <= a < start + size)


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring places together: (first, behind the last)."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
