"""runc by itself, without conmon and without a daemon: what a run and an exec can't do without."""

import json
import os
import subprocess
import time

import driver

NAME = "bare"
REST = 0.1  # seconds, after which who wants the lock waits for it again
HIERARCHIES = ("/sys/fs/cgroup/unified", "/sys/fs/cgroup")  # of cgroups v2: beside v1, or alone


def take_membership_lock():
    """Who wants cgroups' lock soon after does not wait for it; this process moves to where it is."""
    with open("/proc/self/cgroup", encoding="ascii") as file:
        path = next(line.strip().split(":", 2)[2] for line in file if line.startswith("0::"))
    hierarchy = next(h for h in HIERARCHIES if os.path.exists(f"{h}/cgroup.procs"))
    with open(f"{hierarchy}{path}/cgroup.procs", "w", encoding="ascii") as file:
        file.write("0")


class Runc:
    """Runs true as a daemon's container does, from that one's bundle."""

    def __init__(self, container, directory):
        run = os.environ["RUNDIR"]
        self.container = container
        self.root = ("--root", os.path.join(run, "runtime"))
        self.bundle = os.path.join(directory, NAME)
        with open(os.path.join(run, "containers", container, "config.json"), encoding="utf-8") as file:
            config = json.load(file)
        config["process"]["args"] = ["true"]
        config["linux"]["cgroupsPath"] = os.path.join(os.path.dirname(config["linux"]["cgroupsPath"]), NAME)
        os.makedirs(self.bundle, exist_ok=True)
        with open(os.path.join(self.bundle, "config.json"), "w", encoding="utf-8") as file:
            json.dump(config, file)

    def call(self, *arguments):
        # The process inherits the outputs, so that a pipe would be read for as long as it lives.
        subprocess.run(["runc", *self.root, *arguments], check=True, stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def exec(self):
        self.call("exec", self.container, "true")

    def run(self):
        self.call("create", "--bundle", self.bundle, NAME)
        self.call("start", NAME)
        self.call("delete", "--force", NAME)

    def times(self, count):
        """{"exec", "run", and both when the lock was just taken: [ns]}."""
        found = {}
        for _ in range(count):
            for name, action in (("runc_exec", self.exec), ("runc_run", self.run)):
                time.sleep(REST)
                found.setdefault(name, []).append(driver.timed(action))
                time.sleep(REST)
                take_membership_lock()
                found.setdefault(f"{name}_ahead", []).append(driver.timed(action))
        return found
