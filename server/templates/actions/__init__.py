"""What is done with templates."""

from server.templates.actions.choosing import choosable
from server.templates.actions.comparing import Change, Difference, changes
from server.templates.actions.designing import archive, edit, is_news, publish, restore, versions_of
from server.templates.actions.filing import MOST_FILE, Fault, WrongFileError, file_of, read_file
from server.templates.actions.keeping import drafted, published
from server.templates.actions.listing import Listed, as_seen, listed
from server.templates.actions.making import Place, begin_template, blank, copy_of
from server.templates.actions.previewing import Seen, Viewer, always, preview
from server.templates.actions.reading import forms_of
from server.templates.actions.starting import Starting, starting

__all__ = [
    "MOST_FILE",
    "Change",
    "Difference",
    "Fault",
    "Listed",
    "Place",
    "Seen",
    "Starting",
    "Viewer",
    "WrongFileError",
    "always",
    "archive",
    "as_seen",
    "begin_template",
    "blank",
    "changes",
    "choosable",
    "copy_of",
    "drafted",
    "edit",
    "file_of",
    "forms_of",
    "is_news",
    "listed",
    "preview",
    "publish",
    "published",
    "read_file",
    "restore",
    "starting",
    "versions_of",
]
