"""A daemon behind Docker's API, and the real docker client in front of it: daemon.py dockerd|dockerd-no-proxy|pontoon.

Answers the lines
  start                    the daemon is started; {"start": [ns until it answers], "rss": bytes, "pss": bytes} when idle
  stop
  connect COUNT            network connect and disconnect of a running container with no other network, one port
                           published, over the API without the client's start
  run COUNT none|bridge|published   docker run --rm of true
  exec COUNT               docker exec of true in a running container
  floor COUNT              pontoon's only: what docker exec and run take by themselves, the client's start and runc's part
  parallel COUNT           so many docker run -d at once, until the last is answered
  crowd COUNT              so many running containers, which stay
  ps COUNT                 docker ps
  ps_floor COUNT           pontoon's only: docker ps of the same, answered from memory
  disperse                 docker rm -f of the crowd by one command
  ports COUNT              a container with COUNT ports published as a range, and its removal
  serve COUNT              such a container and a neighbour, kept
  path SECONDS             traffic to the last of its ports by each path (see paths.py), so long each
  unserve                  what serve kept is removed
"""

import concurrent.futures
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time

import bare
import canned
import driver
import paths
import processes

READY_LIMIT = 60  # seconds
FIRST_PORT = 20000
STARTERS = 4  # of a crowd
IMAGE = "bench:latest"
CONTAINER_PROCESSES = {"sleep", "containerd-shim", "conmon", "runc"}


class Connection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path):
        super().__init__("localhost", timeout=600)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self.path)

    def ask(self, method, path, body=None):
        self.request(method, path, json.dumps(body) if body is not None else None,
                     {"Content-Type": "application/json"} if body is not None else {})
        response = self.getresponse()
        text = response.read()
        if response.status >= 400:
            raise SystemExit(f"{method} {path}: {response.status} {text.decode(errors='replace')}")
        return text


def command(kind, directory, endpoint):
    """The daemon's command line, with every file of its own under a directory; what does not outlive it is in memory."""
    roots = ["-H", f"unix://{endpoint}", "--data-root", f"{directory}/data", "--exec-root", os.environ["RUNDIR"],
             "--pidfile", f"{directory}/pid"]
    if kind == "pontoon":
        return [os.environ["PONTOON"], "daemon", *roots]
    docker = [os.environ.get("DOCKERD") or shutil.which("dockerd"), *roots, "--default-ulimit", "nofile=1024:1024",
              "--exec-opt", "native.cgroupdriver=cgroupfs", "--cgroup-parent", os.environ["CGROUP_PARENT"]]
    return docker + (["--userland-proxy=false"] if kind == "dockerd-no-proxy" else [])


def root_filesystem(directory):
    """A tar of busybox and nothing else."""
    root = os.path.join(directory, "root")
    os.makedirs(os.path.join(root, "bin"))
    shutil.copy("/bin/busybox", os.path.join(root, "bin", "busybox"))
    for name in ("sh", "true", "sleep"):
        os.symlink("busybox", os.path.join(root, "bin", name))
    archive = os.path.join(directory, "root.tar")
    driver.run("tar", "-C", root, "-cf", archive, ".")
    return archive


