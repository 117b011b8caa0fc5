"""What a state, a role or a kind is called, as sentences of the catalogue."""

from server.pages.names.errors import ENDED, FIELD, REFUSED
from server.pages.names.guide import GUIDE
from server.pages.names.people import (
    DETAIL,
    LETTERS,
    LOG,
    LOG_OTHER,
    LOG_PREPARED,
    MAIL,
    NOTICE,
    NOTICE_GROUP,
    PLACE,
    RELATION,
    RELATIONS,
    SHOWN,
)
from server.pages.names.plans import PHASE, PHASE_ACT, PHASE_WAS, ROLE, STATUS, STATUS_ACT, TEXT, TEXT_BY, TEXT_HINT
from server.pages.names.rounds import AWAITED, PARTY, STATE, STATE_CLASS, STEP, STEP_BY
from server.pages.names.running import BAD_ROW, CHANGE, IMPORT, IMPORT_LIST, IMPORT_STEP, MOVES_OTHERWISE, MOVES_WITH_MERGE, WAY

__all__ = [
    "AWAITED",
    "BAD_ROW",
    "CHANGE",
    "DETAIL",
    "ENDED",
    "FIELD",
    "GUIDE",
    "IMPORT",
    "IMPORT_LIST",
    "IMPORT_STEP",
    "LETTERS",
    "LOG",
    "LOG_OTHER",
    "LOG_PREPARED",
    "MAIL",
    "MOVES_OTHERWISE",
    "MOVES_WITH_MERGE",
    "NOTICE",
    "NOTICE_GROUP",
    "PARTY",
    "PHASE",
    "PHASE_ACT",
    "PHASE_WAS",
    "PLACE",
    "REFUSED",
    "RELATION",
    "RELATIONS",
    "ROLE",
    "SHOWN",
    "STATE",
    "STATE_CLASS",
    "STATUS",
    "STATUS_ACT",
    "STEP",
    "STEP_BY",
    "TEXT",
    "TEXT_BY",
    "TEXT_HINT",
    "WAY",
]
