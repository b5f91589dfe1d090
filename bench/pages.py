"""Pages at the server: the real server on a real release, 20 users at once.

Two loads: users who read (a pause between clicks), and users who never pause, which gives pages per second. Pages are
warm, which means that every worker has made them before; portraits and searches are also asked for the first time ever.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from measuring import WUTONG, percentile

USERS = 20
SECONDS = 20.0
READING_PAUSE = (0.3, 1.2)  # seconds between two clicks of one user
FIRST_TIME_FIRMS = 1_000  # enterprises whose portraits nobody has asked for; each is asked for once
FIRMS_A_PAGE = 50
FIRST_TIME = "the first time"


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
    firms = [firm for firm, _ in firms_of(port, 1)]
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


def fresh_paths(port: int, seed: int) -> dict[str, list[str]]:
    """Pages that are asked for once only: portraits, and searches for three letters of a name."""
    pages = range(2, 2 + FIRST_TIME_FIRMS // FIRMS_A_PAGE)
    firms = [firm for page in pages for firm in firms_of(port, page)]
    random.Random(seed).shuffle(firms)
    return {
        f"portrait, {FIRST_TIME}": [f"/enterprises/{firm}/" for firm, _ in firms],
        f"search, {FIRST_TIME}": [f"/enterprises/?{urlencode({'q': name[2:5]})}" for _, name in firms],
    }


def firms_of(port: int, page: int) -> list[tuple[str, str]]:
    """Id and name of core and related firms, by the API."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    status, body = ask(connection, f"/api/v1/enterprises?tier=core&tier=related&limit={FIRMS_A_PAGE}&page={page}")
    return [(one["enterprise_id"], one["name_zh"]) for one in json.loads(body)["items"]] if status == 200 else []


@dataclass(frozen=True)
class Site:
    """What users may ask for: pages that are warm, and pages of which each is asked for once."""

    port: int
    warm: dict[str, list[str]]
    fresh: dict[str, list[str]]

    def draw(self, chance: random.Random) -> tuple[str, str]:
        """A kind of page, and one of its addresses."""
        kind = chance.choice([*self.warm, *(kind for kind, left in self.fresh.items() if left)])
        if kind in self.warm:
            return kind, chance.choice(self.warm[kind])
        return kind, self.fresh[kind].pop()


def user(site: Site, load: Load, until: float, pause: tuple[float, float], seed: int) -> None:
    """One user who clicks until the time is over."""
    chance = random.Random(seed)
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    while time.perf_counter() < until:
        time.sleep(chance.uniform(*pause))
        kind, path = site.draw(chance)
        started = time.perf_counter()
        status, _ = ask(connection, path)
        load.note(kind, (time.perf_counter() - started) * 1000, status)


def drive(site: Site, pause: tuple[float, float]) -> Load:
    """All users for a while."""
    load, until = Load(), time.perf_counter() + SECONDS
    at_once(lambda seed: user(site, load, until, pause, seed))
    return load


def at_once(work: Callable[[int], None]) -> None:
    """Every user does `work`, each told its number."""
    users = [threading.Thread(target=work, args=(number,)) for number in range(USERS)]
    for one in users:
        one.start()
    for one in users:
        one.join()


def run(home: Path) -> Iterator[str]:
    """Lines of the report."""
    port = free_port()
    server = subprocess.Popen([WUTONG, "serve", "--port", str(port), "--home", home], stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        site = Site(port, paths(port), {})
        warm(site)
        yield "## Pages"
        yield ""
        yield f"`python bench/pages.py --home HOME`, {USERS} users at once for {SECONDS:g} s, client on the same cores."
        yield ""
        yield "| load | page | pages | p50 ms | p95 ms (budget 60 for portrait and chain) |"
        yield "|---|---|---|---|---|"
        for title, pause in (("reading, 0.3 to 1.2 s between clicks", READING_PAUSE), ("no pause", (0.0, 0.0))):
            fresh = fresh_paths(port, 1) if pause == READING_PAUSE else {}
            yield from rows(title, drive(Site(port, site.warm, fresh), pause))
    finally:
        server.terminate()
        server.wait(30)


def rows(title: str, load: Load) -> Iterator[str]:
    """One line for each kind of page, and the sum."""
    for kind, spent in sorted(load.spent.items()):
        yield f"| {title} | {kind} | {len(spent)} | {percentile(spent, 0.5):.0f} | {percentile(spent, 0.95):.0f} |"
    total = sum(len(spent) for spent in load.spent.values())
    yield f"| {title} | all: {total / SECONDS:.0f} a second, {load.failures} failed | {total} | | |"


def warm(site: Site) -> None:
    """Every user asks for every page once: a connection stays with one worker, and the users' are spread over all."""

    def ask_for_all(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", site.port)
        for group in site.warm.values():
            for path in group:
                ask(connection, path)

    at_once(ask_for_all)


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
