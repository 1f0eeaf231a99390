"""The kernel alone: two namespaces on a bridge, forwarding on; what the paths are compared with.

  plain.py       no rules at all
  plain.py nat   the two rules of NAT without which localhost can't lead to a container
"""

import os
import sys

import driver
import paths

GATEWAY, SERVER, NEIGHBOUR, PREFIX = "10.203.0.1", "10.203.0.2", "10.203.0.3", "/16"
BRIDGE = "plain0"
PORT = 20000
NAT = f"""table ip nat {{
  chain output {{
    type nat hook output priority -100
    ip daddr 127.0.0.1 tcp dport {PORT} dnat to {SERVER}
  }}
  chain postrouting {{
    type nat hook postrouting priority srcnat
    oifname {BRIDGE} ip saddr 127.0.0.0/8 masquerade
  }}
}}"""


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
    if "nat" in sys.argv:
        driver.run("sysctl", "-qw", f"net.ipv4.conf.{BRIDGE}.route_localnet=1")
        driver.run("nft", NAT)
        targets = {"host, not published": (None, SERVER), "localhost": (None, "127.0.0.1")}
    else:
        lan = paths.make_lan(directory)
        targets = {"host": (None, SERVER), "LAN": (lan, SERVER), "container": (neighbour, SERVER)}
    driver.serve(path=lambda seconds: paths.measure((server, PORT), targets, seconds))


main()
