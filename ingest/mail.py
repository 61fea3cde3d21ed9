"""Mail and web pages saved as one file (.eml, .mhtml): the page or the text that they carry."""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from assistant.errors import ReadingError
from ingest.encoding import decode

_FIELD = re.compile(
    rb"^(?:MIME-Version|From|Return-Path|Received|Delivered-To|Message-ID|Date|Subject|Content-Type):", re.I
)
_MOST_PARTS = 500


def is_mail(head: bytes) -> bool:
    """Whether a file that begins so is a mail: a field of one, and the version of MIME among the first lines."""
    return _FIELD.match(head.lstrip()) is not None and re.search(rb"^MIME-Version:", head, re.I | re.M) is not None


def body(data: bytes) -> tuple[str, bool, tuple[str, ...]]:
    """The text, whether it is a web page, and the names of attachments, which are not read.

    Raises ReadingError: "no_text" when the mail carries none, "too_large".
    """
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    parts = list(message.walk())
    if len(parts) > _MOST_PARTS:
        raise ReadingError("too_large", "邮件的部分过多 / The mail has too many parts")
    texts = [part for part in parts if part.get_content_maintype() == "text" and not part.is_attachment()]
    attached = tuple(part.get_filename() or "?" for part in parts if part.is_attachment())
    for kind in ("html", "plain"):
        for part in texts:
            content = part.get_payload(decode=True) if part.get_content_subtype() == kind else None
            if isinstance(content, bytes) and content.strip():
                return decode(content), kind == "html", attached
    raise ReadingError(
        "no_text", "邮件没有正文，附件请另存后导入 / The mail has no text; save and ingest its attachments"
    )
