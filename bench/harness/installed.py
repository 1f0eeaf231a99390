"""What can be measured on this machine."""

import os
import shutil


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
