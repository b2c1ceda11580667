import pytest

from dev import protos
from dev.problem import Problem

PROTO = """\
syntax = "proto3";

package handmade.mugs.v1;

import "google/api/field_behavior.proto";

// Lets anybody read mugs.
service MugService {
  // Gets a mug.
  rpc GetMug(GetMugRequest) returns (Mug);
}

// Something to drink from.
message Mug {
  // The resource name, `mugs/{mug}`.
  string name = 1 [(google.api.field_behavior) = IDENTIFIER];
}

// Names the mug to get.
message GetMugRequest {
  // The resource name.
  string name = 1 [(google.api.field_behavior) = REQUIRED];
}
"""


@pytest.fixture
def folder(tmp_path):
    mugs = tmp_path / "protos" / "handmade" / "mugs" / "v1"
    mugs.mkdir(parents=True)
    (mugs / "mug.proto").write_text(PROTO)
    return tmp_path / "protos"


@pytest.fixture
def generated(folder, tmp_path):
    target = tmp_path / "generated"
    target.mkdir()
    protos.generate(folder, target)
    return target


def rewrite(folder, old, new):
    mug = folder / "handmade" / "mugs" / "v1" / "mug.proto"
    mug.write_text(mug.read_text().replace(old, new))


def test_generated_code_is_a_typed_package_with_async_stubs(generated):
    package = generated / "handmade" / "mugs" / "v1"
    assert (package / "__init__.py").exists()
    assert (generated / "handmade" / "py.typed").exists()
    assert "from handmade.mugs.v1 import mug_pb2" in (package / "mug_pb2_grpc.py").read_text()
    assert "aio.UnaryUnaryMultiCallable" in (package / "mug_pb2_grpc.pyi").read_text()
    assert "Something to drink from." in (package / "mug_pb2.pyi").read_text()


def test_generated_code_that_is_current_is_not_stale(folder, generated):
    assert protos.stale(folder, generated) == []


def test_a_changed_proto_makes_its_code_stale(folder, generated):
    rewrite(folder, "string name = 1 [(google.api.field_behavior) = IDENTIFIER];", "")

    assert "handmade/mugs/v1/mug_pb2.py" in protos.stale(folder, generated)


def test_code_whose_proto_is_gone_is_stale(folder, generated):
    (generated / "handmade" / "mugs" / "v1" / "cup_pb2.py").touch()

    assert protos.stale(folder, generated) == ["handmade/mugs/v1/cup_pb2.py"]


def test_clean_protos_have_no_complaints(folder):
    assert protos.lint(folder) == []
    assert protos.unformatted(folder) == ""


def test_an_element_without_a_comment_is_a_complaint(folder):
    rewrite(folder, "// Something to drink from.\n", "")

    (complaint,) = protos.lint(folder)
    assert 'Message "Mug" should have a non-empty comment' in complaint


def test_untidy_protos_are_shown_as_a_difference(folder):
    rewrite(folder, "  string name", "      string name")

    assert "+  string name" in protos.unformatted(folder)


def test_a_proto_that_does_not_parse_is_a_problem_with_its_place(folder):
    rewrite(folder, "message Mug {", "message Mug")

    with pytest.raises(Problem, match=r"mug\.proto:1\d"):
        protos.lint(folder)
