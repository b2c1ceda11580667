"""Press releases on their way, as people bring them there."""

import asyncio
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from google.protobuf.message_factory import GetMessageClass
from google.type.date_pb2 import Date

from gateway.ids import to_id
from tests.rights.things import FIRST_CONTACT, Scene, Thing, an_id
from tests.rights.wire import METHOD, invoke
from tests.rights.world import World
from tests.support.documents import a_document

TEAM = ("pr", "pr_lead", "several")
COMMENTERS = (*TEAM, "support")
QUESTION = "1"


def a_day(weeks: float) -> Date:
    """The day in so many weeks."""
    day: date = datetime.now(UTC).date() + timedelta(weeks=weeks)
    return Date(year=day.year, month=day.month, day=day.day)


async def drafted(world: World, kind: str = "") -> Thing:
    return await world.draft_release()


async def submitted(world: World, kind: str = "") -> Thing:
    return await world.submitted_release()


async def approved(world: World, kind: str = "") -> Thing:
    return await world.approved_release()


async def held(world: World, kind: str = "") -> Thing:
    """One that the caller reviews, or somebody of the team for others; and a colleague."""
    taker = kind if kind in TEAM else "pr"
    colleague = "pr" if taker == "several" else "several"
    await visited(world, colleague)
    made = await world.taken_release(taker)
    who = world.subject(colleague, made.scene)
    return replace(made, facts=dict(made.facts) | {"colleague": who})


async def visited(world: World, kind: str) -> None:
    """Somebody was here, so that others find them."""
    await _visits(world, kind, world.token(kind))


async def _visits(world: World, kind: str, token: str) -> None:
    about = world.things["taken_release"].name
    if kind == "stakeholder":
        method, fields = (
            "AnswerAsStakeholder",
            {"press_release": about, "stakeholder": QUESTION, "sha256": "0" * 64, "verdict": "OK"},
        )
    else:
        method, fields = "TakePressRelease", {"name": about}
    kind_of = GetMessageClass(METHOD[method].input_type)
    await invoke(world.channels, method, kind_of(request_id=an_id(), **fields), token)


async def among_colleagues(world: World, kind: str = "") -> Thing:
    """For a caller whom nobody knows yet, with two known colleagues who are there."""
    scene = replace(world.main, others=secrets.token_hex(4))
    facts = {}
    for part in ("colleague", "substitute"):
        facts[part] = f"{part}-{scene.others}"
        await _visits(world, "pr", world.stack.issuer.token(facts[part], "pr"))
    return replace(world.things["taken_release"], scene=scene, facts=facts)


async def away(world: World, kind: str = "") -> Thing:
    """For a caller who is away."""
    return await _said_to_be_away(world, kind, "")


async def with_one_away(world: World, kind: str = "") -> Thing:
    """For a lead one of whose colleagues is away."""
    return await _said_to_be_away(world, kind, "colleague")


async def _said_to_be_away(world: World, kind: str, who: str) -> Thing:
    made = await among_colleagues(world, kind)
    await world.call(
        kind,
        "SetPressAbsence",
        made.scene,
        representative=made.facts.get(who, ""),
        substitute=made.facts["substitute"],
        end_time={"seconds": int((datetime.now(UTC) + timedelta(weeks=1)).timestamp())},
        request_id=an_id(),
    )
    return made


async def contacted(world: World, kind: str = "") -> Thing:
    """One whose maker wrote to support before, as support says."""
    made = await world.submitted_release()
    await world.call(
        "support",
        "RecordPressReleaseFirstContact",
        name=made.name,
        first_contact_time=FIRST_CONTACT,
        reference="T-1",
        request_id=an_id(),
    )
    return made


async def hurried(world: World, kind: str = "") -> Thing:
    """One at short notice, for a reason, that the caller reviews."""
    made = await world.draft_release()
    release = {
        "name": made.name,
        "release_date": a_day(11 / 7),
        "exception_reason": "The fair was moved.",
    }
    await world.call("maker", "UpdatePressRelease", press_release=release, request_id=an_id())
    await world.call("maker", "SubmitPressRelease", name=made.name, request_id=an_id())
    taker = kind if kind in TEAM else "pr"
    await world.call(taker, "TakePressRelease", name=made.name, request_id=an_id())
    return made


