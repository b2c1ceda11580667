"""The demonstration that a fresh marketplace is seeded with."""

from dev.graph import Graph
from dev.issuer import Issuer
from dev.journey import Journey, Story
from dev.samples import Cast
from dev.settings import Settings

# The subjects are those of the tokens that `make run` prints, so each token sees its own part.
CAST = Cast(maker="maker", buyer="buyer", store="Ada's Kiln")


async def carry_out(gateway_url: str, tokens: Issuer) -> None:
    """Walks the journey once with the people whose tokens are printed, and leaves work waiting."""
    async with Graph(gateway_url, tokens.token(CAST.maker, "maker")) as maker:
        if (await maker.read("viewer"))["viewer"]["maker"]:
            return  # an earlier try came this far; what it left is demonstration enough
    settings = Settings.read()
    journey = Journey(
        gateway_url, settings.services, tokens, settings.folder / "mail", lambda step: None
    )
    story: Story = await journey.walk(CAST)
    await journey.leave_waiting(story)
