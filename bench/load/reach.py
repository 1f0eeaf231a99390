"""reach.py ADDRESS FIRST CONTAINERS PORTS CONTAINER_FIRST: connects once to each published port, and prints as JSON how
long that took and what was not answered by the container and port that it leads to."""

import json
import socket
import sys
import time

LIMIT = 10  # seconds for one answer


def answer(address, port):
    try:
        with socket.create_connection((address, port), LIMIT) as connection:
            return connection.makefile("rb").read().decode().strip()
    except OSError as e:
        return str(e)


def main():
    address, numbers = sys.argv[1], map(int, sys.argv[2:])
    first, containers, ports, container_first = numbers
    begin, wrong = time.monotonic_ns(), []
    for number in range(containers):
        for port in range(ports):
            host = first + number * ports + port
            said = answer(address, host)
            if said != f"{number} {container_first + port}":
                wrong.append(f"{address} port {host}: {said}")
    print(json.dumps({"reach": [time.monotonic_ns() - begin], "wrong": wrong}))


main()
