"""`python -m evals.benchmarks NAME… --data DIR [--limit N --seed S --jobs J]`: one JSON line a data set."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant import wire
from assistant.errors import BaogaoError
from evals.benchmarks import dragonball, reading, rgb, tables
from evals.benchmarks.task import Task, measure

ADAPTERS: dict[str, Callable[[Path], Task]] = {
    "im-tqa": tables.im_tqa,
    "retqa": tables.retqa,
    "dureader-robust": reading.dureader_robust,
    "dureader-checklist": reading.dureader_checklist,
    "cjrc": reading.cjrc,
    "dragonball": dragonball.dragonball,
    "rgb": rgb.rgb,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure the named data sets; a set that cannot be read costs one line, and the exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m evals.benchmarks", description="Measure on public data sets.")
    parser.add_argument("names", nargs="+", choices=sorted(ADAPTERS), metavar="NAME", help=", ".join(sorted(ADAPTERS)))
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder that holds the data sets")
    parser.add_argument("--limit", type=int, metavar="N", help="ask only N questions of each, drawn with the seed")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--jobs", type=int, default=1, metavar="J", help="read this many documents at a time")
    options = parser.parse_args(arguments)
    code = 0
    for name in options.names:
        try:
            found = measure(ADAPTERS[name](options.data), options.limit, options.seed, options.jobs)
        except BaogaoError as error:
            sys.stderr.write(f"{error}\n")
            code = 1
            continue
        sys.stdout.write(wire.dumps(found) + "\n")
    return code


if __name__ == "__main__":
    raise SystemExit(main())
