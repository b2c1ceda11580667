"""What was released cannot be broken, and nobody can forget to look."""

import shutil
from datetime import date

import pytest

from dev import protos
from dev.problem import Problem
from dev.release import breaking_changes, released, versions

PROTO = """\
syntax = "proto3";

package handmade.mugs.v1;

option java_package = "example.handmade.mugs.v1";

// Lets anybody read mugs.
service MugService {
  // Gets a mug.
  rpc GetMug(GetMugRequest) returns (Mug);

  // Breaks a mug.
  rpc BreakMug(GetMugRequest) returns (Mug);
}

// Something to drink from.
message Mug {
  // What it is made of.
  enum Clay {
    // Not known.
    CLAY_UNSPECIFIED = 0;
    // Stoneware.
    STONEWARE = 1;
  }

  // The resource name, `mugs/{mug}`.
  string name = 1;
  // The height in millimetres.
  int32 height = 2;
  // What it is made of.
  Clay clay = 3;
}

// Names the mug to get.
message GetMugRequest {
  // The resource name.
  string name = 1;
}
"""

CHANGELOG = "# Changelog\n\n## Unreleased\n\n- Mugs.\n"
NAMED = "# Changelog\n\n## Unreleased\n\n## 1.2.0, 01 May 2026\n\n- Mugs.\n"


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    folder = written(tmp_path_factory.mktemp("first"), PROTO)
    target = folder.parent / "released.binpb"
    protos.record(folder, target)
    return target


@pytest.fixture
def changelog(tmp_path):
    path = tmp_path / "CHANGELOG.md"
    path.write_text(NAMED)
    return path


def written(folder, text):
    place = folder / "protos" / "handmade" / "mugs" / "v1"
    place.mkdir(parents=True)
    (place / "mug.proto").write_text(text)
    return folder / "protos"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param(
            "  // The height in millimetres.\n  int32 height = 2;\n",
            "",
            'Previously present field "2" with name "height" on message "Mug" was deleted',
            id="a field that is gone",
        ),
        pytest.param(
            "int32 height = 2", "string height = 2", "changed type from", id="another type"
        ),
        pytest.param(
            "int32 height = 2", "int32 tallness = 2", "changed name from", id="another name"
        ),
        pytest.param("int32 height = 2", "int32 height = 4", 'field "2"', id="another number"),
        pytest.param(
            "  // Breaks a mug.\n  rpc BreakMug(GetMugRequest) returns (Mug);\n",
            "",
            'Previously present RPC "BreakMug" on service "MugService" was deleted',
            id="a method that is gone",
        ),
        pytest.param("returns (Mug);\n}", "returns (stream Mug);\n}", "server", id="a stream now"),
        pytest.param("STONEWARE = 1", "PORCELAIN = 1", 'from "STONEWARE"', id="another value"),
        pytest.param(
            "package handmade.mugs.v1;", "package handmade.mugs.v2;", "package", id="a package"
        ),
        pytest.param(
            'java_package = "example.', 'java_package = "org.', "java_package", id="a file's option"
        ),
    ],
)
def test_what_breaks_a_client_of_the_release_is_a_complaint(
    tmp_path, record, changelog, old, new, complaint
):
    assert old in PROTO
    folder = written(tmp_path, PROTO.replace(old, new))

    found = breaking_changes(folder, record, changelog)

    assert found
    assert complaint in "\n".join(found)


GUARDED = PROTO.replace(
    "  rpc GetMug(GetMugRequest) returns (Mug);",
    "  rpc GetMug(GetMugRequest) returns (Mug) {\n"
    "    option (handmade.access.v1.access) = {\n"
    "      roles: [BUYER]\n"
    "    };\n"
    "  }",
)
GUARDED = GUARDED.replace(
    "option java_package",
    'import "google/api/field_behavior.proto";\n'
    'import "handmade/access/v1/access.proto";\n\noption java_package',
)


RIM = """int32 height = 2;
  // New.
  int32 rim = 4 [(google.api.field_behavior) = REQUIRED];"""


