"""Why an act on the directory is refused."""


class Refused(Exception):
    """An act on the directory that cannot be; the message says why. `field` names the input at fault, if one is."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        self.field = field
        super().__init__(reason)


class Cycle(Refused):
    """The column would lie below itself."""
