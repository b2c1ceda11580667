"""What makers and agencies are told by mail: the letters, once each, and nothing of a draft."""

from email.header import decode_header, make_header

import pytest
from google.type.date_pb2 import Date

from handmade.pr_review.v1 import press_release_pb2 as pb
from tests.integration.applications.people import eventually
from tests.integration.pr_review.mails.conftest import SECRET, TITLE
from tests.support.documents import a_document

Reason = pb.PressRelease.DeclineReason


def text_of(mail):
    return " ".join(mail.get_body(("plain",)).get_content().split())


def sha_of(release):
    return {"sha256": release.draft.sha256}


async def approved(office, release, **fields):
    return await office.does(
        office.stub, "ApprovePressRelease", release, **sha_of(release), **fields
    )


async def test_a_journey_is_told_in_mails_each_once_and_with_nothing_of_a_draft(office):
    maker = await office.a_maker()

    # when: changes are asked for and answered, it is approved, changed after that, and declined
    release = await office.taken(maker)
    release = await office.does(
        office.stub, "RequestPressReleaseChanges", release, words="Less.", **sha_of(release)
    )
    release = await maker.upload(release.name, a_document(f"{SECRET} II"))
    release = await office.does(
        maker.stub, "AnswerPressRelease", release, kind=1, **sha_of(release)
    )
    release = await approved(office, release, conditions=["No logo.", "No price."])
    release = await maker.upload(release.name, a_document(f"{SECRET} III"))
    await office.does(
        office.stub,
        "DeclinePressRelease",
        release,
        words="It reads as ours.",
        reason=Reason.IMPLIES_ENDORSEMENT,
        **sha_of(release),
    )

    # then: every step has its mail, in order
    assert await office.subjects(maker.email) == [
        f"Press release {release.name[-8:].upper()} has reached us",
        "we ask for changes",
        "approved with conditions",
        "its approval has ended",
        "declined",
    ]
    mails = office.post.to(maker.email)
    assert len({mail["Message-ID"] for mail in mails}) == 5
    for mail in mails:
        assert SECRET not in mail.as_string() + text_of(mail)
        assert TITLE not in str(make_header(decode_header(mail["Subject"])))
    assert "1. No logo. 2. No price." in text_of(mails[2])
    assert "It reads as if the marketplace" in text_of(mails[4])
    assert "It reads as ours." in text_of(mails[4])


async def test_the_letter_that_is_mailed_is_the_one_that_stands_with_the_press_release(office):
    maker = await office.a_maker("de")
    release = await office.taken(maker)

    release = await approved(office, release, words="Viel Erfolg!\n\nRita")

    assert await office.subjects(maker.email) == [
        f"Pressemitteilung {release.name[-8:].upper()} ist bei uns eingegangen",
        "freigegeben",
    ]
    [letter] = release.letters
    assert letter.language_code == "de"
    assert release.draft.sha256 in letter.text
    assert " ".join(letter.text.split()) in text_of(office.post.to(maker.email)[1])


async def test_what_was_mailed_is_not_mailed_again_after_a_restart(office):
    maker = await office.a_maker()
    await approved(office, await office.taken(maker))
    before = await office.subjects(maker.email)

    async with office.again() as another:
        await another.submitted(await another.a_maker())
        await another.all_done()

    assert await office.subjects(maker.email) == before
    assert len(before) == 2


async def test_a_letter_waits_while_no_mail_can_be_sent_and_is_sent_once(office):
    maker = await office.a_maker()
    release = await office.taken(maker)
    await office.all_done()
    office.post.is_broken = True

    await approved(office, release)
    await office.has_failed()
    assert office.post.has_refused(maker.email, "approved")
    office.post.is_broken = False
    office.clock.forward(minutes=1)

    assert (await office.subjects(maker.email))[1:] == ["approved"]


