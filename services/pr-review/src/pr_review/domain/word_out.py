"""What can go wrong when a Word document is made of a draft."""

from chassis.errors import Refused


class AnnotationFailed(Refused):
    """The comments could not be written into a copy of this draft without changing its text.

    Download the draft itself and read the comments beside it. It is our fault, not the maker's;
    tell us which draft it was.
    """

    def __init__(self) -> None:
        super().__init__("The comments can't be written into this draft.")


class RedlineUnavailable(Refused):
    """The program that compares Word documents is not installed here, or can't be started.

    The comparison on the page works without it. The operator's log says what is missing.
    """

    def __init__(self) -> None:
        super().__init__("Word documents can't be compared here. Compare the drafts on the page.")


class RedlineFailed(Refused):
    """These two drafts could not be compared as Word documents.

    Compare them on the page. Another try with the same two drafts ends the same way.
    """

    def __init__(self) -> None:
        super().__init__("These drafts can't be compared in Word. Compare them on the page.")


class RedlineTooLong(Refused):
    """Comparing these two drafts as Word documents takes longer than there is time for it.

    Compare them on the page; or try again later, when the service is less busy.
    """

    def __init__(self) -> None:
        super().__init__("Comparing these drafts in Word takes too long. Compare them on the page.")


class TooManyWordDocuments(Refused):
    """So many Word documents are being made that there was no time for this one.

    Ask again after a minute, and for one after the other: of one account only one is made at a
    time.
    """

    def __init__(self) -> None:
        super().__init__("Too many Word documents are being made at the moment.")
