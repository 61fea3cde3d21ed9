"""The conversation as HTML: questions, answers with their figures, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence

from assistant import rendering
from assistant.web import markup
from assistant.web.cards import cards
from assistant.web.conversation import Conversation, Exchange
from assistant.web.language import words_of_answer
from assistant.web.markup import text
from assistant.web.wording import Words


def transcript(conversation: Conversation, words: Words, *, offers: bool = True) -> str:
    """All exchanges; the last one offers what may be asked next."""
    last = conversation.exchanges[-1] if conversation.exchanges and offers else None
    return "".join(_exchange(one, words, last=one is last) for one in conversation.exchanges)


def growing(one: Exchange, words: Words) -> str:
    """An exchange whose answer may still grow."""
    return _unfinished(one.question, _answer(one, words), words)


def remark(question: str, sentence: str, words: Words) -> str:
    """A question with a sentence of the page itself instead of an answer."""
    return _unfinished(question, markup.remark(sentence), words)


def welcome(questions: Sequence[str], words: Words) -> str:
    """What stands in an empty conversation: questions to begin with."""
    if not questions:
        return ""
    return f'<p class="bg-greeting">{text(words.greeting)}</p>{_buttons(questions, "example")}'


def _unfinished(question: str, said: str, words: Words) -> str:
    return f'<article class="bg-exchange">{_question(question, words)}{said}</article>'


def _exchange(one: Exchange, words: Words, *, last: bool) -> str:
    following = ""
    if last:
        options = one.answer.suggestions or one.next
        heading = "" if one.answer.suggestions else f'<p class="bg-hint">{text(words.next_questions)}</p>'
        following = f'<div class="bg-next">{heading}{_buttons(options, "option")}</div>' if options else ""
    held = {
        "n": str(one.number),
        "question": one.question,
        "link": one.answer.standalone_question or one.question,
        "markdown": rendering.answer_markdown(one.answer),
    }
    data = "".join(f' data-{name}="{text(value)}"' for name, value in held.items())
    return (
        f'<article class="bg-exchange"{data}>{_question(one.question, words)}'
        f"{_answer(one, words)}{_acts(one, words, last=last)}{following}</article>"
    )


def _question(raw: str, words: Words) -> str:
    return f'<h3 class="bg-sr">{text(words.you_said)}</h3>{markup.question(raw)}'


def _answer(one: Exchange, words: Words) -> str:
    large = cards(one.answer, one.number, words_of_answer(one.answer))
    heading = f'<h3 class="bg-sr">{text(words.assistant_said)}</h3>'
    return f"{heading}{large}{markup.answer(one.answer, one.number, words)}"


def _acts(one: Exchange, words: Words, *, last: bool) -> str:
    acts = [("copy", words.copy), ("link", words.link), ("edit", words.edit)]
    acts += [("retry", words.retry)] if last else []
    acts += [("like", words.like), ("dislike", words.dislike)]
    buttons = "".join(f'<button type="button" data-do="{do}">{text(label)}</button>' for do, label in acts)
    return f'<div class="bg-acts" role="group" aria-label="{text(words.actions)}">{buttons}</div>'


def _buttons(questions: Sequence[str], kind: str) -> str:
    buttons = "".join(
        f'<button type="button" class="{kind}" data-do="ask" data-question="{text(one)}">{text(one)}</button>'
        for one in questions
    )
    return f'<div class="bg-{kind}s">{buttons}</div>'
