"""Press releases as the graph tells them to a page."""

from datetime import UTC, datetime
from typing import Any

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
FIRST, SECOND = "a" * 64, "b" * 64


def actor(name: str, role: str = "PR") -> dict[str, Any]:
    return {"id": name.lower(), "displayName": name, "role": role}


PAUL, LENA, ADA = actor("Paul"), actor("Lena", "PR_LEAD"), actor("Ada", "MAKER")


def draft(number: int, sha256: str = FIRST, **changes: Any) -> dict[str, Any]:
    file = {
        "name": f"release-{number}.docx",
        "size": 37_000,
        "sha256": sha256,
        "url": f"https://gateway.example/files/{number}?signature=s",
        "urlExpires": "2026-11-22T13:00:00Z",
    }
    return {
        "number": number,
        "uploadedAt": "2026-11-20T09:00:00Z",
        "uploader": ADA,
        "wordCount": 250,
        "mentionCount": 1,
        "hasTrackedChanges": False,
        "warnings": [],
        "similarity": None if number == 1 else 0.93,
        "isNewText": False,
        "file": file,
    } | changes


def stakeholder(number: int = 1, who: str = "Leo", **changes: Any) -> dict[str, Any]:
    return {
        "id": str(number),
        "who": actor(who, "STAKEHOLDER"),
        "area": "LEGAL",
        "need": "REQUIRED",
        "question": "May they say so?",
        "dueAt": "2026-11-26T08:00:00Z",
        "state": "OPEN",
        "verdict": None,
        "text": None,
        "conditions": [],
        "draftNumber": None,
        "keepsForSmallChanges": False,
        "asker": PAUL,
        "createdAt": "2026-11-21T09:00:00Z",
        "answeredAt": None,
        "reason": None,
        "delegator": None,
    } | changes


def exception(verdict: str = "SHORT_NOTICE", state: str = "ASKED") -> dict[str, Any]:
    return {
        "id": "1",
        "reason": "The fair is earlier.",
        "state": state,
        "verdict": verdict,
        "asker": ADA,
        "createdAt": "2026-11-20T09:00:00Z",
        "decider": None,
        "decidedAt": None,
        "answer": None,
    }


def letter(kind: str = "CHANGES", number: int = 1) -> dict[str, Any]:
    return {
        "kind": kind,
        "text": "We have read it.",
        "language": "en",
        "author": PAUL,
        "createdAt": "2026-11-21T09:00:00Z",
        "draftNumber": number,
        "declineReason": None,
        "conditions": [],
        "overrideReason": None,
    }


def obstacle(code: str, subject: str | None = None) -> dict[str, Any]:
    return {"code": code, "message": f"{code} stands against it.", "subject": subject}


def entry(action: str, who: dict[str, Any] | None, **changes: Any) -> dict[str, Any]:
    return {
        "createdAt": "2026-11-21T09:00:00Z",
        "actor": who,
        "action": action,
        "state": "IN_REVIEW",
        "reason": None,
        "colleague": None,
        "draftNumber": None,
        "note": None,
    } | changes


def release(state: str = "IN_REVIEW", **changes: Any) -> dict[str, Any]:
    """One that Paul has, and that has come with five weeks to go."""
    drafts = changes.pop("drafts", [draft(1)])
    is_held = state not in ("DRAFT", "SUBMITTED")
    return {
        "id": "UFI6MQ==",
        "title": "An open studio in May",
        "type": "PRESS_RELEASE",
        "state": state,
        "releaseOn": "2026-12-27",
        "releaseAt": None,
        "timeZone": "America/New_York",
        "lapsesAt": "2026-12-28T05:00:00Z",
        "answerDueAt": "2026-11-27T08:00:00Z",
        "notice": {
            "verdict": "ON_TIME",
            "days": 35,
            "workingDays": 25,
            "receivedAt": "2026-11-20T09:00:00Z",
            "lastOnTime": "2026-12-13",
            "earliestReleaseOn": "2026-12-04",
            "hourComesTwice": False,
        },
        "maker": {"id": "TQ==", "displayName": "Ada's Kiln"},
        "representative": PAUL if is_held else None,
        "substitute": None,
        "markets": [],
        "earliestReleaseOn": None,
        "distributionPlan": "Local papers.",
        "contact": "press@example.com",
        "agency": None,
        "exceptionReason": None,
        "intake": {
            "channel": "FROM_MAKER",
            "firstContactAt": None,
            "reference": None,
            "recorder": None,
            "accepter": None,
            "acceptedAt": None,
        },
        "authority": None,
        "exceptions": [],
        "drafts": drafts,
        "editedCopies": [],
        "draft": drafts[-1] if drafts else None,
        "schedules": [],
        "round": 1,
        "maxRounds": 2,
        "letters": [],
        "answers": [],
        "stakeholders": [],
        "openIssues": 0,
        "approvalObstacles": [],
        "approval": None,
        "pastApprovals": [],
        "publication": None,
        "undoExpiresAt": None,
        "submittedAt": "2026-11-20T09:00:00Z",
        "createdAt": "2026-11-20T08:00:00Z",
        "timeline": [entry("submitted", ADA), entry("taken", PAUL)],
        "copiedFrom": None,
    } | changes
