"""What the file of a photo may be called. What it may show: docs/rules.md#pictures."""

import re

from applications.policy.numbers import Policy
from chassis.errors import invalid
from chassis.text import control_in, is_blank


def ensure_file_name(name: str, numbers: Policy) -> None:
    """Fails with `InvalidRequest` for a name that could mislead whoever saves the photo.

    How it ends is nobody's business: the content decides what the file is.
    """
    is_bad = control_in(name) or is_blank(name) or re.search(r"[/\\]", name)
    if is_bad or len(name) > numbers.photo_name_max:
        raise invalid(
            "file_name",
            "FILE_NAME_MALFORMED",
            "The name of the file must have no path in it, nothing invisible, and "
            f"{numbers.photo_name_max} characters at most.",
        )
