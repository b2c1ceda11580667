"""Reads real Word files: the .docx test files that two libraries publish with their sources."""

import io
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from argparse import ArgumentParser, Namespace
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from dev.problem import Problem
from pr_review.drafts.gate import ensure_word_document
from pr_review.drafts.refusals import NotAccepted
from pr_review.reading.walk import read

LIBRARIES = ("python-docx", "oletools")
ACCEPTED = "accepted"


def configure(parser: ArgumentParser) -> None:
    parser.add_argument("--folder", type=Path, help="source archives that are there already")
    parser.set_defaults(run=_corpus)


def _corpus(arguments: Namespace) -> int:
    with tempfile.TemporaryDirectory() as scratch:
        folder = arguments.folder or _downloaded(Path(scratch))
        files = dict(_documents(folder))
    if not files:
        raise Problem(f"no .docx in the archives in {folder}")
    by_code, seconds = defaultdict(list), []
    failed = []
    for name, content in files.items():
        begun = time.perf_counter()
        code = _code(content)
        seconds.append(time.perf_counter() - begun)
        by_code[code].append(name)
        if code.startswith(ACCEPTED) and (why := _failure(content)):
            failed.append(f"{name}: {why}")
    for code, names in sorted(by_code.items(), key=lambda item: -len(item[1])):
        print(f"{len(names):5} {code}")
        for name in names if not code.startswith(ACCEPTED) else ():
            print(f"        {name}")
    print(f"{len(files):5} in all; gate: median {1000 * median(seconds):.1f} ms, ", end="")
    print(f"most {1000 * max(seconds):.1f} ms")
    print(f"{len(failed):5} accepted ones that our walk does not read")
    for line in failed:
        print(f"        {line}")
    return 1 if failed else 0


def _downloaded(folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    options = ["--no-binary", ":all:", "--no-deps", "--dest", str(folder)]
    done = subprocess.run([*pip, *options, *LIBRARIES], check=False)
    if done.returncode:
        raise Problem("the sources could not be downloaded: this needs a network")
    return folder


def _documents(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    if info.filename.endswith(".docx"):
                        yield info.filename, archive.read(info)
        elif path.name.endswith(".tar.gz"):
            with tarfile.open(path) as packed:
                for member in packed:
                    content = packed.extractfile(member)
                    if content is not None and member.name.endswith(".docx"):
                        yield member.name, content.read()


def _code(content: bytes) -> str:
    try:
        warnings = ensure_word_document(content)
    except NotAccepted as refused:
        return refused.refusal.value
    codes = sorted({code for code, _ in warnings})
    return f"{ACCEPTED}, with {' '.join(codes)}" if codes else ACCEPTED


def _failure(content: bytes) -> str:
    """What our walk dies of, which must be nothing."""
    try:
        read(io.BytesIO(content))
    # Of whatever kind: that is what is looked for.
    except Exception as error:
        return type(error).__name__
    return ""
