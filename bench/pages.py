"""Pages at the server: the real server on a real release, 20 users at once.

Two loads: users who read (a pause between clicks), and users who never pause, which gives pages per second.
Usage: python bench/pages.py --home HOME
"""

import argparse
import http.client
import json
import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from measuring import WUTONG, percentile

USERS = 20
SECONDS = 20.0
READING_PAUSE = (0.3, 1.2)  # seconds between two clicks of one user
LEAST_WARM = 2  # times each page is asked for before anything is counted


@dataclass
class Load:
    """Milliseconds of each answer, by kind of page."""

    spent: dict[str, list[float]] = field(default_factory=dict)
    failures: int = 0

    def note(self, kind: str, milliseconds: float, status: int) -> None:
        self.spent.setdefault(kind, []).append(milliseconds)
        self.failures += status != 200


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def ask(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """One page."""
    connection.request("GET", path, headers={"Accept-Language": "zh-CN"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def paths(port: int) -> dict[str, list[str]]:
    """Which pages are asked for: portraits of core firms, nodes of the chain, lists, the cockpit."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    _, body = ask(connection, "/api/v1/enterprises?tier=core&limit=50")
    firms = [one["enterprise_id"] for one in json.loads(body)["items"]]
    return {
        "cockpit": ["/"],
        "chain": ["/chain/"],
        "portrait": [f"/enterprises/{firm}/" for firm in firms],
        "search": [
            "/enterprises/?q=%E7%94%9F%E7%89%A9",
            "/enterprises/?tier=core",
            "/enterprises/?q=%E5%8C%BB%E8%8D%AF",
        ],
    }


def user(
    port: int, pages: dict[str, list[str]], load: Load, until: float, pause: tuple[float, float], seed: int
) -> None:
    """One user who clicks until the time is over."""
    draw = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", port)
    while time.perf_counter() < until:
        time.sleep(draw.uniform(*pause))
        kind = draw.choice(list(pages))
        path = draw.choice(pages[kind])
        started = time.perf_counter()
        status, _ = ask(connection, path)
        load.note(kind, (time.perf_counter() - started) * 1000, status)


def drive(port: int, pages: dict[str, list[str]], pause: tuple[float, float]) -> Load:
    """All users for a while."""
    load, until = Load(), time.perf_counter() + SECONDS
    users = [threading.Thread(target=user, args=(port, pages, load, until, pause, seed)) for seed in range(USERS)]
    for one in users:
        one.start()
    for one in users:
        one.join()
    return load


def run(home: Path) -> Iterator[str]:
    """Lines of the report."""
    port = free_port()
    server = subprocess.Popen([WUTONG, "serve", "--port", str(port), "--home", home], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        pages = paths(port)
        warm(port, pages)
        yield "## Pages"
        yield ""
        yield f"`python bench/pages.py --home HOME`, {USERS} users at once for {SECONDS:g} s, client on the same cores."
        yield ""
        yield "| load | page | pages | p50 ms | p95 ms (budget 60 for portrait and chain) |"
        yield "|---|---|---|---|---|"
        for title, pause in (("reading, 0.3 to 1.2 s between clicks", READING_PAUSE), ("no pause", (0.0, 0.0))):
            yield from rows(title, drive(port, pages, pause))
    finally:
        server.terminate()
        server.wait(30)


def rows(title: str, load: Load) -> Iterator[str]:
    """One line for each kind of page, and the sum."""
    for kind, spent in sorted(load.spent.items()):
        yield f"| {title} | {kind} | {len(spent)} | {percentile(spent, 0.5):.0f} | {percentile(spent, 0.95):.0f} |"
    total = sum(len(spent) for spent in load.spent.values())
    yield f"| {title} | all: {total / SECONDS:.0f} a second, {load.failures} failed | {total} | | |"


def warm(port: int, pages: dict[str, list[str]]) -> None:
    """Each page a few times, so that caches of every worker are filled."""
    for _ in range(LEAST_WARM):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for group in pages.values():
            for path in group:
                ask(connection, path)


def wait_for(port: int) -> None:
    """Until the server answers; a minute at most."""
    for _ in range(120):
        try:
            ask(http.client.HTTPConnection("127.0.0.1", port), "/healthz")
            return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError("the server did not answer within a minute")


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    for line in run(parser.parse_args().home):
        print(line, flush=True)


if __name__ == "__main__":
    main()
