"""Write a result in the format asked for, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant import wire
from assistant.answer import Audited, Checked
from assistant.errors import UsageError
from assistant.exports import listing
from assistant.exports.formats import BINARY


def checked(result: Checked, draft: str, name: str, form: str, out: Path | None) -> None:
    """A checked draft; `name` is what it is called. Raises UsageError where a format needs a file."""
    _put(rendered_check(result, draft, name, _settled(form, out)), out)


def audited(result: Audited, form: str, out: Path | None) -> None:
    """The findings over reports. Raises UsageError where a format needs a file."""
    _put(rendered_audit(result, _settled(form, out)), out)


def rendered_check(result: Checked, draft: str, name: str, form: str) -> str | bytes:
    """The result in a format: text, or bytes for a format that is none."""
    match form:
        case "json":
            return wire.dumps(result, indent=2)
        case _:
            return listing.checked(result)


def rendered_audit(result: Audited, form: str) -> str | bytes:
    """The result in a format: text, or bytes for a format that is none."""
    match form:
        case "json":
            return wire.dumps(result, indent=2)
        case _:
            return listing.audited(result)


def _settled(form: str, out: Path | None) -> str:
    if form in BINARY and out is None:
        raise UsageError(f"--format {form} 需要 --out 文件 / needs --out FILE")
    return form


def _put(made: str | bytes, out: Path | None) -> None:
    if out is not None:
        out.write_bytes(made if isinstance(made, bytes) else made.encode() + b"\n")
    elif isinstance(made, str):
        sys.stdout.write(made + "\n")
