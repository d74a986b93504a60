"""Has the process that wrote something down ended? Known only on its own machine, in its own container."""

from __future__ import annotations

import contextlib
import os
import socket
from functools import cache
from pathlib import Path


def this_process() -> str:
    """Which process this is, for `has_ended`: number, host, then what tells it from all others."""
    pid = os.getpid()
    return f"{pid} {socket.gethostname()} {_start(pid)} {_place()}"


def has_ended(process: str) -> bool:
    """Whether that process ended; False also where it cannot be known from here."""
    try:
        pid, host, start, place = process.split(" ")
    except ValueError:
        return False
    if not _place() or (host, place) != (socket.gethostname(), _place()):
        return False
    try:
        # Of another user's process /proc may say nothing, but a signal knows whether there is one.
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _start(int(pid)) not in ("", start)


def shown(process: str) -> str:
    """A process as the operator looks for it: `4711 on web-1`."""
    pid, _, rest = process.partition(" ")
    return f"{pid} on {rest.partition(' ')[0]}"


@cache
def _place() -> str:
    """The start of this machine and the container, in which a process number means one process.

    Empty on systems that do not tell; there nothing is known of any process.
    """
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{os.readlink('/proc/self/ns/pid')}"
    return ""


def _start(pid: int) -> str:
    """When a process was started, in the kernel's ticks; `ended` for one of which only the number is left.

    Empty where it is not told.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        # The name, in brackets, may hold anything.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "ended" if fields[0] in "ZX" else fields[19]
    return ""
