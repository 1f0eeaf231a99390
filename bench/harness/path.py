"""path: throughput, latency and new connections a second to a container, by every path."""

import contestant
import installed
from samples import Table, duration, median, merge

SECONDS = 1
REPEATS = 5
TWO_RULES = "NAT, two rules"
COUNTS = {"pontoon": (1, 10000), "dockerd": (1,), "dockerd-no-proxy": (1, 1000)}


def measure():
    """{contestant: {path: {"throughput": [bit/s], "latency": [ns], "p99": [ns], "connections": [1/s]}}}."""
    found = {}
    with contestant.driver("no NAT", "plain.py") as plain, contestant.driver(TWO_RULES, "plain.py", "nat") as nat:
        for kind, count in [(k, n) for k in installed.daemons() for n in COUNTS[k]]:
            with contestant.daemon(kind) as daemon:
                daemon.ask("serve", count)
                for _ in range(REPEATS):
                    ours = {"no NAT": plain, TWO_RULES: nat, f"{kind}, {count:,} published": daemon}
                    for name, one in ours.items():
                        for path, values in one.ask("path", SECONDS).items():
                            merge(found.setdefault(name, {}).setdefault(path, {}), values)
                daemon.ask("unserve")
                daemon.ask("stop")
    return found


BASES = {"localhost": "host", "host, not published": "host", "container, not published": "container"}


def tables(found):
    table = Table("Traffic to a container, by every path", "from", "who", "throughput", "latency: median", "p99",
                  "new connections", "throughput x no NAT", "connections x no NAT")
    for path in ("host", "host, not published", "localhost", "LAN", "container, not published", "container"):
        base = found["no NAT"][BASES.get(path, path)]
        for who, paths in found.items():
            if path not in paths:
                continue
            values = {k: median(v) for k, v in paths[path].items()}
            table.add(path, who, f"{values['throughput'] / 1e9:.1f} Gbit/s", duration(values["latency"]),
                      duration(values["p99"]), f"{values['connections']:,.0f} /s",
                      f"{values['throughput'] / median(base['throughput']):.2f}",
                      f"{values['connections'] / median(base['connections']):.2f}")
    yield table
