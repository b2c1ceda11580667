"""Whether partners still may hear of what happens to a maker."""

from applications.domain.maker import Maker
from applications.service.visibility import EVENTS_SCOPE
from applications.store.maker import Makers
from applications.wire.maker import COLLECTION
from chassis.caller import Caller, Role
from chassis.events import Event
from chassis.ids import id_in
from chassis.shared_reads import SharedReads


class Listeners:
    """The partners whom makers let listen: here the makers are no copy, but the truth."""

    def __init__(self, makers: Makers) -> None:
        self._makers = makers
        self._reads: SharedReads[Maker | None] = SharedReads()

    async def may_hear(self, who: Caller, event: Event, name: str) -> bool:
        """Whether the maker lets the partner listen now, to be asked for every event.

        A grant may end while its partner watches. The maker is read once for all who hear of the
        event at once.
        """
        if not who.has(Role.PARTNER):
            return False
        maker_id = id_in(name, COLLECTION)
        maker = await self._reads.read(f"{event.id} {name}", lambda: self._makers.find(maker_id))
        return maker is not None and maker.is_granted(who.subject, EVENTS_SCOPE)
