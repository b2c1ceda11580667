"""What the graph calls the fields of the contract."""

import re
from collections.abc import Mapping
from types import MappingProxyType

NO_NAMES: Mapping[str, str] = MappingProxyType({})
# What is called otherwise everywhere in the graph; what narrows a list is arguments there.
_EVERYWHERE = {
    "page_size": "first",
    "page_token": "after",
    "resume_token": "after",
    "filter": "",
    # The first and the last day of a span.
    "start_date": "from",
    "end_date": "until",
}
# A field's path in the contract, such as `options[1].name`.
_FIELD = re.compile(r"[a-z][a-z0-9_]*(\[\d+\])?(\.[a-z][a-z0-9_]*(\[\d+\])?)*")


def subject_of(subject: str, names: Mapping[str, str] = NO_NAMES) -> str | None:
    """Returns what breaks a rule as the graph calls it; labels that people wrote stay theirs."""
    if _FIELD.fullmatch(subject) and subject != "name":
        subject = ".".join(input_path(subject, names))
    return subject or None


def input_path(field: str, names: Mapping[str, str] = NO_NAMES) -> list[str]:
    """Returns a proto field's path as an input's: `listing.option_lists[0].name`."""
    known = {**_EVERYWHERE, **names}
    steps = [known.get(step, step) for step in re.findall(r"\w+", field)]
    kept = [step for step in steps if step]
    # A resource's own `name` is what the graph calls its `id`.
    if kept == ["name"]:
        return ["id"]
    return [re.sub(r"_(\w)", lambda match: match[1].upper(), step) for step in kept]
