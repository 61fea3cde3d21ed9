"""The web app: settings → library → assistant → pages → serve."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from assistant.engine import assistant_for
from assistant.library import Library
from assistant.settings import Settings
from assistant.web.address import listen, shown

if TYPE_CHECKING:
    from assistant.web.desk.staff import Staff
    from assistant.web.shared import Shared


_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",  # else it looks up two hosts
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",  # else it makes a table of all past events after each of them
}
"""Read when gradio is imported, and when its queue is made."""


def serve(settings: Settings) -> None:
    """Serve the pages until interrupted; prints the address once they can be used.

    Raises BaogaoError when there is no library, or when the address is taken.
    """
    os.environ.update(_GRADIO)
    with (
        Library.open(settings) as library,
        closing(assistant_for(library, settings)) as assistant,
        closing(listen(settings.host, settings.port)) as bound,
    ):
        from assistant.web import logs
        from assistant.web.chat import page
        from assistant.web.server import application, run
        from assistant.web.shared import shared

        logs.begin("warning" if settings.log == "warning" else "info", [settings.llm_api_key or ""])
        common = shared(assistant)
        app = application(page(common), common, staff_of(settings, common))
        with suppress(KeyboardInterrupt):
            run(app, bound, lambda: _say(f"Baogao: {shown(bound)}"))


def staff_of(settings: Settings, common: Shared) -> Staff | None:
    """The desk's people and its tools; None where nobody may sign in."""
    if not settings.staff_users:
        return None
    from assistant import wire
    from assistant.web.desk.staff import Reading, Staff
    from assistant.web.desk.users import Users
    from ingest.build import ingest, read_again
    from ingest.drafts import read_draft

    library = common.assistant.library
    reading = Reading(
        files=lambda paths: wire.to_json(ingest(paths, library)),
        again=lambda report_id: wire.to_json(read_again(report_id, library)),
        draft=read_draft,
    )
    return Staff(Users.parse(settings.staff_users), common, reading, settings.evaluations)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    from assistant.cli import main

    sys.exit(main(["serve", *sys.argv[1:]]))
