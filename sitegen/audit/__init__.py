"""A reader's advocate: reads a built site only, knows nothing of how it was built, and says what could hurt someone who reads it.

The path that data takes: ``tree`` (a folder) → ``markup`` (one page, once) → ``safety`` and ``reading`` (rules for one page) →
``links``, ``listings`` and ``stylesheets`` (rules for the whole). One rule is one generator of problems; its docstring is the rule.
"""

from sitegen.audit.site import NotASite, audit_site

__all__ = ["NotASite", "audit_site"]
