"""What is said of a press release: to each other, and to its maker."""

from chassis import caller
from chassis.actors import Actor, acting
from chassis.caller import Role
from chassis.errors import InvalidRequest, invalid
from chassis.fields import ensure_current
from chassis.ids import id_in, is_name, malformed, new_id
from chassis.mongo import Session
from chassis.requests import changing
from handmade.pr_review.v1 import press_review_pb2 as pb
from pr_review.domain.comment import (
    Anchor,
    Comment,
    CommentNotFound,
    DraftNotRead,
    MakerNotWrittenTo,
    OnlyTeamWritesToMaker,
    Status,
    TooManyComments,
    Visibility,
)
from pr_review.domain.problems import PressReleaseNotFound
from pr_review.domain.release import UNDECIDED, OwnPressRelease, PressRelease
from pr_review.policy import form as forms
from pr_review.policy import texts
from pr_review.reading.blocks import Reading
from pr_review.service import visibility as sight
from pr_review.service.desk import Desk
from pr_review.service.team import ROLES
from pr_review.store.comment import Comments
from pr_review.store.reading import Readings
from pr_review.wire import comment as wire
from pr_review.wire.release import COLLECTION


class Commenting(Desk):
    """The methods that change comments, of a press release one after the other."""

    _comments: Comments
    _readings: Readings

    @changing
    async def AddPressComment(
        self, request: pb.AddPressCommentRequest, session: Session
    ) -> pb.PressComment:
        """A new one, on the present draft."""
        text = texts.ensure_plain("text", request.text, self._numbers.comment_max)
        forms.ensure_sha256(request.sha256)
        release = await self._view.seen(request.press_release, session, "press_release")
        actor = _staff_of(release)
        visible = wire.from_visibility(request.visibility) or Visibility.INTERNAL
        self._ensure_may_say(visible, actor, release)
        draft = release.ensure_present(request.sha256)
        reading = await self._readings.get(draft)
        if reading is None:
            raise DraftNotRead
        anchor = _anchor(request, reading, draft.number)
        if await self._comments.count(release.id, session) >= self._numbers.comments_max:
            raise TooManyComments(self._numbers.comments_max)
        now = self._now()
        comment = Comment(
            id=new_id(),
            release=release.id,
            anchor=anchor,
            author=actor,
            text=text,
            created=now,
            updated=now,
            visibility=visible,
            status=Status.OPEN if request.is_issue else Status.NOTE,
        )
        await self._comments.add(comment, session)
        return await self._said(sight.COMMENTED, release, comment, actor, session)

    @changing
    async def UpdatePressComment(
        self, request: pb.UpdatePressCommentRequest, session: Session
    ) -> pb.PressComment:
        """One's own, before it was read."""
        text = texts.ensure_plain("text", request.text, self._numbers.comment_max)
        release, comment = await self._find(request.name, session)
        ensure_current(request.etag, comment.revision)
        actor = _staff_of(release)
        visible = wire.from_visibility(request.visibility) or comment.visibility
        self._ensure_may_say(visible, actor, release)
        changed = comment.edit(text, visible, actor, self._now())
        saved = await self._comments.save(changed, session)
        return await self._said(sight.COMMENT_CHANGED, release, saved, actor, session)

    @changing
    async def DeletePressComment(
        self, request: pb.DeletePressCommentRequest, session: Session
    ) -> pb.DeletePressCommentResponse:
        """One's own, before it was read."""
        release, comment = await self._find(request.name, session)
        actor = _staff_of(release)
        comment.ensure_own_unsent(actor)
        await self._comments.remove(comment, session)
        await self._said(sight.COMMENT_DELETED, release, comment, actor, session)
        return pb.DeletePressCommentResponse()

    @changing
    async def ReplyToPressComment(
        self, request: pb.ReplyToPressCommentRequest, session: Session
    ) -> pb.PressComment:
        """An answer to one."""
        text = texts.ensure_plain("text", request.text, self._numbers.comment_max)
        release, comment = await self._find(request.name, session)
        if len(comment.replies) >= self._numbers.replies_max:
            raise TooManyComments(self._numbers.replies_max)
        who = caller.current()
        if sight.is_insider(who, release):
            actor = _staff_of(release)
            visible = wire.from_visibility(request.visibility) or _usual(comment, actor)
            if visible is Visibility.MAKER:
                self._ensure_may_say(visible, actor, release)
        else:
            _, maker = await self._view.own(f"{COLLECTION}/{release.id}", session)
            actor, visible = sight.acting_for(who, maker), Visibility.MAKER
            _ensure_not_over(release)
        answered = comment.reply(text, visible, actor, self._now())
        saved = await self._comments.save(answered, session)
        is_read = answered.replies[-1].is_seen_by_maker
        what = sight.COMMENT_ANSWERED if is_read else sight.COMMENT_DISCUSSED
        return await self._said(what, release, saved, actor, session)

    @changing
    async def ResolvePressComment(
        self, request: pb.ResolvePressCommentRequest, session: Session
    ) -> pb.PressComment:
        """What became of an issue, by the press team."""
        most = self._numbers.note_max
        note = texts.ensure_plain("note", request.note, most, required=False)
        status = wire.from_issue(request.issue)
        if status is None or status is Status.NOTE:
            raise invalid("issue", "REQUIRED", "Must be `FIXED`, `DROPPED`, or `OPEN` again.")
        release, comment = await self._find(request.name, session)
        actor, now = _staff_of(release), self._now()
        settled = (
            comment.reopen(now) if status is Status.OPEN else comment.resolve(status, actor, now)
        )
        if note:
            settled = settled.reply(note, Visibility.INTERNAL, actor, now)
        saved = await self._comments.save(settled, session)
        return await self._said(sight.COMMENT_RESOLVED, release, saved, actor, session)

    async def _find(self, name: str, session: Session) -> tuple[PressRelease, Comment]:
        """A comment that the caller sees, and what it is on. Fails with `CommentNotFound`."""
        head, _, comment_id = name.rpartition("/comments/")
        if not is_name(head, COLLECTION) or not is_name(f"comments/{comment_id}", "comments"):
            raise InvalidRequest([malformed("name", f"{COLLECTION}/*/comments")])
        try:
            release = await self._view.seen(head, session)
        except PressReleaseNotFound:
            raise CommentNotFound from None
        found = await self._comments.find(comment_id, id_in(head, COLLECTION), session)
        is_inside = sight.is_insider(caller.current(), release)
        if found is None or not (is_inside or found.is_seen_by_maker):
            raise CommentNotFound
        return release, found

    def _ensure_may_say(self, visible: Visibility, actor: Actor, release: PressRelease) -> None:
        if visible is Visibility.INTERNAL:
            return
        if actor.role not in ROLES:
            raise OnlyTeamWritesToMaker
        _ensure_not_over(release)

    async def _said(
        self, what: str, release: PressRelease, comment: Comment, actor: Actor, session: Session
    ) -> pb.PressComment:
        await self._comments.hold(release.id, session)
        [full] = await self._view.full([release], session)
        await self._news.of_comment(what, release, full, actor, session)
        who = caller.current()
        is_inside = sight.is_insider(who, release)
        return wire.to_comment(comment, reader=who.subject, sees_internal=is_inside)


