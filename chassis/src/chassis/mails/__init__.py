"""Mails of every service, in the languages of the programme, as plain text and as HTML.

A service has one TOML file to a language, in a package of its own, with one table to a mail; what
all services say alike, such as greetings and dates, is in the files of this package, and
`layout.html` and `layout.txt` are the letter around a mail. A mail's `lines` become paragraphs, but
for those that begin with a mark:

    # a heading                       ~ small print
    * an item of a list               > somebody's own words, whole
    1. a numbered item                = a text of ours, whole, paragraph for paragraph
    [a button]({link})

`**…**` is strong. What stands in braces is a fact; of a fact with several values, a line is written
for each. A line with a fact that is empty is left out.
"""
