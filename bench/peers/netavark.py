"""netavark: podman's network tool, as podman calls it; the namespace is made here."""

import json
import os
import shutil
import subprocess

import driver

PLACES = ("/usr/lib/podman", "/usr/libexec/podman")
NETWORK = {
    "name": "bench", "id": "2f259bab93aaaaa2542ba43ef33eb990d0999ee1b9924b557b7be53c0b7a1bb9", "driver": "bridge",
    "network_interface": "netavark0", "created": "2026-01-01T00:00:00Z", "ipv6_enabled": False, "internal": False,
    "dns_enabled": False, "subnets": [{"subnet": "10.202.0.0/16", "gateway": "10.202.0.1"}],
    "ipam_options": {"driver": "host-local"},
}
REQUEST = {
    "container_id": "6ce776ea58b5", "container_name": "bench0",
    "networks": {"bench": {"interface_name": "eth0", "static_ips": ["10.202.0.2"]}},
    "network_info": {"bench": NETWORK},
    "port_mappings": [{"host_ip": "", "host_port": 5000, "container_port": 80, "protocol": "tcp", "range": 1}],
}


def program():
    return shutil.which("netavark", path=os.pathsep.join(PLACES))


class Attachment:
    def __init__(self, directory):
        self.path = os.path.join(directory, "netavark-namespace")
        self.state = os.path.join(directory, "netavark")
        os.mkdir(self.state)

    def call(self, verb):
        done = subprocess.run(
            [program(), "--config", self.state, verb, self.path], input=json.dumps(REQUEST), capture_output=True,
            text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"netavark {verb}: {done.stdout}{done.stderr}")

    def attach(self):
        driver.make_namespace(self.path)
        self.call("setup")

    def detach(self):
        self.call("teardown")
        driver.remove_namespace(self.path)


def main():
    driver.host_namespace()
    one = Attachment(os.environ["RUNDIR"])
    driver.serve(attach=lambda count: driver.rounds(int(count), attach=one.attach, detach=one.detach))


main()
