"""load: 1,000 containers on 20 networks with 10,000 published ports, one after another and 16 at once."""

import contestant
from samples import Table, duration, median, quantile, size

CONTAINERS = 1000  # a Linux bridge has at most 1,024 ports, and each network has its own
NETWORKS = 20
AT_ONCE = (1, 16)
EDGE = 50  # containers at either end of the crowd, whose times are compared
IGNORED = {"rss", "pss", "slab", "unreclaimable", "nf_conntrack", "net_namespace", "sock_inode_cache"}  # not counts of ours


def measure():
    """{workers: {"before", "crowd", "reach", "look", "clear", "after"}}."""
    found = {}
    for workers in AT_ONCE:
        with contestant.driver("a crowd of containers", "crowd.py") as one:
            one.ask("start")
            one.ask("churn", 4, 1)  # what is kept ready for the next container is there before, too
            result = {"before": one.ask("census"), "networks": one.ask("networks", NETWORKS)}
            result["crowd"] = one.ask("crowd", CONTAINERS, workers)
            for what in ("reach", "look"):
                result[what] = one.ask(what)
            result["clear"] = one.ask("clear", workers)
            result["after"] = one.ask("census")
            one.ask("stop")
            found[workers] = result
            print(f"## {name(workers)}\n", *tables({workers: result}), sep="\n", flush=True)  # the next takes long
    return found


def name(workers):
    return "one after another" if workers == 1 else f"{workers} at once"


def tables(found):
    yield times(found)
    yield growth(found)
    yield reached(found)
    yield weight(found)
    yield left(found)


def times(found):
    table = Table(f"{CONTAINERS:,} containers on {NETWORKS} networks, 10 published ports each", "", "what", "median", "p99", "all")
    for workers, result in found.items():
        for what, values, whole in (("create", result["crowd"]["create"], None),
                                    ("start", result["crowd"]["start"], result["crowd"]["all"]),
                                    ("rm -f", result["clear"]["remove"], result["clear"]["all"])):
            table.add(name(workers), what, duration(median(values)), duration(quantile(values, 0.99)),
                      duration(whole[0]) if whole else "")
    return table


def growth(found):
    edge = min(EDGE, CONTAINERS // 2)
    table = Table("Whether it gets slower", "", "what", f"the first {edge}", f"the last {edge}", "ratio",
                  note="Medians. Of rm, the first are those removed while all the others are there.")
    for workers, result in found.items():
        for what, values in (("create", result["crowd"]["create"]), ("start", result["crowd"]["start"]),
                             ("rm -f", result["clear"]["remove"])):
            first, last = median(values[:edge]), median(values[-edge:])
            table.add(name(workers), what, duration(first), duration(last), f"{last / first:.2f}")
    return table


def reached(found):
    table = Table("Each published port, asked once", "", "from", "answered rightly", "time")
    for workers, result in found.items():
        for source, answer in result["reach"].items():
            asked = CONTAINERS * 10
            table.add(name(workers), source, f"{asked - len(answer['wrong']):,} of {asked:,}", duration(answer["reach"][0]))
            for wrong in answer["wrong"][:5]:
                table.add("", "", wrong, "")
    return table


def weight(found):
    table = Table("What it weighs", "", "what", "")
    for workers, result in found.items():
        look, before = result["look"], result["before"]
        table.add(name(workers), "daemon, resident (proportional)", f"{size(look['daemon']['rss'])} ({size(look['daemon']['pss'])})")
        table.add("", "daemon before", f"{size(before['rss'])} ({size(before['pss'])})")
        table.add("", f"{look['conmons']:,} conmon, resident (proportional)", f"{size(look['conmon']['rss'])} ({size(look['conmon']['pss'])})")
        table.add("", "kernel slab, growth on the whole machine", size(max(0, look["slab"]["slab"] - before["slab"])))
        table.add("", "descriptors and threads of the daemon", f"{look['process']['fds']:,} and {look['process']['threads']:,}")
        for what, values in look["times"].items():
            table.add("", f"GET {what}", duration(median(values)))
    return table


def left(found):
    table = Table("What is left when all are removed", "what", *[f"{name(w)}: {x}" for w in found for x in ("before", "after")],
                  "with all of them")
    last = list(found.values())[-1]
    there = last["look"]["host"] | last["look"]["process"]
    for what in last["before"]:
        if what not in IGNORED:
            counts = [f"{r[x][what]:,}" for r in found.values() for x in ("before", "after")]
            table.add(what, *counts, f"{there[what]:,}" if what in there else "")
    return table