def guarded(folder, text):
    target = written(folder, text)
    access = target / "handmade" / "access" / "v1"
    access.mkdir(parents=True)
    shutil.copy(protos.PROTOS / "handmade" / "access" / "v1" / "access.proto", access)
    return target


@pytest.mark.parametrize(
    ("old", "new", "complaints"),
    [
        ("[BUYER]", "[MAKER]", ["handmade.mugs.v1.MugService.GetMug was open to more callers"]),
        (
            "roles: [BUYER]",
            'roles: [BUYER]\n      partner_scope: "mugs:read"',
            ["handmade.mugs.v1.MugService.GetMug was open to more callers"],
        ),
        ("[BUYER]", "[BUYER, MAKER]", []),
        ("roles: [BUYER]", "signed_in: true", []),
        ("roles: [BUYER]", "anonymous: true", []),
        (
            "int32 height = 2;",
            "int32 height = 2 [(google.api.field_behavior) = REQUIRED];",
            ["handmade.mugs.v1.Mug.height did not have to be given"],
        ),
        (
            "int32 height = 2;",
            RIM,
            ["handmade.mugs.v1.Mug.rim did not have to be given"],
        ),
    ],
)
def test_who_could_call_and_what_could_be_left_out_is_promised_too(
    tmp_path, changelog, old, new, complaints
):
    assert old in GUARDED
    record = tmp_path / "released.binpb"
    protos.record(guarded(tmp_path / "before", GUARDED), record)
    folder = guarded(tmp_path / "after", GUARDED.replace(old, new))

    assert breaking_changes(folder, record, changelog) == complaints


def test_an_addition_breaks_nobody(tmp_path, record, changelog):
    more = PROTO.replace(
        "int32 height = 2;", "int32 height = 2;\n  // In words.\n  string note = 4;"
    )
    more = more.replace("STONEWARE = 1;", "STONEWARE = 1;\n    // Porcelain.\n    PORCELAIN = 2;")
    folder = written(tmp_path, more)

    assert breaking_changes(folder, record, changelog) == []


def test_a_record_that_is_gone_fails_the_check(tmp_path, changelog):
    folder = written(tmp_path, PROTO)

    with pytest.raises(Problem, match=r"released\.binpb is missing"):
        breaking_changes(folder, tmp_path / "released.binpb", changelog)


@pytest.mark.parametrize("content", [b"", b"junk", b"\x00\xff" * 20])
def test_a_record_that_cannot_be_read_fails_the_check(tmp_path, changelog, content):
    folder = written(tmp_path, PROTO)
    spoiled = tmp_path / "released.binpb"
    spoiled.write_bytes(content)

    assert breaking_changes(folder, spoiled, changelog)


def test_before_the_first_release_there_is_nothing_to_break(tmp_path, changelog):
    changelog.write_text(CHANGELOG)
    folder = written(tmp_path, PROTO)

    assert breaking_changes(folder, tmp_path / "released.binpb", changelog) == []


def test_a_release_moves_what_is_unreleased_under_its_version():
    said = released(CHANGELOG, "1.2.0", date(2026, 5, 1))

    assert said == NAMED
    assert versions(said) == [(1, 2, 0)]


@pytest.mark.parametrize(
    ("changelog", "version", "why"),
    [
        (CHANGELOG, "1.2", "looks like 1.0.0"),
        (CHANGELOG, "v1.2.0", "looks like 1.0.0"),
        (CHANGELOG, "", "looks like 1.0.0"),
        (NAMED + "\n", "1.3.0", "says nothing"),
        (NAMED.replace("Unreleased\n", "Unreleased\n\n- Cups.\n"), "1.2.0", "not newer than 1.2.0"),
        ("# Changelog\n", "1.0.0", "says nothing"),
    ],
)
def test_a_release_needs_a_newer_version_and_something_to_say(changelog, version, why):
    with pytest.raises(Problem, match=why):
        released(changelog, version, date(2026, 5, 1))
