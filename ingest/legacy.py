"""Office files of other kinds (.doc, .wps, .rtf, .odt, .ods), turned into docx or xlsx by LibreOffice."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from ingest.blocks import Document
from ingest.limits import LIMITS, refusal
from ingest.package import check_package
from ingest.programs import ProgramError, installed, run


def read(path: Path, kind: str, reader: Callable[[Path], Document]) -> Document:
    """The file, converted to `kind` ("docx" or "xlsx") and read by the reader of that kind.

    Raises ReadingError: "unsupported" with what to install where there is no LibreOffice, "damaged" when it cannot
    convert the file.
    """
    program = installed("soffice", "libreoffice")
    if program is None:
        module = "libreoffice-writer-nogui" if kind == "docx" else "libreoffice-calc-nogui"
        zh = f"是旧版或其他办公软件的文件：请安装 LibreOffice（{module}）后再导入，或另存为 {kind}、PDF"
        raise refusal("unsupported", path, zh, f"needs LibreOffice ({module}); install it, or save the file as {kind}")
    with tempfile.TemporaryDirectory() as folder:
        converted = _converted(program, path, kind, Path(folder))
        check_package(converted)
        return reader(converted)


def _converted(program: str, path: Path, kind: str, folder: Path) -> Path:
    """The converted file. Its profile is new and is thrown away, so that no macro setting of the user's applies."""
    profile, out = folder / "profile", folder / "out"
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", f"-env:UserInstallation={profile.as_uri()}"]
    command = [program, *options, "--convert-to", kind, "--outdir", str(out), str(path.resolve())]
    try:
        run(command, earns=float(LIMITS.program_seconds), environment={"HOME": str(folder)})
    except ProgramError as error:
        raise refusal(
            "damaged", path, f"无法由 LibreOffice 打开（{error}）", f"cannot be converted ({error})"
        ) from error
    made = sorted(out.glob(f"*.{kind}")) if out.is_dir() else []
    if not made:
        zh = "已损坏或有密码保护，LibreOffice 打不开，请另存后再导入"
        raise refusal("damaged", path, zh, "is damaged or has a password; save it anew")
    return made[0]
