"""A daemon that is stopped, killed and replaced under load: restart.py CONTAINERS RATE SECONDS.

CONTAINERS containers run, and ten of them publish a port, at each of which RATE requests a second arrive from the
LAN and as many by localhost, half of them by new connections and half by connections that stay. Answers the lines
  prepare     the daemon (OLDER's, where that names the command of an older build) with its containers, and the load
  running     nothing happens; what became of the requests, likewise with all that follow
  stopped     the daemon is stopped by SIGTERM, and stays so
  started     it is started; and {"ready": ns until its API answers, "relay": ns until ::1 does} from the command on
  killed      it is killed by SIGKILL, and stays so
  replaced    it is stopped, and this build is started; without an older one, the state is put back to layout 1 first
"""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time

import daemon as api
import driver
import paths

FIRST_PORT, PUBLISHED = 8000, 10
IMAGE = "bench:latest"
READY_LIMIT = 60  # seconds
PROBE = 0.002


class Load:
    """path/load.c by one path."""

    def __init__(self, namespace, address, rate):
        command = [os.environ["LOAD"], str(rate), address, str(FIRST_PORT), str(PUBLISHED)]
        self.process = subprocess.Popen(
            paths.inside(namespace, *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def phase(self):
        self.process.stdin.write("phase\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def answers(address, port):
    """Whether an echo comes back."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family) as client:
        client.settimeout(1)
        try:
            client.connect((address, port))
            client.sendall(b"x")
            return client.recv(1) == b"x"
        except OSError:
            return False


def wait_for(condition, what):
    deadline = time.monotonic() + READY_LIMIT
    while not condition():
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not come within {READY_LIMIT} s")
        time.sleep(PROBE)
    return time.monotonic_ns()


class Restarts:
    def __init__(self, containers, rate, seconds):
        self.containers, self.rate, self.seconds = int(containers), int(rate), float(seconds)
        self.directory = os.path.join(os.environ["TMPDIR"], "restart")
        os.mkdir(self.directory)
        self.endpoint = os.path.join(self.directory, "socket")
        self.environment = os.environ | {"DOCKER_HOST": f"unix://{self.endpoint}", "DOCKER_CONFIG": self.directory}
        self.log = open(os.path.join(self.directory, "log"), "ab")  # noqa: SIM115
        self.program = os.environ.get("OLDER") or os.environ["PONTOON"]
        self.process, self.loads = None, {}

    def client(self, *arguments):
        return driver.run("docker", *arguments, env=self.environment).strip()

    def responds(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the daemon ended: see {self.log.name}")
        try:
            api.Connection(self.endpoint).ask("GET", "/_ping")
            return True
        except OSError:
            return False

    def start(self):
        """{"ready", "relay"}: ns from the command until the API answers, and until ::1 does."""
        command = api.command("pontoon", self.directory, self.endpoint)
        command[0] = self.program
        relay = []
        begin = time.monotonic_ns()
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        probe = threading.Thread(
            target=lambda: relay.append(wait_for(lambda: answers("::1", FIRST_PORT), "::1")))
        if self.loads:
            probe.start()
        ready = wait_for(self.responds, "the daemon")
        if self.loads:
            probe.join()
            if not relay:
                raise SystemExit("::1 did not come back")
        return {"ready": ready - begin} | ({"relay": relay[0] - begin} if relay else {})

    def end(self, how):
        self.process.send_signal(how)
        self.process.wait(READY_LIMIT)

    def image(self):
        root = os.path.join(self.directory, "root")
        os.makedirs(root)
        shutil.copy(os.environ["TCP"], os.path.join(root, "tcp"))
        archive = os.path.join(self.directory, "root.tar")
        driver.run("tar", "-C", root, "-cf", archive, ".")
        self.client("import", archive, IMAGE)

    def prepare(self):
        self.start()
        self.image()
        for i in range(self.containers):
            published = ["-p", f"{FIRST_PORT + i}:80"] if i < PUBLISHED else []
            self.client("run", "-d", "--name", f"c{i}", *published, IMAGE, "/tcp", "serve", "80")
        lan = paths.make_lan(os.environ["RUNDIR"])
        for i in range(PUBLISHED):
            wait_for(lambda port=FIRST_PORT + i: answers("127.0.0.1", port), f"container c{i}")
        self.loads = {"LAN": Load(lan, paths.HOST, self.rate), "localhost": Load(None, "127.0.0.1", self.rate)}
        return {"running": len(self.client("ps", "-q").splitlines()), "older": bool(os.environ.get("OLDER"))}

    def measured(self, action):
        """What became of the requests from before an action until a while after it."""
        for load in self.loads.values():
            load.phase()
        times = action() or {}
        time.sleep(self.seconds)
        return {"requests": {name: load.phase() for name, load in self.loads.items()}} | times

    def replace(self):
        self.end(signal.SIGTERM)
        if not os.environ.get("OLDER"):
            self.first_layout()
        self.program = os.environ["PONTOON"]
        return self.start()

    def first_layout(self):
        with sqlite3.connect(f"{self.directory}/data/network/network.db") as database:
            database.execute("ALTER TABLE engine DROP COLUMN relay_port")
            database.execute("PRAGMA user_version = 1")
        database.close()

    def finish(self):
        for load in self.loads.values():
            load.stop()
        if self.process and self.process.poll() is None:
            containers = self.client("ps", "-aq").split()
            if containers:
                self.client("rm", "-f", *containers)
            self.end(signal.SIGTERM)


def main():
    driver.host_namespace()
    restarts = Restarts(*sys.argv[1:])
    try:
        driver.serve(
            prepare=restarts.prepare,
            running=lambda: restarts.measured(lambda: None),
            stopped=lambda: restarts.measured(lambda: restarts.end(signal.SIGTERM)),
            started=lambda: restarts.measured(restarts.start),
            killed=lambda: restarts.measured(lambda: restarts.end(signal.SIGKILL)),
            replaced=lambda: restarts.measured(restarts.replace))
    finally:
        restarts.finish()


if __name__ == "__main__":
    main()
