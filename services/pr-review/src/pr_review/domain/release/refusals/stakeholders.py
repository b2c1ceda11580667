"""Why a stakeholder can't be asked, or say something."""

from enum import Enum

from chassis.actors import Actor
from chassis.errors import Refused


class StakeholderAskedBefore(Refused):
    """The person is asked for this area already; the fact `stakeholder` says under which number.

    Wait for the answer, or waive it with a reason first.
    """

    def __init__(self, who: Actor, number: str) -> None:
        super().__init__(
            f"{who.display_name} is asked for this area already.",
            stakeholder=number,
            name=who.display_name,
        )


class StakeholderHasPart(Refused):
    """Who handed it in, or had a part in it as the maker or an agency, is not asked about it.

    Ask somebody else.
    """

    def __init__(self, who: Actor) -> None:
        super().__init__(
            f"{who.display_name} had a part in this press release.", name=who.display_name
        )


class StakeholderInformed(Refused):
    """You are told of it for your information, and nothing is asked of you.

    Write a comment, or let the representative ask you for your word.
    """

    def __init__(self) -> None:
        super().__init__("You are told of it for your information; no verdict is asked of you.")


class StakeholderUnknown(Refused):
    """Nobody was asked under this number.

    Read the press release again.
    """

    def __init__(self) -> None:
        super().__init__("No stakeholder has this number.")


class StakeholderOfAnother(Refused):
    """Somebody else is asked, and only they answer, delegate and decline.

    Leave it to the one in the fact `name`.
    """

    def __init__(self, who: Actor) -> None:
        super().__init__(f"{who.display_name} is asked, not you.", name=who.display_name)


class StakeholderNotAsked(Refused):
    """An answer is no longer expected; the fact `state` says whether it was declined or waived.

    Speak to the representative, who can ask again.
    """

    def __init__(self, state: Enum) -> None:
        super().__init__("An answer is no longer expected.", state=state.value)


class VetoStands(Refused):
    """A veto is passed on to nobody, nor declined: it stands until who said it says otherwise.

    Say something else of the draft first.
    """

    def __init__(self) -> None:
        super().__init__("Your veto stands. Say something else first.")
