"""What is done with what each party prepares."""

from server.preparations.actions.handing_in import close

__all__ = ["close"]
