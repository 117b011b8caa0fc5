"""What is said of templates: kinds of questions, who writes, who reads and from when on."""

from __future__ import annotations

from server.errors import _
from server.templates.actions import Difference, Viewer
from server.templates.form import Look, QuestionKind, Writer
from server.texts.models import From, Reader

QUESTION = {
    QuestionKind.text: _("Text"),
    QuestionKind.choice: _("Choice"),
    QuestionKind.scale: _("Scale"),
    QuestionKind.faces: _("Faces"),
    QuestionKind.follow_up: _("Earlier goals to follow up"),
    QuestionKind.set_goals: _("New goals"),
    QuestionKind.assessment: _("Assessment in each subject"),
    QuestionKind.attachment: _("Pictures and files"),
}
WRITER = {
    Writer.pupil: _("The pupil"),
    Writer.home: _("The home"),
    Writer.teachers: _("Each teacher, on their subject"),
    Writer.school: _("Mentor and teachers together"),
    Writer.together: _("Everybody, in the talk"),
}
READER = {
    Reader.pupil: _("The pupil"),
    Reader.home: _("The home"),
    Reader.other_home: _("The pupil's other home"),
    Reader.teachers: _("Teachers"),
}
FROM = {
    From.prepare_school: _("From the beginning"),
    From.prepare_home: _("When it is shown to the home"),
    From.talk: _("When the talk begins"),
    From.use: _("When the plan is agreed"),
    From.never: _("Never"),
}
LOOK = {
    Look.plain: _("For readers: all questions on one page"),
    Look.young: _("For the youngest: one question at a time, large faces"),
}
VIEWER = {
    Viewer.pupil: _("The pupil"),
    Viewer.guardian: _("Guardian"),
    Viewer.other_home: _("The pupil's other home"),
    Viewer.teacher: _("Teacher"),
    Viewer.other_teacher: _("Teacher of another subject"),
    Viewer.mentor: _("Mentor"),
}
DIFFERENCE = {
    Difference.added: _("Added"),
    Difference.removed: _("Removed"),
    Difference.changed: _("Changed"),
    Difference.moved: _("Moved"),
}
FORM_FIELD = {
    "title": _("heading"),
    "help": _("help"),
    "enough": _("how much is enough"),
    "kind": _("kind of answer"),
    "required": _("whether it must be answered"),
    "many": _("whether several can be chosen"),
    "choices": _("choices"),
    "writer": _("who writes"),
    "reads": _("who reads"),
    "languages": _("languages"),
    "years": _("years"),
    "look": _("look"),
    "agenda": _("the talk's agenda"),
}
FILE_PART = {
    "form": _("Template"),
    "sections": _("Section"),
    "questions": _("Question"),
    "choices": _("Choice"),
    "agenda": _("Point"),
}
"""The lists of a template's file, each with the number of what is meant."""
