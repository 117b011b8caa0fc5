"""What is said of rosters, merges and school years."""

from __future__ import annotations

from server.errors import _, _n
from server.organisation.models import Way
from server.schools.models import ImportState
from server.schools.roster.reasons import REASON, Reason

MOVES_WITH_MERGE = {
    "account": _n("{n} account to sign in with", "{n} accounts to sign in with"),
    "relation": _n("{n} relation", "{n} relations"),
    "ended": _n(
        "{n} relation that the one who is kept has already: it ends", "{n} relations that the one who is kept has already: they end"
    ),
    "plan": _n("{n} plan", "{n} plans"),
    "goal": _n("{n} goal", "{n} goals"),
    "check_in": _n("{n} check-in", "{n} check-ins"),
    "thread": _n("{n} conversation", "{n} conversations"),
    "comment": _n("{n} comment", "{n} comments"),
    "notice": _n("{n} notice", "{n} notices"),
    "text_update": _n("{n} piece of writing", "{n} pieces of writing"),
    "version": _n("{n} locked version", "{n} locked versions"),
}
"""What a merge moves, by table; what is not named here is counted together."""
MOVES_OTHERWISE = _n("{n} thing more", "{n} things more")
WAY = {Way.up: _("Moves up"), Way.stays: _("Stays as it is"), Way.leaves: _("Leaves the school")}
BAD_ROW = {str(one): REASON[one] for one in Reason}
IMPORT = {
    ImportState.reading: _("The roster is being read"),
    ImportState.refused: _("The roster cannot be used as it is"),
    ImportState.ready: _("Ready to be applied"),
    ImportState.applying: _("The roster is being applied"),
    ImportState.applied: _("The roster is applied"),
    ImportState.broken: _("The import broke off"),
    ImportState.dropped: _("Dropped"),
}
IMPORT_STEP = {
    "": _("It begins."),
    "reading": _("Reading the rows."),
    "checking": _("Checking what refers to what."),
    "comparing": _("Comparing with what is here."),
    "writing": _("Writing the changes."),
}
IMPORT_LIST = {
    "schools": _("Schools"),
    "years": _("School years"),
    "comes": _("New people"),
    "goes": _("People who leave"),
    "moves": _("Pupils who change class"),
    "changes": _("People whose details change"),
    "begins": _("Relations that begin"),
    "ends": _("Relations that end"),
    "homes": _("Adults who change household"),
    "kept": _("Ended by hand here, and left ended"),
    "classes": _("Classes and groups"),
}
DIFFERS = {
    "name": _("name"),
    "email": _("e-mail address"),
    "born": _("birth date"),
    "protected": _("protection of the identity"),
}
"""What of a person's details a roster changes."""
CHANGE = {"new": _("new"), "changed": _("changed"), "ended": _("ended")}
