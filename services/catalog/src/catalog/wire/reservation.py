"""Reservations as the contract has them."""

from catalog.domain.reservation import Reservation
from catalog.wire.values import to_choices, to_money
from chassis.moments import to_timestamp
from handmade.catalog.v1 import reservation_pb2 as pb


def to_reservation(reservation: Reservation) -> pb.Reservation:
    """The reservation as a message."""
    return pb.Reservation(
        name=reservation.name,
        listing=f"listings/{reservation.listing}",
        buyer=reservation.buyer,
        quantity=reservation.quantity,
        option_set_version=reservation.option_set_version,
        choices=to_choices(reservation.choices),
        price=to_money(reservation.price),
        state=pb.Reservation.State.Value(reservation.state.name),
        expire_time=to_timestamp(reservation.expires),
        create_time=to_timestamp(reservation.created),
    )
