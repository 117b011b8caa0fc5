"""What the mails about accounts say. Only the invitation names a school and a child, so that it is known for what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.accounts.models import Group, TicketKind
from server.accounts.policy import LASTS
from server.mail import Letter

if TYPE_CHECKING:
    from collections.abc import Callable

    from server.accounts.actions.reasons import Reason
    from server.i18n import Words


def invitation(user_name: str, address: str, token: str, reason: Reason) -> Callable[[Words], Letter]:
    """Invite somebody to set a password of their own."""

    def said(words: Words) -> Letter:
        place = reason.place
        return Letter(
            "invitation",
            words.say("{place} invites you to Stegvis", place=place) if place else words.say("You can now sign in to Stegvis"),
            (
                *([_for_whom(words, reason)] if place else []),
                words.say(
                    "Your school writes development plans together with pupils and homes in Stegvis, and has made an account for you."
                ),
                words.say("Choose a password of your own here:") + f"\n{address}/link/{token}",
                words.count("The link can be used once, within {n} day.", "The link can be used once, within {n} days.", _days()),
                words.say("After that you sign in here:") + f"\n{address}/sign-in",
                words.say("Your user name: {user_name}", user_name=user_name),
                *([words.say("Are you unsure whether this is real? Ask the school.")] if place else []),
            ),
        )

    return said


def _for_whom(words: Words, reason: Reason) -> str:
    """Say for what somebody is invited."""
    given = {"place": reason.place, "whom": "; ".join(reason.whom)}
    if reason.group is Group.staff:
        return words.say("You are invited because you work at {place}.", **given)
    if not reason.whom:
        return words.say("You are invited by {place}.", **given)
    if reason.group is Group.pupils:
        return words.say("You are invited as a pupil at {place}, {whom}.", **given)
    return words.say("You are invited because you are an adult of the home of {whom}, at {place}.", **given)


def _days() -> int:
    """Give the days that an invitation lasts."""
    return LASTS[TicketKind.invitation].days


def forgotten(user_name: str, address: str, token: str) -> Callable[[Words], Letter]:
    """Let somebody choose a new password."""

    def said(words: Words) -> Letter:
        hours = int(LASTS[TicketKind.forgotten].total_seconds() // 3600)
        return Letter(
            "forgotten",
            words.say("A new password for Stegvis"),
            (
                words.say("Somebody, probably you, asked for a new password. Choose it here:") + f"\n{address}/link/{token}",
                words.count("The link can be used once, within {n} hour.", "The link can be used once, within {n} hours.", hours),
                words.say("Your user name: {user_name}", user_name=user_name),
                words.say("If it was not you, you need not do anything: your password is as it was."),
            ),
        )

    return said


def password_changed(address: str) -> Callable[[Words], Letter]:
    """Tell somebody that the password is another now."""

    def said(words: Words) -> Letter:
        return Letter(
            "password_changed",
            words.say("Your password was changed"),
            (
                words.say("Your password for Stegvis has just been changed, and you are signed out on all other devices."),
                words.say("If it was not you, choose a new password at once, and tell your school:") + f"\n{address}/forgotten",
            ),
        )

    return said


def second_step_reset(address: str) -> Callable[[Words], Letter]:
    """Tell somebody that the school has taken their second step away."""

    def said(words: Words) -> Letter:
        return Letter(
            "second_step_reset",
            words.say("Your second step was reset"),
            (
                words.say("The school has removed the second step of your sign-in to Stegvis and signed you out everywhere."),
                words.say("Sign in and set a new one up. Who did it, and when, is said there:") + f"\n{address}/settings/second-factor",
                words.say("If you have not asked for it, choose a new password and tell the school."),
            ),
        )

    return said


def slip_printed(address: str) -> Callable[[Words], Letter]:
    """Tell somebody who has a password that a slip was printed, by which another can be chosen."""

    def said(words: Words) -> Letter:
        return Letter(
            "slip_printed",
            words.say("A sign-in slip was printed for you"),
            (
                words.say("The school has printed a slip with a code for you. Whoever has it can choose a new password in your place."),
                words.say("Who did it, when and why, is said there:") + f"\n{address}/settings/sign-in",
                words.say("If you have not asked for it, choose a new password and tell the school."),
            ),
        )

    return said


def confirm_address(address: str, token: str) -> Callable[[Words], Letter]:
    """Ask the owner of a new address whether it is theirs."""

    def said(words: Words) -> Letter:
        return Letter(
            "confirm_address",
            words.say("Confirm your new address"),
            (
                words.say("Somebody, probably you, wants mails from Stegvis to come here. Confirm it here:") + f"\n{address}/link/{token}",
                words.say("Until then nothing changes. If it was not you, you need not do anything."),
            ),
        )

    return said


def address_changed(address: str) -> Callable[[Words], Letter]:
    """Tell the old address that it is no longer the one."""

    def said(words: Words) -> Letter:
        return Letter(
            "address_changed",
            words.say("Your address was changed"),
            (
                words.say("Mails from Stegvis now go to another address, which was confirmed. This one gets no more."),
                words.say("If it was not you, choose a new password at once, and tell your school:") + f"\n{address}/forgotten",
            ),
        )

    return said
