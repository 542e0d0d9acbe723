#!/usr/bin/env python3
"""The command line of the guide: arguments in, exit codes out. Everything else is in ``sitegen``."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parent
USAGE = 2
COMMANDS = ("build", "serve", "check", "new", "report", "audit")


def main(arguments: list[str] | None = None) -> int:
    """Run one command and return its exit code: 0 built, 1 the input has problems, 2 wrong usage, 75 another build holds the lock."""
    asked = list(sys.argv[1:] if arguments is None else arguments)
    if not asked or (asked[0] not in COMMANDS and asked[0] not in ("-h", "--help")):
        asked.insert(0, "build")
    options = _parser().parse_args(asked)
    if options.command != "audit" and not (options.root / "content").is_dir():
        print(f"{options.root} has no folder content/; give --root a folder with content/ and data/", file=sys.stderr)
        return USAGE
    from sitegen import commands

    return commands.run(options)


def _parser() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--root", type=Path, default=PROJECT, metavar="DIR", help="a folder with content/ and data/ (default: this project)")
    common.add_argument("--output", type=Path, default=None, metavar="DIR", help="where to publish (default: output/ in the root)")
    common.add_argument("--base-url", type=_base_url, metavar="URL", help="where the site will be published (default: base_url of data/site.yaml)")
    common.add_argument("--today", type=_day, default=None, metavar="YYYY-MM-DD", help="the day to build for (default: the clock)")
    common.add_argument("--drafts", action="store_true", help="publish drafts and held articles too")
    common.add_argument("--jobs", type=_jobs, default=os.cpu_count() or 1, metavar="N", help="processes to read articles with (default: one a core)")
    common.add_argument("--no-cache", action="store_true", help="neither use nor keep results of earlier builds")
    common.add_argument("--no-search", action="store_true", help="leave out the index of search; its topics from A to Z stay")
    common.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to print problems")
    common.add_argument("--quiet", action="store_true", help="print problems only")
    parser = argparse.ArgumentParser(prog="build.py", description="Builds the guide to ketamine therapy in Canada.")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    commands.add_parser("build", parents=[common], help="build the whole site into output/ (the default)")
    serve = commands.add_parser("serve", parents=[common], help="build, serve on this machine, rebuild and reload on every save")
    serve.add_argument("--port", type=int, default=8000, help="port on 127.0.0.1 (default: 8000)")
    check = commands.add_parser("check", parents=[common], help="everything that must hold before a change is merged; leaves output/ alone")
    check.add_argument("--fix", action="store_true", help="first mend what has one right answer: order, numbers, spaces, translation digests")
    place = argparse.ArgumentParser(add_help=False)
    place.add_argument("--root", type=Path, default=PROJECT, metavar="DIR", help="a folder with content/ and data/ (default: this project)")
    place.add_argument("--today", type=_day, default=None, metavar="YYYY-MM-DD", help="the day that is meant (default: the clock)")
    new = commands.add_parser("new", help="write the skeleton of an article or a listing").add_subparsers(dest="what", metavar="WHAT", required=True)
    article = new.add_parser("article", parents=[place], help="both languages of an article")
    article.add_argument("key", metavar="KEY", help="its name in files and addresses, such as side-effects")
    article.add_argument("--section", required=True, metavar="S", help="a section of data/site.yaml, such as risks")
    clinic = new.add_parser("clinic", parents=[place], help="a listing at the end of data/clinics.yaml")
    clinic.add_argument("key", metavar="ID", help="its id, such as harbour-clinic-halifax")
    report = commands.add_parser("report", parents=[place], help="what editors owe: numbers to confirm, old listings, reviews, translations")
    report.add_argument("--format", choices=("text", "json", "markdown"), default="text", help="how to print it")
    audit = commands.add_parser("audit", help="read a built site only, and report what a reader could be hurt by")
    audit.add_argument("folder", type=Path, nargs="?", default=None, metavar="DIR", help="the folder of a built site (default: output/ in the root)")
    audit.add_argument("--root", type=Path, default=PROJECT, metavar="DIR", help="the folder that output/ is in (default: this project)")
    audit.add_argument("--format", choices=("text", "json", "github"), default="text", help="how to print problems")
    parser.set_defaults(clock=lambda: dt.date.today())
    return parser


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a date; write it as 2026-11-23") from None


def _jobs(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 64:
        raise argparse.ArgumentTypeError(f"{text} is not a number of processes from 1 to 64")
    return int(text)


def _base_url(text: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text} is not a web address; write it as https://guide.example")
    return text.rstrip("/")


if __name__ == "__main__":
    sys.exit(main())
