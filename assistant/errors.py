"""Every way in which Baogao can fail, on one screen. The message of an error is a sentence for its user."""

from __future__ import annotations


class BaogaoError(Exception):
    """Something failed that a person can do something about."""


class UsageError(BaogaoError):
    """The command or a setting was used wrongly."""


class ReadingError(BaogaoError):
    """A file cannot be read as a report. `code` is stable: programs may rely on it."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class LibraryError(BaogaoError):
    """The library cannot be opened, read or written."""


class LibraryBusyError(LibraryError):
    """Another process is writing to this library."""


class IndexReplacedError(LibraryError):
    """A rebuild has just put another index in the place of this one: open it again."""


class EmbedderMismatchError(LibraryError):
    """The library was written with another embedder than the one configured."""


class PromptError(BaogaoError):
    """A prompt file is wrong, or was used wrongly."""


class ModelError(BaogaoError):
    """The language model failed. `code` is stable: timeout, busy, key, unknown, unreachable, failed, reply, …"""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


class EmbedderError(BaogaoError):
    """The configured embedder cannot be loaded."""
