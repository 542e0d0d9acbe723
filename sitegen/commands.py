"""What each command does with a parsed command line, and what it says."""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.pipeline import PROJECT, Options, Result, build, check_editorial, check_integrity, load_site, stop_on_errors
from sitegen.problems import Report, Stop
from sitegen.publish import Busy, CannotPublish

if TYPE_CHECKING:
    from sitegen.model.site import Site

BUILT, PROBLEMS, USAGE, BUSY = 0, 1, 2, 75


def run(arguments: argparse.Namespace) -> int:
    """Carry out the command and return the exit code."""
    if arguments.command == "audit":
        return _audit(arguments.folder or arguments.root / "output", arguments.format)
    today = arguments.today or arguments.clock()
    if arguments.command in ("new", "report"):
        try:
            return _new(arguments, today) if arguments.command == "new" else _report(arguments.root.resolve(), today, arguments.format)
        except Stop as stop:
            _print(stop.report, "text")
            _tally(stop.report, "Mend these first.")
            return PROBLEMS
    output = arguments.output or arguments.root / "output"
    options = Options(
        root=arguments.root.resolve(), output=output, today=today, base_url=arguments.base_url, drafts=arguments.drafts, search=not arguments.no_search,
        jobs=arguments.jobs, cache=None if arguments.no_cache else PROJECT / ".cache", quiet=arguments.quiet,
    )  # fmt: skip
    try:
        if arguments.command == "check":
            if arguments.fix:
                _mend(options)
            return _check(options, arguments.format)
        if arguments.command == "serve":
            from sitegen.serve import serve

            return serve(options, arguments.port)
        return _build(options, arguments.format)
    except Busy:
        print(f"Another build is at work on {_shown(options.output)}; try again when it has ended.", file=sys.stderr)
        return BUSY
    except CannotPublish as reason:
        print(f"Nothing was published: {reason}.", file=sys.stderr)
        return PROBLEMS
    except KeyboardInterrupt:
        print("\nStopped; what was published before is unchanged.", file=sys.stderr)
        return 130


def _build(options: Options, form: str) -> int:
    started = time.perf_counter()
    try:
        result = build(options)
    except Stop as stop:
        _print(stop.report, form)
        _tally(stop.report, f"Nothing was published; {_shown(options.output)} is unchanged.")
        return PROBLEMS
    report = Report(result.problems)
    _print(report, form)
    if report.warnings:
        _tally(report, "")
    if not options.quiet and form == "text":
        print(_summary(result, options, time.perf_counter() - started))
    return BUILT


def _new(arguments: argparse.Namespace, today: dt.date) -> int:
    """Write a skeleton and say where it is."""
    from sitegen.new import CannotBegin, new_article, new_clinic

    root = arguments.root.resolve()
    try:
        site = _read(root, today, Report())
        if arguments.what == "article":
            files = new_article(root, site.settings.noun, arguments.section, arguments.key, today)
        else:
            files = [new_clinic(root, {entry.noun.id for entry in site.clinics}, arguments.key, today)]
    except CannotBegin as reason:
        print(f"Nothing was written: {reason}.", file=sys.stderr)
        return USAGE
    for file in files:
        print(f"{file.relative_to(root)} waits for you; python build.py check says what it still needs.")
    return BUILT


def _report(root: Path, today: dt.date, form: str) -> int:
    """Say what editors owe; input with problems is reported instead, since nothing can be told of what cannot be read."""
    from sitegen import report as owed

    problems = Report()
    site = _read(root, today, problems)
    stop_on_errors(problems)
    show = {"text": owed.as_text, "json": owed.as_json, "markdown": owed.as_markdown}[form]
    found = owed.debts(site, today)
    if found or form != "text":
        print(show(found))
    print(f"{len(found)} things to do.", file=sys.stderr)
    return BUILT


def _read(root: Path, today: dt.date, problems: Report) -> Site:
    """The nouns of a root, for commands that build nothing."""
    from sitegen.cache import Cache
    from sitegen.progress import Progress

    options = Options(root=root, output=root / "output", today=today, drafts=True, cache=PROJECT / ".cache")
    with Progress() as progress:
        return load_site(options, Cache(options.cache), progress, problems)


def _audit(folder: Path, form: str) -> int:
    """Read a built site as its readers get it, and say what could hurt them."""
    from sitegen.audit import NotASite, audit_site

    try:
        report = audit_site(folder)
    except NotASite as reason:
        print(f"{reason}.", file=sys.stderr)
        return USAGE
    _print(report, form)
    _tally(report, "" if len(report) else f"Nothing in {_shown(folder)} should hurt a reader.")
    return PROBLEMS if len(report) else BUILT


def _check(options: Options, form: str) -> int:
    """Every rule, then a whole build into a scratch folder and an audit of what came out; the real output is never touched."""
    from sitegen.audit import audit_site
    from sitegen.cache import Cache
    from sitegen.progress import Progress

    report = Report()
    try:
        with Progress(not options.quiet) as progress:
            site = load_site(options, Cache(options.cache), progress, report)
            check_integrity(site, options.today, report)
            check_editorial(site, report)
        stop_on_errors(report)
        with tempfile.TemporaryDirectory(prefix="guide-check-") as scratch:
            build(dataclasses.replace(options, output=Path(scratch) / "output", quiet=True))
            report.extend(audit_site(Path(scratch) / "output"))
    except Stop as stop:
        report.extend(stop.report)
    _print(report, form)
    _tally(report, "" if report.errors else "Everything that must hold before a change is merged holds.")
    return PROBLEMS if report.errors else BUILT


def _mend(options: Options) -> None:
    """Mend what has one right answer, and say what was changed."""
    from sitegen.cache import Cache
    from sitegen.mend import mend
    from sitegen.progress import Progress

    report, site = Report(), None
    try:
        with Progress(not options.quiet) as progress:
            site = load_site(options, Cache(options.cache), progress, report)
        check_integrity(site, options.today, report)
    except Stop as stop:
        report.extend(stop.report)
    for line in mend(options.root, report, site):
        print(line)


def _print(report: Report, form: str) -> None:
    if form == "json":
        print(report.as_json())
    elif form == "github" and len(report):
        print(report.as_github())
    elif len(report):
        print(report.as_text(), file=sys.stderr)


def _tally(report: Report, outcome: str) -> None:
    errors = f"{report.errors} error{'' if report.errors == 1 else 's'}"
    warnings = f"{report.warnings} warning{'' if report.warnings == 1 else 's'}"
    print(f"{errors}, {warnings}. {outcome}".rstrip(), file=sys.stderr)


def _summary(result: Result, options: Options, seconds: float) -> str:
    lines = [f"{path} is held back ({reason})." for path, reason in result.held]
    work = "nothing had changed" if result.rendered == 0 else f"{result.rendered} made anew"
    lines.append(f"{result.pages} pages in {_shown(options.output)} ({work}; {seconds:.2f} s).")
    return "\n".join(lines)


def _shown(output: Path) -> str:
    try:
        return f"{output.resolve().relative_to(Path.cwd())}/"
    except ValueError:
        return f"{output}/"
