"""Measures, prints the tables, and keeps the raw numbers where asked to. Started by bench/run."""

import argparse
import json
import os

import attach
import budgets
import churn
import client
import drift
import installed
import load
import path
import ports
import restart
import scale
import starts
from contestant import HERE
from machine import machine

BUDGETED = {
    "attach": (attach.measure, attach.tables), "run": (attach.measure_runs, attach.run_tables),
    "client": (client.measure, client.tables), "ports": (ports.measure, ports.tables), "scale": (scale.measure, scale.tables),
    "path": (path.measure, path.tables), "start": (starts.measure, starts.tables),
}
OF_THEIR_OWN = {  # pages: docs/drift.md, restart.md, load.md
    "drift": (drift.measure, drift.tables), "restart": (restart.measure, restart.tables),
    "load": (load.measure, load.tables), "churn": (churn.measure, churn.tables),
}
PARTS = BUDGETED | OF_THEIR_OWN
VERBS = {name: [name] for name in PARTS} | {
    "attach": ["attach", "run"], "budgets": list(BUDGETED), "all": list(BUDGETED)}
DOCS = os.path.join(os.path.dirname(HERE), "docs")


def facts(about):
    return "\n".join(f"| {k} | {v} |" for k, v in about.items())


def page(about, tables):
    """docs/benchmarks.md."""
    return f"""# Benchmarks

Measured by `bench/run all --write`, which wrote this page; `bench/run attach`, `ports`, `scale`, `path`, `start` and
`budgets` print their part of it, `--json FILE` keeps the raw samples. Every contestant has a host namespace of its own;
their rounds are interleaved, so that what the machine does besides falls on all of them: the ratios hold, absolute
figures are noisy. What each one does is written at the top of its driver in `bench/peers`; the floor is
`bench/floor/floor.c`, a C program that sends the same netlink messages as an attach and nothing else.

| machine | |
|---|---|
{facts(about)}

""" + "\n".join(str(t) for t in tables)


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=list(VERBS))
    parser.add_argument("--json", metavar="FILE", help="keep the raw samples there")
    parser.add_argument("--write", action="store_true", help="write the page: with all docs/benchmarks.md, with restart docs/restart.md, with drift the table in docs/drift.md")
    parser.add_argument("--short", action="store_true", help="fewer rounds, and no range of 1,000 ports by dockerd")
    parser.add_argument("--cycles", type=int, default=churn.CYCLES, help="with churn: attaches and detaches by the engine")
    parser.add_argument("--workers", type=int, default=churn.WORKERS, help="with churn: so many at once")
    parser.add_argument("--containers", type=int, help="with load: containers; with churn: cycles by the daemon")
    asked = parser.parse_args()
    if asked.write and asked.verb not in WRITTEN:
        parser.error(f"--write goes with {', '.join(WRITTEN)}")
    return asked


def whole(make):
    """A page that is made anew."""
    return lambda _, about, shown: make(about, shown)


WRITTEN = {"all": ("benchmarks.md", whole(page)), "restart": ("restart.md", whole(restart.page)), "drift": ("drift.md", drift.page)}


def write(verb, about, shown):
    name, make = WRITTEN[verb]
    path = os.path.join(DOCS, name)
    with open(path, encoding="utf-8") as file:
        made = make(file.read(), about, shown)
    with open(path, "w", encoding="utf-8") as file:
        file.write(made)


SHORT = "short: fewer rounds, and each path for one second, once, so that 10 % is within its scatter"


def shorten():
    """For a first look: about eight minutes instead of twenty."""
    attach.BLOCKS, attach.RUNS = 8, 5  # the warm-up stays: without it the JIT compiler is measured
    scale.BLOCKS, scale.WARM_UP = 3, 600
    path.REPEATS, path.COUNTS = 1, path.COUNTS | {"dockerd-no-proxy": (1,)}
    ports.COUNTS = ports.COUNTS | {"dockerd": (100,), "dockerd-no-proxy": (100,)}
    starts.RUNS = 5
    client.EXECS, client.BATCHES, client.LISTINGS = 5, 1, 5
    restart.CONTAINERS, restart.ROUNDS, restart.SECONDS = 20, 1, 2


def main():
    asked = arguments()
    if absent := installed.missing(VERBS[asked.verb]):
        raise SystemExit(f"bench/run {asked.verb} needs {', '.join(absent)}: install them")
    about, found, shown = machine() | {"run": SHORT if asked.short else "full"}, {}, []
    if asked.short:
        shorten()
    churn.CYCLES, churn.WORKERS = asked.cycles, asked.workers
    if asked.containers is not None:
        churn.CONTAINERS = load.CONTAINERS = asked.containers
    for name in VERBS[asked.verb]:
        measure, tables = PARTS[name]
        found[name] = measure()
        made = list(tables(found[name]))
        shown += made
        if asked.verb != "budgets":
            print(*made, sep="\n", flush=True)
    if asked.verb in ("budgets", "all"):
        made = list(budgets.tables(found))
        print(*made)
        shown = made + shown
    if asked.json:
        with open(asked.json, "w", encoding="utf-8") as file:
            json.dump({"machine": about, "samples": found}, file)
    if asked.write:
        write(asked.verb, about, shown)


main()
