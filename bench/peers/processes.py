"""Processes and their memory, from /proc; the bench sees only its own, since it runs in a PID namespace."""

import os
import time

ROLLUP = ("Rss", "Pss")
SETTLE = 1.0  # seconds between two looks that must agree within SETTLED
SETTLED = 0.02
LOOKS = 20


def memory(pid):
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as file:
        fields = (line.split() for line in file)
        return {f[0][:-1].lower(): int(f[1]) * 1024 for f in fields if f[0][:-1] in ROLLUP}


def snapshot():
    """{pid: {"name", "rss", "pss"}} of every process that is alive, in bytes."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/comm", encoding="utf-8") as file:
                name = file.read().strip()
            found[int(pid)] = {"name": name} | memory(pid)
        except (FileNotFoundError, ProcessLookupError, PermissionError, KeyError):
            continue  # it ended meanwhile, or has no memory: a zombie
    return found


def settled():
    """A snapshot when memory has stopped moving."""
    now = snapshot()
    for _ in range(LOOKS):
        time.sleep(SETTLE)
        before, now = now, snapshot()
        if abs(total(now, "rss") - total(before, "rss")) <= SETTLED * total(before, "rss"):
            break
    return now


def total(found, field):
    return sum(p.get(field, 0) for p in found.values())


def growth(before, after, ignoring=frozenset()):
    """What came with an operation: processes (those ignored apart) and bytes, in the daemon and outside."""
    new = {pid: p for pid, p in after.items() if pid not in before and p["name"] not in ignoring}
    old = {pid: p for pid, p in after.items() if pid in before}
    was = {pid: p for pid, p in before.items() if pid in after}
    return {
        "processes": [len(new)],
        "names": sorted({p["name"] for p in new.values()}),
        **{f: [total(new, f) + max(0, total(old, f) - total(was, f))] for f in ("rss", "pss")},
    }
