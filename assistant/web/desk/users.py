"""Who may sign in: names with scrypt hashes, as `BAOGAO_STAFF_USERS` lists them.

    name:scrypt$LOG2N$R$P$SALT$HASH[,name:…]          salt and hash in URL-safe base64 without padding

`baogao staff NAME` asks for a password and prints such an entry.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.errors import UsageError

SHORTEST_PASSWORD = 10
_LOG2N, _R, _P, _LENGTH = 14, 8, 1, 32
_MEMORY = 128 * 1024 * 1024
_NAME = re.compile(r"[\w.@-]{1,64}")


@dataclass(frozen=True, slots=True)
class _Hash:
    log2n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    def fits(self, password: str) -> bool:
        made = hashlib.scrypt(
            password.encode(), salt=self.salt, n=2**self.log2n, r=self.r, p=self.p, maxmem=_MEMORY, dklen=_LENGTH
        )
        return hmac.compare_digest(made, self.digest)


class Users:
    """The people of the desk."""

    def __init__(self, hashes: Mapping[str, str]) -> None:
        self._texts = dict(hashes)
        self._hashes = {name: _parsed(name, text) for name, text in hashes.items()}
        self._nobody = _parsed("", hashed(secrets.token_hex(16)))

    @classmethod
    def parse(cls, setting: str) -> Users:
        """The users of a setting. Raises UsageError, never quoting a hash."""
        entries = [part.strip() for part in re.split(r"[,\n]", setting) if part.strip()]
        hashes: dict[str, str] = {}
        for number, entry in enumerate(entries, 1):
            name, _, text = entry.partition(":")
            if not _NAME.fullmatch(name) or not text:
                raise UsageError(
                    f"BAOGAO_STAFF_USERS 第 {number} 项应为“名字:scrypt$…”，可用 baogao staff 名字 生成 / "
                    f"entry {number} must be NAME:scrypt$…; `baogao staff NAME` makes one"
                )
            hashes[name] = text
        return cls(hashes)

    def accepts(self, name: str, password: str) -> bool:
        """Whether this is the password of this user. A name that nobody has takes as long as one that somebody has."""
        known = self._hashes.get(name)
        fits = (known or self._nobody).fits(password[:1024])
        return fits and known is not None

    def secret(self, name: str) -> bytes | None:
        """What the sessions of a user hang on: it changes with the password. None for an unknown name."""
        text = self._texts.get(name)
        return text.encode() if text else None


def hashed(password: str) -> str:
    """A password as the setting holds it. Raises UsageError for one that is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise UsageError(
            f"密码至少 {SHORTEST_PASSWORD} 个字符 / a password has at least {SHORTEST_PASSWORD} characters"
        )
    salt = secrets.token_bytes(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=2**_LOG2N, r=_R, p=_P, maxmem=_MEMORY, dklen=_LENGTH)
    return f"scrypt${_LOG2N}${_R}${_P}${_encoded(salt)}${_encoded(made)}"


def _parsed(name: str, text: str) -> _Hash:
    parts = text.split("$")
    try:
        kind, log2n, r, p = parts[0], int(parts[1]), int(parts[2]), int(parts[3])
        salt, digest = _decoded(parts[4]), _decoded(parts[5])
    except (IndexError, ValueError, binascii.Error):
        kind, log2n, r, p, salt, digest = "", 0, 0, 0, b"", b""
    fits = kind == "scrypt" and len(parts) == 6 and 10 <= log2n <= 17 and 1 <= r <= 8 and 1 <= p <= 4
    if not (fits and len(salt) >= 8 and len(digest) == _LENGTH):
        raise UsageError(
            f"BAOGAO_STAFF_USERS 中“{name}”的密码散列无效，可用 baogao staff {name} 重新生成 / "
            f"the hash of {name} is not valid; `baogao staff {name}` makes one"
        )
    return _Hash(log2n, r, p, salt, digest)


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
