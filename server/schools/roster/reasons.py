"""Why a row, or a whole file, cannot be used."""

from __future__ import annotations

from enum import StrEnum

from server.errors import _


class Reason(StrEnum):
    """The reasons, by codes that do not change."""

    not_a_roster = "not_a_roster"
    workbook = "workbook"
    missing_file = "missing_file"
    not_readable = "not_readable"
    not_json = "not_json"
    not_text = "not_text"
    mixed = "mixed"
    too_large = "too_large"
    bomb = "bomb"
    version = "version"
    delta = "delta"
    missing_column = "missing_column"
    twice_column = "twice_column"
    no_rows = "no_rows"
    no_school = "no_school"
    cells = "cells"
    empty = "empty"
    control = "control"
    too_long = "too_long"
    formula = "formula"
    civic = "civic"
    date = "date"
    no_day = "no_day"
    senseless = "senseless"
    order = "order"
    overlap = "overlap"
    flag = "flag"
    choice = "choice"
    one_class = "one_class"
    shape = "shape"
    twice = "twice"
    again = "again"
    differs = "differs"
    reference = "reference"
    itself = "itself"
    pupil_guardian = "pupil_guardian"
    circle = "circle"
    no_organisation = "no_organisation"
    two_organisations = "two_organisations"
    other_organisation = "other_organisation"
    not_a_school = "not_a_school"
    not_yours = "not_yours"
    elsewhere = "elsewhere"
    api_refused = "api_refused"
    api_away = "api_away"


REASON = {
    Reason.not_a_roster: _("This is no roster that can be read here: OneRoster, SS 12000 or the template's CSV."),
    Reason.workbook: _("This is a workbook. Save it as CSV and upload that."),
    Reason.missing_file: _("The file is missing."),
    Reason.not_readable: _("This cannot be read: it is torn, encrypted or not what its name says."),
    Reason.not_json: _("The file is not JSON, or ends in the middle."),
    Reason.not_text: _("The file is not written in UTF-8 or Windows-1252."),
    Reason.mixed: _("The file is written in UTF-8, but this line is not. Save the whole file as UTF-8."),
    Reason.too_large: _("This is larger than a roster can be."),
    Reason.bomb: _("The archive unpacks to far more than a roster can be."),
    Reason.version: _("This version of OneRoster cannot be read: only 1.1 and 1.2."),
    Reason.delta: _("Only whole files can be read, not changes (delta)."),
    Reason.missing_column: _("The column is missing."),
    Reason.twice_column: _("The column stands there twice."),
    Reason.no_rows: _("The file has no rows."),
    Reason.no_school: _("There is no school."),
    Reason.cells: _("The row has more or fewer cells than the header."),
    Reason.empty: _("This must not be empty."),
    Reason.control: _("There is a control character here."),
    Reason.too_long: _("This is too long."),
    Reason.formula: _("This begins like a formula: = + - or @."),
    Reason.civic: _("This looks like a personal identity number. Use the school's own id."),
    Reason.date: _("The date is not written as YYYY-MM-DD."),
    Reason.no_day: _("There is no such day."),
    Reason.senseless: _("The date makes no sense."),
    Reason.order: _("The end is before the beginning."),
    Reason.overlap: _(
        "This overlaps another school year. What was added here by hand can be removed under Schools, school years and people."
    ),
    Reason.flag: _("This must say yes or no."),
    Reason.choice: _("There is a word here that is not known."),
    Reason.one_class: _("A pupil goes to one class."),
    Reason.shape: _("This is not of the kind that belongs here."),
    Reason.twice: _("The same id stands there twice."),
    Reason.again: _("The same stands there twice."),
    Reason.differs: _("The same id stands in an earlier row with another name, address or protection."),
    Reason.reference: _("What this refers to is not in the roster."),
    Reason.itself: _("This refers to its own row."),
    Reason.pupil_guardian: _("A guardian is a pupil here, and not of age."),
    Reason.circle: _("These refer to each other in a circle."),
    Reason.no_organisation: _("There is no organisation above the school."),
    Reason.two_organisations: _("The school belongs to another organisation than the first one."),
    Reason.other_organisation: _("The roster is of another organisation than yours."),
    Reason.not_a_school: _("This must refer to a school."),
    Reason.not_yours: _("Only an administrator of the whole organisation can import this."),
    Reason.elsewhere: _("This person belongs to another school too: only an administrator of the whole organisation can change them."),
    Reason.api_refused: _("The address answered that this is not allowed, or not there."),
    Reason.api_away: _("The address does not answer as it should."),
}
"""The same as sentences of the catalogue."""
