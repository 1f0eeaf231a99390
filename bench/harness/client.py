"""client: what a user of the docker command waits for, the same client in front of each daemon."""

import contextlib

import contestant
import installed
from samples import TIMING, Table, merge, timing, turned

EXECS = 10
PARALLEL, BATCHES = 20, 3
CROWD, LISTINGS = 200, 10
WARM_UP = 20  # of each daemon before what counts

FLOOR = "no daemon"
NAMES = {"exec": "docker exec of true", "parallel": f"{PARALLEL} docker run -d at once",
         "ps": f"docker ps of {CROWD}", "rm": f"docker rm -f of {CROWD}"}
BARE = {"runc_exec": "runc exec of true", "runc_run": "runc create, start, delete of true"}


def measure():
    """{daemon: {what: [ns]}}; crowds one after another, so that no daemon is measured beside another's."""
    found = {}
    with contextlib.ExitStack() as stack:
        daemons = [stack.enter_context(contestant.daemon(k)) for k in installed.daemons() if k != "dockerd-no-proxy"]
        for one in daemons:
            one.ask("exec", WARM_UP)
            one.ask("parallel", PARALLEL)
        for turn in range(EXECS):
            for one in turned(daemons, turn):
                merge(found.setdefault(one.name, {}), one.ask("exec", 1))
            merge(found.setdefault(FLOOR, {}), daemons[0].ask("floor", 1))
        for turn in range(BATCHES):
            for one in turned(daemons, turn):
                merge(found[one.name], one.ask("parallel", PARALLEL))
        for one in daemons:
            one.ask("crowd", CROWD)
            one.ask("ps", WARM_UP)
            merge(found[one.name], one.ask("ps", LISTINGS))
            if one is daemons[0]:
                merge(found[FLOOR], one.ask("ps_floor", LISTINGS))
            merge(found[one.name], one.ask("disperse"))
        for one in daemons:
            one.ask("stop")
    return found


def tables(found):
    table = Table("The real docker client", *TIMING, "x dockerd")
    for what, name in NAMES.items():
        for who, times in found.items():
            if who != FLOOR:
                timing(table, who, name, times[what], found.get("dockerd", {}).get(what))
    timing(table, FLOOR, "docker --version, which asks nobody", found[FLOOR]["client"], None)
    for what, name in BARE.items():
        timing(table, FLOOR, name, found[FLOOR][what], None)
        timing(table, FLOOR, f"{name}, cgroups' lock taken ahead", found[FLOOR][f"{what}_ahead"], None)
    timing(table, FLOOR, f"{NAMES['ps']}, answered from memory", found[FLOOR]["ps"], None)
    yield table
