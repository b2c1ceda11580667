"""`python -m dev <command>`: what the Makefile's targets call."""

import sys
from argparse import ArgumentParser
from importlib import import_module

from dev.problem import Problem

# One module per command, imported only when it is asked for: `token` needs no MongoDB driver.
COMMANDS = {
    "run": ("dev.run", "start everything, seed it once and follow the log"),
    "check": ("dev.check", "format, lint, types, import rules, generated code"),
    "demo": ("dev.demo", "walk the whole journey and print each step"),
    "token": ("dev.token", "print a token of the local issuer"),
    "seed": ("dev.seed", "seed a running marketplace once"),
    "protos": ("dev.protos", "generate code from protos/ and lint them"),
    "docs": ("dev.docs", "write docs/errors.md and docs/rights.md"),
    "release": ("dev.release", "promise what the protos and the changelog say now"),
    "schema": ("dev.schema", "write gateway/schema.graphql"),
    "supergraph": ("dev.supergraph", "print the composed schema for a router of others"),
    "fuzz": ("dev.fuzz", "run the property tests for longer"),
    "drafts-corpus": ("dev.drafts_corpus", "read real Word files through the gate and the walk"),
    "browser": ("dev.browser", "provide Chromium for the console's tests, if that is allowed"),
    "faults": ("dev.faults", "run the fault tests for longer, or once more as they were"),
    "node-lock": ("dev.node", "write a package-lock.json anew"),
    "clean": ("dev.clean", "remove what make has made"),
    "issuer": ("dev.sign_in", "sign people in to the console as whoever they choose to be"),
    "mail-sink": ("dev.mail", "receive mail and keep it in the data folder"),
}


def main(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="python -m dev", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    wanted = next((word for word in arguments if word in COMMANDS), None)
    for name, (module, summary) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=summary)
        if name == wanted:
            import_module(module).configure(command)
    parsed = parser.parse_args(arguments)
    try:
        return int(parsed.run(parsed))
    except Problem as problem:
        for line in str(problem).splitlines():
            # Indented lines quote a log; they need no sender.
            print(
                line if line.startswith(" ") else f"make {parsed.command}: {line}", file=sys.stderr
            )
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
