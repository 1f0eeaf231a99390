"""A program under measurement: it runs in a host namespace of its own and answers a line with a line of JSON."""

import json
import os
import subprocess
import tempfile

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Contestant:
    def __init__(self, name, *command):
        self.name = name
        directory = tempfile.mkdtemp(dir=os.environ["TMPDIR"])
        run = tempfile.mkdtemp(dir="/run")  # in memory, as the namespaces' mount points are on any machine
        self.process = subprocess.Popen(
            ["unshare", "--net", "--mount", "--", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env=os.environ | {"TMPDIR": directory, "RUNDIR": run})
        self.answer()  # it is ready

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} ended early: exit code {self.process.wait()}")
        return json.loads(line)

    def tell(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()

    def ask(self, *words):
        self.tell(*words)
        return self.answer()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def driver(name, file, *arguments):
    return Contestant(name, "/usr/bin/python3", os.path.join(HERE, "peers", file), *arguments)


def floor(name="floor", bridges=1):
    return Contestant(name, "env", f"BRIDGES={bridges}", os.path.join(HERE, "floor", "run"),
                      os.path.join(HERE, "target", "floor"))


def engine(name="Pontoon's engine", backend="nftables", main="EngineBench"):
    java = [os.environ["JAVA"], "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp",
            os.environ["ENGINE_CLASSPATH"], "dev.pontoon.bench." + main, backend]
    # Java looks for IPv6 when it starts, and finds it by ::1.
    return Contestant(name, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", *java)


def daemon(kind):
    """A daemon that has an image and a network."""
    one = driver(kind, "daemon.py", kind)
    one.idle = one.ask("start")
    one.ask("prepare")
    return one