def _staff_of(release: PressRelease) -> Actor:
    """The caller as one of the staff, of the press team before all else.

    Fails with `OwnPressRelease` for its maker's side, with `PressReleaseNotFound` for what is
    still being prepared, of which staff have nothing to say, and as `sight.serving` does.
    """
    who = caller.current()
    if not sight.is_insider(who, release):
        raise OwnPressRelease
    if release.submitted is None:
        raise PressReleaseNotFound
    if not who.has(*ROLES) and sight.may_see_as_stakeholder(who, release):
        return acting(who, Role.STAKEHOLDER)
    return sight.serving(who)


def _ensure_not_over(release: PressRelease) -> None:
    if release.state not in UNDECIDED:
        raise MakerNotWrittenTo(release.state.value)


def _usual(comment: Comment, actor: Actor) -> Visibility:
    """Who sees a reply that says nothing of it: whoever sees the comment, if it is the team's."""
    return comment.visibility if actor.role in ROLES else Visibility.INTERNAL


def _anchor(request: pb.AddPressCommentRequest, reading: Reading, number: int) -> Anchor:
    """Where the comment stands. Fails with `InvalidRequest` for a place that there is not."""
    shown = next((it.shown for it in reading.blocks if it.id == request.block), None)
    if shown is None:
        raise invalid("block", "BLOCK_UNKNOWN", "Must be a block of the present draft.")
    start, end = request.start, request.end
    if start == end == 0:
        return Anchor(number, request.block, quote=shown)
    if not 0 <= start < end <= len(shown):
        raise invalid(
            "end",
            "RANGE_OUTSIDE",
            f"Must be a range within the block's {len(shown):,} characters, or 0 and 0 for all.",
        )
    return Anchor(number, request.block, start, end, shown[start:end])
