"""Proposing what is agreed, answering it, locking it, and keeping it as a document."""

from server.agreements.actions.answering import answer
from server.agreements.actions.asking import Party, Proposal, by_role_and_name, proposals_in
from server.agreements.actions.documents import document_in, files_known, keep_document
from server.agreements.actions.locking import lock
from server.agreements.actions.proposing import hold_goals, propose, proposed_goals, take_back

__all__ = [
    "Party",
    "Proposal",
    "answer",
    "by_role_and_name",
    "document_in",
    "files_known",
    "hold_goals",
    "keep_document",
    "lock",
    "proposals_in",
    "propose",
    "proposed_goals",
    "take_back",
]
