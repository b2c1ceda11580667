"""Writes the pages that are made from the code: `make docs`."""

from argparse import ArgumentParser, Namespace

from dev import errors, rights
from dev.problem import Problem

PAGES = {errors.PAGE: errors.current, rights.PAGE: rights.current}


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_docs)


def _docs(arguments: Namespace) -> int:
    if wrong := errors.wrongs():
        raise Problem("\n".join(wrong))
    for page, current in PAGES.items():
        page.write_text(current(), encoding="utf-8")
    return 0
