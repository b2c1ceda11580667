"""A way of calling a method, and what most requests are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass

from tests.rights.things import Make, Thing, an_id
from tests.rights.wire import METHOD
from tests.rights.world import World

Fields = dict[str, Any]


@dataclass(frozen=True)
class Call:
    """One way of calling a method, as a row of the table has it.

    `shown` is what an answer has in it that shows the thing. `fresh` makes a thing for a change
    that will be allowed; without it the world's own thing can be changed again and again.
    `broken` are other requests for the same thing, each wrong in some way. `about_nothing` says
    that the request names no thing, so that there is nothing to be absent. `like` is the thing
    whose list is as empty as one that hides everything, where the maker itself is known.
    """

    row: str
    thing: str
    fields: Callable[[Thing], Fields]
    shown: Callable[[Thing], str] = lambda thing: thing.name
    fresh: Callable[[World], Make] | None = None
    broken: Sequence[Callable[[Thing], Fields]] = ()
    about_nothing: bool = False
    by_somebody_new: bool = False
    like: str = ""

    @property
    def is_patient(self) -> bool:
        """Whether a service looks again for a second before it refuses: a copy may be behind."""
        return self.method in _PATIENT

    @property
    def title(self) -> str:
        return self.row

    @property
    def method(self) -> str:
        return self.row.partition(":")[0]

    @property
    def changes(self) -> bool:
        described = METHOD[self.method]
        return (
            self.method in _KEEPS
            or described.client_streaming
            or "request_id" in described.input_type.fields_by_name
        )

    def request(
        self,
        thing: Thing,
        broken: Callable[[Thing], Fields] | None = None,
        request_id: str = "",
    ) -> Message | list[Message]:
        made = GetMessageClass(METHOD[self.method].input_type)
        fields = self.fields(thing) | (broken(thing) if broken else {})
        if METHOD[self.method].client_streaming:
            header = fields | {"request_id": request_id or an_id()}
            content = header.pop("content")
            return [made(header=header), *_chunks(made, content)]
        if "request_id" in made.DESCRIPTOR.fields_by_name:
            fields.setdefault("request_id", request_id or an_id())
        return made(**fields)


def _chunks(made: Any, content: bytes) -> list[Message]:
    size = 64 * 1024
    return [made(chunk=content[at : at + size]) for at in range(0, len(content), size)]


_PATIENT = {
    "StartApplication",
    "CreateListing",
    "PublishMakerProfile",
    "AskCustomOrder",
    "AnswerCustomOrderWithListing",
    "StartPressRelease",
}
# What is asked without a request's id, and yet kept: who of the staff had a draft, what was made.
_KEEPS = {"DownloadDraft", "DownloadWordFile", "MakeAnnotatedDraft", "MakeRedline", "MakeRecord"}
LONG = "x" * 5000


def name(thing: Thing) -> Fields:
    return {"name": thing.name}


def names(thing: Thing) -> Fields:
    return {"names": [thing.name]}


def of_maker(thing: Thing) -> Fields:
    return {"maker": thing.maker, "page_size": 100}


def of_makers(thing: Thing) -> Fields:
    return {"makers": [thing.maker], "page_size": 100}


def page(thing: Thing) -> Fields:
    return {"page_size": 100}


def nothing(thing: Thing) -> Fields:
    return {}


def anything(thing: Thing) -> str:
    return ""


def maker_of(thing: Thing) -> str:
    return thing.maker
