"""What is done with what each party prepares."""

from server.preparations.actions.answering import answer_with, asked_by
from server.preparations.actions.earlier import Earlier, earlier
from server.preparations.actions.files import MOST_FILE, MOST_FILES, attach, files_of, make_ready, remove
from server.preparations.actions.grid import Row, rows_for, rows_of, subjects_in
from server.preparations.actions.handing_in import UnansweredError, ask_again, close, hand_in, take_back
from server.preparations.actions.holding import hold
from server.preparations.actions.pieces import Part, Piece, Sheet
from server.preparations.actions.progress import KIND_OF, PLAIN, Progress, progress_of
from server.preparations.actions.sheet import answers_of, preparations_of, sheet_of

__all__ = [
    "KIND_OF",
    "MOST_FILE",
    "MOST_FILES",
    "PLAIN",
    "Earlier",
    "Part",
    "Piece",
    "Progress",
    "Row",
    "Sheet",
    "UnansweredError",
    "answer_with",
    "answers_of",
    "ask_again",
    "asked_by",
    "attach",
    "close",
    "earlier",
    "files_of",
    "hand_in",
    "hold",
    "make_ready",
    "preparations_of",
    "progress_of",
    "remove",
    "rows_for",
    "rows_of",
    "sheet_of",
    "subjects_in",
    "take_back",
]
