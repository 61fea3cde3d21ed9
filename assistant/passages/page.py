"""A report as its sentences, each with the words that stand over it: its headings and the line that opens its unit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from assistant.catalog import Catalog
from assistant.language.sentences import sentences
from assistant.library import Library, ReportInfo
from assistant.report import Paragraph, Section, Source
from assistant.shelf import Shelf
from assistant.sources import source_of

MARK = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}(?:是|、)|第[一二三四五六七八九十]+[，、]"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:[、．]|\.(?!\d)))"
)
"""What opens a point of a list, or a numbered heading."""
_HEAD = 30
"""The longest opening sentence that only names what the rest of its unit is about."""
_STATES = re.compile(r"\d|《|没有|未|由")
"""What no opening sentence holds: it would be a statement of its own."""
_SPACES = re.compile(r"\s+")
_TITLE = re.compile(r"《[^》]+》")


@dataclass(frozen=True)
class Sentence:
    """One sentence of a report: `paragraph.text[start:end]`."""

    info: ReportInfo
    paragraph: Paragraph
    start: int
    end: int
    number: int
    """Its place among the report's sentences."""
    head: str
    """The short sentence that opens its unit ("二是加强考核。"), or ""; for that sentence itself ""."""
    opens: bool
    """Whether it is such a sentence itself."""

    @property
    def text(self) -> str:
        """The sentence, word for word."""
        return self.paragraph.text[self.start : self.end]

    @cached_property
    def plain(self) -> str:
        """The sentence without white space, in lower case: what words are looked for in."""
        return plain(self.text)

    @cached_property
    def spoken(self) -> str:
        """What `plain` says itself, without the titles of papers that it names."""
        return _TITLE.sub("《》", self.plain)

    @cached_property
    def over(self) -> str:
        """The headings and the opening sentence over it, as `plain`."""
        return plain("".join(self.paragraph.section[-2:]) + self.head)

    def source(self, end: int | None = None) -> Source:
        """The place of the sentence, or of the text from its start to `end` (an offset in its paragraph)."""
        return source_of(self.info, self.paragraph, self.start, self.end if end is None else end)


@dataclass(frozen=True)
class Page:
    """One report, ready to be searched sentence by sentence."""

    info: ReportInfo
    text: str = field(repr=False)
    paragraphs: Sequence[Paragraph]
    sections: Sequence[Section]
    sentences: Sequence[Sentence] = field(repr=False)

    @cached_property
    def plain(self) -> str:
        """The report's text without white space, in lower case."""
        return plain(self.text)

    def of(self, paragraph: Paragraph) -> list[Sentence]:
        """The sentences of one of its paragraphs."""
        return [one for one in self.sentences if one.paragraph is paragraph]


_MOST_SHELVED = 64
"""Reports: four times as many as one question has read."""
_SHELVES: WeakKeyDictionary[Catalog, Shelf[str, Page]] = WeakKeyDictionary()
"""Of each catalog, and so of one state of a library, the reports that were read last."""


def read(library: Library, catalog: Catalog, report_id: str) -> Page:
    """The report of this id; kept for as long as the catalog, because the next question often asks it too.

    Raises LibraryError when there is none.
    """
    shelf = _SHELVES.setdefault(catalog, Shelf(_MOST_SHELVED))
    return shelf.take(report_id, lambda: _read(library, catalog.info(report_id)))


def _read(library: Library, info: ReportInfo) -> Page:
    text, sections, paragraphs = library.prose(info.report_id)
    return Page(info, text, paragraphs, sections, sentences_of(info, paragraphs))


def sentences_of(info: ReportInfo, paragraphs: Iterable[Paragraph]) -> list[Sentence]:
    """The sentences of a report's paragraphs, numbered, each with what opens its unit."""
    found: list[Sentence] = []
    for paragraph in paragraphs:
        head = ""
        spans = sentences(paragraph.text)
        for place, (start, end) in enumerate(spans):
            text = paragraph.text[start:end]
            marked = MARK.match(text) is not None
            short = len(text) <= _HEAD and text.endswith("。") and not _STATES.search(text[len("（十一）") :])
            opens = short and (marked or place == 0) and place + 1 < len(spans)
            head = "" if opens or marked else head
            found.append(Sentence(info, paragraph, start, end, len(found), head, opens))
            head = text if opens else head
    return found


def plain(text: str) -> str:
    """A text without white space, in lower case."""
    return _SPACES.sub("", text).lower()
