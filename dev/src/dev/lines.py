"""Turns what the processes log into one log a person can read."""

import json
from collections.abc import Mapping
from datetime import datetime

WIDTH = len("applications")


def readable(name: str, raw: str, *, now: datetime) -> str | None:
    """One line `HH:MM:SS name  event key=value`; None for what only the log file needs."""
    fields = _fields(raw)
    if fields is None:
        return f"{now:%H:%M:%S} {name:{WIDTH}}  {raw}"
    if name == "mongod":
        # MongoDB logs hundreds of lines at each start; what went wrong is all that matters here.
        if fields.get("s") not in ("E", "F"):
            return None
        fields = {"event": fields.get("msg"), "level": "error", "attr": fields.get("attr")}
    event = fields.pop("event", "")
    fields.pop("process", None)
    level = str(fields.pop("level", "info"))
    moment = _moment(fields.pop("timestamp", None), now)
    trace = fields.pop("exception", None)
    words = [str(event)] if level in ("info", "debug") else [level.upper(), str(event)]
    words += [f"{key}={_value(value)}" for key, value in fields.items()]
    line = f"{moment:%H:%M:%S} {name:{WIDTH}}  {' '.join(words)}"
    return f"{line}\n{_indented(str(trace))}" if trace else line


def _fields(raw: str) -> dict[str, object] | None:
    if not raw.startswith("{"):
        return None
    try:
        parsed = json.loads(raw)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None


def _moment(stamp: object, now: datetime) -> datetime:
    try:
        return datetime.fromisoformat(str(stamp)).astimezone(now.tzinfo)
    except ValueError:
        return now


def _value(value: object) -> str:
    if isinstance(value, Mapping | list):
        return json.dumps(value, ensure_ascii=False)
    text = str(value)
    return repr(text) if " " in text or "\n" in text or not text else text


def _indented(trace: str) -> str:
    return "\n".join(f"    {line}" for line in trace.splitlines())
