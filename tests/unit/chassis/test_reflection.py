import pytest

from chassis.reflection import Symbols
from handmade.catalog.v1 import reservation_pb2


@pytest.mark.parametrize(
    "symbol",
    [
        "handmade.catalog.v1.ReservationService",
        "handmade.catalog.v1.ReservationService.ReserveStock",
        "handmade.catalog.v1.Reservation",
        "handmade.catalog.v1.Reservation.State",
    ],
)
def test_whatever_a_contract_names_is_found_in_its_file(symbol):
    assert Symbols().FindFileContainingSymbol(symbol).name == reservation_pb2.DESCRIPTOR.name


@pytest.mark.parametrize("symbol", ["handmade.catalog.v1.ReservationService.Steal", "x", ""])
def test_what_nobody_names_is_not_found(symbol):
    with pytest.raises(KeyError):
        Symbols().FindFileContainingSymbol(symbol)


def test_other_questions_go_to_the_pool():
    assert Symbols().FindFileByName(reservation_pb2.DESCRIPTOR.name).package == (
        "handmade.catalog.v1"
    )
