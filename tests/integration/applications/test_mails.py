"""What applicants and makers are told by mail: once, in their language, and in time."""

import asyncio
from datetime import UTC, timedelta

import pytest

from applications.mails.words import words
from applications.store.reminder import Reminders
from chassis import mongo
from handmade.applications.v1 import application_pb2
from tests.integration.applications.people import eventually, request_id, secret_in

QUESTIONS = [
    "Who throws the mugs?",
    "\u05de\u05d9 \u05e2\u05d5\u05e9\u05d4 \u05d0\u05ea \u05d6\u05d4?",
]


def text_of(mail):
    return mail.get_body(("plain",)).get_content().replace("\r\n", "\n")


def on_one_line(mail):
    return " ".join(text_of(mail).split())


@pytest.fixture
def asked(reviewer):
    """Brings a maker's application to where questions are asked; gives it."""

    async def asked(maker, days=14, **changes):
        application = await maker.start(**changes)
        await maker.submit(application.name)
        taken = await reviewer.take(application.name)
        request = application_pb2.AskForInformationRequest(
            name=application.name, questions=QUESTIONS, request_id=request_id()
        )
        due = taken.timeline[-1].create_time.ToDatetime() + timedelta(days=days)
        request.due_time.FromDatetime(due)
        return await reviewer.applications.AskForInformation(request)

    return asked


async def answer(maker, application, *texts):
    questions = application.information_requests[-1].questions
    request = application_pb2.AnswerInformationRequestRequest(
        name=application.name, request_id=request_id()
    )
    for question, text in zip(questions, texts, strict=False):
        request.answers.add(question=question.id, text=text)
    return await maker.applications.AnswerInformationRequest(request)


async def withdraw(maker, name):
    request = application_pb2.WithdrawApplicationRequest(name=name, request_id=request_id())
    return await maker.applications.WithdrawApplication(request)


async def is_over(stored, **event):
    """Whether the effect of an event has happened."""
    found = await stored.events.find_one(event)
    return found is not None and "done" in found


@pytest.mark.parametrize(
    ("changes", "subject"),
    [
        ({"country": "US"}, "We have your application"),
        ({"country": "MX"}, "Hemos recibido su solicitud"),
        ({"country": "DE"}, "Ihre Bewerbung bei Handmade ist eingegangen"),
        ({"country": "IT"}, "Abbiamo ricevuto la Sua candidatura"),
        ({"country": "CA", "language": "fr"}, "Nous avons reçu votre candidature"),
    ],
)
async def test_a_submission_is_confirmed_in_the_applicants_language(
    maker, post_office, changes, subject
):
    application = await maker.start(**changes)

    await maker.submit(application.name)

    mail = await post_office.mail_to(maker.email, subject)
    assert "Reed Pottery" in text_of(mail)
    assert post_office.to(maker.email) == [mail]


async def test_questions_come_numbered_with_their_deadline(maker, asked, post_office):
    application = await asked(maker)

    mail = await post_office.mail_to(maker.email, "questions")
    due = application.information_requests[-1].due_time.ToDatetime(tzinfo=UTC)
    assert f"\n1. {QUESTIONS[0]}\n2. \u2068{QUESTIONS[1]}\u2069\n" in text_of(mail)
    assert f"{due.day} {due:%B %Y, %H:%M} UTC" in on_one_line(mail)
    assert "in New York)" in on_one_line(mail)


async def test_who_has_not_answered_is_reminded_once_before_the_deadline(
    maker, asked, post_office, stored, later
):
    application = await asked(maker)
    await answer(maker, application, "I do.")
    await post_office.mail_to(maker.email, "questions")
    later(days=11)

    mail = await post_office.mail_to(maker.email, "due soon")

    assert QUESTIONS[0] not in text_of(mail)
    assert QUESTIONS[1] in text_of(mail)
    identity = application.name.partition("/")[2]
    [settled] = await stored.reminders.find({"application": identity}).to_list()
    assert "open" not in settled


async def test_who_has_answered_is_not_reminded(maker, asked, post_office, stored, later):
    application = await asked(maker)
    await post_office.mail_to(maker.email, "questions")
    await answer(maker, application, "I do.", "I too.")
    later(days=11)

    await eventually(lambda: is_over(stored, resource=application.name, type="deadline.neared"))

    assert post_office.about(maker.email, "due soon") == []


