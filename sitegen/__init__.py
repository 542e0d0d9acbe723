"""The generator of the guide: Markdown articles and YAML records in, a static site out.

The path that data takes, in order: ``load`` → ``check`` → ``plan`` → ``emit`` → ``publish``; ``pipeline`` names the steps.
"""
