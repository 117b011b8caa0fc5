"""Signing in, staying signed in, signing out."""

from server.accounts.actions.signing import (
    TooManyAttemptsError,
    begin_session,
    check,
    digest,
    end_session,
    hash_password,
    still_live,
    whose,
)

__all__ = ["TooManyAttemptsError", "begin_session", "check", "digest", "end_session", "hash_password", "still_live", "whose"]
