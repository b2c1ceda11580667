"""What people do in a review, call by call."""

import pytest

from chassis.errors import NotFound, Refused
from chassis.ids import new_id
from handmade.applications.v1 import application_pb2 as pb
from tests.integration.applications.people import request_id


async def do(person, method, name, **given):
    """Calls a method on one application."""
    kind = getattr(pb, f"{method}Request")
    return await getattr(person.applications, method)(
        kind(**{"name": name, "request_id": request_id()} | given)
    )


async def ask(reviewer, name, *questions, **given):
    return await do(reviewer, "AskForInformation", name, questions=questions or ["How?"], **given)


async def answer(person, name, **given):
    """Answers questions; `q1_2` is the second of the first round."""
    kind = pb.AnswerInformationRequestRequest.Answer
    answers = [
        kind(question=question[1:].replace("_", "-"), text=text) for question, text in given.items()
    ]
    return await do(person, "AnswerInformationRequest", name, answers=answers)


async def refusal(call):
    """Why a call was refused."""
    with pytest.raises(Refused) as refused:
        await call
    return refused.value


async def known(person):
    """Makes a reviewer known, as a look at the queue does."""
    with pytest.raises(NotFound):
        await person.take(f"applications/{new_id()}")
    return person
