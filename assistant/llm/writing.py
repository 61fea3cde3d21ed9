"""A model's reply on its way to the reader: sentence by sentence, checked, mended once, or left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from assistant.answer import AnswerFigure, Citation
from assistant.llm.evidence import Bound
from assistant.llm.grounding import Context, Grounded, check, is_lead
from assistant.llm.pieces import reply_sentences
from assistant.prompting import Rendered
from assistant.report import Source

_MOST_MENDED = 3
"""Sentences of one reply that are sent back to be rephrased; later ones that fail are left out."""
_NONE = "{NONE}"


class Writer:
    """Turns one reply into checked text, and collects what it cites."""

    def __init__(
        self,
        context: Context,
        known: Iterable[Citation],
        stream: Callable[[Rendered], Iterator[str]],
        rephrase: Callable[[str, str], str],
    ) -> None:
        self._context = context
        self._sources: list[Source] = [citation.source for citation in known]
        self._stream = stream
        self._rephrase = rephrase
        self._mended = 0
        self.text = ""
        """What may be shown."""
        self._used: list[Bound] = []
        self.faults: list[str] = []
        """Why sentences were left out or rephrased."""

    @property
    def silent(self) -> bool:
        """Whether the reply held nothing that was looked at: the model said that the evidence does not answer."""
        return not self.text and not self.faults

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The sources of the text, numbered as its marks are."""
        return tuple(Citation(n, source) for n, source in enumerate(self._sources, 1))

    @property
    def figures(self) -> tuple[AnswerFigure, ...]:
        """The figures that the text uses, as the evidence has them."""
        return tuple(bound.figure for bound in self._used if bound.figure is not None)

    def numbered_figures(self) -> tuple[AnswerFigure, ...]:
        """The same, each once, with the number of its citation."""
        numbered = [
            replace(bound.figure, citation=self._cite(bound.sources[0]))
            for bound in self._used
            if bound.figure is not None
        ]
        return tuple(dict.fromkeys(numbered))

    def write(self, prompt: Rendered) -> Iterator[str]:
        """The text so far, each time a sentence has passed. Raises ModelError; what was shown stays in `text`."""
        lead = ""
        for sentence in reply_sentences(self._stream(prompt)):
            if _NONE in sentence:
                return
            if not sentence.strip() or is_lead(sentence, self._context):
                lead += sentence
                continue
            grounded = self._checked(sentence)
            if grounded is None:
                continue
            self.text += (lead if self.text else lead.lstrip()) + grounded.text
            lead = ""
            self._used += grounded.figures
            yield self.text

    def _checked(self, sentence: str) -> Grounded | None:
        """A sentence that passes, as it is or rephrased once; None when it does not."""
        grounded = check(sentence, self._context, self._cite)
        if grounded.fault is None:
            return grounded
        self.faults.append(grounded.fault)
        if self._mended >= _MOST_MENDED:
            return None
        self._mended += 1
        again = self._rephrase(sentence.strip(), grounded.fault)
        if not again or _NONE in again or "\n" in again:
            return None
        end = sentence[len(sentence.rstrip()) :]
        grounded = check(again + end, self._context, self._cite)
        if grounded.fault is not None:
            self.faults.append(grounded.fault)
            return None
        return grounded

    def _cite(self, source: Source) -> int:
        if source not in self._sources:
            self._sources.append(source)
        return self._sources.index(source) + 1
