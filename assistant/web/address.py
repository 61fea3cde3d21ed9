"""The address to serve on, taken before anything slow is loaded, so that a taken port is known at once."""

from __future__ import annotations

import socket

from assistant.errors import BaogaoError


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises BaogaoError, in a sentence, when the address cannot be had."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise _unusable(host, port, error) from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(1024)
    except OSError as error:
        bound.close()
        raise _unusable(host, port, error) from error
    return bound


def shown(bound: socket.socket) -> str:
    """The URL of a listening socket."""
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _unusable(host: str, port: int, error: OSError) -> BaogaoError:
    return BaogaoError(
        f"无法在 {host}:{port} 上提供网页：{error.strerror or error}。请用 --port 换一个端口。"
        "The address cannot be used; choose another with --port."
    )
