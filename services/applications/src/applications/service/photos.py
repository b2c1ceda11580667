"""The photos of applications: added, removed, looked at, and compared with those of others."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from applications.domain.application import Application
from applications.domain.photo import Photo, PhotoKind, PhotoWarning
from applications.policy import application as policy
from applications.policy.photo import ensure_file_name
from applications.service.desk import Desk, role_for
from applications.service.form import Questionnaires
from applications.service.view import View
from applications.store.photo import Duplicates, PhotoFiles
from applications.wire import application as wire
from applications.wire.photo import from_kind, to_duplicate
from chassis import caller, deadline
from chassis.endings import tidied
from chassis.errors import Problem, invalid
from chassis.ids import ids_in, new_id
from chassis.images.findings import Rule, too_heavy
from chassis.images.inspection import Examined, Pictures
from chassis.mongo import Session
from chassis.uploads import chunks_of, header_of, referred_to_once, spooled
from handmade.applications.v1 import application_pb2 as pb

_ADD = "ApplicationService.AddApplicationPhoto"
_REMOVE = "Photographs.RemoveApplicationPhoto"
_FIELD = "file"

Header = pb.AddApplicationPhotoRequest.Header


@dataclass(frozen=True)
class PhotoStudio:
    """What photos are examined and kept with."""

    files: PhotoFiles
    pictures: Pictures
    duplicates: Duplicates


class Photographs(Desk):
    """The methods on photos."""

    _studio: PhotoStudio
    _questionnaires: Questionnaires
    _view: View

    async def AddApplicationPhoto(
        self, requests: AsyncIterator[pb.AddApplicationPhotoRequest], context: Any
    ) -> pb.Application:
        """Keeps a photo, made again without its metadata, and a small one for lists."""
        header: Header = await header_of(requests)
        kind = from_kind(header.kind)
        ensure_file_name(header.file_name, self._numbers)
        with deadline.step():
            application, _ = await self._view.own(header.name, None)
        # Before the bytes come: they would be read in vain.
        application.ensure_takes_photos(kind, self._now())
        most = self._numbers.photo_bytes
        async with spooled(chunks_of(requests), most, lambda: _too_heavy(most)) as upload:
            examined = await self._studio.pictures.examine(
                upload.file, field=_FIELD, most=most, whose=caller.current().subject
            )
        photo = await self._developed(header, kind, examined)
        return await referred_to_once(
            self.requests,
            _ADD,
            header,
            photo.original_sha256,
            refer=lambda session: self._attach(header.name, photo, session),
            is_kept=lambda: self._applications.refers_to(photo.file_id),
            discard=lambda: self._studio.files.discard(photo),
        )

    async def RemoveApplicationPhoto(
        self, request: pb.RemoveApplicationPhotoRequest, context: Any
    ) -> pb.Application:
        """Takes a photo out, and its files with it, so that they do not pile up until a sweep."""
        removed: list[Photo] = []

        async def detach(session: Session) -> pb.Application:
            application, maker = await self._view.own(request.name, session)
            without = application.remove_photo(request.photo, self._occasion(role_for(maker)))
            removed[:] = [application.photo(request.photo)]
            return await self._saved("changed", without, session)

        answer = await self.requests.once(_REMOVE, request, detach)
        for photo in removed:
            await tidied(partial(self._discard_unless_kept, photo))
        return answer

    async def DownloadApplicationPhoto(
        self, request: pb.DownloadApplicationPhotoRequest, context: Any
    ) -> AsyncIterator[pb.DownloadApplicationPhotoResponse]:
        """The bytes of a photo that the caller may see."""
        photo = (await self._view.seen(request.name)).photo(request.photo)
        is_small = request.size == pb.DownloadApplicationPhotoRequest.THUMBNAIL
        async for chunk in self._studio.files.read(photo, is_small=is_small):
            yield pb.DownloadApplicationPhotoResponse(chunk=chunk)

    async def LookupApplicationDuplicates(
        self, request: pb.LookupApplicationDuplicatesRequest, context: Any
    ) -> pb.LookupApplicationDuplicatesResponse:
        """What applications have in common with others that were handed in."""
        ids = ids_in(request.names, wire.COLLECTION)
        found = await self._studio.duplicates.of(each for each in ids if each)
        result = pb.LookupApplicationDuplicatesResponse.Result
        return pb.LookupApplicationDuplicatesResponse(
            results=[
                result(duplicates=[to_duplicate(it) for it in found.get(each or "", ())])
                for each in ids
            ]
        )

    async def _developed(self, header: Header, kind: PhotoKind, examined: Examined) -> Photo:
        files, clean = self._studio.files, examined.clean
        stored, thumbnail = await files.keep(
            header.file_name, clean.content, examined.thumbnail.content
        )
        is_small = any(it.rule == Rule.SMALL.value for it in examined.picture.warnings)
        return Photo(
            id=new_id(),
            kind=kind,
            file_name=header.file_name,
            content_type=clean.content_type,
            size=stored.size,
            sha256=stored.sha256,
            width=clean.width,
            height=clean.height,
            created=self._now(),
            file_id=stored.id,
            thumbnail_id=thumbnail.id,
            original_sha256=examined.picture.sha256,
            look=examined.picture.look,
            warnings=(PhotoWarning.SMALL,) if is_small else (),
        )

    async def _attach(self, name: str, photo: Photo, session: Session) -> pb.Application:
        application, maker = await self._view.own(name, session)
        # As of when it came, so that what came in time counts.
        occasion = replace(self._occasion(role_for(maker)), moment=photo.created)
        most = self._most(application, photo.kind)
        with_photo = application.add_photo(photo, most, occasion)
        if with_photo is application:
            return self._view.shown(application)
        return await self._saved("changed", with_photo, session)

    async def _discard_unless_kept(self, photo: Photo) -> None:
        with deadline.step():
            if not await self._applications.refers_to(photo.file_id):
                await self._studio.files.discard(photo)

    def _most(self, application: Application, kind: PhotoKind) -> int:
        return policy.most_photos(self._questionnaires.of(application), kind, self._numbers)


def _too_heavy(most: int) -> Problem:
    finding = too_heavy(most)
    return invalid(_FIELD, finding.rule.value, finding.message)
