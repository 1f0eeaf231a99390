"""A daemon that has nothing to do: it answers every GET with the same text, so that what a client takes by itself shows."""

import contextlib
import http.server
import socketserver
import threading

VERSION = "1.50"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_HEAD(self):
        self.head(0)

    def do_GET(self):
        self.head(len(self.server.text))
        self.wfile.write(self.server.text)

    def head(self, length):
        self.send_response(200)
        self.send_header("Api-Version", VERSION)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def answering(path, text):
    """Serves a text on a unix socket."""
    with socketserver.ThreadingUnixStreamServer(path, Handler) as server:
        server.text = text
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield
        server.shutdown()
