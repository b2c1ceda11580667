"""What an applicant does with an application, and what happens when nothing is done."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Self

from applications.domain.application.record import Record
from applications.domain.application.refusals import (
    ApplicationNotExpired,
    ApplicationOver,
    ApplicationReopenedBefore,
    InformationNotAsked,
    ReopeningTooLate,
)
from applications.domain.application.states import Action, Flag, Occasion, State
from applications.domain.photo import (
    Photo,
    PhotoKind,
    PhotoNotFound,
    PhotosNotAsked,
    TooManyPhotos,
)
from applications.domain.questionnaire import Questionnaire


class Applying(Record):
    """The applicant's verbs, a partner's in the applicant's place, and the timer's."""

    def start(self, occasion: Occasion) -> Self:
        """The draft with the first entry of its timeline."""
        return self._moved(State.DRAFT, Action.STARTED, occasion)

    def answer(self, questionnaire: Questionnaire, region: str, occasion: Occasion) -> Self:
        """The draft with other answers. The country may have moved it to another region."""
        self.ensure_draft()
        return self._written(occasion, questionnaire=questionnaire, region=region)

    def submit(
        self,
        email: str,
        flags: tuple[Flag, ...],
        occasion: Occasion,
        answer_due: datetime | None = None,
    ) -> Self:
        """Hands it in for this address; from now on the answers stay as they are."""
        self.ensure_draft()
        return self._moved(
            State.SUBMITTED,
            Action.SUBMITTED,
            occasion,
            email=email,
            flags=flags,
            submitted=occasion.moment,
            answer_due=answer_due,
        )

    def add_photo(self, photo: Photo, most: int, occasion: Occasion) -> Self:
        """With another photo, of which there are at most so many of its kind.

        The same one again, to the byte and of the same kind, changes nothing.
        """
        self.ensure_takes_photos(photo.kind, occasion.moment)
        self._ensure_not_reviewed_by(occasion)
        alike = [it for it in self.photos if it.kind is photo.kind]
        if any(it.original_sha256 == photo.original_sha256 for it in alike):
            return self
        if not most:
            raise PhotosNotAsked(photo.kind)
        if len(alike) >= most:
            raise TooManyPhotos(photo.kind, most)
        return self._written(occasion, photos=(*self.photos, photo))

    def remove_photo(self, photo_id: str, occasion: Occasion) -> Self:
        """Without a photo."""
        photo = self.photo(photo_id)
        self.ensure_takes_photos(photo.kind, occasion.moment)
        self._ensure_not_reviewed_by(occasion)
        return self._written(occasion, photos=tuple(it for it in self.photos if it.id != photo_id))

    def photo(self, photo_id: str) -> Photo:
        """One of its photos. Fails with `PhotoNotFound`."""
        found = next((it for it in self.photos if it.id == photo_id), None)
        if found is None:
            raise PhotoNotFound
        return found

    def ensure_takes_photos(self, kind: PhotoKind, moment: datetime) -> None:
        """Fails unless photos of the kind can be added and removed now.

        Products and workspace belong to a draft, evidence to what is asked for.
        """
        if kind is PhotoKind.EVIDENCE:
            self.ensure_asked(moment)
        else:
            self.ensure_draft()

    def respond(self, answers: Mapping[str, str], occasion: Occasion) -> Self:
        """Answers questions, by their ids; with the last answer the review goes on.

        A first signature falls with it, since what was signed has changed.
        """
        asked = self.ensure_asked(occasion.moment)
        self._ensure_not_reviewed_by(occasion)
        request = asked.answer(answers, occasion.moment)
        requests = (*self.information_requests[:-1], request)
        if request.answered is None:
            return self._written(occasion, information_requests=requests)
        left = self.answer_left
        return self._moved(
            State.IN_REVIEW,
            Action.ANSWERED,
            occasion,
            information_requests=requests,
            first_signature=None,
            answer_due=None if left is None else occasion.moment + left,
            answer_left=None,
        )

    def expire(self, occasion: Occasion, reopen_until: datetime) -> Self:
        """Ends it because the questions were not all answered in time."""
        if not self.is_late(occasion.moment):
            raise InformationNotAsked(self.state)
        left = self.answer_left
        expired = self._over(State.EXPIRED, Action.EXPIRED, occasion)
        # The clock stands still until it is reopened, if it can be.
        return replace(
            expired,
            answer_left=left if self.reopened is None else None,
            reopen_until=reopen_until if self.reopened is None else None,
        )

    def reopen(self, due: datetime, occasion: Occasion) -> Self:
        """Opens it once more, for the same questions and with a new deadline."""
        if self.state is not State.EXPIRED:
            raise ApplicationNotExpired(self.state)
        if self.reopened is not None:
            raise ApplicationReopenedBefore(self.reopened)
        if self.reopen_until is not None and occasion.moment > self.reopen_until:
            raise ReopeningTooLate(self.reopen_until)
        self._ensure_not_reviewed_by(occasion)
        request = replace(self.information_requests[-1], due=due)
        return self._moved(
            State.NEEDS_INFO,
            Action.REOPENED,
            occasion,
            information_requests=(*self.information_requests[:-1], request),
            reopened=occasion.moment,
            reopen_until=None,
            ended=None,
            in_time=None,
        )

    def withdraw(self, reason: str, occasion: Occasion) -> Self:
        """Takes it back, with the applicant's words if there are any."""
        if not self.is_open:
            raise ApplicationOver(self.state)
        self._ensure_not_reviewed_by(occasion)
        return self._over(State.WITHDRAWN, Action.WITHDRAWN, occasion, text=reason)
