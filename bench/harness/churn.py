"""churn: containers that come and go, and what has grown after so many: nothing is to."""

import time

import contestant
from samples import Table, size

CYCLES = 50_000
CONTAINERS = 500
WORKERS = 8
CHECKPOINTS = 10
WARM_UP = 1_000  # compiled code and the heap grow at first, whatever is done
BYTES = {"rss", "heap", "slab", "unreclaimable", "pss", "conmon"}


def steps(count, checkpoints=CHECKPOINTS):
    """As many even steps as fit."""
    return [count * (i + 1) // checkpoints for i in range(checkpoints)]


def measure():
    """{"engine": [{"cycles", "seconds", "what": count, ...}], "daemon": the same}."""
    return {"engine": engine(), "daemon": daemon()}


def engine():
    with contestant.driver("churn of the engine", "churn.py") as one:
        one.ask("churn", WARM_UP, WORKERS)
        return checkpoints(one, CYCLES)


def daemon():
    with contestant.driver("churn of the daemon", "crowd.py") as one:
        one.ask("start")
        one.ask("churn", min(CONTAINERS // 5, 100), WORKERS)
        found = checkpoints(one, CONTAINERS)
        one.ask("stop")
        return found


def checkpoints(one, cycles):
    begin = time.monotonic()
    found = [{"cycles": 0, "seconds": 0} | one.ask("census")]
    for end in steps(cycles):
        one.ask("churn", end - found[-1]["cycles"], WORKERS)
        found.append({"cycles": end, "seconds": round(time.monotonic() - begin)} | one.ask("census"))
        print(f"  {end:,} of {cycles:,} cycles, {found[-1]['seconds']:,} s: {found[-1]}", flush=True)
    return found


def tables(found):
    titles = {"engine": "Attach and detach by the engine, in a warm JVM", "daemon": "docker run -d -p and rm -f by the daemon's API"}
    for who, points in found.items():
        table = Table(f"{titles[who]}, {WORKERS} at once: what there is after so many", "what",
                      *[f"{p['cycles']:,}" for p in points], note="Slab caches are those of the whole machine.")
        for what in points[0]:
            if what != "cycles":
                table.add(what, *[size(p[what]) if what in BYTES else f"{p[what]:,}" for p in points])
        yield table
