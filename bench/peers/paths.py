"""Traffic to a container by every path, measured from inside its host's namespace: throughput by iperf3, the
rest by path/tcp.c. The host has a LAN: a namespace joined to it by a veth, which routes everything by it."""

import json
import os
import subprocess

import driver

HOST, LAN = "192.0.2.1", "192.0.2.2"
LAN_LINK = "lan0"


def inside(namespace, *command):
    return command if namespace is None else ("nsenter", f"--net={namespace}", "--", *command)


def make_lan(directory):
    """The path of a namespace on the host's LAN."""
    path = os.path.join(directory, "lan")
    driver.make_namespace(path)
    driver.run("ip", "link", "add", LAN_LINK, "type", "veth", "peer", "name", "lan1")
    with open(path, "rb") as namespace:
        driver.run("ip", "link", "set", "lan1", "netns", f"/proc/{os.getpid()}/fd/{namespace.fileno()}",
                   pass_fds=[namespace.fileno()])
    driver.run("ip", "address", "add", f"{HOST}/24", "dev", LAN_LINK)
    driver.run("ip", "link", "set", LAN_LINK, "up")
    for command in (["link", "set", "lo", "up"], ["address", "add", f"{LAN}/24", "dev", "lan1"],
                    ["link", "set", "lan1", "up"], ["route", "add", "default", "via", HOST]):
        driver.run(*inside(path, "ip", *command))
    return path


class Server:
    """A server in the container, ready when the block begins and dead after it."""

    def __init__(self, namespace, ready, *command):
        self.process = subprocess.Popen(
            inside(namespace, *command), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            if ready in line:
                return
        raise SystemExit(f"{command[0]} did not start")

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def throughput(source, address, port, seconds):
    out = driver.run(*inside(source, "iperf3", "-J", "-c", address, "-p", str(port), "-t", str(seconds)))
    return json.loads(out)["end"]["sum_received"]["bits_per_second"]


def tcp(source, verb, address, port, seconds):
    return json.loads(driver.run(*inside(source, os.environ["TCP"], verb, address, str(port), str(seconds))))


def measure(server, targets, seconds):
    """{"path": {"throughput": [bit/s], "latency": [ns], "p99": [ns], "connections": [1/s]}} of each of
    {"path": (source namespace, address)} to a port of the server's namespace."""
    namespace, port = server
    found = {name: {} for name in targets}
    with Server(namespace, "listening on", "iperf3", "-s", "-p", str(port), "--forceflush"):
        for name, (source, address) in targets.items():
            found[name]["throughput"] = [throughput(source, address, port, seconds)]
    with Server(namespace, "ready", os.environ["TCP"], "serve", str(port)):
        for name, (source, address) in targets.items():
            rr = tcp(source, "rr", address, port, seconds)
            anew = tcp(source, "connect", address, port, seconds)
            found[name] |= {"latency": [rr["median"]], "p99": [rr["p99"]],
                            "connections": [anew["count"] / anew["seconds"]]}
    return found
