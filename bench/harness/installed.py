"""What can be measured on this machine."""

import os
import shutil


NEEDED = {"path": ("iperf3",)}  # by a part; by all of them, what bench/run itself can't do without


def missing(parts):
    """The programs that a part needs and that are not there."""
    wanted = {"ip", "nft"}.union(*(NEEDED.get(part, ()) for part in parts))
    return sorted(program for program in wanted if not shutil.which(program))


def cni():
    return os.access("/usr/lib/cni/bridge", os.X_OK) and os.access("/usr/lib/cni/portmap", os.X_OK)


def netavark():
    return any(os.access(f"{d}/netavark", os.X_OK) for d in ("/usr/lib/podman", "/usr/libexec/podman"))


def engine():
    return "ENGINE_CLASSPATH" in os.environ


def daemons():
    """The daemons that the real docker client can be put in front of."""
    if not shutil.which("docker"):
        return []
    found = ["pontoon"] if os.environ.get("PONTOON") else []
    dockerd = bool(os.environ.get("DOCKERD") or shutil.which("dockerd"))
    return found + (["dockerd", "dockerd-no-proxy"] if dockerd else [])
