"""The preview: builds into a private folder, serves it on this machine only, rebuilds and reloads open pages on every save.

What is inserted into pages (the reload script, the panel of problems, the sources that the page's own policy must allow for them)
is inserted into the answer, never into a file. Only pages and programs that name this very address are answered: any web page
can point its own name at 127.0.0.1 (DNS rebinding) and any web page can open a socket, so both ``Host`` and ``Origin`` are checked.
"""

from sitegen.serve.server import serve

__all__ = ["serve"]
