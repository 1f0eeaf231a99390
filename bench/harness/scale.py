"""scale: the cost of an attach beside 1,000 endpoints and 10,000 ports, against the cost with none."""

import contextlib

import contestant
import installed
from attach import GONE, WARM_UP
from samples import TIMING, Table, median, merge, ratio, timing

ENDPOINTS = 1000  # a Linux bridge has at most 1,024 ports (BR_MAX_PORTS)
NETWORKS = 20
SPREAD = f"Pontoon's engine, on {NETWORKS} networks"
FLOOR, SPREAD_FLOOR = "floor", f"floor, on {NETWORKS} bridges"
FLOORS = {SPREAD: SPREAD_FLOOR, SPREAD_FLOOR: SPREAD_FLOOR}  # of the others it is the one bridge's
STEPS = (100, 400, 1000)
BLOCK = 10
BLOCKS = 15


def spread():
    """The engine with its containers on many networks."""
    one = contestant.engine(SPREAD)
    one.ask("networks", NETWORKS)
    return one


def spread_floor():
    return contestant.floor(SPREAD_FLOOR, NETWORKS)


def warm_up(contestants):
    """At the same time, since it takes long."""
    for one in contestants:
        one.tell("attach", WARM_UP)
    for one in contestants:
        one.answer()


def measure():
    """{contestant: {"0": {...}, "100": {...}}}: an empty host and one that fills, interleaved at each step."""
    found = {}
    makers = [contestant.floor, spread_floor] + ([contestant.engine, spread] if installed.engine() else [])
    with contextlib.ExitStack() as stack:
        pairs = [(stack.enter_context(m()), stack.enter_context(m())) for m in makers]
        warm_up([one for pair in pairs for one in pair])
        kept = 0
        for step in STEPS:
            for _, full in pairs:
                full.ask("keep", step - kept)
            kept = step
            for block in range(BLOCKS):
                for empty, full in pairs if block % 2 else reversed(pairs):
                    results = found.setdefault(empty.name, {})
                    merge(results.setdefault("0", {}), empty.ask("attach", BLOCK))
                    merge(results.setdefault(str(step), {}), full.ask("attach", BLOCK))
    return found


def tables(found):
    for what in ("attach", "detach"):
        table = Table(f"{what.capitalize()} beside other endpoints with 10 ports each", *TIMING, "x none", "x floor",
                      note="The kernel walks all ports of a bridge for each port that joins or leaves it, so that the "
                           "floor, too, grows with what is there. Read x none beside x floor: a start that was slow with none "
                           "there hides growth.")
        for who, steps in found.items():
            add_rows(table, who, steps, found[FLOORS.get(who, FLOOR)], what)
        if what == "detach":
            for who in (FLOOR, SPREAD_FLOOR):
                add_rows(table, who, found[who], found[who], "gone", GONE)
        yield table


def add_rows(table, who, steps, floor, what, suffix=""):
    for step, times in steps.items():
        timing(table, who + suffix, f"{int(step):,} there", times[what], steps["0"][what])
        table.rows[-1].append(ratio(median(times[what]), median(floor[step][what])))
