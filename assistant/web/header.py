"""The top of the page: the name, what this is, what it knows, and the visitor's own settings."""

from __future__ import annotations

import json

from assistant.catalog import Catalog
from assistant.web import coverage
from assistant.web.markup import text
from assistant.web.wording import Words


def header(catalog: Catalog, words: Words) -> str:
    """The header; the page's script finds its own words in it."""
    said = {
        **words.browser,
        "new": words.new_conversation,
        "editing": words.editing,
        "voted": words.vote_kept,
        "busy": words.busy,
    }
    return (
        f'<header lang="{words.html}" data-words="{text(json.dumps(said, ensure_ascii=False))}">'
        f"<div><h1>{text(words.title)}</h1><p>{text(words.tagline)}</p>"
        f'<p class="bg-line">{text(coverage.line(catalog, words))}</p></div>'
        '<div class="bg-tools">'
        f'<button type="button" data-do="list" aria-haspopup="dialog">{text(words.conversations)}</button>'
        f'<button type="button" data-do="new">{text(words.new_conversation)}</button>'
        f'<button type="button" data-do="large" aria-pressed="false">{text(words.large_type)}</button>'
        f'<button type="button" data-do="dark" aria-pressed="false">{text(words.dark_mode)}</button>'
        "</div></header>"
    )
