"""start: a daemon from its start until it answers, what it takes when idle, and the start of the command."""

import contextlib
import os
import shutil
import subprocess
import time

import contestant
import installed
from samples import TIMING, Table, merge, size, timing

RUNS = 10
KINDS = ("pontoon", "dockerd")


def command(program, *arguments):
    start = time.monotonic_ns()
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)
    return time.monotonic_ns() - start


def clients():
    docker = shutil.which("docker")
    pontoon = os.environ.get("PONTOON")
    return [(n, p) for n, p in (("pontoon", pontoon), ("docker", docker)) if p]


def measure():
    """{"daemons": {kind: {"start", "rss", "pss"}}, "commands": {name: {"start": [ns]}}}."""
    daemons, commands = {}, {}
    with contextlib.ExitStack() as stack:
        kinds = [k for k in KINDS if k in installed.daemons()]
        running = [stack.enter_context(contestant.driver(k, "daemon.py", k)) for k in kinds]
        for _ in range(RUNS):
            for one in running:
                answer = one.ask("start")
                merge(daemons.setdefault(one.name, {}), {k: answer[k] for k in ("start", "rss", "pss")})
                one.ask("stop")
            for name, program in clients():
                merge(commands.setdefault(name, {}), {"start": [command(program, "--version")]})
    return {"daemons": daemons, "commands": commands}


def tables(found):
    daemons = Table("A daemon, from its start until it answers", *TIMING, "resident when idle", "proportional")
    for who, times in found["daemons"].items():
        timing(daemons, who, "start to ready", times["start"], None)
        daemons.rows[-1][-1:] = [size(max(times["rss"])), size(max(times["pss"]))]
    yield daemons
    commands = Table("The command, from its start to its end", *TIMING, "x docker")
    for who, times in found["commands"].items():
        timing(commands, who, "--version", times["start"], found["commands"].get("docker", {}).get("start"))
    yield commands
