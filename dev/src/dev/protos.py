"""Generates the Python packages from `protos/`, lints the protos and formats them."""

import sys
import sysconfig
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.problem import Problem
from dev.promises import narrowed
from dev.repository import ROOT, run, said, tool

PROTOS = ROOT / "protos"
GENERATED = PROTOS / "src"
RELEASED = PROTOS / "released.binpb"


def configure(parser: ArgumentParser) -> None:
    parser.set_defaults(run=_protos)


def _protos(arguments: Namespace) -> int:
    format_sources(PROTOS)
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        generate(PROTOS, fresh)
        _replace(fresh, GENERATED)
    complaints = lint(PROTOS)
    if complaints:
        print("\n".join(complaints))
        return 1
    return 0


def sources(protos: Path) -> list[str]:
    """The proto files, relative to their folder, which is what protoc wants."""
    found = sorted(str(path.relative_to(protos)) for path in (protos / "handmade").rglob("*.proto"))
    if not found:
        raise Problem(f"no .proto files in {protos / 'handmade'}")
    return found


def generate(protos: Path, target: Path) -> None:
    """Writes messages, async stubs and their types; `target` gets a complete `handmade` package."""
    _protoc(
        protos,
        f"--python_out={target}",
        f"--grpc_python_out={target}",
        f"--plugin=protoc-gen-mypy={tool('protoc-gen-mypy')}",
        f"--mypy_out=quiet,readable_stubs:{target}",
        f"--plugin=protoc-gen-mypy_grpc={tool('protoc-gen-mypy_grpc')}",
        f"--mypy_grpc_out=quiet,readable_stubs,only_async:{target}",
    )
    package = target / "handmade"
    for folder in (package, *(path for path in package.rglob("*") if path.is_dir())):
        (folder / "__init__.py").touch()
    (package / "py.typed").touch()


def stale(protos: Path, generated: Path) -> list[str]:
    """The generated files that differ from what the protos say now."""
    with tempfile.TemporaryDirectory() as folder:
        generate(protos, Path(folder))
        wanted = _contents(Path(folder))
    present = _contents(generated)
    return sorted(
        path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path)
    )


def lint(protos: Path) -> list[str]:
    """Every complaint of `buf lint`."""
    with _described(protos) as described:
        return _complaints("lint", described)


def breaking(protos: Path, released: Path) -> list[str]:
    """What in the protos would break a client of those that `record` wrote to `released`."""
    if not released.exists():
        raise Problem(
            f"{released} is missing: without it nobody knows what was released; restore it from"
            " the history"
        )
    with _described(protos) as described:
        complaints = _complaints("breaking", described, "--against", str(released))
        # What buf complains of may be a record that cannot be read.
        return complaints or narrowed(released, Path(described))


def record(protos: Path, target: Path) -> None:
    """Writes what later protos will be held against."""
    _protoc(protos, "--include_imports", f"--descriptor_set_out={target}")


@contextmanager
def _described(protos: Path) -> Iterator[str]:
    # buf would fetch google/api from its registry; a compiled set needs no network.
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "protos.binpb"
        _protoc(
            protos,
            "--include_imports",
            "--include_source_info",
            f"--descriptor_set_out={target}",
        )
        yield str(target)


def _complaints(*command: str) -> list[str]:
    done = run([tool("buf"), *command, "--config", str(PROTOS / "buf.yaml")])
    if done.returncode == 0:
        return []
    # A status without a word must not pass for no complaint.
    return said(done).splitlines() or [f"buf {command[0]} ended with {done.returncode}"]


def unformatted(protos: Path) -> str:
    """What `buf format` would change, as a diff; empty when nothing."""
    return said(run([tool("buf"), "format", "--diff", str(protos)]))


def format_sources(protos: Path) -> None:
    done = run([tool("buf"), "format", "--write", str(protos)])
    if done.returncode:
        raise Problem(f"the protos do not parse\n{said(done)}")


def _protoc(protos: Path, *options: str) -> None:
    # The wheel googleapis-common-protos keeps google/api/*.proto beside its Python modules.
    includes = [f"-I{protos}", f"-I{sysconfig.get_path('purelib')}"]
    command = [sys.executable, "-m", "grpc_tools.protoc", *includes, *options, *sources(protos)]
    done = run(command)
    if done.returncode:
        raise Problem(f"protoc refuses the protos\n{said(done)}")


def _replace(fresh: Path, generated: Path) -> None:
    # Only what differs is touched, so that running programs and mypy's cache are left in peace.
    wanted, present = _contents(fresh), _contents(generated)
    for path in present.keys() - wanted.keys():
        (generated / path).unlink()
    for path, content in wanted.items():
        if present.get(path) != content:
            (generated / path).parent.mkdir(parents=True, exist_ok=True)
            (generated / path).write_bytes(content)


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
