"""Is it known of a process whether it has ended? Only here, and never wrongly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

import pytest

from plan_store import processes
from plan_store.database import PROJECT
from plan_store.processes import has_ended, shown, this_process

PROGRAM = """
import time
from plan_store.processes import this_process
print(this_process(), flush=True)
time.sleep(60)
"""


@pytest.fixture
def another() -> tuple[subprocess.Popen[str], str]:
    running = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=PROJECT, stdout=-1, text=True)
    assert running.stdout is not None
    return running, running.stdout.readline().strip()


def test_this_process_has_not_ended() -> None:
    assert not has_ended(this_process())
    assert shown(this_process()) == f"{os.getpid()} on {socket.gethostname()}"


def test_one_that_was_killed_has_ended_before_anybody_asked_how(
    another: tuple[subprocess.Popen[str], str],
) -> None:
    running, name = another
    assert not has_ended(name)
    running.kill()
    os.waitid(os.P_PID, running.pid, os.WEXITED | os.WNOWAIT)
    assert has_ended(name)
    running.wait()
    assert has_ended(name)


def test_one_that_stands_still_has_not_ended(another: tuple[subprocess.Popen[str], str]) -> None:
    running, name = another
    running.send_signal(signal.SIGSTOP)
    assert not has_ended(name)
    running.kill()
    running.wait()


def test_a_number_that_was_given_to_another_since_is_not_the_same_process() -> None:
    pid, host, start, place = this_process().split(" ")
    assert has_ended(f"{pid} {host} {int(start) - 1} {place}")


def test_of_another_machine_or_container_nothing_is_known() -> None:
    _, host, start, place = this_process().split(" ")
    gone = f"{2**22 - 1} {host} {start} {place}"
    assert has_ended(gone)
    assert not has_ended(gone.replace(host, "elsewhere", 1))
    assert not has_ended(gone.replace(place, f"{place}1"))


def test_nothing_is_known_where_the_system_does_not_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    _, host, _, _ = this_process().split(" ")
    monkeypatch.setattr(processes, "_place", lambda: "")
    assert not has_ended(f"{2**22 - 1} {host}  ")
    assert not has_ended(this_process())
    assert not has_ended("")
