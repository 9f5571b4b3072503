"""The fake lab, served by a process of its own."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
BACKEND = HERE.parents[1] / "backend"


@dataclass
class Process:
    """``greeting`` is what it printed until it was ready."""

    popen: subprocess.Popen[str]
    port: int
    greeting: str

    def line(self) -> str:
        """The next line that it prints."""
        assert self.popen.stdout is not None
        return self.popen.stdout.readline()

    def stop(self, number: int = signal.SIGINT) -> tuple[float, str]:
        """Send a signal; seconds until the process had ended, and all that it printed after its greeting."""
        start = time.monotonic()
        self.popen.send_signal(number)
        printed, _ = self.popen.communicate(timeout=10)
        return time.monotonic() - start, printed


@contextlib.contextmanager
def serving(*arguments: str, program: str = "fake_lab.py") -> Iterator[Process]:
    """Run a program of this folder that serves, until the block ends."""
    environment = {**os.environ, "XLA_FLAGS": "", "PYTHONPATH": os.pathsep.join([str(BACKEND), str(HERE)])}
    popen = subprocess.Popen(
        [sys.executable, str(HERE / program), *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert popen.stdout is not None
    try:
        greeting = ""
        while (found := re.search(r"http://\S+:(\d+)/", greeting)) is None:
            line = popen.stdout.readline()
            assert line, greeting
            greeting += line
        yield Process(popen, int(found[1]), greeting)
    finally:
        popen.kill()
        popen.wait()
        popen.stdout.close()
