"""The web app: settings → library → assistant → pages → serve."""

from __future__ import annotations

import os
import sys
from contextlib import closing, suppress

from assistant.library import Library
from assistant.pipeline import Assistant
from assistant.settings import Settings
from assistant.web.address import listen, shown


def serve(settings: Settings) -> None:
    """Serve the pages until interrupted; prints the address once they can be used.

    Raises BaogaoError when there is no library, or when the address is taken.
    """
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read when gradio is imported; else it looks up two hosts
    with Library.open(settings) as library, closing(listen(settings.host, settings.port)) as bound:
        from assistant.web.chat import page
        from assistant.web.server import application, run
        from assistant.web.shared import shared

        common = shared(Assistant(library))
        app = application(page(common), common)
        with suppress(KeyboardInterrupt):
            run(app, bound, lambda: _say(f"Baogao: {shown(bound)}"))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    from assistant.cli import main

    sys.exit(main(["serve", *sys.argv[1:]]))
