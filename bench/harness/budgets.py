"""budgets: the table at the end of the design, each line with what was measured in this run."""

from attach import GONE, RUN_NAMES as RUNS
from client import NAMES
from path import TWO_RULES
from samples import Table, duration, median, quantile, size
from scale import FLOOR, NETWORKS, SPREAD, SPREAD_FLOOR

ENGINE = "Pontoon's engine"
MILLISECOND = 1e6


def lines(found):
    """(what, the budget, what was measured, its share of the budget); a line whose part was not measured is absent."""
    for part in (attach, scale, ports, run, client, path, start):
        try:
            yield from part(found)
        except KeyError:
            continue


def against(what, limit, value, base, name):
    return what, f"{limit} x {name}", f"{value / base:.2f} x", value / base / limit


def attach(found):
    times = found["attach"]
    for what in ("attach", "detach"):
        yield against(f"{what}, engine alone, median", 1.5, median(times[ENGINE][what]), median(times["floor"][what]),
                      "the floor")


def scale(found):
    """With each, what the floor takes beside the same number: that is the kernel's part."""
    places = {"": (ENGINE, FLOOR), f", on {NETWORKS} networks": (SPREAD, SPREAD_FLOOR)}
    for what, of_floor, suffix in (("attach", "attach", ""), ("detach", "gone", GONE)):
        for where, (engine, floor) in places.items():
            name = f"{what} beside 1,000 endpoints and 10,000 ports{where}"
            for who, steps, of in ((name, found["scale"][engine], what),
                                   (f"{name}, the floor alone{suffix}", found["scale"][floor], of_floor)):
                yield against(who, 1.2, median(steps["1000"][of]), median(steps["0"][of]), "with none")


def ports(found):
    engine, daemon = found["ports"][ENGINE][10000], found["ports"]["pontoon, docker run -d -p"][10000]
    took = median(engine["publish"])
    yield "publish 10,000 ports as a range", "100 ms", duration(took), took / (100 * MILLISECOND)
    yield "processes that come with them", "0", str(daemon["processes"][0]), float(daemon["processes"][0] > 0) * 2
    yield "memory that comes with them", "20 MB", size(daemon["pss"][0]), daemon["pss"][0] / 20e6


def run(found):
    times = found["run"]
    for network, name in RUNS.items():
        ratio = median(times["pontoon"][network]) / median(times["dockerd"][network])
        yield f"docker run --rm of true, {name}", "1/3 of dockerd's time", f"{ratio:.2f} of it", ratio * 3


def client(found):
    ours, theirs = found["client"]["pontoon"], found["client"]["dockerd"]
    for what, name in NAMES.items():
        ratio = median(ours[what]) / median(theirs[what])
        yield name, "1/2 of dockerd's time", f"{ratio:.2f} of it", ratio * 2


def path(found):
    ours, kernel = found["path"]["pontoon, 1 published"], found["path"][TWO_RULES]
    proxy = found["path"]["dockerd, 1 published"]["localhost"]
    for what in ("throughput", "connections"):
        for who, paths in ((f"localhost: {what}", ours), (f"localhost: {what}, two rules of NAT alone", kernel)):
            value, base = median(paths["localhost"][what]), median(paths["host, not published"][what])
            yield who, "0.9 x the container's own address", f"{value / base:.2f} x", 0.9 * base / value
        value, other = median(ours["localhost"][what]), median(proxy[what])
        yield f"localhost: {what}", "more than docker-proxy", f"{value / other:.2f} x", other / value


def start(found):
    daemon, command = found["start"]["daemons"]["pontoon"], found["start"]["commands"]["pontoon"]
    took, memory, verb = median(daemon["start"]), quantile(daemon["rss"], 1), median(command["start"])
    yield "daemon: start to ready", "1 s", duration(took), took / 1e9
    yield "daemon: resident when idle", "150 MB", size(memory), memory / 150e6
    yield "pontoon command, start", "150 ms", duration(verb), verb / (150 * MILLISECOND)


NOTE = """What of a budget is left to Pontoon, see the tables below: where the floor alone, or two bare rules of NAT, miss it as
well, the kernel does; docker exec and docker ps are for the most part what runc and the client take by themselves. A detach
beside others is held against one alone, which waits for no reader of the kernel's any more, and so is the floor's until its link
is gone."""


def tables(found):
    table = Table("The budgets", "what", "at most (or at least)", "measured", "share of the budget", "",
                  note=NOTE.replace("\n", " "))
    for what, limit, value, share in lines(found):
        table.add(what, limit, value, f"{share:.0%}", "met" if share <= 1 else "missed")
    yield table
