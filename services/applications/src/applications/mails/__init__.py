"""The mails of this service: one TOML file to a language. How they are written: `chassis.mails`."""