async def test_a_near_deadline_needs_no_reminder(maker, asked, post_office, stored):
    application = await asked(maker, days=2)
    await post_office.mail_to(maker.email, "questions")

    identity = application.name.partition("/")[2]
    assert await stored.reminders.find_one({"application": identity}) is None


async def test_what_is_planned_twice_is_told_once(
    maker, asked, post_office, stored, service, mongodb_uri, later
):
    application = await asked(maker)
    await post_office.mail_to(maker.email, "questions")
    identity = application.name.partition("/")[2]
    later(days=11)
    await post_office.mail_to(maker.email, "due soon")

    # The effect of the questions is carried out again, as after a crash before it was noted.
    await stored.events.update_one(
        {"resource": application.name, "type": "application.asked"},
        {"$set": {"open": True, "attempts": 0}, "$unset": {"done": ""}},
    )
    await eventually(lambda: is_over(stored, resource=application.name, type="application.asked"))

    reminders = await stored.reminders.find({"application": identity}).to_list()
    assert [("open" in it) for it in reminders] == [False]
    told = {"resource": application.name, "type": "deadline.neared"}
    assert await stored.events.count_documents(told) == 1


async def test_of_replicas_that_sweep_at_once_one_reminds(mongodb_uri, stored):
    connected = mongo.connect(mongodb_uri, "motor", "sweepers")
    reminders = Reminders(connected.database(stored.name))
    # Not due yet by the clock of the service that runs, whose own sweep would be the one.
    soon = (await stored.command("hello"))["localTime"] + timedelta(hours=1)
    await stored.reminders.insert_one(
        {"_id": "a/1/due", "application": "a", "moment": soon, "deadline": soon, "open": True}
    )
    [due] = [it for it in await reminders.due(soon, 100) if it.id == "a/1/due"]

    settled = await asyncio.gather(
        *(
            connected.run_transaction(lambda session: reminders.settle(due, session))
            for _ in range(5)
        )
    )

    assert sorted(settled) == [False, False, False, False, True]
    await stored.reminders.delete_one({"_id": "a/1/due"})
    await connected.close()


async def test_what_expires_is_told_with_the_way_back(maker, asked, post_office, later):
    await asked(maker)
    await post_office.mail_to(maker.email, "questions")
    later(days=14, seconds=11)

    mail = await post_office.mail_to(maker.email, "has expired")

    assert "You can reopen it once, until" in on_one_line(mail)


async def test_a_decline_is_told_with_its_reason_and_when_to_come_back(
    maker, reviewer, post_office
):
    application = await maker.start(country="FR")
    await maker.submit(application.name)
    await reviewer.take(application.name)

    declined = await reviewer.decline(
        application.name, "RESOLD", "We found them in a shop.\n\nSorry."
    )

    mail = await post_office.mail_to(maker.email, "Au sujet de votre candidature")
    assert "Les produits sont achetés pour être revendus." in on_one_line(mail)
    assert "\n    We found them in a shop.\n\n    Sorry.\n" in text_of(mail)
    until = words("fr").moment(declined.reapply_time.ToDatetime(UTC), "FR")
    assert f"à partir du {until}." in on_one_line(mail)


async def test_a_withdrawal_is_confirmed_but_not_that_of_a_draft(a_person, post_office, stored):
    maker, other = a_person("maker"), a_person("maker")
    submitted, draft = await maker.start(), await other.start()
    await maker.submit(submitted.name)

    await withdraw(maker, submitted.name)
    await withdraw(other, draft.name)

    await post_office.mail_to(maker.email, "is withdrawn")
    await eventually(lambda: is_over(stored, resource=draft.name, type="application.withdrawn"))
    assert post_office.to(other.email) == []


async def test_a_registration_is_confirmed_with_what_may_be_listed_where(
    maker, invited, marketplace, post_office
):
    _, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))

    welcome = await post_office.mail_to(maker.email, "Welcome")

    assert "* United States: English\n" in text_of(welcome)
    assert "* Canada: English, French\n" in text_of(welcome)
    assert "* Mexico: Spanish\n" in text_of(welcome)


