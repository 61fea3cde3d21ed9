"""The front door of an installed Baogao: the `baogao` command.

A wheel keeps the packages in a private folder beside this file, because `assistant`, `ingest` and `app` are names that
another project may use too. In a checkout there is no such folder, and the packages stand on the path themselves.
"""

from __future__ import annotations

import sys
from pathlib import Path

_PRIVATE = Path(__file__).resolve().parent / "_baogao"
if _PRIVATE.is_dir() and str(_PRIVATE) not in sys.path:
    sys.path.insert(0, str(_PRIVATE))


def main() -> int:
    """Run the command line and return its exit code."""
    from assistant.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
