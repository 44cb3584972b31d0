"""An address that messages come to, for the tests of webhooks."""

import http.server
import json
import threading


class Receiver:
    """An address that messages come to. It answers with the next of `answers`, then with 200."""

    def __init__(self):
        receiver = self
        self.got, self.answers, self.lock = [], [], threading.Lock()

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                size = int(self.headers["Content-Length"])
                body = self.rfile.read(size)
                if len(body) < size:
                    return  # who sent it was killed meanwhile
                with receiver.lock:
                    status = receiver.answers.pop(0) if receiver.answers else 200
                    receiver.got.append((status, self.path, dict(self.headers.items()), body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                if status == 302:
                    self.send_header("Location", "/elsewhere")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def bodies(self, topic=None):
        with self.lock:
            bodies = [json.loads(body) for status, _, _, body in self.got if status == 200]
        return [b for b in bodies if topic is None or b["type"] == topic]
