"""What is said of a press release in tests, in few words."""

from handmade.pr_review.v1 import press_release_pb2, press_review_pb2

Issue = press_review_pb2.PressComment.Issue
Visibility = press_review_pb2.PressComment.Visibility
Stakeholder = press_release_pb2.Stakeholder


async def in_review(maker, rita, **fields):
    return await rita.take((await maker.submitted(**fields)).name)


async def comment(calls, release, text="Is that so?", **fields):
    """A comment on the words of the draft, "dog lovers" unless said otherwise."""
    given = {
        "press_release": release.name,
        "sha256": release.draft.sha256,
        "block": "b1",
        "start": 9,
        "end": 19,
        "text": text,
    }
    return await calls.say("AddPressComment", **(given | fields))


async def to_maker(calls, release, text="Which dogs?", **fields):
    return await comment(calls, release, text, visibility=Visibility.MAKER, **fields)


async def reply(calls, said, text="Because.", **fields):
    return await calls.say("ReplyToPressComment", name=said.name, text=text, **fields)


async def resolve(calls, said, issue=Issue.FIXED, **fields):
    return await calls.say("ResolvePressComment", name=said.name, issue=issue, **fields)


async def comments(calls, release, **fields):
    """All of the first page."""
    listed = await calls.say("ListPressComments", press_release=release.name, **fields)
    return list(listed.comments)


async def texts(calls, release, **fields):
    return [it.text for it in await comments(calls, release, **fields)]


async def ask(calls, release, who="leo", **fields):
    given = {"area": Stakeholder.LEGAL, "need": Stakeholder.REQUIRED, "question": "May we?"}
    return await calls.say(
        "AddStakeholder", press_release=release.name, who=who, **(given | fields)
    )


async def answer(calls, release, verdict=Stakeholder.OK, **fields):
    given = {"stakeholder": "1", "sha256": release.draft.sha256}
    return await calls.say(
        "AnswerAsStakeholder", press_release=release.name, verdict=verdict, **(given | fields)
    )
