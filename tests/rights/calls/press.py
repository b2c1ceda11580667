"""How press review is called."""

from tests.rights.calls.way import (
    LONG,
    Call,
    anything,
    maker_of,
    name,
    names,
    of_maker,
    of_makers,
    page,
)
from tests.rights.world import A_DRAFT

PRESS = [
    Call("GetPressRelease", "release", name),
    Call("GetPressRelease: a draft", "draft_release", name),
    Call("ListPressReleases", "release", of_maker),
    Call("ListPressReleases: a draft", "shy_release", of_maker, like="barren"),
    Call("ListPressReleases: of no maker", "release", page, about_nothing=True),
    Call("BatchListPressReleases", "release", of_makers),
    Call("BatchListPressReleases: a draft", "shy_release", of_makers, like="barren"),
    Call("LookupPressReleasesByName", "release", names),
    Call("LookupPressReleasesByName: a draft", "draft_release", names),
    Call(
        "StartPressRelease",
        "application",
        lambda it: {"maker": it.maker, "press_release": {"title": "Ours"}},
        shown=maker_of,
        broken=[lambda it: {"press_release": {"title": LONG}}],
    ),
    Call(
        "StartPressRelease: for oneself",
        "application",
        lambda it: {"press_release": {"title": "Ours"}},
        shown=anything,
        about_nothing=True,
    ),
    Call(
        "UpdatePressRelease",
        "draft_release",
        lambda it: {"press_release": {"name": it.name, "title": "Three dogs"}},
        broken=[
            lambda it: {"update_mask": {"paths": ["nonsense"]}},
            lambda it: {"press_release": {"name": it.name, "etag": "stale"}},
        ],
    ),
    Call(
        "UploadDraft",
        "draft_release",
        lambda it: {"name": it.name, "file_name": "draft.docx", "content": A_DRAFT},
        broken=[lambda it: {"content": b"no document"}, lambda it: {"file_name": "draft.pdf"}],
    ),
    Call(
        "DownloadDraft",
        "release",
        name,
        shown=anything,
        broken=[lambda it: {"sha256": "0" * 64}, lambda it: {"sha256": "x"}],
    ),
    Call("DownloadDraft: of a draft", "draft_release", name, shown=anything),
    Call("SubmitPressRelease", "draft_release", name, fresh=lambda world: world.draft_release),
    Call(
        "TakePressRelease", "submitted_release", name, fresh=lambda world: world.submitted_release
    ),
    Call("TakePressRelease: a draft", "draft_release", name),
    *(
        Call(
            row,
            thing,
            lambda it: {"name": it.name, "sha256": it.facts["sha256"]},
            fresh=lambda world: world.taken_release,
            broken=[lambda it: {"sha256": "0" * 64}, lambda it: {"sha256": "x"}],
        )
        for row, thing in (
            ("ApprovePressRelease", "taken_release"),
            ("ApprovePressRelease: a draft", "draft_release"),
        )
    ),
    Call("WatchPressReleases", "release", lambda it: {"press_release": it.name}, shown=anything),
    Call(
        "WatchPressReleases: a draft",
        "draft_release",
        lambda it: {"press_release": it.name},
        shown=anything,
    ),
]