class Daemon:
    def __init__(self, kind):
        self.kind = kind
        self.directory = os.path.join(os.environ["TMPDIR"], kind)
        os.mkdir(self.directory)
        self.endpoint = os.path.join(self.directory, "socket")
        self.environment = os.environ | {
            "DOCKER_HOST": f"unix://{self.endpoint}", "DOCKER_CONFIG": self.directory}
        self.log = open(os.path.join(self.directory, "log"), "ab")  # noqa: SIM115
        self.process = None
        self.kept = []
        self.crowded = []
        self.lan = None
        self.last_port = FIRST_PORT

    def client(self, *arguments):
        return driver.run("docker", *arguments, env=self.environment).strip()

    def wait_until_ready(self):
        deadline = time.monotonic() + READY_LIMIT
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                Connection(self.endpoint).ask("GET", "/_ping")
                return
            except OSError:
                time.sleep(0.002)
        with open(self.log.name, encoding="utf-8", errors="replace") as log:
            raise SystemExit(f"{self.kind} does not answer: {log.read()[-2000:]}")

    def start(self):
        before = processes.snapshot()
        begin = time.monotonic_ns()
        self.process = subprocess.Popen(
            command(self.kind, self.directory, self.endpoint), stdout=self.log, stderr=self.log,
            stdin=subprocess.DEVNULL, env=os.environ, start_new_session=True)
        self.wait_until_ready()
        took = time.monotonic_ns() - begin
        return {"start": [took]} | processes.growth(before, processes.settled())

    def prepare(self):
        """The image and the network, once."""
        if not self.client("images", "-q", IMAGE):
            self.client("import", root_filesystem(self.directory), IMAGE)
            self.client("network", "create", "bench")
        return {}

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(READY_LIMIT)
        return {}

    def connect(self, count):
        """The container leaves its first network before, so that connect gives it its only one."""
        container = self.client("run", "-d", "-p", "5000:5000", IMAGE, "sleep", "100000")
        self.client("network", "disconnect", "bridge", container)
        connection = Connection(self.endpoint)

        def change(verb):
            return lambda: connection.ask("POST", f"/networks/bench/{verb}", {"Container": container})

        times = driver.rounds(int(count), connect=change("connect"), disconnect=change("disconnect"))
        self.client("rm", "-f", container)
        return times

    def run(self, count, network):
        options = {"none": ["--network", "none"], "bridge": [], "published": ["-p", "5000:5000"]}[network]
        return driver.rounds(int(count), run=lambda: self.client("run", "--rm", *options, IMAGE, "true"))

    def exec(self, count):
        container = self.client("run", "-d", IMAGE, "sleep", "100000")
        times = driver.rounds(int(count), exec=lambda: self.client("exec", container, "true"))
        self.remove(container)
        return times

    def floor(self, count):
        container = self.client("run", "-d", IMAGE, "sleep", "100000")
        times = driver.rounds(int(count), client=lambda: self.client("--version"))
        times |= bare.Runc(container, self.directory).times(int(count))
        self.remove(container)
        return times

    def start_at_once(self, count, workers):
        with concurrent.futures.ThreadPoolExecutor(workers) as pool:
            return list(pool.map(lambda _: self.client("run", "-d", IMAGE, "sleep", "100000"), range(count)))

    def parallel(self, count):
        started = []
        took = driver.timed(lambda: started.extend(self.start_at_once(int(count), int(count))))
        self.remove(*started)
        return {"parallel": [took]}

    def crowd(self, count):
        self.crowded = self.start_at_once(int(count), STARTERS)
        return {}

    def ps(self, count):
        if len(self.client("ps", "-q").splitlines()) != len(self.crowded):
            raise SystemExit(f"{self.kind}: not all of the crowd runs")
        return driver.rounds(int(count), ps=lambda: self.client("ps"))

    def ps_floor(self, count):
        """The same answer from one that has nothing to do: what is left is the client's own time."""
        endpoint = os.path.join(self.directory, "canned")
        with canned.answering(endpoint, Connection(self.endpoint).ask("GET", "/containers/json")):
            return driver.rounds(int(count), ps=lambda: self.client("-H", f"unix://{endpoint}", "ps"))

    def disperse(self):
        return {"rm": [driver.timed(lambda: self.remove(*self.crowded))]}

    def publish(self, count):
        """A container with a range of ports, published one to one."""
        last = FIRST_PORT + int(count) - 1
        published = f"{FIRST_PORT}-{last}:{FIRST_PORT}-{last}"
        return self.client("run", "-d", "-p", published, IMAGE, "sleep", "100000")

    def remove(self, *containers):
        self.client("rm", "-f", *containers)

    def ports(self, count):
        kept = []
        before = processes.snapshot()
        published = driver.timed(lambda: kept.append(self.publish(count)))
        usage = processes.growth(before, processes.settled(), ignoring=CONTAINER_PROCESSES)
        return {"publish": [published]} | usage | {"remove": [driver.timed(lambda: self.remove(kept[0]))]}

    def place(self, container):
        """A container's network namespace and its address."""
        state = json.loads(self.client("inspect", container))[0]
        return f"/proc/{state['State']['Pid']}/ns/net", state["NetworkSettings"]["Networks"]["bridge"]["IPAddress"]

    def serve(self, count):
        """A container with ports for the paths to end at, and a neighbour for one to start at."""
        self.kept = [self.publish(count), self.client("run", "-d", IMAGE, "sleep", "100000")]
        self.lan = self.lan or paths.make_lan(os.environ["RUNDIR"])
        self.last_port = FIRST_PORT + int(count) - 1
        return {}

    def path(self, seconds):
        (server, address), (neighbour, _) = map(self.place, self.kept)
        targets = {
            "host, not published": (None, address), "localhost": (None, "127.0.0.1"), "LAN": (self.lan, paths.HOST),
            "container, not published": (neighbour, address), "container": (neighbour, paths.HOST)}
        return paths.measure((server, self.last_port), targets, seconds)

    def unserve(self):
        for container in self.kept:
            self.remove(container)
        return {}


def main():
    driver.host_namespace()
    daemon = Daemon(sys.argv[1])
    try:
        driver.serve(
            start=daemon.start, prepare=daemon.prepare, stop=daemon.stop, connect=daemon.connect, run=daemon.run,
            exec=daemon.exec, floor=daemon.floor, parallel=daemon.parallel, crowd=daemon.crowd, ps=daemon.ps,
            ps_floor=daemon.ps_floor, disperse=daemon.disperse, ports=daemon.ports, serve=daemon.serve,
            path=daemon.path, unserve=daemon.unserve)
    finally:
        if daemon.process and daemon.process.poll() is None:
            daemon.stop()


if __name__ == "__main__":
    main()
