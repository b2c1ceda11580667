"""What staff and makers are reminded of: each once, by mail where an address is known."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from handmade.pr_review.v1 import press_release_pb2 as pb
from handmade.pr_review.v1 import press_review_pb2, press_review_pb2_grpc
from tests.integration.applications.people import eventually
from tests.integration.pr_review.mails.conftest import SECRET, TITLE
from tests.support.documents import a_document

LEA, RITA = "lea@handmade.test", "rita@handmade.test"
LEO, BEA = "leo@handmade.test", "bea@handmade.test"


def on_one_line(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


@pytest.fixture
async def known(office):
    """Staff who have been here."""
    now = office.clock()
    people = [
        ("lea", "Lea", LEA, "pr_lead", "de"),
        ("leo", "Leo", LEO, "stakeholder", ""),
        ("bea", "Bea", BEA, "stakeholder", "en"),
        ("rita", "Rita", RITA, "pr", "en"),
    ]
    await office.database["staff"].insert_many(
        {
            "_id": subject,
            "display_name": name,
            "email": email,
            "language": language,
            "roles": [role],
            "last_seen": now,
        }
        for subject, name, email, role, language in people
    )


async def told(office, release, what):
    """How often the staff was told something, by event and by activity."""
    wanted = {"resource": release.name}
    events = {**wanted, "type": f"press_release.{what}"}
    lines = {**wanted, "action": f"press_release.{what}"}
    return (
        await office.database["events"].count_documents(events),
        await office.database["activity"].count_documents(lines),
    )


async def until_told(office, release, what, times):
    async def is_told():
        return await told(office, release, what) == (times, times)

    await eventually(is_told)
    await office.all_done()


@pytest.fixture
async def asking(office):
    """The press team's calls about stakeholders, and those of a stakeholder."""
    process, channels = office.press.process, []

    def as_(subject, *roles):
        token = process.issuer.token(subject, *roles, email=f"{subject}@handmade.test")
        channels.append(process.channel(press_review_pb2, token=token))
        return press_review_pb2_grpc.PressReviewServiceStub(channels[-1])

    yield as_
    for channel in channels:
        await channel.close()


async def ask(asking, release, due):
    """Asks Leo."""
    request = press_review_pb2.AddStakeholderRequest(
        press_release=release.name,
        who="leo",
        area=pb.Stakeholder.LEGAL,
        need=pb.Stakeholder.REQUIRED,
        question="Is it true?",
        request_id=str(uuid4()),
    )
    request.due_time.FromDatetime(due)
    return await asking("rita", "pr").AddStakeholder(request)


async def test_before_a_release_date_its_representative_and_the_lead_are_warned_three_times(
    office, known
):
    maker = await office.a_maker()
    release = await office.taken(maker)
    await office.all_done()

    for month, day, times in ((2, 23, 1), (2, 25, 2), (3, 1, 3)):
        office.clock.moment = datetime(2027, month, day, 8, 0, 1, tzinfo=UTC)
        await until_told(office, release, "reminded", times)

    warned = [it for it in await office.subjects(RITA) if "working days" in it]
    assert warned == [f"working days left: {days}" for days in (5, 3, 1)]
    assert await told(office, release, "escalated") == (1, 1)
    assert "verbleibende Arbeitstage: 5" in await office.subjects(LEA)
    assert len(office.post.to(maker.email)) == 1
    for mail in office.post.to(RITA) + office.post.to(LEA):
        text = mail.get_body(("plain",)).get_content()
        assert release.name[-8:].upper() in text
        assert not any(it in mail.as_string() + text for it in (SECRET, TITLE, "Clay"))


async def test_after_a_time_without_any_sweep_only_the_latest_warning_is_given(office, known):
    release = await office.taken(await office.a_maker())
    await office.all_done()

    office.clock.moment = datetime(2027, 3, 1, 12, tzinfo=UTC)
    await until_told(office, release, "reminded", 1)

    warned = [it for it in await office.subjects(RITA) if "working days" in it]
    assert warned == ["working days left: 1"]


async def test_a_maker_who_has_not_answered_is_reminded_with_the_team(office, known):
    maker = await office.a_maker()
    release = await office.taken(maker)
    await office.does(
        office.stub,
        "RequestPressReleaseChanges",
        release,
        words="Less.",
        sha256=release.draft.sha256,
    )
    await office.all_done()

    office.clock.moment = datetime(2027, 2, 25, 9, tzinfo=UTC)
    await until_told(office, release, "reminded", 1)

    assert (await office.subjects(maker.email))[-1].endswith("waits for your answer")


async def test_an_answer_that_is_overdue_is_told_to_the_lead_alone_once(office, known):
    release = await office.taken(await office.a_maker())
    await office.all_done()

    office.clock.moment = datetime(2027, 2, 23, 20, 0, 1, tzinfo=UTC)
    await until_told(office, release, "escalated", 1)

    assert "Unsere Antwort ist überfällig" in await office.subjects(LEA)
    assert not [it for it in await office.subjects(RITA) if "overdue" in it]


async def test_a_lapse_is_told_to_whoever_had_it_and_to_the_lead_once(office, known):
    maker = await office.a_maker()
    release = await office.taken(maker)
    await office.all_done()

    office.clock.forward(days=15)
    await eventually(lambda: office.post.about(RITA, "has lapsed undecided"))
    await office.all_done()

    [to_rita] = office.post.about(RITA, "has lapsed undecided")
    [to_lea] = office.post.about(LEA, "ohne Entscheidung verfallen")
    assert "It was represented by Rita." in on_one_line(to_rita)
    assert "until 2 April 2027" in on_one_line(to_rita)
    for mail in (to_rita, to_lea):
        assert release.name[-8:].upper() in mail["Subject"]
        assert not any(it in mail.as_string() for it in (SECRET, TITLE, "Clay"))
    assert len(office.post.about(maker.email, "has lapsed")) == 1