async def test_a_maker_is_told_where_the_membership_stands(
    maker, invited, marketplace, reviewer, post_office
):
    _, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))
    name = (await maker.own_maker()).name
    extension = await maker.extend()
    await maker.register(extension.name)
    await marketplace.report(maker, region="EU", version=1)
    await post_office.mail_to(maker.email, "in another region is verified")
    await marketplace.report(maker, region="EU", version=2, linked=True)
    linked = await post_office.mail_to(maker.email, "open countries")
    assert "* Germany: German\n" in text_of(linked)

    await reviewer.suspend(name, "NA", "NOT_HANDMADE", "See your mugs.")
    suspended = await post_office.mail_to(maker.email, "is suspended")
    await reviewer.reinstate(name, "NA", "You were right.")
    reinstated = await post_office.mail_to(maker.email, "is active again")
    await maker.leave("NA")
    left = await post_office.mail_to(maker.email, "have left")

    for it in (suspended, reinstated, left):
        assert "North America, Europe" in on_one_line(it)
        assert text_of(it).startswith("Hello Ada Reed,\n")
    assert "Products are not made by hand by you or your group." in on_one_line(suspended)
    assert "\n    See your mugs.\n" in text_of(suspended)
    assert "\n    You were right.\n" in text_of(reinstated)


async def test_who_is_put_out_is_told_why(maker, invited, marketplace, reviewer, post_office):
    _, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))
    name = (await maker.own_maker()).name
    await reviewer.suspend(name)

    await reviewer.remove(name, text="They are bought.")

    told = await post_office.mail_to(maker.email, "has ended")
    assert "\n    They are bought.\n" in text_of(told)


async def test_a_refused_account_leaves_home_as_it_is_and_says_so(
    maker, invited, marketplace, post_office
):
    _, mail = await invited(maker)
    await marketplace.report(maker)
    await maker.redeem(secret_in(mail))
    extension = await maker.extend()
    await maker.register(extension.name)

    await marketplace.report(
        maker, region="EU", version=1, verified=False, refused="2030-02-01T00:00:00Z"
    )

    told = await post_office.mail_to(maker.email, "was not verified")
    assert "\n    The papers do not match.\n" in text_of(told)
    assert "Nothing changes for your membership in the region North America" in on_one_line(told)


async def test_after_a_crash_a_mail_comes_again_under_the_same_id(
    maker, asked, post_office, stored
):
    application = await asked(maker)
    await post_office.mail_to(maker.email, "questions")

    # It was sent, and the process died before that was noted.
    event = {"resource": application.name, "type": "application.asked"}
    await eventually(lambda: is_over(stored, **event))
    await stored.events.update_one(
        event, {"$set": {"open": True, "attempts": 0}, "$unset": {"done": ""}}
    )

    await eventually(lambda: len(post_office.about(maker.email, "questions")) == 2)
    first, second = post_office.about(maker.email, "questions")
    assert first["Message-ID"] == second["Message-ID"]


async def test_what_has_passed_before_the_mail_could_go_is_not_sent(
    maker, asked, post_office, stored
):
    post_office.is_broken = True
    application = await asked(maker)
    await eventually(lambda: post_office.has_refused(maker.email, "have your application"))
    await answer(maker, application, "I do.", "I too.")

    # The clock stays: moved on, it would end the claim of an attempt that is under way just now.
    post_office.is_broken = False

    await eventually(lambda: is_over(stored, resource=application.name, type="application.asked"))
    assert post_office.about(maker.email, "questions") == []
    assert len(post_office.about(maker.email, "have your application")) == 1


async def test_a_header_in_a_name_goes_nowhere(maker, reviewer, stored, post_office):
    application = await maker.start()
    await maker.submit(application.name)
    await stored.applications.update_one(
        {"_id": application.name.partition("/")[2]},
        {"$set": {"questionnaire.contact_name": "Ada\r\nBcc: eve@example.com"}},
    )
    await reviewer.take(application.name)

    await reviewer.decline(application.name)

    mail = await post_office.mail_to(maker.email, "About your application")
    assert "Bcc" not in mail
    assert "Hello Ada Bcc: eve@example.com," in text_of(mail)
    assert post_office.to("eve@example.com") == []
