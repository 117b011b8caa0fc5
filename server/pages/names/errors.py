"""What a refusal says, and the fields that it names."""

from __future__ import annotations

from server.errors import Code, _

REFUSED = {
    Code.form: _("Something in the form is not right. Nothing was changed."),
    Code.unknown: _("There is no such page, or it is not for you."),
    Code.forbidden: _("You may see this, but not change it. Nothing was changed."),
    Code.locked: _("This cannot be changed now: it is handed in, the agreement is proposed, or the plan is locked."),
    Code.not_joined: _("This page has lost its place. It joins again by itself."),
    Code.epoch: _("This text has started afresh since you opened it."),
    Code.gap: _("Something is missing between your page and the school. It is sent again."),
    Code.schema: _("This holds something that a text here cannot hold. It was not kept."),
    Code.too_large: _("This is too large to be sent. Choose a smaller file or fewer words. Nothing was changed."),
    Code.full: _("This text is full. Nothing more fits into it."),
    Code.slow_down: _("That was too fast. Wait a little and try again."),
    Code.unavailable: _("The school's server does not answer right now. Your words are kept; try again in a moment."),
    Code.sign_in: _("You are signed out. Sign in again: your words are kept on this device."),
    Code.origin: _("This came from another site and was refused."),
}
NOT_FOR_YOU = _("This page is for others than you.")
"""What is said of a page that somebody may know of and not open."""
WRONG = {
    "missing": _("This must be filled in."),
    "string_too_short": _("This must be filled in."),
    "string_too_long": _("This is too long."),
    "date_from_datetime_parsing": _("This is not a day."),
    "date_parsing": _("This is not a day."),
}
"""What is said of a field of a form, by what pydantic finds wrong."""
WRONG_OTHERWISE = _("This cannot be used here.")
ENDED = _("The school has changed who may see it. If that is wrong, ask the school.")
OF_AGE = _("The pupil is of age now, and decides who at home follows the plan.")
FIELD = {
    "title": _("Goal"),
    "why": _("Why"),
    "due": _("By when"),
    "words": _("Words"),
    "face": _("How is it going?"),
    "body": _("Words"),
    "reason": _("Reason"),
    "objection": _("Your own words"),
    "responsible_id": _("Responsible"),
    "user_name": _("User name"),
    "password": _("Password"),
    "picture": _("Picture"),
    "about": _("About me"),
    "speaks": _("Languages I speak"),
    "interpreter": _("Language of an interpreter"),
    "phone": _("Telephone"),
    "second_phone": _("Another telephone"),
    "address": _("Address"),
    "begins": _("From"),
    "ends": _("Until"),
    "person": _("Person"),
    "kind": _("Relation"),
    "given_name": _("Given name"),
    "family_name": _("Family name"),
    "email": _("E-mail"),
    "since": _("First day"),
    "until": _("Last day"),
    "household": _("Household"),
    "subject": _("Subject"),
    "name": _("Name"),
    "first_day": _("First day"),
    "last_day": _("Last day"),
    "year": _("School year"),
    "term": _("Term"),
    "class_name": _("New name"),
    "template": _("Template"),
    "class": _("Class"),
    "round": _("Round of talks"),
    "version": _("Version"),
    "pupil": _("Pupil"),
    "prepare_school_by": _("Prepare at school"),
    "prepare_home_by": _("Prepare at home"),
    "book_by": _("Book the talk"),
    "talk_by": _("The talk"),
    "host": _("Who holds the talks"),
    "room": _("Room"),
    "link": _("Link to a meeting elsewhere, if from afar"),
    "minutes": _("Minutes of a talk"),
    "longer": _("Minutes with an interpreter"),
    "pause": _("Minutes between two talks"),
    "closes": _("Last day to book"),
}
