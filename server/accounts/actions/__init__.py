"""Signing in, staying signed in, signing out; invitations, slips, own passwords and addresses."""

from server.accounts.actions.addresses import ask_to_confirm, confirm
from server.accounts.actions.forgotten import ask_for_new_password
from server.accounts.actions.interventions import Intervention, interventions, know_of_them
from server.accounts.actions.invitations import invite_all, invite_one
from server.accounts.actions.member import Access, Member
from server.accounts.actions.members import homerooms_of, members
from server.accounts.actions.passwords import (
    WeakPasswordError,
    WrongPasswordError,
    change_password,
    own_account,
    reach,
    set_password,
)
from server.accounts.actions.purging import purge
from server.accounts.actions.sessions import end_one, end_others, own_sessions, seen
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
from server.accounts.actions.slips import held_by_code, make_slips, printed, without_password
from server.accounts.actions.tickets import held
from server.accounts.actions.usernames import opens_by_address
from server.accounts.models import Group

__all__ = [
    "Access",
    "Group",
    "Intervention",
    "Member",
    "TooManyAttemptsError",
    "WeakPasswordError",
    "WrongPasswordError",
    "ask_for_new_password",
    "ask_to_confirm",
    "begin_session",
    "change_password",
    "check",
    "confirm",
    "digest",
    "end_one",
    "end_others",
    "end_session",
    "hash_password",
    "held",
    "held_by_code",
    "homerooms_of",
    "interventions",
    "invite_all",
    "invite_one",
    "know_of_them",
    "make_slips",
    "members",
    "opens_by_address",
    "own_account",
    "own_sessions",
    "printed",
    "purge",
    "reach",
    "seen",
    "set_password",
    "still_live",
    "whose",
    "without_password",
]
