"""Office files without a clock in them: the same content gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def freeze(data: bytes, date: str) -> bytes:
    """Repack a zip with fixed times and no compression (which would depend on the zlib in use).

    `date` (YYYY-MM-DD) becomes the document's time of creation and of change.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = _STAMP.sub(rb"\g<1>" + date.encode() + b"T09:30:00Z", content)
            target.writestr(zipfile.ZipInfo(name, _EPOCH), content)
    return out.getvalue()
