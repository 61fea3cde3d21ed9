"""The check at the door: every number, name, year and citation of a reply is bound to evidence, or it does not pass.

`check` takes one sentence of a model's reply and gives it back with our values and citations in it, or says what is
wrong with it. Nothing a model typed counts as a figure: a number outside a handle fails the sentence, whatever it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.counted import covered, grams
from assistant.language.sentences import sentences
from assistant.llm import guarded, sense
from assistant.llm.evidence import ENGLISH_NUMBER, HANDLE, MARK, NUMBER, Bound, Evidence, Passage
from assistant.report import Source
from assistant.understanding.agencies import AgencyNames
from assistant.understanding.measures import hits_in
from assistant.understanding.spans import masked
from assistant.understanding.years import years_in

_FOREIGN = re.compile(
    r"https?:|www\.|\b[\w-]+\.(?:com|cn|net|org|gov|io|xyz|top)\b|!\[|\]\(|<\s*[a-z/!]|javascript:|data:|[`|\\]|^\s*#"
    r"|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\U000e0000-\U000e007f]",
    re.IGNORECASE,
)
"""Links, images, markup, code and invisible characters: no reply needs them."""
_LINK = "含有链接、标记或代码 / holds a link, markup or code"
_TOKEN = re.compile(r"\{[^{}]*\}?|\[[^\[\]]*\]?")
_ITEM = re.compile(r"^\s*(?:[-*•]|\d{1,2}[.、)）]|[（(]\d{1,2}[）)])\s*")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{1,12}(?:人民政府|委员会|办公室|办公厅|街道办事处|派出所|管理处|局|厅|法院|检察院|中心)"
)
_JOINED = re.compile(r"[和与及由对向给把被]")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_CLAUSE = re.compile(r"[，,；;：:、。！？!?]")
_EACH = re.compile(r"分别|respectively|依次")
_SUPPORT = 0.5
"""How much of a sentence's content must stand in the passages that it cites."""
_LOCAL = 0.3
"""How much of a clause must stand beside the number that it uses."""
_NEAR = 0.7
"""Sentences of a passage that fit a reply's sentence at least this well, beside the best, are what it says again."""


_Mention = tuple[int, tuple[object, ...]]
"""Where a text names agencies or a year, and which."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a sentence is checked against, beside its own evidence."""

    evidence: Evidence
    names: AgencyNames
    said: str
    """What the embedded engine answered: relations that it states ("下降") may be said again."""


@dataclass(frozen=True, slots=True)
class Grounded:
    """A sentence that passed, or what is wrong with it."""

    text: str
    """With values and citation marks in place; the sentence as it came when there is a fault."""
    fault: str | None
    figures: tuple[Bound, ...] = ()
    sources: tuple[Source, ...] = ()


def check(sentence: str, context: Context, cite: Callable[[Source], int]) -> Grounded:
    """Check one sentence; `cite` numbers a source and is called only for sentences that pass."""
    evidence = context.evidence
    item = _ITEM.match(sentence)
    body = sentence[item.end() :] if item else sentence
    bounds = [evidence.figures[h] for h in HANDLE.findall(body) if h in evidence.figures]
    passages = [evidence.passages[m] for m in MARK.findall(body) if m in evidence.passages]
    checks = (_form, _numbers, _evidence, _scope, _measure, _meaning, _support, _sense)
    part = _Part(body, HANDLE.sub(" ", MARK.sub("", body)), bounds, passages, context)
    for one in checks:
        if fault := one(part):
            return Grounded(sentence, fault)
    sources = tuple(dict.fromkeys([s for b in bounds for s in b.sources] + [p.source for p in passages]))
    return Grounded(_rendered(sentence, bounds, [cite(source) for source in sources]), None, tuple(bounds), sources)


