"""docker-py against the daemon that DOCKER_HOST names; the image "box" is there."""

import io
import os
import socket
import sys
import tarfile
import threading

import docker
import websocket
from docker.types import IPAMConfig, IPAMPool

client = docker.from_env()


def equal(what, got, wanted):
    if got != wanted:
        sys.exit(f"{what}: {got!r}, not {wanted!r}")


def fails(what, kind, work):
    try:
        work()
    except kind as error:
        return error
    sys.exit(f"{what}: no {kind.__name__}")


def archive(name, text):
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size = len(text)
        tar.addfile(entry, io.BytesIO(text))
    return packed.getvalue()


def system():
    equal("ping", client.ping(), True)
    equal("operating system", client.version()["Os"], "linux")
    equal("containers", client.info()["Containers"], 0)
    equal("disk usage of volumes", client.df()["Volumes"] or [], [])


def one_off_runs():
    equal("run", client.containers.run("box", ["echo", "hello"], remove=True), b"hello\n")
    error = fails(
        "run of a failure",
        docker.errors.ContainerError,
        lambda: client.containers.run("box", ["sh", "-c", "echo no >&2; exit 3"], remove=True),
    )
    equal("exit status", error.exit_status, 3)
    equal("its words", error.stderr, b"no\n")
    fails("image", docker.errors.NotFound, lambda: client.images.get("nobox"))
    fails("container", docker.errors.NotFound, lambda: client.containers.get("web"))
    equal("left", client.containers.list(all=True), [])


def made():
    pool = IPAMPool(subnet="10.79.0.0/24", gateway="10.79.0.1")
    blue = client.networks.create(
        "blue", ipam=IPAMConfig(pool_configs=[pool]), labels={"made": "here"}, check_duplicate=True
    )
    web = client.containers.create(
        "box",
        ["httpd", "-fvv", "-h", "/www"],
        name="web",
        network="blue",
        ports={"80/tcp": ("127.0.0.1", 8081)},
        environment={"TONE": "plain"},
        labels={"made": "here"},
        mem_limit="64m",
        ulimits=[docker.types.Ulimit(name="nofile", soft=512, hard=512)],
        volumes={"kept": {"bind": "/kept", "mode": "rw"}},
    )
    equal("status", web.status, "created")
    web.start()
    web.reload()
    equal("status", web.status, "running")
    equal("port", web.ports["80/tcp"], [{"HostIp": "127.0.0.1", "HostPort": "8081"}])
    equal("found by label", client.containers.list(filters={"label": "made=here"}), [web])
    equal("networks found", [n.name for n in client.networks.list(filters={"label": "made"})], ["blue"])
    return blue, web


def joins(web):
    green = client.networks.create("green")
    other = client.containers.run("box", ["sleep", "1000"], detach=True, name="other", network="green")
    green.connect(web, aliases=["page", "leaf"])
    web.reload()
    places = web.attrs["NetworkSettings"]["Networks"]
    equal("networks", sorted(places), ["blue", "green"])
    equal("aliases", places["green"]["Aliases"][:2], ["page", "leaf"])
    old = docker.from_env(version="1.30")
    seen = old.containers.get("web").attrs["NetworkSettings"]["Networks"]["green"]
    equal("aliases in an old version", seen["Aliases"], ["page", "leaf", web.id[:12]])
    old.close()
    green.reload()
    equal("members", {c.name for c in green.containers}, {"web", "other"})
    page = other.exec_run(["wget", "-q", "-O", "-", f"http://{places['green']['IPAddress']}/"])
    equal("the page by the other network", page.output, b"hello from a container\n")
    error = fails("network in use", docker.errors.APIError, green.remove)
    equal("its status", error.status_code, 403)
    green.disconnect(web)
    web.reload()
    equal("networks", list(web.attrs["NetworkSettings"]["Networks"]), ["blue"])
    other.remove(force=True)
    green.remove()


def executes(web):
    both = web.exec_run(["sh", "-c", "echo out; echo err >&2; exit 4"], demux=True)
    equal("exec", both, (4, (b"out\n", b"err\n")))
    code, lines = web.exec_run(["sh", "-c", "echo one; echo two"], stream=True)
    equal("exec as a stream", (code, b"".join(lines)), (None, b"one\ntwo\n"))
    tty = web.exec_run(["tty"], tty=True)
    equal("exec at a terminal", (tty.exit_code, tty.output.strip()[:9]), (0, b"/dev/pts/"))
    made_exec = client.api.exec_create(web.id, ["cat"], stdin=True)
    raw = client.api.exec_start(made_exec["Id"], socket=True)
    raw._sock.sendall(b"round\n")
    raw._sock.shutdown(1)
    equal("exec with input", raw.read(), b"\x01\0\0\0\0\0\0\x06round\n")
    equal("its exit code", client.api.exec_inspect(made_exec["Id"])["ExitCode"], 0)


