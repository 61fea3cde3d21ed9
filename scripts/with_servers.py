"""Run a command with a PostgreSQL and a Chroma server of its own: python scripts/with_servers.py COMMAND …

Both live in a temporary folder on free ports and end with the command, whose environment names them in
BAOGAO_TEST_DATABASE_URL and BAOGAO_TEST_CHROMA_URL: the tests then put every library there. PostgreSQL comes from
Debian (`apt install postgresql`); root starts it as the user `postgres`, as it must.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_PATIENCE = 60
"""Seconds within which a server must answer."""


def main() -> int:
    """Start both, run the command, end both; the exit code is the command's."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="baogao-servers-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        with _postgres(place / "postgres") as database, _chroma(place / "chroma") as chroma:
            named = {"BAOGAO_TEST_DATABASE_URL": database, "BAOGAO_TEST_CHROMA_URL": chroma}
            return subprocess.run(sys.argv[1:], env=os.environ | named, check=False).returncode


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    """A cluster in this folder; gives the address of its database."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda one: int(one.parts[-3]))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        sys.exit("PostgreSQL is not installed: apt install postgresql")
    user = "postgres" if os.getuid() == 0 else None
    folder.mkdir()
    if user:
        shutil.chown(folder, user)
    port, control = _free_port(), str(Path(initdb).with_name("pg_ctl"))
    data, options = str(folder / "data"), f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"

    def run(*command: str) -> None:
        subprocess.run(command, user=user, cwd=folder, stdout=subprocess.DEVNULL, check=True)

    run(initdb, "-D", data, "-U", "baogao", "-A", "trust", "-E", "UTF8", "--locale", "C.UTF-8")
    run(control, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield f"postgresql+psycopg://baogao@127.0.0.1:{port}/postgres"
    finally:
        run(control, "-D", data, "-m", "immediate", "stop")


@contextmanager
def _chroma(folder: Path) -> Iterator[str]:
    """A Chroma server over this folder; gives its address."""
    port, program = _free_port(), Path(sys.executable).with_name("chroma")
    command = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _await(f"http://127.0.0.1:{port}/api/v2/heartbeat")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


def _await(address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while True:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                sys.exit(f"{address} did not answer")
            time.sleep(0.2)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
