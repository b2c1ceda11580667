"""Applications, invitations and memberships on their way, as people bring them there."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from pymongo import AsyncMongoClient

from tests.rights.things import Scene, Thing, an_id
from tests.rights.world import World

HOME = "EU"
"""A region in which only those are at home who are made here: all others are in `NA`."""


async def asked_application(world: World, kind: str = "") -> Thing:
    """One that waits for an answer of its applicant."""
    made = await world.submitted_application(kind)
    await world.call("reviewer", "TakeApplication", name=made.name, request_id=an_id())
    asked = await world.call(
        "reviewer",
        "AskForInformation",
        name=made.name,
        questions=["Who throws the mugs?"],
        request_id=an_id(),
    )
    return replace(
        made, facts=dict(made.facts) | {"question": asked.information_requests[0].questions[0].id}
    )


async def expired_application(world: World, kind: str = "") -> Thing:
    """One that was not answered in time, which nobody can wait for: its deadline is moved."""
    made = await asked_application(world, kind)
    past = datetime.now(UTC) - timedelta(days=1)
    async with AsyncMongoClient(world.stack.mongodb_uri) as mongo:
        await mongo["handmade_applications"]["applications"].update_one(
            {"_id": made.name.partition("/")[2]},
            {
                "$set": {
                    "state": "EXPIRED",
                    "open": False,
                    "ended": past,
                    "reopen_until": past + timedelta(days=90),
                    "information_requests.0.due": past,
                    "waiting_for": None,
                    "waiting_since": None,
                    "due": None,
                    "next_due": None,
                }
            },
        )
    return made


async def application_in_hand(world: World, kind: str = "") -> Thing:
    """One that the caller has taken, or where it is no reviewer somebody has; and a colleague."""
    taker = kind if kind in ("reviewer", "several") else "reviewer"
    made = await world.taken_application(taker)
    colleague = "reviewer" if taker == "several" else "several"
    return replace(
        made, facts=dict(made.facts) | {"colleague": world.subject(colleague, made.scene)}
    )


async def invited(world: World, kind: str = "") -> Thing:
    """An invitation that nobody has used."""
    made = await world.open_invitation()
    return Thing(made.scene, await world.invitation_of(made), made.facts)


async def registered(world: World, **answers: object) -> Scene:
    """Somebody who has just been registered, and has nothing yet."""
    made = await world.open_invitation("maker", **answers)
    region = HOME if answers.get("country") == "DE" else "NA"
    subject = made.scene.maker_subject
    await world.market.report_account(subject, f"{subject}@example.com", region)
    await world.call(
        "maker",
        "RedeemInvitation",
        made.scene,
        secret=made.facts["secret"],
        request_id=an_id(),
    )
    return made.scene


async def member(world: World, kind: str = "") -> Thing:
    """The maker of an active membership."""
    scene = await registered(world)
    return Thing(scene, scene.maker)


async def suspended_member(world: World, kind: str = "") -> Thing:
    """The maker of a suspended membership."""
    made = await member(world)
    await world.call(
        "admin",
        "SuspendMembership",
        maker=made.maker,
        region="NA",
        reason="PERFORMANCE",
        text="Orders were late.",
        request_id=an_id(),
    )
    return made


async def european(world: World, kind: str = "") -> Thing:
    """The maker of an active membership in Europe."""
    scene = await registered(world, country="DE")
    return Thing(scene, scene.maker)


async def extension(world: World, kind: str = "", scene: Scene | None = None) -> Thing:
    """The beginning of somebody's way into Europe."""
    scene = scene or await registered(world)
    started = await world.call(
        "maker",
        "StartRegionExtension",
        scene,
        region=HOME,
        primary_country="DE",
        request_id=an_id(),
    )
    return Thing(scene, started.name, {"email": started.email})


async def linked_extension(world: World, scene: Scene) -> Thing:
    """The whole way, until countries can be opened."""
    made = await extension(world, scene=scene)
    account, email = f"A-{scene.maker_subject}-eu", made.facts["email"]
    await world.call(
        "maker",
        "RegisterRegionExtension",
        scene,
        name=made.name,
        account=account,
        email=email,
        request_id=an_id(),
    )
    await world.market.report_account(
        scene.maker_subject, email, HOME, account=account, is_linked=True
    )
    return made
