"""What a page that stops reading costs: run ``python slow_viewer.py --seconds 60``; a short run is a test.

A server process plays at 60 large frames a second (``--rate``).  One page reads and acknowledges; after a while
another one joins its session and stops reading.  Memory is the process's resident set plus what the kernel holds in
the send queue of the page that does not read (Linux).
"""

from __future__ import annotations

import argparse
import json
import socket
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from client import page
from process import serving
from websockets.client import ClientProtocol
from websockets.exceptions import ConnectionClosed
from websockets.uri import parse_uri


@dataclass
class Cost:
    """Before: without the slow page.  During: while it reads nothing.  Memory in bytes; frames per second and frames
    lost (they were made, and a newer one came instead) as the other page sees them."""

    seconds: float
    resident_growth: int
    send_queue: int
    rate_before: float
    rate_during: float
    lost_before: int
    lost_during: int


class Deaf:
    """A websocket client that connects, says what it is told to, and never reads again."""

    def __init__(self, port: int, session: str) -> None:
        self.protocol = ClientProtocol(parse_uri(f"ws://127.0.0.1:{port}/ws?session={session}"))
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.protocol.send_request(self.protocol.connect())
        self._flush()
        while b"\r\n\r\n" not in (answer := self.socket.recv(65536)):
            pass
        self.protocol.receive_data(answer.partition(b"\r\n\r\n")[0] + b"\r\n\r\n")

    def send(self, **message: object) -> None:
        self.protocol.send_text(json.dumps(message).encode())
        self._flush()

    def _flush(self) -> None:
        for data in self.protocol.data_to_send():
            self.socket.sendall(data)


def resident(process: int) -> int:
    """Resident memory of a process, in bytes."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("no VmRSS")


def send_queue(port: int, peer: int) -> int:
    """Bytes that the kernel holds for a connection from server port to peer port, unsent or unacknowledged."""
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, _, queues, *_ = line.split()
        if int(local.split(":")[1], 16) == port and int(remote.split(":")[1], 16) == peer:
            return int(queues.split(":")[0], 16)
    return 0


class Watcher(threading.Thread):
    """A page that plays, reads and acknowledges, and notes when each frame came."""

    def __init__(self, port: int) -> None:
        super().__init__(daemon=True)
        self.port, self.over = port, False
        self.frames: list[tuple[float, int]] = []
        self.session = ""

    def run(self) -> None:
        with page(self.port) as tab:
            self.session = tab.event("session")["id"]
            tab.send({"type": "edit", "experiment": {"target": {"kind": "ring"}}})
            tab.send({"type": "play"})
            try:
                while not self.over:
                    self.frames.append((time.monotonic(), tab.frame().meta["round"]))
            except (TimeoutError, ConnectionClosed):
                pass

    def between(self, start: float, end: float) -> tuple[float, int]:
        """Frames per second, and how many were lost."""
        rounds = [round for when, round in self.frames if start <= when < end]
        return len(rounds) / (end - start), rounds[-1] - rounds[0] + 1 - len(rounds)


def measure(seconds: float, greedy: bool, rate: float = 60) -> Cost:
    """``greedy``: the slow page goes on acknowledging frames that it has not read, the worst that a client can do."""
    with serving("--port", "0", "--rate", str(rate)) as process:
        watcher = Watcher(process.port)
        watcher.start()
        time.sleep(1 + seconds)
        # A page that came and went has the server load what any page costs once.
        with page(process.port, watcher.session) as tab:
            for _ in range(30):
                tab.frame()
        time.sleep(0.5)
        before = resident(process.popen.pid)
        start = time.monotonic()
        rate_before, lost_before = watcher.between(start - seconds - 1, start - 1)
        deaf = Deaf(process.port, watcher.session)
        growth = queue = seq = 0
        while (now := time.monotonic()) < start + seconds:
            if greedy:
                try:
                    seq += 1
                    deaf.send(type="ack", seq=seq)
                except OSError:
                    greedy = False
            growth = max(growth, resident(process.popen.pid) - before)
            queue = max(queue, send_queue(process.port, deaf.socket.getsockname()[1]))
            time.sleep(max(0.0, 0.02 - (time.monotonic() - now)))
        rate_during, lost = watcher.between(start, time.monotonic())
        watcher.over = True
        watcher.join(5)
        deaf.socket.close()
        return Cost(seconds, growth, queue, rate_before, rate_during, lost_before, lost)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--rate", type=float, default=60)
    parser.add_argument("--greedy", action="store_true")
    arguments = parser.parse_args()
    print(json.dumps(asdict(measure(arguments.seconds, arguments.greedy, arguments.rate)), indent=1))


if __name__ == "__main__":
    main()
