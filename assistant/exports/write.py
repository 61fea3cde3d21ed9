"""Write a result in the format asked for, to a file or to standard output."""

from __future__ import annotations

import sys
from pathlib import Path

from assistant import wire
from assistant.answer import Audited, Checked
from assistant.errors import UsageError
from assistant.exports import listing, markdown, page, pipelines
from assistant.exports.formats import BINARY
from assistant.library import Library


def put(made: str | bytes, out: Path | None) -> None:
    """Write what was rendered. Raises UsageError where it is no text and there is no file to write it to."""
    if out is not None:
        out.write_bytes(made if isinstance(made, bytes) else made.encode() + b"\n")
    elif isinstance(made, bytes):
        raise UsageError(f"--format {'|'.join(sorted(BINARY))} 需要 --out 文件 / needs --out FILE")
    else:
        sys.stdout.write(made + "\n")


def rendered_check(result: Checked, draft: str, name: str, form: str, library: Library | None = None) -> str | bytes:
    """A checked draft in a format: text, or bytes for a format that is none.

    `name` is what the draft is called; with the library a page shows the cited tables whole.
    """
    match form:
        case "json":
            return wire.dumps(result, indent=2)
        case "md":
            return markdown.checked(result, name)
        case "html":
            return page.checked(result, draft, name, library)
        case "xlsx":
            from assistant.exports import workbook

            return workbook.checked(result)
        case "docx":
            from assistant.exports import word

            return word.checked(result, draft)
        case "sarif":
            return pipelines.checked_sarif(result, draft, name)
        case "junit":
            return pipelines.checked_junit(result, name)
        case _:
            return listing.checked(result)


def rendered_audit(result: Audited, form: str, library: Library | None = None) -> str | bytes:
    """The findings over reports in a format: text, or bytes for a format that is none."""
    match form:
        case "json":
            return wire.dumps(result, indent=2)
        case "md":
            return markdown.audited(result)
        case "html":
            return page.audited(result, library)
        case "xlsx":
            from assistant.exports import workbook

            return workbook.audited(result)
        case "docx":
            from assistant.exports import word

            return word.audited(result)
        case "sarif":
            return pipelines.audited_sarif(result)
        case "junit":
            return pipelines.audited_junit(result)
        case _:
            return listing.audited(result)
