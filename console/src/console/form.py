"""What somebody typed into a form, and how its fields are read for the graph."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

# Fields of every form that are ours, not the mutation's.
# `object` is the row of a list that the form is about; `once_more` says that it was sent from the
# page of somebody who was signed out.
OWN = frozenset({"csrf", "request_id", "form", "object", "once_more"})


class Unreadable(Exception):
    """What was typed cannot be what the field wants; the message says what could."""


@dataclass(frozen=True)
class Attached:
    """A file that was sent with a form, to be sent on."""

    name: str
    content: BinaryIO


class Form:
    """The fields of a form as they were sent."""

    def __init__(
        self,
        fields: Mapping[str, list[str]] | None = None,
        files: Mapping[str, Attached] | None = None,
    ) -> None:
        self._fields = dict(fields or {})
        self._files = dict(files or {})

    @property
    def typed(self) -> Mapping[str, list[str]]:
        """Everything but what is ours."""
        return {name: values for name, values in self._fields.items() if name not in OWN}

    @property
    def all(self) -> Mapping[str, list[str]]:
        """Everything, to be sent once more."""
        return self._fields

    def one(self, name: str) -> str:
        """Returns a field's text, with the line ends that everybody else has."""
        values = self._fields.get(name)
        return values[0].replace("\r\n", "\n") if values else ""

    def file(self, name: str) -> Attached | None:
        """Returns the file that was chosen in a field."""
        return self._files.get(name)

    def many(self, name: str) -> list[str]:
        """Returns every value of a field that may stand several times."""
        return [value.replace("\r\n", "\n") for value in self._fields.get(name, [])]


Reader = Callable[[Form, str], Any]
"""Reads a field for the graph. Fails with `Unreadable`."""


def text(form: Form, name: str) -> str:
    """The text as it was typed; the graph says what it wants."""
    return form.one(name)


def optional(form: Form, name: str) -> str | None:
    """The text, or nothing where nothing was typed."""
    return form.one(name).strip() or None


def needed(message: str, *among: str) -> Reader:
    """Returns the reader of what must be chosen, among these if they are named."""

    def read(form: Form, name: str) -> str:
        chosen = form.one(name).strip()
        if not chosen or (among and chosen not in among):
            raise Unreadable(message)
        return chosen

    return read


def said(message: str) -> Reader:
    """Returns the reader of words that must be there; they stay as they were typed."""

    def read(form: Form, name: str) -> str:
        if not form.one(name).strip():
            raise Unreadable(message)
        return form.one(name)

    return read


def attached(message: str) -> Reader:
    """Returns the reader of a file that must be chosen."""

    def read(form: Form, name: str) -> Attached:
        found = form.file(name)
        if found is None:
            raise Unreadable(message)
        return found

    return read


def flag(form: Form, name: str) -> bool:
    """Whether a box was ticked."""
    return bool(form.one(name))


def number(form: Form, name: str) -> int | None:
    """A whole number, or nothing."""
    typed = form.one(name).strip()
    if not typed:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", typed):
        raise Unreadable("Write a whole number, such as 14.")
    return int(typed)


def several(form: Form, name: str) -> list[str]:
    """Every value that was chosen or typed, without the empty ones."""
    return [value.strip() for value in form.many(name) if value.strip()]


def lines(form: Form, name: str) -> list[str]:
    """Each line that is not empty."""
    return [line.strip() for line in form.one(name).splitlines() if line.strip()]
