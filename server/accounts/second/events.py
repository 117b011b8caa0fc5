"""What happens to the second step, for the audit log: no page is told."""

from datetime import date
from uuid import UUID

from server.accounts.second.policy import Factor
from server.events import Happening


class SignedInByProvider(Happening):
    """Somebody signed in by a provider's word."""

    news = False
    provider: str


class SecondFactorAdded(Happening):
    """Somebody added an app for codes or a passkey to their own sign-in."""

    news = False
    factor: Factor


class SecondFactorRemoved(Happening):
    """Somebody removed an app for codes or a passkey from their own sign-in."""

    news = False
    factor: Factor


class SecondFactorReset(Happening):
    """An administrator took all second steps from somebody, having made sure who it is; their sessions ended with it."""

    news = False
    person: UUID


class RecoveryCodesMade(Happening):
    """Somebody made new recovery codes; the older ones are void."""

    news = False


class RecoveryCodeUsed(Happening):
    """Somebody signed in by a recovery code."""

    news = False
    left: int


class StaffRuleSet(Happening):
    """A school began, moved or stopped asking its staff for a second step; no day means that it does not ask."""

    news = False
    school: UUID
    second_step_from: date | None = None
