"""Who has something: the buttons that are the same in the list of work and on each thing's page."""

from console.actions import Action
from console.form import needed, optional


def holding(noun: str, colleague: str) -> tuple[Action, Action, Action]:
    """Returns the actions `take`, `hand-over` and `release`.

    `noun` is what their mutations begin with, `colleague` the input field that names who gets it.
    """
    whom = needed("Choose a colleague.")
    return (
        Action(f"{noun}Take", done="You have taken it."),
        Action(f"{noun}HandOver", {colleague: whom, "note": optional}, "It is handed over."),
        Action(
            f"{noun}Release", {"note": optional}, "It is back in the queue, for anybody to take."
        ),
    )
