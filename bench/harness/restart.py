"""restart: what becomes of requests while the daemon is stopped, killed and replaced."""

import contestant
from samples import Table, duration

CONTAINERS = 100
RATE = 100  # requests a second to each of ten ports, by each path
SECONDS = 5  # of each phase, besides what the daemon takes
ROUNDS = 3
CYCLE = ("stopped", "started", "killed", "started")
NAMES = {"running": "left alone", "replaced": "replaced by a build with a newer layout of its state",
         "stopped": "stopped by SIGTERM, and down", "started": "started again",
         "killed": "killed by SIGKILL, and down"}
FACTS = ("date", "processor", "memory", "kernel", "load before", "Java")


def measure():
    """{"older": bool, "phases": [(name, answer)]}."""
    with contestant.driver("pontoon", "restart.py", *map(str, (CONTAINERS, RATE, SECONDS))) as daemon:
        prepared = daemon.ask("prepare")
        if prepared["running"] != CONTAINERS:
            raise SystemExit(f"{prepared['running']} of {CONTAINERS} containers run")
        return {"older": prepared["older"], "phases": [(name, daemon.ask(name)) for name in ("running", "replaced", *CYCLE * ROUNDS)]}


def gathered(phases, path, kind):
    """{phase: (answered, failed, worst ns)} of all rounds."""
    found = {}
    for name, answer in phases:
        one = answer["requests"][path][kind]
        answered, failed, worst = found.get(name, (0, 0, 0))
        found[name] = (answered + one["answered"], failed + one["failed"], max(worst, one["worst"]))
    return found


def tables(found):
    requests = Table("Requests to the published ports", "while the daemon is", "by", "connections", "answered", "failed",
                     "slowest")
    for path in ("LAN", "localhost"):
        for kind in ("new", "established"):
            for name, (answered, failed, worst) in gathered(found["phases"], path, kind).items():
                requests.add(NAMES[name], path, kind, f"{answered:,}", f"{failed:,}", duration(worst))
    yield requests
    back = Table("From the start command on", "start", "API answers", "::1 answers", note=REPLACED[found["older"]])
    for name, answer in found["phases"]:
        if "ready" in answer:
            back.add(NAMES[name], duration(answer["ready"]), duration(answer["relay"]))
    yield back


REPLACED = {
    True: "What was replaced was an older build, with layout 1 of its state.",
    False: "What was replaced was this build, its state put back to layout 1 by SQL.",
}


def page(about, shown):
    """docs/restart.md."""
    machine = "\n".join(f"| {k} | {about[k]} |" for k in FACTS)
    return f"""# Restart and upgrade under load

Measured by `bench/run restart --write`, which wrote this page. {CONTAINERS} containers run; ten of them publish a port, and at
each port {RATE} requests a second arrive from the LAN and {RATE} by localhost, half of them by new connections and half by
connections that stay open all the time. The daemon is stopped, started, killed and replaced meanwhile. A request counts as failed
if its connection is refused, reset or closed, or if it has no answer after 5 s.

What passes the kernel alone needs no daemon. Connections to `::1` pass the daemon's relay: they end with it, and new ones
are answered again once the next daemon runs. How that looks to the state on disk is in [state.md](state.md).

| machine | |
|---|---|
{machine}

""" + "\n".join(str(t) for t in shown)
