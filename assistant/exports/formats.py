"""The formats of an export, and the module that writes each: loaded only when it is asked for."""

from __future__ import annotations

FORMATS = ("text", "md", "html", "xlsx", "docx", "sarif", "junit")
"""What `--format` takes; --json is the contract's JSON."""
BINARY = frozenset({"xlsx", "docx"})
"""Formats that are no text: they need a file to go to."""
