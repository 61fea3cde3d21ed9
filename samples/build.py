"""Build every sample report and truth.json from facts.yaml: `python -m samples.build [--out DIR]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from samples import write_docx, write_html, write_pdf, write_text, write_xlsx
from samples.check import contradictions
from samples.facts import Report, load
from samples.truth import truth

HERE = Path(__file__).parent
_WRITERS: Mapping[str, Callable[[Report], bytes]] = {
    "docx": write_docx.document,
    "html": write_html.page,
    "markdown": write_text.markdown,
    "pdf": write_pdf.document,
    "text": write_text.harvested,
    "xlsx": write_xlsx.workbook,
}


def build(out: Path) -> list[Path]:
    """Write `reports/*` and `truth.json` under `out`; the same facts give the same bytes.

    Raises ValueError when the facts contradict themselves where nothing was planted.
    """
    reports = load()
    faults = list(contradictions(reports))
    if faults:
        raise ValueError("; ".join(faults))
    folder = out / "reports"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for report in reports:
        path = folder / report.file
        path.write_bytes(_WRITERS[report.format.split("-")[0]](report))
        written.append(path)
    records = [truth(report) for report in reports]
    (out / "truth.json").write_text(_json(records), encoding="utf-8")
    return [*written, out / "truth.json"]


def _json(records: list[dict[str, object]]) -> str:
    """Readable by people and by diff: one line a field, one line an element of a long list."""
    blocks = []
    for record in records:
        fields = []
        for key, value in record.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                rows = ",\n".join("    " + json.dumps(element, ensure_ascii=False) for element in value)
                fields.append(f'  "{key}": [\n{rows}\n  ]')
            else:
                fields.append(f'  "{key}": {json.dumps(value, ensure_ascii=False)}')
        blocks.append("{\n" + ",\n".join(fields) + "\n}")
    return "[\n" + ",\n".join(blocks) + "\n]\n"


def main(arguments: list[str] | None = None) -> int:
    """Command line; lists what was written on standard error."""
    parser = argparse.ArgumentParser(prog="python -m samples.build", description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to (default: samples/)")
    for path in build(parser.parse_args(arguments).out):
        sys.stderr.write(f"{path.stat().st_size:>8}  {path}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
