"""What the drivers of the peers share. A driver reads lines "WHAT COUNT" and answers each with one line of
JSON: {"name": [nanoseconds, ...], ...}. It runs in a host namespace of its own, so whatever it makes there
goes with it."""

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import threading
import time

CLONE_NEWNET = 0x40000000
MS_BIND = 4096
MNT_DETACH = 2

libc = ctypes.CDLL(None, use_errno=True)


def run(*command, **options):
    """Runs a command, and fails with its own words."""
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def check(result, what):
    if result != 0:
        raise OSError(ctypes.get_errno(), f"{what}: {os.strerror(ctypes.get_errno())}")


def make_namespace(path):
    """A network namespace bound to a path, made by a thread that ends with it."""
    failure = []

    def leave():
        try:
            check(libc.unshare(CLONE_NEWNET), "unshare")
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDONLY))
            own = f"/proc/self/task/{threading.get_native_id()}/ns/net"
            check(libc.mount(own.encode(), path.encode(), None, MS_BIND, None), f"bind {path}")
        except OSError as e:
            failure.append(e)

    thread = threading.Thread(target=leave)
    thread.start()
    thread.join()
    if failure:
        raise failure[0]


def remove_namespace(path):
    check(libc.umount2(path.encode(), MNT_DETACH), f"unmount {path}")
    os.unlink(path)


def timed(action):
    """How long an action took, in nanoseconds."""
    start = time.monotonic_ns()
    action()
    return time.monotonic_ns() - start


def rounds(count, **actions):
    """Does the actions one after another, count times: {"name": [nanoseconds, ...]}."""
    times = {name: [] for name in actions}
    for _ in range(count):
        for name, action in actions.items():
            times[name].append(timed(action))
    return times


def serve(**handlers):
    """Answers lines "WHAT ARGUMENT..." until stdin ends; the handler's result is printed as JSON."""
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        what, *arguments = line.split()
        print(json.dumps(handlers[what](*arguments)), flush=True)


def host_namespace():
    """The few things that a fresh namespace needs before anything can run in it."""
    run("ip", "link", "set", "lo", "up")
    with contextlib.suppress(FileNotFoundError):
        with open("/proc/sys/net/ipv4/ip_forward", "w", encoding="ascii") as file:
            file.write("1")
