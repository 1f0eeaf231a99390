"""The engine in a warm JVM on whose host containers come and go: a driver in front of ChurnBench, which also counts
what there is. Answers the lines
  churn COUNT WORKERS   so many cycles by so many workers at once; {"churn": [ns]}
  census                {"what": count, ...}
"""

import json
import os
import subprocess
import time

import census
import driver

PATIENCE = 20  # looks, a second apart: tracked connections and namespaces go a moment later


class Churn:
    def __init__(self):
        command = [os.environ["JAVA"], "-XX:+UseSerialGC", "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-cp",
                   os.environ["ENGINE_CLASSPATH"], "dev.pontoon.bench.ChurnBench"]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.answer()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"ChurnBench ended early: exit code {self.process.wait()}")
        return json.loads(line)

    def ask(self, *words):
        self.process.stdin.write(" ".join(words) + "\n")
        self.process.stdin.flush()
        return self.answer()

    def churn(self, count, workers):
        return self.ask("churn", count, workers)

    def census(self):
        """When the connections of what is gone are gone too."""
        looks = 0
        while census.connections() > 0 and looks < PATIENCE:
            time.sleep(1)
            looks += 1
        own = {name: values[0] for name, values in self.ask("census").items()}
        return own | census.process(self.process.pid) | census.host(os.environ["RUNDIR"]) | census.slab()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def main():
    driver.host_namespace()
    churn = Churn()
    try:
        driver.serve(churn=churn.churn, census=churn.census)
    finally:
        churn.close()


main()
