"""CNI: the plugins bridge and portmap, as a runtime would call them; the namespace is made here."""

import json
import os
import subprocess

import driver

PLUGINS = "/usr/lib/cni"
BRIDGE = {
    "cniVersion": "0.4.0", "name": "bench", "type": "bridge", "bridge": "cni0", "isGateway": True, "ipMasq": True,
    "hairpinMode": True,
    "ipam": {"type": "host-local", "subnet": "10.201.0.0/16", "routes": [{"dst": "0.0.0.0/0"}]},
}
PORTMAP = {"cniVersion": "0.4.0", "name": "bench", "type": "portmap", "capabilities": {"portMappings": True}}
PORTS = {"portMappings": [{"hostPort": 5000, "containerPort": 80, "protocol": "tcp"}]}


class Attachment:
    """One container's attachment; the runtime keeps the result of ADD for DEL, and so does this."""

    def __init__(self, directory):
        self.path = os.path.join(directory, "cni-namespace")
        self.ipam = os.path.join(os.environ["TMPDIR"], "cni-leases")
        self.result = None

    def call(self, command, configuration):
        environment = {
            "CNI_COMMAND": command, "CNI_CONTAINERID": "bench0", "CNI_NETNS": self.path, "CNI_IFNAME": "eth0",
            "CNI_PATH": PLUGINS, "PATH": os.environ["PATH"],
        }
        done = subprocess.run(
            [os.path.join(PLUGINS, configuration["type"])], input=json.dumps(configuration), env=environment,
            capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise SystemExit(f"{configuration['type']} {command}: {done.stdout}{done.stderr}")
        return json.loads(done.stdout) if done.stdout else None

    def bridge(self):
        return BRIDGE | {"ipam": BRIDGE["ipam"] | {"dataDir": self.ipam}}

    def portmap(self):
        return PORTMAP | {"prevResult": self.result, "runtimeConfig": PORTS}

    def attach(self):
        driver.make_namespace(self.path)
        self.result = self.call("ADD", self.bridge())
        self.result = self.call("ADD", self.portmap())

    def detach(self):
        self.call("DEL", self.portmap())
        self.call("DEL", self.bridge() | {"prevResult": self.result})
        driver.remove_namespace(self.path)


def main():
    driver.host_namespace()
    one = Attachment(os.environ["RUNDIR"])
    driver.serve(attach=lambda count: driver.rounds(int(count), attach=one.attach, detach=one.detach))


main()
