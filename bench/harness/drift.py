"""drift: how long it takes until what somebody else broke is put back."""

import contestant
import installed
from samples import Table, duration, median, quantile

ROUNDS = 20
WARM_UP = 5
BACKENDS = ("nftables", "iptables")


def measure():
    """{backend: {kind: [ns]}}."""
    found = {}
    if installed.engine():
        for backend in BACKENDS:
            with contestant.engine(f"Pontoon, {backend}", backend, "DriftBench") as engine:
                engine.ask("drift", WARM_UP)
                found[backend] = engine.ask("drift", ROUNDS)
    return found


def tables(found):
    table = Table("What somebody else broke, until it is put back", "what", "backend", "rounds", "median", "p99", "most",
                  note="From the kernel's answer to the breaking until the kernel shows it whole again; of iptables -F, "
                       "from the end of that command.")
    for backend, kinds in found.items():
        for kind, times in kinds.items():
            table.add(kind, backend, len(times), duration(median(times)), duration(quantile(times, 0.99)),
                      duration(max(times)))
    yield table


BEGIN, END = "<!-- drift -->\n", "<!-- /drift -->"


def page(before, about, shown):
    """docs/drift.md with the table of this run."""
    head, rest = before.split(BEGIN)
    tail = rest.split(END)[1]
    run = f"This run: {about['date']}, {about['processor']}, Linux {about['kernel']}, load before {about['load before']}.\n"
    return head + BEGIN + "\n".join(str(t) for t in shown) + run + END + tail
