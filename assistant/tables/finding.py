"""Which tables a question means: those whose caption, headings and rows hold its words, best first.

Words are searched in the index; then the places of the tables that were found (report, section, caption) are compared
with each other: what tells one from the others must be in the question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import log

from assistant.language.places import listed, narrowest
from assistant.library import Library
from assistant.report import Chunk
from assistant.tables.periods import periods_in, said
from assistant.tables.texts import plain_text

_HELD = 2.0
"""What the words of headings and rows weigh beside the name of the place."""
_MOST_TOGETHER = 12
"""Tables that one question may ask together: the months of a year."""
POOL = 100
"""Chunks that are looked at to find tables."""
_BETWEEN_CELLS = " | "
_PIECE = re.compile(r"[a-z]+|\d+|[\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table that may be meant."""

    report_id: str
    table_id: str
    place: str
    """Folded: the report, the section and the caption."""
    headings: str
    """Folded: the first row, which most often holds the headings."""
    score: float
    """How well it fits, for ranking."""
    named: frozenset[str]
    """Words of the question that tell its place."""
    held: frozenset[str]
    """Words of the question that stand in it or in its place."""

    @property
    def key(self) -> str:
        """What names the table in the library."""
        return f"{self.report_id}/{self.table_id}"


def find_tables(library: Library, question: str, report_ids: Collection[str] | None) -> list[Candidate]:
    """The tables whose words fit a question, best first."""
    hits = [hit for query in _queries(question) for hit in library.words.search(query, POOL, report_ids)]
    chunks = library.chunks([hit.chunk_id for hit in hits])
    best: dict[tuple[str, str], tuple[Chunk, float]] = {}
    for hit in hits:
        chunk = chunks.get(hit.chunk_id)
        if chunk is not None and chunk.table_id is not None:
            best.setdefault((chunk.report_id, chunk.table_id), (chunk, hit.score))
    found = [(chunk, score, _place(chunk)) for chunk, score in best.values()]
    named = _named(question, [place for _, _, place in found], [chunk.text for chunk, _, _ in found])
    top = max((score for _, score, _ in found), default=1.0)
    asked = _parts(plain_text(question))
    ranked = [
        Candidate(
            chunk.report_id,
            chunk.table_id or "",
            place,
            _headings(chunk),
            score / top + fit,
            frozenset(_parts(place) & asked),
            frozenset((_parts(place) | _parts(plain_text(chunk.text))) & asked),
        )
        for (chunk, score, place), fit in zip(found, named, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _queries(question: str) -> list[str]:
    """The question, and where it lists places the question of each of them alone: what one has much of must not crowd
    out the others.
    """
    places = listed(question)
    alone = [_without(question, [other for other in places if other != place]) for place in places]
    periods = [way for period in periods_in(question) for way in said(period)]
    return [" ".join((one, *periods)) for one in (question, *alone)]


def _without(text: str, words: Sequence[str]) -> str:
    for word in words:
        text = text.replace(word, " ")
    return text


def _lines(chunk: Chunk) -> tuple[list[str], list[str]]:
    """A table's chunk in two: the lines that say where it stands (report, section, caption), and its rows."""
    lines = chunk.text.split("\n")
    first = next((number for number, line in enumerate(lines) if number and _BETWEEN_CELLS in line), len(lines))
    return lines[:first], lines[first:]


def _place(chunk: Chunk) -> str:
    """Where a table stands; its lines stay apart, so that where one ends and the next begins no word is made."""
    return " ".join(dict.fromkeys(plain_text(line) for line in _lines(chunk)[0]))


def _headings(chunk: Chunk) -> str:
    rows = _lines(chunk)[1]
    return plain_text(rows[0]) if rows else ""


def _named(question: str, places: Sequence[str], texts: Sequence[str]) -> list[float]:
    """Of each table: the share of what tells its place from the others that the question names, and the share of what
    tells the tables apart in the question that its place, headings and rows hold.
    """
    asked = _parts(plain_text(question))
    own = [_parts(place) for place in places]
    whole = [_parts(plain_text(text)) & asked for text in texts]
    weights = _rarity(own)
    known = _rarity(whole)
    everything = sum(known.values())
    fits = []
    for parts, held in zip(own, whole, strict=True):
        total = sum(weights[part] for part in parts)
        named = sum(weights[part] for part in parts if part in asked) / total if total else 0.0
        fits.append(named + (_HELD * sum(known[part] for part in held) / everything if everything else 0.0))
    return fits


def _rarity(sets: Sequence[set[str]]) -> dict[str, float]:
    counts = Counter(part for parts in sets for part in parts)
    return {part: log((1 + len(sets)) / count) for part, count in counts.items()}


def _parts(text: str) -> set[str]:
    """Pairs of characters, words, and whole periods."""
    found: set[str] = set()
    for word in _PIECE.findall(text):
        if "\u4e00" <= word[0] <= "\u9fff":
            found.update(word[i : i + 2] for i in range(len(word) - 1))
        elif not word.isdigit():
            found.add(word)
    return found | {f"{year}.{month}" for year, month in periods_in(text)}


def may_stand_in(other: Candidate, best: Candidate) -> bool:
    """Whether a table may answer where the best one does not: nothing by which the question names the place of the
    best one is foreign to it. Another district's table answers nothing that is asked of this one.
    """
    return best.named <= other.held


def companions(question: str, best: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The table with those that the question asks together with it: of the same headings, and whatever tells their
    places apart is in the question both ways, or one of the places that it lists instead of another.
    """
    asked = _parts(plain_text(question))
    places = [narrowest(place) for place in listed(plain_text(question))]
    mine = _parts(best.place)
    group = [best]
    for other in candidates:
        if other.key != best.key and other.headings == best.headings and len(group) < _MOST_TOGETHER:
            theirs = _parts(other.place)
            if theirs != mine and (theirs ^ mine <= asked or _differ_by_one_of(places, best.place, other.place)):
                group.append(other)
    return group


def _differ_by_one_of(places: Sequence[str], mine: str, theirs: str) -> bool:
    """Whether two tables stand at the same place but for one of these places, where the other has another of them."""
    return any(one != other and mine.replace(one, other) == theirs for one in places for other in places)
