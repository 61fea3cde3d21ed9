"""How wide the place is that an agency governs, and the one that a text speaks of."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WIDTHS = {"全国": 4, "全省": 3, "全自治区": 3, "全市": 2, "全县": 1, "全区": 1, "全旗": 1}
_WIDE = re.compile("|".join(_WIDTHS))
_NAMES = (
    (re.compile(r"(?:省|自治区)(?:人民政府)?$"), 3),
    (re.compile(r"市(?:人民政府)?$"), 2),
    (re.compile(r"[县区旗](?:人民政府)?$"), 1),
)


def _width(agency: str) -> int:
    """How wide the place is that an agency governs: 3 a province, 2 a city, 1 a county, 0 an office of any of them."""
    return next((width for name, width in _NAMES if name.search(agency)), 0)


def beyond(text: str, agencies: Sequence[str]) -> bool:
    """Whether a text speaks of more than the agencies: “全省” in a draft about a county."""
    said = max((_WIDTHS[match.group()] for match in _WIDE.finditer(text)), default=0)
    return bool(said) and all(said > _width(agency) for agency in agencies)
