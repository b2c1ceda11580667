"""The links of invitation mails."""

from applications.links import Links
from chassis.signing import Signer, digest
from tests.unit.applications.builders import an_invitation

KEY = "a key of thirty-two characters!!"


def links(key=KEY):
    return Links(Signer(key, "applications:invitation"), "https://handmade.test/")


def secret_of(address):
    return address.partition("#")[2]


def test_the_secret_is_in_the_fragment_which_no_server_logs():
    address = links().address(an_invitation())

    assert address.startswith("https://handmade.test/register#")
    assert len(secret_of(address)) == 43  # 256 bits


def test_the_same_server_makes_the_same_link_again():
    assert links().address(an_invitation()) == links().address(an_invitation())


def test_what_is_stored_finds_the_secret_and_does_not_give_it_away():
    invitation = an_invitation()
    stored = links().digest(invitation.id, invitation.nonce)

    secret = secret_of(links().address(invitation))

    assert stored == digest(secret)
    assert secret not in (invitation.nonce, stored)


def test_a_dump_of_the_database_alone_makes_no_link():
    assert links("another key of thirty-two chars!").address(an_invitation()) != links().address(
        an_invitation()
    )


def test_the_key_alone_makes_no_link():
    assert links().address(an_invitation(nonce="a")) != links().address(an_invitation(nonce="b"))
    assert links().new_nonce() != links().new_nonce()
