"""What a maker is mailed of its press release, whose address another service knows."""

from email import message_from_bytes, policy

from dev.graph import soon
from dev.journey import text_of


async def test_a_maker_is_mailed_that_its_press_release_arrived_and_was_approved(story, stack):
    address = f"{story.cast.maker}@example.com"

    async def both():
        found = [
            message_from_bytes(path.read_bytes(), policy=policy.default)
            for path in sorted(stack.mail_folder.glob("*.eml"))
        ]
        ours = [it for it in found if it["to"] == address and "ress release" in it["subject"]]
        return ours if len(ours) >= 2 else None

    # The journey's come first; there may be more about what others did as this maker.
    received, approved, *_ = await soon(both, "the mails about the press release")

    assert received["subject"].endswith("has reached us")
    assert approved["subject"].endswith(": approved")
    release = story.answer["maker"]["pressReleases"]["nodes"][0]
    assert release["draft"]["file"]["sha256"] in text_of(approved)
