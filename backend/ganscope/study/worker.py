"""A contestant of a benchmark: a process of its own, asked in lines of JSON.

A process of its own, because PyTorch and XLA each keep a pool of threads: in one process the idle pool of the one,
which spins before it sleeps, would slow the other; and XLA takes its threads once for a process.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any


class Failed(RuntimeError):
    """The process did not start, or ended; the message has what it complained of."""


class Worker:
    """A process that greets with one line of JSON and answers each line with one; it sleeps between questions."""

    def __init__(self, process: subprocess.Popen[str]):
        self._process = process
        self.greeting: dict[str, Any] = self._heard("did not start")

    def ask(self, **question: Any) -> dict[str, Any]:
        """Its answer to a question.  Raises :class:`Failed`."""
        assert self._process.stdin
        with contextlib.suppress(BrokenPipeError):  # it ended: what it complained of is heard next
            self._process.stdin.write(json.dumps(question) + "\n")
            self._process.stdin.flush()
        return self._heard("ended")

    def _heard(self, otherwise: str) -> dict[str, Any]:
        assert self._process.stdout and self._process.stderr
        line = self._process.stdout.readline()
        if not line:
            raise Failed(f"a process of the benchmark {otherwise}: {self._process.stderr.read().strip()}")
        return json.loads(line)


@contextlib.contextmanager
def worker(*command: str) -> Iterator[Worker]:
    """Start Python with these arguments as a worker, and end it on leaving.  Raises :class:`Failed`."""
    process = subprocess.Popen(
        (sys.executable, *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin and process.stdout and process.stderr
    try:
        yield Worker(process)
    finally:
        process.terminate()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(BrokenPipeError):  # a question that nobody read
                stream.close()
