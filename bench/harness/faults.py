"""Kills daemons at every step of every operation and prints what came of it. Started by bench/run faults."""

import argparse
import os
import re
import subprocess
import sys

from contestant import HERE
from machine import machine

PAGE = os.path.join(os.path.dirname(HERE), "docs", "reliability.md")
PLACE = re.compile(r"(<!-- what bench/run faults --write found -->\n).*", re.DOTALL)
FACTS = ("date", "processor", "memory", "kernel", "load before", "Java")


def arguments():
    parser = argparse.ArgumentParser(prog="bench/run faults", description=__doc__.splitlines()[0])
    parser.add_argument("verb", choices=["faults"])
    parser.add_argument("--firewalls", default="nftables,iptables", help="with commas between")
    parser.add_argument("--only", default="", metavar="REGEX", help="operations whose name has it; random: kills under load")
    parser.add_argument("--kills", type=int, default=100, help="at random moments under load")
    parser.add_argument("--short", action="store_true", help="each step only where it comes up first in the table")
    parser.add_argument("--write", action="store_true", help="write the table into docs/reliability.md")
    return parser.parse_args()


def rows(asked):
    command = [os.environ["JAVA"], "-XX:-UsePerfData", "--enable-native-access=ALL-UNNAMED", "-cp",
               os.environ["ENGINE_CLASSPATH"], "dev.pontoon.bench.FaultsBench", asked.firewalls, asked.only,
               str(asked.kills), "short" if asked.short else ""]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        for line in run.stdout:
            print(line, end="", file=sys.stderr, flush=True)
            yield line.rstrip("\n").split("\t")


def table(found):
    lines = ["| operation | firewall | points tried | faults survived | leaks |", "|---|---|---:|---:|---:|"]
    lines += ["| " + " | ".join(row) + " |" for row in found if row[2] != "0" or row[4] != "0"]
    tried, survived, leaks = (sum(int(row[i]) for row in found) for i in (2, 3, 4))
    return "\n".join([*lines, f"| **all** | | **{tried}** | **{survived}** | **{leaks}** |"]) + "\n"


def main():
    asked = arguments()
    about = machine()
    found = sorted(rows(asked), key=lambda row: (row[1] != "nftables", row[0]))
    made = table(found)
    print(made)
    if asked.write:
        facts = "\n".join(f"| {name} | {about[name]} |" for name in FACTS)
        only = f" --only '{asked.only}'" if asked.only else ""
        short = " --short" if asked.short else ""
        command = f"bench/run faults --firewalls {asked.firewalls}{only}{short} --kills {asked.kills} --write"
        text = f"By `{command}`:\n\n| machine | |\n|---|---|\n{facts}\n\n{made}"
        with open(PAGE, encoding="utf-8") as file:
            page = file.read()
        with open(PAGE, "w", encoding="utf-8") as file:
            file.write(PLACE.sub(lambda place: place.group(1) + "\n" + text, page))
    sys.exit(0 if all(row[2] == row[3] and row[4] == "0" for row in found) else 1)


main()
