"""What the numbers depend on."""

import datetime
import os
import subprocess


def first(command):
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    return (done.stdout or done.stderr).strip().splitlines()[0] if done.stdout or done.stderr else "not installed"


def machine():
    """What the numbers depend on."""
    return {
        "date": f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d %H:%M} UTC",
        "processor": f"{os.cpu_count()} x " + first("sed -n 's/^model name[^:]*: //p' /proc/cpuinfo"),
        "memory": first("awk '/MemTotal/ {printf \"%.0f GB\", $2 / 1e6}' /proc/meminfo"),
        "kernel": os.uname().release,
        "load before": " ".join(f"{x:.2f}" for x in os.getloadavg()),
        "Java": first(f"'{os.environ.get('JAVA', 'java')}' -version 2>&1 | sed -n 2p"),
        "docker client": first("docker --version"), "dockerd": first(f"{os.environ.get('DOCKERD') or 'dockerd'} --version"),
        "CNI plugins": first("dpkg-query -W -f '${Version}' containernetworking-plugins"),
        "netavark": first("dpkg-query -W -f '${Version}' netavark"), "iperf3": first("iperf3 --version"),
    }
