"""Text → HTML that is only text. Everything from documents, questions and answers goes through here."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator

from assistant.answer import Answer
from assistant.web.wording import Words

_INLINE = re.compile(r"(\*\*.+?\*\*|\[\d{1,3}\])")
_ITEM = re.compile(r"(?:-|(\d{1,3})\.) +")


def text(raw: str) -> str:
    """Text for an element or a quoted attribute: it is shown as it stands, whatever it is made of."""
    return html.escape(raw, quote=True)


def anchor(exchange: int, n: int) -> str:
    """The id of a citation in the evidence: unique among the exchanges of a conversation."""
    return f"cite-{exchange}-{n}"


def mark(exchange: int, n: int, words: Words) -> str:
    """The number of a citation as a link to its place in the evidence; heard as “evidence 1”."""
    return f'<a class="bg-mark" href="#{anchor(exchange, n)}" aria-label="{text(words.evidence)} {n}">{n}</a>'


def question(raw: str) -> str:
    """A question as a message of the chat."""
    return f'<div class="bg-question">{"<br>".join(map(text, raw.splitlines()))}</div>'


def answer(given: Answer, exchange: int, words: Words) -> str:
    """An answer as a message of the chat.

    It holds nothing but our own elements.
    """
    known = {citation.n for citation in given.citations}
    status = words.status(given)
    badge = f'<p class="bg-status">{text(status)}</p>' if status else ""
    notes = ""
    if given.notes:
        items = "".join(f"<li>{_inline(note, known, exchange, words)}</li>" for note in given.notes)
        notes = f'<div class="bg-notes"><span>{text(words.note)}</span><ul>{items}</ul></div>'
    body = "".join(_blocks(given.answer, known, exchange, words))
    return f'<div class="bg-answer">{badge}{body}{notes}</div>'


def remark(raw: str) -> str:
    """A sentence of the page itself as a message of the chat."""
    return f'<div class="bg-answer"><p class="bg-remark">{text(raw)}</p></div>'


def _blocks(shown: str, known: Collection[int], exchange: int, words: Words) -> Iterator[str]:
    """Lines as paragraphs, runs of "- " and "1. " lines as lists."""
    open_list = ""
    for line in shown.splitlines():
        item = _ITEM.match(line)
        wanted = "" if item is None else "ol" if item.group(1) else "ul"
        if wanted != open_list:
            yield (f"</{open_list}>" if open_list else "") + (f"<{wanted}>" if wanted else "")
            open_list = wanted
        body = _inline(line[item.end() :] if item else line, known, exchange, words)
        if item is not None:
            number = f' value="{int(item.group(1))}"' if item.group(1) else ""
            yield f"<li{number}>{body}</li>"
        elif body:
            yield f"<p>{body}</p>"
    if open_list:
        yield f"</{open_list}>"


def _inline(line: str, known: Collection[int], exchange: int, words: Words) -> str:
    parts = []
    for part in _INLINE.split(line):
        number = part[1:-1]
        if part.startswith("**") and part.endswith("**") and len(part) > 4:
            parts.append(f"<strong>{text(part[2:-2])}</strong>")
        elif number.isascii() and number.isdigit() and int(number) in known:
            parts.append(mark(exchange, int(number), words))
        else:
            parts.append(text(part))
    return "".join(parts)
