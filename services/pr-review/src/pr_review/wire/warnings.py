"""What is odd about a document, in the words of whoever reads it: docs/rules.md lists the codes."""

from collections.abc import Mapping
from types import MappingProxyType

from handmade.pr_review.v1 import press_release_pb2 as pb
from pr_review.drafts.refusals import Caution as OfFile
from pr_review.reading.blocks import Doubt
from pr_review.writing.notes import Caution as OfRedline

CHANGES_ACCEPTED = "TRACKED_CHANGES_ACCEPTED"
COARSE = "COMPARED_COARSELY"
ONLY_BESIDE = "PICTURES_OR_LINKS_CHANGED"
OUTDATED_LEFT_OUT = "OUTDATED_COMMENTS_LEFT_OUT"

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        OfFile.UNSAFE_LINK: (
            "A link leads neither to the web nor to a mail address or a telephone. Nobody can "
            "follow it from here; give a web address instead, or take the link off."
        ),
        OfFile.LOCAL_TEMPLATE: (
            "The document is attached to a template on somebody's computer. Nothing of that "
            "template is read."
        ),
        OfFile.EMBEDDED_FONT: (
            "The document brings a font of its own, whose letters can look like others than they "
            "are. What we read are the letters that were typed."
        ),
        Doubt.ALTERNATIVE_TEXT: (
            "Something is told in two ways, of which readers show one or the other. What Word does "
            "not show is marked as hidden."
        ),
        Doubt.DATA_BOUND_TEXT: (
            "Word replaces some of the words by data of the file when it is opened. Compare them "
            "with what Word shows."
        ),
        Doubt.FIELD_RESULT_MAY_CHANGE: (
            "The words of a field become others when Word works it out. Its instruction is listed "
            "beside them."
        ),
        Doubt.REVERSED_TEXT: "Some letters are shown in another order than they are written in.",
        Doubt.SIGNS_FOR_LETTERS: (
            "Some words are in a font of signs, such as Symbol or Wingdings, which shows other "
            "signs than the letters in the file, or are symbols that were inserted. What we read "
            "are the letters. Write the words in an ordinary font."
        ),
        Doubt.SVG_PICTURE: (
            "Newer readers show an SVG in the place of a picture. Its words are listed, not how it "
            "looks; open the document to see it."
        ),
        CHANGES_ACCEPTED: (
            "A draft has open tracked changes. They were accepted before the drafts were compared."
        ),
        COARSE: (
            "The drafts are so long or so unlike that they were compared by whole paragraphs in "
            "places."
        ),
        ONLY_BESIDE: (
            "The words are the same, but pictures, links or other things beside the words changed."
        ),
        OUTDATED_LEFT_OUT: (
            "Comments whose words are not in this draft any more were left out. They are still "
            "beside the draft they were made on."
        ),
        OfRedline.OLD_CHANGES_ACCEPTED: (
            "The earlier draft had open tracked changes. They were accepted first and are not to "
            "be seen here."
        ),
        OfRedline.NEW_CHANGES_ACCEPTED: (
            "The later draft had open tracked changes. They were accepted first, so they cannot be "
            "told from the rest."
        ),
        OfRedline.LOOKS_CHANGED: (
            "Other words are hidden, white or struck out than before, which tracked changes need "
            "not show."
        ),
        OfRedline.NOT_PROVEN: (
            "Accepting or rejecting all changes does not give a draft word for word. Its proof "
            "says where; compare the drafts on the page."
        ),
    }
)


def to_warning(code: str, subject: str = "") -> pb.PressRelease.Warning:
    """A warning as a message; of a code that only an earlier release gave, without a sentence."""
    return pb.PressRelease.Warning(code=code, subject=subject, message=SENTENCES.get(code, ""))
