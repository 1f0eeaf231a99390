"""No NAT at all: two namespaces on a bridge, forwarding on, no rules; what the paths are compared with."""

import os

import driver
import paths

GATEWAY, SERVER, NEIGHBOUR, PREFIX = "10.203.0.1", "10.203.0.2", "10.203.0.3", "/16"
BRIDGE = "plain0"
PORT = 20000


def container(directory, name, address):
    path = os.path.join(directory, name)
    driver.make_namespace(path)
    with open(path, "rb") as namespace:
        fd = namespace.fileno()
        driver.run("ip", "link", "add", f"veth-{name}", "up", "master", BRIDGE, "type", "veth", "peer", "name", "eth0",
                   "netns", f"/proc/{os.getpid()}/fd/{fd}")
    for command in (["link", "set", "lo", "up"], ["link", "set", "eth0", "up"],
                    ["address", "add", address + PREFIX, "dev", "eth0"], ["route", "add", "default", "via", GATEWAY]):
        driver.run(*paths.inside(path, "ip", *command))
    return path


def main():
    directory = os.environ["RUNDIR"]
    driver.host_namespace()
    driver.run("ip", "link", "add", BRIDGE, "type", "bridge")
    driver.run("ip", "address", "add", GATEWAY + PREFIX, "dev", BRIDGE)
    driver.run("ip", "link", "set", BRIDGE, "up")
    server = container(directory, "server", SERVER)
    neighbour = container(directory, "client", NEIGHBOUR)
    lan = paths.make_lan(directory)
    targets = {"host": (None, SERVER), "LAN": (lan, SERVER), "container": (neighbour, SERVER)}
    driver.serve(path=lambda seconds: paths.measure((server, PORT), targets, seconds))


main()
