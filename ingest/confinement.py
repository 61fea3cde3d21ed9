"""What a process that reads foreign files may use: bounded memory, time and file size, and no network.

Limits are the kernel's (setrlimit, a seccomp filter), so they hold for C libraries and for programs that the readers
start. Where the kernel has no seccomp, Python's own sockets are refused instead.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import signal
import sys

from ingest.limits import LIMITS

_ARCHITECTURES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
"""The kernel's number of the architecture, and that of its socket call."""
_IO_URING_SETUP, _FOREIGN_CALLS, _AF_UNIX = 425, 0x40000000, 1
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _DENY = 0x7FFF0000, 0x00050000 | 13
"""SECCOMP_RET_ALLOW, and SECCOMP_RET_ERRNO with EACCES."""
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_NETWORK_EVENTS = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto")


class _Instruction(ctypes.Structure):
    _fields_ = (("code", ctypes.c_ushort), ("yes", ctypes.c_ubyte), ("no", ctypes.c_ubyte), ("k", ctypes.c_uint32))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("instructions", ctypes.POINTER(_Instruction)))


def confine() -> None:
    """Give up, for good, what no reader needs. For this process and everything it starts."""
    _limit(resource.RLIMIT_CORE, 0, 0)
    _limit(resource.RLIMIT_FSIZE, LIMITS.written_bytes, LIMITS.written_bytes)
    _limit(resource.RLIMIT_AS, LIMITS.memory_bytes, LIMITS.program_memory_bytes)
    if not _deny_sockets():
        sys.addaudithook(_refuse_network)


def allow_seconds(cpu: float, wall: float) -> None:
    """From now on this process may use so much processor and clock time; then the kernel ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + cpu) + 1, resource.RLIM_INFINITY)
    signal.setitimer(signal.ITIMER_REAL, wall)


def roomier() -> None:
    """For a program about to be started: the memory that office programs and text recognition need."""
    _limit(resource.RLIMIT_AS, LIMITS.program_memory_bytes, LIMITS.program_memory_bytes)
    _limit(resource.RLIMIT_CPU, LIMITS.program_seconds, LIMITS.program_seconds)


def _limit(what: int, soft: int, hard: int) -> None:
    """Set a limit, within what is already set from outside."""
    ceiling = resource.getrlimit(what)[1]
    if ceiling != resource.RLIM_INFINITY:
        hard = ceiling if hard == resource.RLIM_INFINITY else min(hard, ceiling)
        soft = min(soft, hard)
    resource.setrlimit(what, (soft, hard))


def _deny_sockets() -> bool:
    """Let the kernel refuse every socket but local ones; says whether it could."""
    known = _ARCHITECTURES.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    architecture, socket_call = known
    steps = [
        _Instruction(_LOAD, 0, 0, 4),  # the architecture
        _Instruction(_EQUAL, 0, 6, architecture),
        _Instruction(_LOAD, 0, 0, 0),  # the call
        _Instruction(_AT_LEAST, 4, 0, _FOREIGN_CALLS),
        _Instruction(_EQUAL, 3, 0, _IO_URING_SETUP),
        _Instruction(_EQUAL, 0, 3, socket_call),
        _Instruction(_LOAD, 0, 0, 16),  # its first argument: the address family
        _Instruction(_EQUAL, 1, 0, _AF_UNIX),
        _Instruction(_RETURN, 0, 0, _DENY),
        _Instruction(_RETURN, 0, 0, _ALLOW),
    ]
    program = _Program(len(steps), (_Instruction * len(steps))(*steps))
    libc = ctypes.CDLL(None, use_errno=True)
    zero = ctypes.c_ulong(0)
    if libc.prctl(_NO_NEW_PRIVILEGES, ctypes.c_ulong(1), zero, zero, zero):
        return False
    return not libc.prctl(_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), zero, zero)


def _refuse_network(event: str, _details: object) -> None:
    if event.startswith(_NETWORK_EVENTS):
        raise PermissionError("readers have no network")
