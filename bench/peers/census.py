"""What there is, counted: of one process, in its host's network namespace, and in the kernel as a whole."""

import glob
import os
import subprocess


def lines(*command):
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def read(path):
    with open(path, encoding="ascii") as file:
        return file.read()


def sockets():
    """The sockets of the network namespace by kind: those in use, of IPv4 and IPv6."""
    found = {}
    for path in ("/proc/net/sockstat", "/proc/net/sockstat6"):
        for line in read(path).splitlines():
            words = line.replace(":", "").split()
            if words[0] in ("TCP", "UDP", "TCP6", "UDP6"):
                found[words[0].lower()] = int(words[2])
    return found


def slab():
    """Bytes of the kernel's caches: all, and objects of those that networking fills. They are the machine's."""
    kib = {w[0].rstrip(":"): int(w[1]) for w in map(str.split, read("/proc/meminfo").splitlines())}
    caches = {w[0]: int(w[1]) for w in map(str.split, read("/proc/slabinfo").splitlines()[2:])}
    names = ("net_namespace", "nf_conntrack", "sock_inode_cache")
    return {"slab": kib["Slab"] * 1024, "unreclaimable": kib["SUnreclaim"] * 1024} | {
        n: caches[n] for n in names if n in caches}


def elements():
    """Lines of the rules, counters apart: each element of a set or a map has one, or its part of one."""
    return sum(line.count(",") + 1 for line in lines("nft", "-s", "list", "ruleset"))


def namespaces(directory):
    """Mount points of network namespaces below a directory."""
    return sum(1 for line in read("/proc/self/mountinfo").splitlines() if f" {directory}/" in line and " nsfs " in line)


def mounts():
    return len(read("/proc/self/mountinfo").splitlines())


def links():
    return len(lines("ip", "-o", "link"))


def addresses():
    return len(lines("ip", "-o", "address"))


def routes():
    return len(lines("ip", "route", "show", "table", "all")) + len(lines("ip", "-6", "route", "show", "table", "all"))


def connections():
    return int(read("/proc/sys/net/netfilter/nf_conntrack_count"))


def process(pid):
    status = dict(line.split(":", 1) for line in read(f"/proc/{pid}/status").splitlines())
    return {"fds": len(os.listdir(f"/proc/{pid}/fd")), "threads": int(status["Threads"])}


def processes():
    """Those of this PID namespace, which is the bench's own."""
    return sum(1 for name in os.listdir("/proc") if name.isdigit())


def cgroups(parent):
    """Those below a parent in all hierarchies."""
    return sum(1 for path in glob.glob(f"/sys/fs/cgroup/**{parent}/*", recursive=True) if os.path.isdir(path))


def files(*directories):
    return sum(len(names) + len(below) for d in directories for _, below, names in os.walk(d))


def host(directory):
    """What a host namespace has."""
    return {"namespaces": namespaces(directory), "mounts": mounts(), "links": links(), "addresses": addresses(),
            "routes": routes(), "elements": elements(), "connections": connections(), **sockets()}