@pytest.mark.parametrize(
    ("method", "fields", "subject"),
    [
        ("MarkPressReleaseNotNeeded", {"words": "No need."}, "no review needed"),
        ("DeclinePressRelease", {"words": "No.", "reason": Reason.OTHER}, "declined"),
    ],
)
async def test_a_decision_that_is_taken_back_is_taken_back_by_a_letter(
    office, method, fields, subject
):
    maker = await office.a_maker()
    release = await office.taken(maker)

    release = await office.does(office.stub, method, release, **fields, **sha_of(release))
    await office.does(office.stub, "ReopenPressRelease", release, reason="We erred.")

    assert (await office.subjects(maker.email))[1:] == [subject, "our decision is taken back"]
    assert "Why: We erred." in text_of(office.post.to(maker.email)[-1])


async def test_who_asks_for_an_exception_is_promised_no_time_and_told_the_answer(office):
    maker = await office.a_maker()
    soon = Date(year=2027, month=2, day=26)
    release = await office.taken(maker, day=soon, exception_reason="The fair is on Friday.")
    exception = release.exceptions[0].id

    await office.does(
        office.stub, "DecidePressReleaseException", release, exception=exception, words="Sorry."
    )

    assert (await office.subjects(maker.email))[1:] == ["it cannot be reviewed in time"]
    received, refused = map(text_of, office.post.to(maker.email))
    assert "less time than our review takes" in received
    assert "We mean to decide" not in received
    assert "move the date to 2 March 2027 or later" in refused


async def test_a_withdrawal_is_confirmed_with_the_way_back_but_not_that_of_a_draft(office):
    maker = await office.a_maker()
    draft = await maker.start(title=TITLE)
    release = await office.submitted(maker)

    await office.does(maker.stub, "WithdrawPressRelease", draft)
    await office.does(maker.stub, "WithdrawPressRelease", release)

    assert len(await office.subjects(maker.email)) == 2
    mail = text_of(office.post.to(maker.email)[1])
    assert "is withdrawn, as was asked for on your side" in mail
    assert "until 17 February 2027, 20:00 UTC" in mail


async def test_what_lapses_is_told_with_the_way_back_and_what_comes_back_is_received_anew(office):
    maker = await office.a_maker()
    release = await office.submitted(maker)
    await office.all_done()

    office.clock.forward(days=15)
    await eventually(lambda: office.post.about(maker.email, "has lapsed"))
    later = Date(year=2027, month=3, day=30)
    await office.does(maker.stub, "ChangePressReleaseDate", release, release_date=later)

    subjects = [
        it.rpartition(release.name[-8:].upper())[2] for it in await office.subjects(maker.email)
    ]
    assert [it for it in subjects if "lapsed" in it or "reached" in it] == [
        " has reached us",
        " has lapsed",
        " has reached us",
    ]
    assert "until 2 April 2027" in text_of(office.post.about(maker.email, "has lapsed")[0])


async def test_an_agency_that_acts_for_a_maker_gets_what_the_maker_gets_while_it_may(office):
    maker = await office.a_maker("fr", grants=[("ava", ["press:write"])])
    agency = office.press.as_("ava", "partner", name="Ava", scope=["press:write"])
    release = await office.submitted(agency, whose=maker.maker)

    assert await office.subjects("ava@example.com") == await office.subjects(maker.email)
    [mail] = office.post.to("ava@example.com")
    assert mail["Message-ID"] != office.post.to(maker.email)[0]["Message-ID"]

    # when: the maker takes the grant back
    await office.database["makers"].update_one({"_id": maker.maker}, {"$set": {"grants": []}})
    await office.does(office.stub, "TakePressRelease", release)
    await approved(office, release)

    assert len(await office.subjects(maker.email)) == 2
    assert office.post.to("ava@example.com") == [mail]


async def test_a_maker_whose_address_is_not_known_yet_is_written_to_once_it_is(office):
    maker = await office.a_maker()
    await office.database["makers"].update_one({"_id": maker.maker}, {"$unset": {"email": ""}})
    await office.submitted(maker)
    await office.has_failed()
    await office.database["makers"].update_one(
        {"_id": maker.maker}, {"$set": {"email": maker.email}}
    )
    office.clock.forward(minutes=1)

    assert len(await office.subjects(maker.email)) == 1
