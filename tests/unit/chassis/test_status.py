import grpc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis import status
from chassis.errors import Forbidden, Invalid, NotFound, Refused, Stale, Unauthenticated, Violation

CODES = [
    (Invalid, grpc.StatusCode.INVALID_ARGUMENT),
    (NotFound, grpc.StatusCode.NOT_FOUND),
    (Forbidden, grpc.StatusCode.PERMISSION_DENIED),
    (Refused, grpc.StatusCode.FAILED_PRECONDITION),
    (Stale, grpc.StatusCode.ABORTED),
    (Unauthenticated, grpc.StatusCode.UNAUTHENTICATED),
]


def over_the_wire(encoded):
    return grpc.aio.AioRpcError(
        next(code for code in grpc.StatusCode if code.value[0] == encoded.code),
        grpc.aio.Metadata(),
        grpc.aio.Metadata(("grpc-status-details-bin", encoded.SerializeToString())),
        encoded.message,
    )


@pytest.mark.parametrize(("kind", "code"), CODES, ids=[kind.__name__ for kind, _ in CODES])
def test_each_kind_has_its_code_and_comes_back_whole(kind, code):
    problem = kind.restored("TOO_BAD", "Too bad.", [Violation("A", "b", "c")], {"left": "2"})

    encoded = status.to_status(problem)
    back = status.from_error(over_the_wire(encoded))

    assert encoded.code == code.value[0]
    assert type(back) is kind
    assert (back.reason, back.message, back.violations, back.facts) == (
        "TOO_BAD",
        "Too bad.",
        (Violation("A", "b", "c"),),
        {"left": "2"},
    )


def test_a_subclass_has_its_kinds_code_and_its_own_reason():
    class ShelfFull(Refused):
        pass

    encoded = status.to_status(ShelfFull("Full."))

    assert encoded.code == grpc.StatusCode.FAILED_PRECONDITION.value[0]
    assert status.reason_from(over_the_wire(encoded)) == "SHELF_FULL"


def test_what_failed_on_our_side_is_no_problem_of_the_callers():
    encoded = status.failure(grpc.StatusCode.UNAVAILABLE, "DATABASE_UNAVAILABLE", "Away.", a="b")

    assert status.from_error(over_the_wire(encoded)) is None
    assert status.reason_from(over_the_wire(encoded)) == "DATABASE_UNAVAILABLE"


def test_an_error_without_details_has_the_codes_name_as_its_reason():
    bare = grpc.aio.AioRpcError(
        grpc.StatusCode.UNAVAILABLE, grpc.aio.Metadata(), grpc.aio.Metadata()
    )

    assert status.from_error(bare) is None
    assert status.reason_from(bare) == "UNAVAILABLE"


@given(st.binary())
def test_details_that_are_not_ours_break_nothing(raw):
    error = grpc.aio.AioRpcError(
        grpc.StatusCode.NOT_FOUND,
        grpc.aio.Metadata(),
        grpc.aio.Metadata(("grpc-status-details-bin", raw)),
    )

    status.from_error(error)
    status.reason_from(error)


@given(st.lists(st.builds(Violation, st.text(), st.text(), st.text())), st.text(max_size=5000))
def test_a_status_always_fits_into_headers(violations, message):
    problem = Refused.restored("A", message, violations)

    encoded = status.to_status(problem)

    assert encoded.ByteSize() < 5500
    back = status.from_error(over_the_wire(encoded))
    omitted = int(back.facts.get("violations_omitted", 0))
    assert list(back.violations) == violations[: len(violations) - omitted]
