"""The rules of press review, as functions. In plain words: docs/rules.md#press-releases."""
