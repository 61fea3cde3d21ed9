"""The exit codes of `baogao`."""

from __future__ import annotations

DONE, FAILED, USAGE, REJECTED = 0, 1, 2, 3
"""Done; it failed; wrong usage; done, but some inputs were rejected or some checks failed."""
