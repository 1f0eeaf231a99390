"""Pontoon's daemon with many containers, made and removed over its API. Answers the lines
  start                 the daemon is started, with an image of load/answer.c and a LAN
  stop
  networks COUNT        so many networks are made
  crowd COUNT WORKERS   so many containers, in turn on the networks, each with PORTS published; by so many at once;
                        {"create": [ns], "start": [ns], "all": [ns]}
  reach                 each published port answers once from the LAN and by localhost; {"from": {"reach", "wrong"}}
  look                  how long it takes to list them, and what all of it weighs
  clear WORKERS         all containers, then the networks, are removed; {"remove": [ns], "all": [ns]}
  churn COUNT WORKERS   containers run, and removed, one port each
  census                {"what": count, ...}
"""

import concurrent.futures
import json
import os
import shutil
import sys
import threading
import time

import census
import daemon
import driver
import paths
import processes

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PORTS = 10
FIRST_PORT, CONTAINER_PORT = 10_000, 8_000
PATIENCE = 30  # looks, a second apart: what dies takes a moment
IMAGE = "answer:latest"
CGROUPS = "/pontoon"


class Crowd(daemon.Daemon):
    def __init__(self):
        super().__init__("pontoon")
        self.local = threading.local()
        self.networks_made, self.names, self.ids = ["bridge"], [], set()

    def api(self, method, path, body=None):
        """Over a connection of this thread's own."""
        if not hasattr(self.local, "connection"):
            self.local.connection = daemon.Connection(self.endpoint)
        text = self.local.connection.ask(method, path, body)
        return json.loads(text) if text else None

    def begin(self):
        self.start()
        self.client("import", "-c", f'CMD ["/answer","{CONTAINER_PORT}","{PORTS}"]', self.archive(), IMAGE)
        self.lan = paths.make_lan(os.environ["RUNDIR"])
        return {}

    def archive(self):
        root = os.path.join(self.directory, "root")
        os.makedirs(root)
        shutil.copy(os.environ["ANSWER"], os.path.join(root, "answer"))
        archive = os.path.join(self.directory, "root.tar")
        driver.run("tar", "-C", root, "-cf", archive, ".")
        return archive

    def networks(self, count):
        names = [f"crowd{i}" for i in range(int(count))]
        times = [driver.timed(lambda n=n: self.api("POST", "/networks/create", {"Name": n})) for n in names]
        self.networks_made = names
        return {"network": times}

    def create(self, number, name, ports):
        first = FIRST_PORT + number * ports
        bindings = {f"{CONTAINER_PORT + i}/tcp": [{"HostPort": str(first + i)}] for i in range(ports)}
        network = self.networks_made[number % len(self.networks_made)]
        body = {"Image": IMAGE, "Hostname": str(number), "ExposedPorts": {port: {} for port in bindings},
                "HostConfig": {"PortBindings": bindings, "NetworkMode": network}}
        return self.api("POST", f"/containers/create?name={name}", body)["Id"]

    def run_one(self, number):
        name, begin = f"crowd-{number}", time.monotonic_ns()
        self.ids.add(self.create(number, name, PORTS))
        made = time.monotonic_ns()
        self.api("POST", f"/containers/{name}/start")
        return made - begin, time.monotonic_ns() - made

    def crowd(self, count, workers):
        begin = time.monotonic_ns()
        with concurrent.futures.ThreadPoolExecutor(int(workers)) as pool:
            times = list(pool.map(self.run_one, range(int(count))))
        self.names = [f"crowd-{i}" for i in range(int(count))]
        return {"create": [t[0] for t in times], "start": [t[1] for t in times], "all": [time.monotonic_ns() - begin]}

    def reach(self):
        found = {}
        sources = {"the LAN": (self.lan, paths.HOST), "localhost": (None, "127.0.0.1"), "localhost, ::1": (None, "::1")}
        for name, (source, address) in sources.items():
            numbers = map(str, (FIRST_PORT, len(self.names), PORTS, CONTAINER_PORT))
            command = ("/usr/bin/python3", os.path.join(HERE, "load", "reach.py"), address, *numbers)
            found[name] = json.loads(driver.run(*paths.inside(source, *command)))
        return found

    def look(self):
        everything = processes.snapshot()
        conmons = [p for p in everything.values() if p["name"] == "conmon"]
        asked = {"list of containers": "/containers/json", "a network": f"/networks/{self.networks_made[0]}",
                 "a container": f"/containers/{self.names[0]}/json", "list of networks": "/networks"}
        times = {name: [driver.timed(lambda p=p: self.api("GET", p)) for _ in range(5)] for name, p in asked.items()}
        return {"daemon": everything[self.process.pid], "times": times, "slab": census.slab(),
                "conmon": {f: processes.total(conmons_by(conmons), f) for f in ("rss", "pss")}, "conmons": len(conmons),
                "process": census.process(self.process.pid), "host": census.host(os.environ["RUNDIR"])}

    def clear(self, workers):
        begin = time.monotonic_ns()
        with concurrent.futures.ThreadPoolExecutor(int(workers)) as pool:
            times = list(pool.map(
                lambda n: driver.timed(lambda: self.api("DELETE", f"/containers/{n}?force=1")), self.names))
        took = time.monotonic_ns() - begin
        for name in self.networks_made:
            self.api("DELETE", f"/networks/{name}")
        self.networks_made, self.names = ["bridge"], []
        return {"remove": times, "all": [took]}

    def churn(self, count, workers):
        def cycle(worker):
            def run(_):
                name = f"churn-{worker}"
                self.ids.add(self.create(worker, name, 1))
                self.api("POST", f"/containers/{name}/start")
                self.api("DELETE", f"/containers/{name}?force=1")
            return run

        workers = int(workers)
        share = [int(count) // workers + (w < int(count) % workers) for w in range(workers)]
        begin = time.monotonic_ns()
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda w: list(map(cycle(w), range(share[w]))), range(workers)))
        return {"churn": [time.monotonic_ns() - begin]}

    def census(self):
        """When what was removed is gone: processes end, and connections are forgotten, a moment later."""
        before, now = None, self.count()
        looks = 0
        while (before != now or census.connections() > 0) and looks < PATIENCE:
            time.sleep(1)
            looks += 1
            before, now = now, self.count()
        memory = processes.memory(self.process.pid)
        return now | {"connections": census.connections()} | memory | census.slab()

    def count(self):
        found = census.process(self.process.pid) | census.host(os.environ["RUNDIR"])
        del found["connections"]
        mine = sum(1 for identity in self.ids for d in ("cpu", "memory", "pids", "unified")
                   if os.path.exists(f"/sys/fs/cgroup/{d}{CGROUPS}/{identity}"))
        return found | {"processes": census.processes(), "cgroups": mine,
                        "files": census.files(f"{self.directory}/data/containers", os.environ["RUNDIR"])}


def conmons_by(found):
    return dict(enumerate(found))


def main():
    driver.host_namespace()
    crowd = Crowd()
    try:
        driver.serve(start=crowd.begin, stop=crowd.stop, networks=crowd.networks, crowd=crowd.crowd, reach=crowd.reach,
                     look=crowd.look, clear=crowd.clear, churn=crowd.churn, census=crowd.census)
    finally:
        if crowd.process and crowd.process.poll() is None:
            print("stopping after a failure; the daemon's last words:", file=sys.stderr)
            with open(crowd.log.name, encoding="utf-8", errors="replace") as log:
                print(log.read()[-3000:], file=sys.stderr)
            crowd.stop()


main()
