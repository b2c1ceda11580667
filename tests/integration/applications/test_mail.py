"""The invitation mail: once per invitation, whatever happens on the way."""

import asyncio

from tests.integration.applications.people import eventually, secret_in


async def is_done(stored, approved):
    """Whether the invitation's event has had its effect."""
    event = {"resource": approved.invitation, "type": "invitation.issued"}
    return "done" in await stored.events.find_one(event)


async def test_the_mail_says_what_to_do_in_text_and_in_html(maker, invited):
    _, mail = await invited(maker, contact_name="Ada & <b>Bo</b>")

    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    link = f"https://handmade.test/register#{secret_in(mail)}"
    assert mail["Subject"] == "You are invited to Handmade"
    assert mail["To"] == maker.email
    assert mail["Auto-Submitted"] == "auto-generated"
    for body in (text, html):
        assert link in body
        assert maker.email in body
        assert "professional plan" in body
        assert "Support" in body
    assert "Ada & <b>Bo</b>" in text
    assert "Ada &amp; &lt;b&gt;Bo&lt;/b&gt;" in html
    assert "<b>Bo" not in html


async def test_the_message_id_is_the_events(maker, invited, stored):
    approved, mail = await invited(maker)

    event = await stored.events.find_one(
        {"resource": approved.invitation, "type": "invitation.issued"}
    )
    assert mail["Message-ID"] == f"<{event['_id']}@handmade.example>"


async def test_a_mail_waits_for_the_server_and_then_comes_once(
    maker, reviewer, post_office, stored, later
):
    post_office.is_broken = True
    application = await maker.start()
    await maker.submit(application.name)
    await reviewer.take(application.name)

    approved = await reviewer.approve(application.name)

    await eventually(lambda: post_office.has_refused(maker.email, "invited"))
    assert post_office.about(maker.email, "invited") == []
    post_office.is_broken = False
    later(minutes=5)
    mail = await post_office.mail_to(maker.email)
    await eventually(lambda: is_done(stored, approved))
    later(hours=1)
    await asyncio.sleep(1.5)
    assert post_office.about(maker.email, "invited") == [mail]


async def test_whoever_has_registered_meanwhile_gets_no_mail(
    maker, reviewer, post_office, stored, later
):
    post_office.is_broken = True
    application = await maker.start()
    await maker.submit(application.name)
    await reviewer.take(application.name)
    approved = await reviewer.approve(application.name)
    await eventually(lambda: post_office.has_refused(maker.email, "invited"))
    invitation_id = approved.invitation.partition("/")[2]
    await stored.invitations.update_one({"_id": invitation_id}, {"$set": {"state": "REDEEMED"}})

    post_office.is_broken = False
    later(minutes=5)

    await eventually(lambda: is_done(stored, approved))
    assert post_office.about(maker.email, "invited") == []