def by_web_socket():
    cat = client.containers.create(
        "box", ["sh", "-c", "echo begun >&2; cat"], stdin_open=True, name="cat"
    )
    daemon = socket.socket(socket.AF_UNIX)
    daemon.connect(os.environ["DOCKER_HOST"].removeprefix("unix://"))
    asked = "stream=1&stdin=1&stdout=1&stderr=1"
    both = websocket.create_connection(
        f"ws://docker/v1.41/containers/cat/attach/ws?{asked}", socket=daemon, timeout=30
    )
    cat.start()
    equal("web socket, standard error", both.recv(), b"begun\n")
    both.send("text\n")
    equal("web socket, a text", both.recv(), b"text\n")
    large = bytes(range(200)) * 500
    both.send_binary(large)
    echoed = b""
    while len(echoed) < len(large):
        echoed += both.recv()
    equal("web socket, a large message", echoed, large)
    both.ping()
    both.send_close()
    equal("closing it ends the input", cat.wait(timeout=30)["StatusCode"], 0)
    both.shutdown()
    cat.remove()


def files(web):
    equal("put", web.put_archive("/kept", archive("note", b"written\n")), True)
    chunks, stat = web.get_archive("/kept/note")
    equal("its size", (stat["name"], stat["size"]), ("note", 8))
    with tarfile.open(fileobj=io.BytesIO(b"".join(chunks))) as tar:
        equal("get", tar.extractfile("note").read(), b"written\n")
    equal("export", b"".join(web.export())[257:262], b"ustar")
    fails("nothing there", docker.errors.NotFound, lambda: web.get_archive("/gone"))


def watched(web):
    for number in range(3):
        web.exec_run(["wget", "-q", "-O", "/dev/null", f"http://127.0.0.1/?{number}"])
    seen = b""
    stream = web.logs(stream=True, follow=True, stdout=True, stderr=True)
    for chunk in stream:
        seen += chunk
        if b"url:/?2" in seen or seen.count(b"url:/") == 3:
            break
    stream.close()
    equal("logs", web.logs(tail=1, timestamps=True)[:2], b"20")
    usage = web.stats(stream=False)
    equal("memory is used", usage["memory_stats"]["usage"] > 0, True)
    equal("its limit", usage["memory_stats"]["limit"], 64 << 20)
    equal("usage as a stream", next(web.stats(decode=True))["id"], web.id)
    equal("top", "httpd" in str(web.top()["Processes"]), True)
    equal("differences", [d["Path"] for d in web.diff() or [] if "note" in d["Path"]], [])


def lives(web):
    web.pause()
    web.reload()
    equal("status", web.status, "paused")
    web.unpause()
    web.update(mem_limit="96m", memswap_limit="192m")
    web.rename("site")
    web.restart(timeout=0)
    web.reload()
    equal("status", (web.name, web.status), ("site", "running"))
    error = fails("running", docker.errors.APIError, web.remove)
    equal("its status", error.status_code, 409)
    web.kill()
    equal("exit code", web.wait()["StatusCode"], 137)
    image = web.commit("snapshot", tag="one")
    equal("tags", image.tags, ["snapshot:one"])
    web.remove(v=True)


def images():
    box = client.images.get("box")
    equal("tagged", box.tag("other/box", tag="2"), True)
    packed = b"".join(client.images.get("other/box:2").save(named="other/box:2"))
    client.images.remove("other/box:2")
    equal("loaded", sorted(client.images.load(packed)[0].tags), ["box:latest", "other/box:2"])
    client.images.remove("other/box:2")
    client.images.remove("snapshot:one")
    equal("history", len(box.history()) > 0, True)
    equal("images", [i.tags for i in client.images.list()], [["box:latest"]])


def volumes():
    equal("volumes", [v.name for v in client.volumes.list()], ["kept"])
    client.volumes.get("kept").remove()
    pruned = client.volumes.prune()
    equal("pruned", pruned["VolumesDeleted"] or [], [])


def main():
    happened = []
    listens = client.events(decode=True, filters={"type": ["container", "network"]})

    def listen():
        happened.extend((e["Type"], e["Action"], e["Actor"]["Attributes"].get("name")) for e in listens)

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    system()
    one_off_runs()
    blue, web = made()
    executes(web)
    by_web_socket()
    files(web)
    joins(web)
    watched(web)
    lives(web)
    images()
    volumes()
    blue.remove()
    equal("left", client.containers.list(all=True), [])
    until = docker.from_env().events(decode=True, since=0, until=1)
    equal("no event of long ago", list(until), [])
    listens.close()
    listener.join(30)
    for wanted in [
        ("network", "create", "blue"),
        ("container", "create", "web"),
        ("network", "connect", "green"),
        ("network", "disconnect", "green"),
        ("container", "start", "web"),
        ("container", "pause", "web"),
        ("container", "kill", "site"),
        ("container", "die", "site"),
        ("container", "destroy", "site"),
        ("network", "destroy", "blue"),
    ]:
        equal(f"event {wanted}", wanted in happened, True)
    client.close()
    print(docker.__version__, "done")


main()
