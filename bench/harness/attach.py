"""attach: one container onto a bridge with one port published, and off it again, in interleaved rounds."""

import contextlib

import contestant
import installed
from samples import TIMING, Table, merge, timing, turned

WARM_UP = 1500  # rounds of the engine before the first that counts: C2 comes late
BLOCK = 10  # rounds of the quick ones, between one round of each slow one
BLOCKS = 20
RUNS = 10
RUN_WARM_UP = 20  # of each daemon, whose users meet it warm; its first one is shown
NOTES = {
    "attach": "",
    "detach": "The floor waits for the kernel's answer to a deletion, which comes when the last of its readers is done with the "
              "link. Pontoon is done when the link is gone from sight, with its addresses and routes; another thread waits. "
              "The floor's own time until then is shown beside.",
}
GONE = ", until the link is gone"
RUN_NAMES = {"none": "--network none", "bridge": "bridge", "published": "bridge, -p 5000:5000"}


def quick(stack):
    yield stack.enter_context(contestant.floor())
    if installed.engine():
        engine = stack.enter_context(contestant.engine())
        engine.ask("attach", WARM_UP)
        yield engine


def slow(stack):
    if installed.cni():
        yield stack.enter_context(contestant.driver("CNI bridge + portmap", "cni.py"))
    if installed.netavark():
        yield stack.enter_context(contestant.driver("netavark", "netavark.py"))


def measure():
    """{contestant: {"attach": [ns], "detach": [ns]}}, the floor first."""
    found = {}
    with contextlib.ExitStack() as stack:
        fast, others = list(quick(stack)), list(slow(stack))
        daemons = [stack.enter_context(contestant.daemon(k)) for k in installed.daemons() if k != "dockerd-no-proxy"]
        for block in range(BLOCKS):
            for one in fast if block % 2 else reversed(fast):
                merge(found.setdefault(one.name, {}), one.ask("attach", BLOCK))
            for one in others:
                merge(found.setdefault(one.name, {}), one.ask("attach", 1))
            for one in daemons:
                answer = one.ask("connect", 1)
                both = {"attach": answer["connect"], "detach": answer["disconnect"]}
                merge(found.setdefault(f"{one.name}, network connect", {}), both)
        for one in daemons:
            one.ask("stop")
    return {"floor": found.pop("floor")} | found


def tables(found):
    floor = found["floor"]
    for what in ("attach", "detach"):
        table = Table(f"{what.capitalize()} of a container, one port published", *TIMING, "x floor", note=NOTES[what])
        for name, times in found.items():
            timing(table, name, what, times[what], floor[what])
            if what == "detach" and "gone" in times:
                timing(table, name, what + GONE, times["gone"], floor[what])
        yield table


def measure_runs():
    """{daemon: {network: [ns]}} of docker run --rm of true."""
    found = {}
    with contextlib.ExitStack() as stack:
        daemons = [stack.enter_context(contestant.daemon(k)) for k in installed.daemons()]
        for one in daemons:
            found[one.name] = {"first": one.ask("run", 1, "bridge")["run"]}
            one.ask("run", RUN_WARM_UP, "bridge")
        for turn in range(RUNS):
            for network in ("none", "bridge", "published"):
                for one in turned(daemons, turn):
                    answer = one.ask("run", 1, network)
                    merge(found[one.name], {network: answer["run"]})
        for one in daemons:
            one.ask("stop")
    return found


def run_tables(found):
    table = Table("docker run --rm of true, the real client", *TIMING, "x dockerd")
    for network, name in (RUN_NAMES | {"first": "bridge, the first after the daemon's start"}).items():
        for who, times in found.items():
            timing(table, who, name, times[network], found.get("dockerd", {}).get(network))
    yield table
