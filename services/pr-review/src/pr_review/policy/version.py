"""Which rules are in force: docs/rules.md#versions says what each version changed."""

RULE_VERSION = "2"
