"""The server on the loopback address, from the first build until it is told to end."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

from sitegen.cache import digest_of
from sitegen.pipeline import PROJECT, Options
from sitegen.serve.handlers import application, reload_pages
from sitegen.serve.preview import LOOPBACK, Preview
from sitegen.serve.watch import Watch

ENDED, USAGE = 0, 2


def serve(options: Options, port: int) -> int:
    """Serve the preview until Ctrl-C and return the exit code: 0 ended, 2 the port cannot be had. Port 0 is any free one."""
    if not 0 <= port <= 65535:
        print(f"{port} is not a port; choose one from 1 to 65535 with --port.", file=sys.stderr)
        return USAGE
    try:
        sockets = bind_sockets(port, LOOPBACK)
    except OSError as error:
        print(f"Port {port} cannot be used ({error.strerror}); choose another with --port.", file=sys.stderr)
        return USAGE
    port = sockets[0].getsockname()[1]
    for name in ("asyncio", "livereload", "tornado.general"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # pages that close while they are told to reload; malformed requests
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ended from outside, it clears away its folder too
    with ExitStack() as ending, suppress(KeyboardInterrupt, asyncio.CancelledError):
        if options.cache is None:
            private = Path(ending.enter_context(tempfile.TemporaryDirectory(prefix="guide-serve-")))
        else:
            private = options.cache / "serve" / digest_of(os.path.realpath(options.root), str(port))[:16]
        base_url = options.base_url or f"http://{LOOPBACK}:{port}"
        options = replace(options, output=private / "site", cache=options.cache or private / "cache", base_url=base_url)
        watch = Watch(dict.fromkeys((options.root, PROJECT)))  # first, so that a save during the first build is a change
        preview = Preview(options, port)
        asyncio.run(_run(preview, watch, sockets))
    return ENDED


async def _run(preview: Preview, watch: Watch, sockets: list[socket.socket]) -> None:
    """The server and the watch, in one thread: a request that comes during a build waits for it."""
    HTTPServer(application(preview)).add_sockets(sockets)
    following = asyncio.ensure_future(_follow(preview, watch))
    # Never an exception in the midst of things: livereload has an except that would swallow it.
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, following.cancel)
    await following


async def _follow(preview: Preview, watch: Watch) -> None:
    async for changed in watch.changes():
        preview.update(changed)
        reload_pages()