async def returned(world: World, kind: str = "") -> Thing:
    """One with requested changes, and a draft that answers them."""
    made = await held(world)
    await world.call(
        "pr",
        "RequestPressReleaseChanges",
        name=made.name,
        sha256=made.facts["sha256"],
        words="Please say who sells them.",
        request_id=an_id(),
    )
    return await redrafted(world, made)


async def redrafted(world: World, made: Thing) -> Thing:
    """With another draft."""
    async with world.uploading:
        await world.graph("maker").upload(
            "press_release_upload_draft",
            ("again.docx", a_document("Two dogs, again")),
            id=str(to_id("PressRelease", made.name)),
        )
    found = await world.call("maker", "GetPressRelease", name=made.name)
    return replace(made, facts=dict(made.facts) | {"sha256": found.draft.sha256})


async def withdrawn(world: World, kind: str = "") -> Thing:
    made = await world.submitted_release()
    await world.call("maker", "WithdrawPressRelease", name=made.name, request_id=an_id())
    return made


async def declined(world: World, kind: str = "") -> Thing:
    """By the caller."""
    made = await held(world, kind)
    await world.call(
        kind if kind in TEAM else "pr",
        "DeclinePressRelease",
        name=made.name,
        sha256=made.facts["sha256"],
        reason="NOT_ACCURATE",
        words="There are no dogs.",
        request_id=an_id(),
    )
    return made


async def commented(world: World, kind: str = "") -> Thing:
    """With a comment of the caller's, an issue that its maker has not seen."""
    made = await held(world, kind)
    comment = await world.call(
        kind if kind in COMMENTERS else "pr",
        "AddPressComment",
        press_release=made.name,
        sha256=made.facts["sha256"],
        block="b1",
        text="Which dogs?",
        is_issue=True,
        request_id=an_id(),
    )
    return replace(made, facts=dict(made.facts) | {"comment": comment.name.rpartition("/")[2]})


async def discussed(world: World, kind: str = "") -> Thing:
    """With a settled comment and a reply that its maker has read, and two drafts."""
    made = await held(world)
    comment = await world.call(
        "pr",
        "AddPressComment",
        press_release=made.name,
        sha256=made.facts["sha256"],
        block="b1",
        text="Which dogs?",
        visibility="MAKER",
        is_issue=True,
        request_id=an_id(),
    )
    await world.call(
        "pr", "ReplyToPressComment", name=comment.name, text="Mine.", request_id=an_id()
    )
    await world.call(
        "pr", "ResolvePressComment", name=comment.name, issue="FIXED", request_id=an_id()
    )
    await world.call(
        "pr",
        "RequestPressReleaseChanges",
        name=made.name,
        sha256=made.facts["sha256"],
        words="See the comment.",
        request_id=an_id(),
    )
    read = replace(made, facts=dict(made.facts) | {"comment": comment.name.rpartition("/")[2]})
    return await redrafted(world, read)


async def with_a_document(world: World, made: Thing) -> Thing:
    """With a redline of its drafts, made for whoever sees them."""
    async with asyncio.timeout(60):
        while True:
            file = await world.call("maker", "MakeRedline", press_release=made.name)
            if file.file_name:
                return replace(made, facts=dict(made.facts) | {"file": file.id})
            await asyncio.sleep(0.2)


async def asked(world: World, kind: str = "", scene: Scene | None = None) -> Thing:
    """One that a stakeholder is asked about, and somebody to whom it can be passed on."""
    await visited(world, "stakeholder")
    other = f"colleague-{world.mark}"
    await _visits(world, "stakeholder", world.stack.issuer.token(other, "stakeholder"))
    made = await world.draft_release(scene=scene)
    taker = kind if kind in TEAM else "pr"
    await world.call("maker", "SubmitPressRelease", scene, name=made.name, request_id=an_id())
    await world.call(taker, "TakePressRelease", name=made.name, request_id=an_id())
    who = world.subject("stakeholder", made.scene)
    await world.call(
        taker,
        "AddStakeholder",
        press_release=made.name,
        who=who,
        area="LEGAL",
        need="OPTIONAL",
        request_id=an_id(),
    )
    return replace(made, facts=dict(made.facts) | {"who": who, "other": other})
