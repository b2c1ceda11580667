"""Finding a MongoDB server that runs on this machine."""

import os
import sysconfig
from pathlib import Path

import pytest

from dev import mongod
from dev.problem import Problem

WORKS = 'echo "db version v7.0.1"'
LACKS = """
echo "mongod: error while loading shared libraries: {}: cannot open shared object file" >&2
exit 127
"""
LACKS_CURL_UNTIL_LINKED = f"""
[ -e "${{LD_LIBRARY_PATH%%:*}}/libcurl.so.4" ] && {WORKS} && exit 0
{LACKS.format("libcurl.so.4")}
"""


def a_program(path: Path, script: str, mode: int = 0o755) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(mode)
    return path


def on_path(tmp_path: Path, script: str) -> dict[str, str]:
    program = a_program(tmp_path / "path" / "mongod", script)
    return {"PATH": f"{program.parent}:{os.defpath}"}


def shipped(tmp_path: Path, script: str, mode: int = 0o755) -> Path:
    a_program(tmp_path / "site" / "fiftyone" / "db" / "bin" / "mongod", script, mode)
    return tmp_path / "site"


NOWHERE = {"PATH": "/nowhere"}


def test_the_one_on_the_path_comes_first(tmp_path):
    environment = on_path(tmp_path, WORKS)

    found = mongod.find(tmp_path, environment, site_packages=shipped(tmp_path, WORKS))

    assert found == mongod.Program(tmp_path / "path" / "mongod")


@pytest.mark.parametrize(
    "script", ['echo "db version v5.0.9"', LACKS.format("libssl.so.1.1"), "exit 1", "kill -4 $$"]
)
def test_one_that_is_too_old_or_broken_gives_way_to_the_one_that_was_shipped(tmp_path, script):
    site = shipped(tmp_path, WORKS)

    found = mongod.find(tmp_path, on_path(tmp_path, script), site_packages=site)

    assert found.path == site / "fiftyone" / "db" / "bin" / "mongod"


def test_a_lost_execute_bit_is_restored_on_a_copy(tmp_path):
    site = shipped(tmp_path, WORKS, mode=0o644)

    found = mongod.find(tmp_path / "data", NOWHERE, site_packages=site)

    assert found.path == tmp_path / "data" / "bin" / "mongod"
    assert not os.access(site / "fiftyone" / "db" / "bin" / "mongod", os.X_OK)


def test_a_missing_libcurl_is_lent_to_this_program_only(tmp_path):
    site = shipped(tmp_path, LACKS_CURL_UNTIL_LINKED)
    carried = a_program(site / "pycurl.libs" / "libcurl-1234.so.4.8.0", "")
    needed_by_it = a_program(site / "pycurl.libs" / "libssl-5678.so.3", "")

    found = mongod.find(tmp_path / "data", NOWHERE, site_packages=site)

    assert (tmp_path / "data" / "lib" / "libcurl.so.4").resolve() == carried
    assert (tmp_path / "data" / "lib" / "libssl-5678.so.3").resolve() == needed_by_it
    assert found.environment({"LD_LIBRARY_PATH": "/opt"}) == {
        "LD_LIBRARY_PATH": f"{tmp_path}/data/lib:/opt"
    }
    assert "LD_LIBRARY_PATH" not in os.environ


def test_a_missing_library_is_named_with_the_way_to_get_it(tmp_path):
    site = shipped(tmp_path, LACKS.format("libcurl.so.4"))

    with pytest.raises(Problem) as raised:
        mongod.find(tmp_path, NOWHERE, site_packages=site)

    (line,) = str(raised.value).splitlines()
    assert "lacks the library libcurl.so.4, on Debian: apt-get install libcurl4" in line
    assert "HANDMADE_MONGODB_URI" in line


def test_a_machine_without_any_mongod_is_told_what_to_do(tmp_path):
    with pytest.raises(Problem, match=r"no mongod is on the PATH .* install MongoDB 6 or newer"):
        mongod.find(tmp_path, NOWHERE, site_packages=tmp_path)


def test_the_one_that_came_with_our_dependencies_runs_here(tmp_path):
    environment = dict(os.environ) | NOWHERE

    found = mongod.find(tmp_path, environment)

    assert Path(sysconfig.get_path("purelib")) in found.path.parents
