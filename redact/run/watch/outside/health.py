"""Three questions that a machine may ask over HTTP, on this host only: alive, ready, figures."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from redact.core.errors import UsageError
from redact.run.watch.outside import metrics

_HOST = "127.0.0.1"
_PATIENCE_S = 5.0  # a client that says nothing for so long is let go


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers. A question of health gives the reasons why not, in fixed words; none: all is well."""

    alive: Callable[[], tuple[str, ...]]
    ready: Callable[[], tuple[str, ...]]
    figures: Callable[[], str]


class Health:
    """The server, in a thread of its own. Nobody but this host reaches it."""

    def __init__(self, port: int, answers: Answers) -> None:
        """Listen at `port`; 0 lets the system choose one.

        Raises:
            UsageError: the port is taken or forbidden.
        """
        try:
            self._server = ThreadingHTTPServer((_HOST, port), _asking(answers))
        except OSError as err:
            raise UsageError("the port of the health checks cannot be had", "choose another `port`, or 0") from err
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), name="health", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def _asking(answers: Answers) -> type[BaseHTTPRequestHandler]:
    class Asked(BaseHTTPRequestHandler):
        """One question."""

        server_version, sys_version = "redact", ""
        timeout = _PATIENCE_S

        def do_GET(self) -> None:
            """Answer; what is not known is 404."""
            if self.path == "/metrics":
                self._say(200, answers.figures(), metrics.TYPE)
            elif self.path in ("/healthz", "/readyz"):
                reasons = answers.alive() if self.path == "/healthz" else answers.ready()
                self._say(503 if reasons else 200, "".join(f"{reason}\n" for reason in reasons) or "ok\n")
            else:
                self._say(404, "not found\n")

        def _say(self, code: int, body: str, kind: str = "text/plain; charset=utf-8") -> None:
            encoded = body.encode()
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(encoded)))
            self.end_headers()
            self.wfile.write(encoded)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: the journal is for what happens to files."""

    return Asked
