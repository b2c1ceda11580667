"""An applicant's way to a draft that can be submitted."""

from collections.abc import Mapping
from typing import Any

from dev.graph import Graph
from dev.samples import a_photo


async def a_complete_draft(applicant: Graph, answers: Mapping[str, object]) -> Any:
    """Starts an application with these answers and a photo of each kind that is asked for.

    Returns it as it was started.
    """
    started = await applicant.do("application_start", questionnaire=answers)
    for kind, file_name in (("PRODUCT", "mug.jpg"), ("WORKSPACE", "wheel.jpg")):
        await applicant.upload(
            "application_add_photo", (file_name, a_photo()), id=started["id"], kind=kind
        )
    return started