def is_lead(sentence: str, context: Context) -> bool:
    """Whether a line only leads into the next ("主要有："): short, with a colon, and without anything to prove."""
    text = sentence.strip()
    part = _Part(text, text, [], [], context)
    return (
        len(text) <= 30 and text.endswith(("：", ":")) and not (_form(part) or _numbers(part) or _strangers(part, ""))
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """A sentence on its way through the checks."""

    text: str
    words: str
    """Without handles and marks."""
    bounds: Sequence[Bound]
    passages: Sequence[Passage]
    context: Context

    @property
    def years(self) -> set[int]:
        """The years of the evidence that the sentence uses."""
        of_sources = {s.year for b in self.bounds for s in b.sources} | {p.source.year for p in self.passages}
        return {year for year in of_sources | {b.year for b in self.bounds} if year is not None}

    @property
    def agencies(self) -> set[str]:
        """The agencies of the evidence that the sentence uses."""
        of_sources = {s.agency for b in self.bounds for s in b.sources} | {p.source.agency for p in self.passages}
        return {agency for agency in of_sources | {b.agency for b in self.bounds} if agency is not None}

    @property
    def quoted(self) -> str:
        """Everything that the evidence of the sentence says."""
        return "\n".join([*(p.source.quote for p in self.passages), *(b.label for b in self.bounds)])


def _form(part: _Part) -> str | None:
    evidence = part.context.evidence
    shown = HANDLE.sub(lambda match: _shown(match, evidence), part.text)  # an address may have its number in a handle
    if _FOREIGN.search(shown):
        return _LINK
    for token in _TOKEN.findall(part.text):
        handle, mark = HANDLE.fullmatch(token), MARK.fullmatch(token)
        if not ((handle and handle[1] in evidence.figures) or (mark and mark[1] in evidence.passages)):
            return f"“{token}”不是证据中的标记 / is no token of the evidence"
    return None


def _shown(handle: re.Match[str], evidence: Evidence) -> str:
    bound = evidence.figures.get(handle[1])
    return bound.shown if bound else handle.group()


def _numbers(part: _Part) -> str | None:
    for match in NUMBER.finditer(part.words):
        number = re.sub(r"[\s年]", "", match.group())
        if not (number.isdecimal() and int(number) in part.years):
            return f"数字“{match.group().strip()}”没有用占位符 / a number outside a token"
    if english := ENGLISH_NUMBER.search(part.words):
        return f"“{english.group()}”没有用占位符 / a number outside a token"
    return None


def _evidence(part: _Part) -> str | None:
    if part.bounds or part.passages:
        return None
    return "没有依据 / rests on no evidence"


def _scope(part: _Part) -> str | None:
    """Agencies and years are those of the evidence, and each handle stands beside its own."""
    if fault := _strangers(part, part.quoted):
        return fault
    places = [(match.start(), part.context.evidence.figures[match[1]]) for match in HANDLE.finditer(part.text)]
    agencies: list[_Mention] = [(m.start, m.agencies) for m in part.context.names.find(part.text)]
    years: list[_Mention] = [(match.start(), (int(match[1]),)) for match in _YEAR.finditer(part.text)]
    for index, (place, bound) in enumerate(places):
        for mentions, own in ((agencies, bound.agency), (years, bound.year)):
            said = _beside(mentions, place, index, len(places), part.text)
            if said and own is not None and own not in said:
                return f"{{{bound.handle}}} 属于 {own} / the token belongs to {own}"
    return None


def _beside(mentions: Sequence[_Mention], place: int, index: int, count: int, text: str) -> tuple[object, ...]:
    """The mention that a handle stands under: in a list of as many the one of its place, else the last before it."""
    if _EACH.search(text) and len(mentions) == count:
        return mentions[index][1]
    before = [said for start, said in mentions if start < place]
    if before:
        return before[-1]
    return mentions[0][1] if mentions else ()


def _strangers(part: _Part, quoted: str) -> str | None:
    """Names of agencies and years that the evidence of the sentence does not hold."""
    agencies = part.agencies
    for mention in part.context.names.find(part.words):
        if not agencies & {*mention.agencies} and mention.text not in quoted:
            return f"证据里没有“{mention.text}” / an agency that the evidence does not name"
    for match in _BODY.finditer(part.words):
        name = _JOINED.split(match.group())[-1]
        if not any(name[-size:] in quoted or any(name[-size:] in a for a in agencies) for size in _sizes(name)):
            return f"证据里没有“{name}” / an agency that the evidence does not name"
    strange = set(years_in(part.words).named) - part.years
    if strange and not any(str(year) in quoted for year in strange):
        return f"证据里没有 {min(strange)} 年 / a year that the evidence does not have"
    return None


def _sizes(name: str) -> range:
    return range(len(name), min(4, len(name)) - 1, -1)


def _measure(part: _Part) -> str | None:
    """A clause that names quantities of the forms names only those that its figure counts."""
    for clause in _CLAUSE.split(part.text):
        for handle in HANDLE.findall(clause):
            bound = part.context.evidence.figures[handle]
            if bound.figure is None:
                continue
            own, said = _concepts(bound.label), _concepts(HANDLE.sub(" ", clause))
            if own and said and not said <= own:
                return f"{{{handle}}} 的指标是“{bound.label}” / the token counts something else"
    return None


def _concepts(text: str) -> set[str]:
    return {hit.concept.code for hit in hits_in(text) if hit.concept is not None}


def _meaning(part: _Part) -> str | None:
    """Words of more and less, all and some, not and because are the evidence's own; of passages alone see `_sense`."""
    if part.passages and not _has_figures(part):
        return None
    said = _unlabelled(part.words)
    evidence = "\n".join([*(_nearest(said, p.source.quote) for p in part.passages), *(b.label for b in part.bounds)])
    allowed = evidence + "\n" + part.context.said if part.bounds else evidence
    if word := guarded.added(said, allowed):
        return f"证据没有说“{word}” / the evidence does not say so"
    if part.passages and (denied := guarded.undenied(said, evidence)):
        return f"证据说的是没有“{denied}” / the evidence denies it"
    return None


def _unlabelled(words: str) -> str:
    """Without the forms' own labels: 不予公开 denies nothing."""
    return masked(words, [(hit.start, hit.end) for hit in hits_in(words)], " ")


def _nearest(said: str, quote: str) -> str:
    """The sentences of a passage that a sentence says again."""
    wanted = grams(said)
    spans = [quote[start:end] for start, end in sentences(quote)] or [quote]
    fits = [covered(wanted, span) for span in spans]
    return "\n".join(span for span, fit in zip(spans, fits, strict=True) if fit >= _NEAR * max(fits))


def _support(part: _Part) -> str | None:
    """What is said of a passage stands in it, and what is said of its numbers beside them."""
    for clause in _CLAUSE.split(part.text):
        for handle in HANDLE.findall(clause):
            bound = part.context.evidence.figures[handle]
            words = grams(HANDLE.sub(" ", MARK.sub("", clause)))
            if bound.figure is None and words and covered(words, bound.label) < _LOCAL:
                return f"{{{handle}}} 在原文中说的是别的 / the number counts something else there"
    if not part.passages:
        return None
    words = grams(part.words)
    if words and covered(words, part.quoted) < _SUPPORT:
        return "所引段落没有这样说 / the passage does not say so"
    return None


def _has_figures(part: _Part) -> bool:
    return any(bound.figure is not None for bound in part.bounds)


def _sense(part: _Part) -> str | None:
    """What is said of passages alone says what they say: nothing added, turned, mixed or left out that limits it."""
    if not part.passages or _has_figures(part):
        return None
    word = sense.turned(MARK.sub("", part.text), [passage.masked for passage in part.passages])
    return f"原文不是这样说的：“{word}” / the passage does not say it so" if word else None


def _rendered(sentence: str, bounds: Sequence[Bound], numbers: Sequence[int]) -> str:
    """The sentence with our values, and the citations at its end, before the full stop that it may have."""
    text = MARK.sub("", sentence)
    for bound in bounds:
        unit = bound.unit or re.sub(r"^[\d\s,，.．]+", "", bound.shown)
        value = f"**{bound.shown}**" if bound.figure is not None else bound.shown
        doubled = rf"\s*{re.escape(unit)}" if unit else ""  # the handle holds the unit already
        text = re.sub(rf"\{{{bound.handle}\}}(?:{doubled})?", value.replace("\\", r"\\"), text)
    end = re.search(r"\s*[。；！？.;!?]?\s*$", text)
    cut = end.start() if end else len(text)
    return text[:cut].rstrip() + " " + "".join(f"[{n}]" for n in numbers) + text[cut:]
