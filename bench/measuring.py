"""How the benchmarks measure: whole processes, by the operating system's own account. Ratios are what counts."""

import os
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
WUTONG = Path(sys.executable).with_name("wutong")


class CommandFailed(Exception):
    """A measured command did not end well: its figures mean nothing."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds on the wall, the largest memory of any process of the command, in GiB, and seconds of all processors:
    these tell more on a machine that others use as well."""

    seconds: float
    peak_gib: float
    cpu_seconds: float


def measure(*command: str | Path) -> Measured:
    """Run a command to its end; raises CommandFailed with its output."""
    started = time.perf_counter()
    with subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        output = process.stdout.read() if process.stdout else b""
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if process.returncode:
        line = shlex.join(str(part) for part in command)
        raise CommandFailed(f"{line} ended with {process.returncode}:\n{output.decode(errors='replace')[-3000:]}")
    cpu_seconds = usage.ru_utime + usage.ru_stime
    return Measured(seconds=seconds, peak_gib=usage.ru_maxrss / 2**20, cpu_seconds=cpu_seconds)


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of the values lie."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
