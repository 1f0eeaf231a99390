"""Frames by packet socket: frames.py send LINK HEX... | watch LINK TYPE MARKS CONTROL-LINK CONTROL-MARK

watch prints "ready", then counts the frames of an EtherType (3 for all) that hold each of MARKS (with commas between), until a
frame with CONTROL-MARK arrives at the other link; what was sent before that has arrived then, or never will. It prints the counts.
"""

import os
import select
import socket
import sys

ALL = 3
LIMIT = 20  # seconds
OUTGOING = 4  # PACKET_OUTGOING
BUFFER_BEYOND_LIMIT = 33  # SO_RCVBUFFORCE
BUFFER = 64 << 20


def listen(link, kind):
    receiver = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(kind))
    receiver.setsockopt(socket.SOL_SOCKET, BUFFER_BEYOND_LIMIT, BUFFER)
    receiver.bind((link, kind))
    return receiver


def received(receiver):
    frame, source = receiver.recvfrom(65536)
    return b"" if source[2] == OUTGOING else frame


def send(link, *frames):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})  # frames of one processor stay in order
    sender = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    sender.bind((link, 0))
    for frame in frames:
        sender.send(bytes.fromhex(frame))


def watch(link, kind, marks, control_link, control_mark):
    watched, control = listen(link, int(kind)), listen(control_link, ALL)
    wanted = [bytes.fromhex(mark) for mark in marks.split(",")]
    counts = [0] * len(wanted)

    def count():
        frame = received(watched)
        for i, mark in enumerate(wanted):
            counts[i] += mark in frame

    print("ready", flush=True)
    done = False
    while not done:
        ready, _, _ = select.select([watched, control], [], [], LIMIT)
        if not ready:
            sys.exit("the control frame did not arrive")
        if watched in ready:
            count()
        if control in ready:
            done = bytes.fromhex(control_mark) in received(control)
    while select.select([watched], [], [], 0)[0]:
        count()
    print(*counts, sep=",")


{"send": send, "watch": watch}[sys.argv[1]](*sys.argv[2:])
