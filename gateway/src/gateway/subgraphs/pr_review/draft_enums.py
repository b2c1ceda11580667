"""The choices about what stands in a draft, and about the documents made of it."""

from enum import Enum

import strawberry

from gateway.subgraphs.pr_review.enums import value


@strawberry.enum(description="Where a block of a draft stands.")
class DraftPlace(Enum):
    BODY = value("BODY", "In the text.")
    CELL = value("CELL", "In a table.")
    TEXT_BOX = value("TEXT_BOX", "In a text box.")
    HEADER = value("HEADER", "In a header.")
    FOOTER = value("FOOTER", "In a footer.")
    FOOTNOTE = value("FOOTNOTE", "In a footnote.")
    ENDNOTE = value("ENDNOTE", "In an endnote.")
    COMMENT = value("COMMENT", "In a Word comment.")


@strawberry.enum(description="What can be seen or followed beside the words of a draft.")
class DraftBeside(Enum):
    ALT_TEXT = value("ALT_TEXT", "What describes a picture or a shape.")
    LINK_TARGET = value("LINK_TARGET", "Where a link leads.")
    TOOLTIP = value("TOOLTIP", "What a link shows.")
    BOOKMARK = value("BOOKMARK", "The name of a bookmark.")
    FILE_NAME = value("FILE_NAME", "The name of a picture.")
    WORD_ART = value("WORD_ART", "Ornamental text.")
    RUBY = value("RUBY", "Small letters above others.")
    LABEL = value("LABEL", "What a list puts before its items.")
    DRAWING = value("DRAWING", "What stands in a diagram, a chart or a drawing.")
    FIELD = value("FIELD", "What a field is told to make.")


@strawberry.enum(description="What is special about a mention of the marketplace.")
class DraftMentionFlag(Enum):
    INSERTED = value("INSERTED", "In a tracked insertion.")
    DELETED = value("DELETED", "In a tracked deletion.")
    HIDDEN = value("HIDDEN", "In text that Word hides.")
    WHITE = value("WHITE", "In text as white as the paper.")
    LINK = value("LINK", "In the target of a link.")
    ODD_FORM = value("ODD_FORM", "Not written as the name is.")
    LOOK_ALIKE = value("LOOK_ALIKE", "With letters that only look like it.")
    PICTURE = value("PICTURE", "In what describes a picture.")


@strawberry.enum(description="How much something found in a draft matters.")
class DraftCheckSeverity(Enum):
    ERROR = value("ERROR", "It can hardly go out so.")
    WARN = value("WARN", "Somebody should look at it.")
    INFO = value("INFO", "Good to know.")


@strawberry.enum(description="Where a Word document of ours is in its making.")
class WordFileState(Enum):
    PREPARING = value("PREPARING", "It is being made; ask again in a second.")
    READY = value("READY", "It can be downloaded.")
    FAILED = value("FAILED", "It could not be made.")
