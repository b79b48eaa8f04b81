"""Everything a caller may have to tell a person.

CallqcError
├── Expected                 somebody asked for what cannot be; translated once at each door
│   ├── NotFound             no such thing, or not yours: the same answer on purpose
│   ├── Forbidden            the role may never do this
│   ├── Conflict             somebody else was faster; carries what is true now
│   ├── Refused              a guard of the life cycle says no; carries a code
│   └── Invalid              input that cannot be; carries the field and a code
└── Environment              something this machine lacks; carries what to do
"""


class CallqcError(Exception):
    """Base of all."""


class Expected(CallqcError):
    """A person can do something about it."""


class NotFound(Expected):
    """No such thing, or not yours. Both look alike, so that nobody can probe."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"no such {kind}")


class Forbidden(Expected):
    """The role that is acted in has no such permission."""

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__(f"not allowed: {permission}")


class Conflict(Expected):
    """The thing was changed by somebody else in the meantime; nothing was written."""

    def __init__(self, kind: str, *, now: str = "") -> None:
        self.kind, self.now = kind, now
        super().__init__(f"{kind} was changed by somebody else" + (f"; it is now {now}" if now else ""))


class Refused(Expected):
    """A guard says no. *code* is translated for people; *where* names the place, when there is one."""

    def __init__(self, code: str, *, where: str = "") -> None:
        self.code, self.where = code, where
        super().__init__(f"refused: {code}" + (f" ({where})" if where else ""))


class Invalid(Expected):
    """Input that cannot be. *field* is where, *code* what is wrong."""

    def __init__(self, field: str, code: str, *, detail: str = "") -> None:
        self.field, self.code, self.detail = field, code, detail
        super().__init__(f"{field}: {code}" + (f" ({detail})" if detail else ""))


class Environment(CallqcError):
    """This machine lacks something. *mend* is the line to type."""

    def __init__(self, what: str, mend: str) -> None:
        self.what, self.mend = what, mend
        super().__init__(f"{what}; {mend}")
