"""Places and bodies that a draft names and of which no report is loaded."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.understanding import words
from assistant.understanding.agencies import Mention
from assistant.understanding.spans import masked
from assistant.understanding.years import years_in


def stranger_in(text: str, found: Sequence[Mention]) -> str | None:
    """A place or body that is named and is not loaded."""
    for mention in found:
        if mention.agencies == () and (mention.start == 0 or words.STRANGER.match(mention.text)):
            return mention.text
        if len(mention.agencies) > 1 or mention.place_only:
            return mention.text
    for match in words.STRANGER.finditer(masked(text, years_in(text).spans)):
        opens = match.start() <= 1 or text[match.start() - 1] in "，、和与及比较于"
        if opens and not words.NOT_PLACES.search(match.group()):
            return match.group()
    return None