async def test_what_was_decided_in_time_reminds_nobody(office, known):
    release = await office.taken(await office.a_maker())
    await office.does(office.stub, "ApprovePressRelease", release, sha256=release.draft.sha256)
    await office.all_done()
    office.clock.moment = datetime(2027, 2, 26, tzinfo=UTC)

    async def is_forgotten():
        return await office.database["press_reminders"].count_documents({}) == 0

    await eventually(is_forgotten)
    assert await told(office, release, "reminded") == (0, 0)
    assert office.post.to(LEA) == []


async def test_a_stakeholder_is_told_of_the_question_and_reminded_of_it_once(office, known, asking):
    release = await office.taken(await office.a_maker())
    await ask(asking, release, office.clock() + timedelta(days=3))
    await office.all_done()

    [mail] = office.post.to(LEO)
    assert mail["Subject"].startswith("You are asked about press release")
    office.clock.forward(days=3, seconds=1)
    await until_told(office, release, "reminded", 1)

    assert (await office.subjects(LEO))[1:] == ["your word is due"]
    for mail in office.post.to(LEO):
        assert not any(it in mail.as_string() for it in (TITLE, SECRET, "Is it true?"))


async def test_whoever_a_question_is_passed_on_to_is_told_of_it_and_reminded_instead(
    office, known, asking
):
    release = await office.taken(await office.a_maker())
    await ask(asking, release, office.clock() + timedelta(days=3))

    await asking("leo", "stakeholder").DelegateStakeholder(
        press_review_pb2.DelegateStakeholderRequest(
            press_release=release.name, stakeholder="1", who="bea", request_id=str(uuid4())
        )
    )
    await office.all_done()
    office.clock.forward(days=3, seconds=1)
    await until_told(office, release, "reminded", 1)

    [told_of_it, reminded] = office.post.to(BEA)
    assert "Leo asks you to look at press release" in on_one_line(told_of_it)
    assert reminded["Subject"].endswith("your word is due")
    assert all("your word is due" not in it["Subject"] for it in office.post.to(LEO))


async def test_makers_and_agencies_hear_nothing_of_what_staff_is_reminded_of(office, known):
    maker = await office.a_maker(grants=[("ava", ["press:write", "events:read"])])
    release = await office.taken(maker)
    await office.all_done()
    token = (await maker.watch(1))[0].resume_token

    office.clock.moment = datetime(2027, 2, 23, 21, tzinfo=UTC)
    await until_told(office, release, "reminded", 1)
    await until_told(office, release, "escalated", 1)
    await office.does(office.stub, "ApprovePressRelease", release, sha256=release.draft.sha256)

    async def heard(who):
        call = who.stub.WatchPressReleases(
            pb.WatchPressReleasesRequest(resume_token=token, press_release=release.name)
        )
        while not (entry := await call.read()).event_id:
            pass
        call.cancel()
        return entry.type

    agency = office.press.as_("ava", "partner", scope=["press:write", "events:read"])
    team = office.press.as_("rita", "pr")
    assert await heard(maker) == "press_release.approved"
    assert await heard(agency) == "press_release.approved"
    assert await heard(team) in ("press_release.reminded", "press_release.escalated")


async def test_of_replicas_that_sweep_at_once_one_reminds(office, known):
    async with office.again(), office.again():
        release = await office.taken(await office.a_maker())
        await office.all_done()

        office.clock.moment = datetime(2027, 2, 23, 8, 0, 1, tzinfo=UTC)
        await until_told(office, release, "reminded", 1)

    assert await told(office, release, "reminded") == (1, 1)


async def test_whose_word_falls_by_another_draft_is_told_with_another_time(office, known, asking):
    # given somebody who agreed to the first draft
    maker = await office.a_maker()
    release = await office.taken(maker)
    release = await ask(asking, release, office.clock() + timedelta(hours=5))
    leo = asking("leo", "stakeholder")
    await leo.AnswerAsStakeholder(
        press_review_pb2.AnswerAsStakeholderRequest(
            press_release=release.name,
            stakeholder="1",
            verdict=pb.Stakeholder.OK,
            sha256=release.draft.sha256,
            request_id=str(uuid4()),
        )
    )
    office.clock.forward(days=1)

    # when there are others
    await maker.upload(release.name, a_document("Something else altogether."))
    office.clock.forward(minutes=1)
    again = await maker.upload(release.name, a_document("And something else again."))

    # then they are told once, with a due time counted from then
    assert (await office.subjects(LEO))[1:] == ["there is another draft"]
    assert "by 22 February 2027" in on_one_line(office.post.to(LEO)[-1])
    assert again.drafts[-1].number == 3


async def test_who_is_told_for_their_information_gets_a_mail_that_asks_nothing(
    office, known, asking
):
    release = await office.taken(await office.a_maker())
    request = press_review_pb2.AddStakeholderRequest(
        press_release=release.name,
        who="bea",
        area=pb.Stakeholder.BRAND,
        need=pb.Stakeholder.FOR_INFORMATION,
        request_id=str(uuid4()),
    )

    told = await asking("rita", "pr").AddStakeholder(request)

    await office.all_done()
    [mail] = office.post.to(BEA)
    assert "For your information: press release" in mail["Subject"]
    assert "Nothing is asked of you" in on_one_line(mail)
    assert told.stakeholders[0].state == pb.Stakeholder.INFORMED
    assert not told.stakeholders[0].HasField("due_time")
