"""ports: a range of ports published with one container: time, processes, memory."""

import contestant
import installed
from samples import Table, duration, median, size

COUNTS = {"pontoon": (100, 1000, 10000), "dockerd": (100, 1000), "dockerd-no-proxy": (100, 1000)}
ENGINE_COUNTS = (100, 1000, 10000)
RUNS = 5


def measure():
    """{contestant: {count: answer}}; one after another, since they compete for memory."""
    found = {}
    if installed.engine():
        with contestant.engine() as engine:
            engine.ask("attach", 300)
            found[engine.name] = {n: engine.ask("ports", n, RUNS) for n in ENGINE_COUNTS}
    for kind in installed.daemons():
        with contestant.daemon(kind) as daemon:
            daemon.ask("ports", 1)
            found[f"{kind}, docker run -d -p"] = {n: daemon.ask("ports", n) for n in COUNTS[kind]}
            daemon.ask("stop")
    return found


def tables(found):
    table = Table("Publishing a range of ports, one to one", "who", "ports", "publish", "remove", "processes",
                  "memory: resident", "proportional",
                  note="Processes and memory are those that came with the ports, apart from the container's own; "
                       "proportional memory counts a page that N processes share as 1/N in each.")
    for who, counts in found.items():
        for count, answer in counts.items():
            table.add(who, f"{count:,}", duration(median(answer["publish"])), duration(median(answer["remove"])),
                      max(answer["processes"]), size(max(answer["rss"])), size(max(answer["pss"])))
    yield table
