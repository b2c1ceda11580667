"""The mails of this service, in the languages of the programme, as plain text and as HTML.

A language is one TOML file, one table to a mail; `layout.html` and `layout.txt` are the letter
around it. A mail's `lines` become paragraphs, but for those that begin with a mark:

    # a heading                       ~ small print
    * an item of a list               > somebody's own words, whole
    1. a numbered item                [a button]({link})

`**…**` is strong. What stands in braces is a fact; of a fact with several values, a line is written
for each. A line with a fact that is empty is left out.
"""
