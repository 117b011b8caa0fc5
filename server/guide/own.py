"""The guide that comes with Stegvis, as sentences of the catalogue: a school may put its own words in their place."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from server.errors import _
from server.guide.models import GuideRole
from server.guide.plain import SIGNS, Kind

if TYPE_CHECKING:
    from server.i18n import Words

_WHY = (Kind.heading, _("Why"))
_HOW = (Kind.heading, _("How it goes"))
_GOOD = (Kind.heading, _("Good to know"))
_ELSEWHERE = (Kind.points, _("Support measures and health do not belong in the plan: link to where they are kept."))

OWN: dict[GuideRole, list[tuple[Kind, str]]] = {
    GuideRole.pupil: [
        _WHY,
        (Kind.paragraph, _("Your plan is about you: where you are, where you want to go, and how you get there.")),
        (Kind.paragraph, _("You know best how it feels to learn. That is why you begin.")),
        _HOW,
        (Kind.steps, _("You get the material. Look through it in peace and quiet.")),
        (Kind.steps, _("Write where you are now: what goes well, what is hard, what you want to get better at.")),
        (Kind.steps, _("Hand it in when you are done. Until the next step begins you can take it back and change it.")),
        (Kind.steps, _("In the talk you may lead. Say what you have thought, ask, and set your goals.")),
        (Kind.steps, _("Afterwards you use the plan. When you have reached a goal you tick it off, and everybody sees it.")),
        _GOOD,
        (Kind.points, _("At home nobody reads what you write until the school shows it.")),
        (Kind.points, _("All you write is saved while you write.")),
        (Kind.points, _("You can see who has looked at your plan.")),
        (Kind.points, _("You may ask for help with the writing. It is still your plan.")),
    ],
    GuideRole.guardian: [
        _WHY,
        (Kind.paragraph, _("You see your child where the school does not. A good plan needs both pictures.")),
        (Kind.paragraph, _("When the home has prepared, the talk can be about what comes next.")),
        _HOW,
        (Kind.steps, _("The school prepares first. You get a notice when it is your turn.")),
        (Kind.steps, _("Read what your child and the teachers have written. Comment on what you wonder about.")),
        (Kind.steps, _("Answer your questions, best together with your child. Then say that you are ready.")),
        (Kind.steps, _("In the talk we look at the earlier goals, set new ones, and write down what we agree on.")),
        (Kind.steps, _("Afterwards the goals are always here. Tell how it goes at home.")),
        _GOOD,
        (
            Kind.points,
            _("Your answers are read by your child and the school. Another home reads them only if the school's material says so."),
        ),
        (Kind.points, _("Choose your language under the globe at the top of the page.")),
        (Kind.points, _("Health and support measures do not belong in the plan. Talk with the mentor about them.")),
        (Kind.points, _("You can see who has looked at your child's plan.")),
    ],
    GuideRole.mentor: [
        _WHY,
        (Kind.paragraph, _("A talk that everybody has prepared is about the pupil, and not about papers.")),
        (Kind.paragraph, _("You hold the thread: you hand out, show, lead, lock, and follow up.")),
        _HOW,
        (Kind.steps, _("Hand the material out to the class, with a last day for each step.")),
        (Kind.steps, _("See in the class overview who has handed in, and remind the others.")),
        (
            Kind.steps,
            _("When the school is done, read it through and show it to the home. Until the home has written you can take it back."),
        ),
        (Kind.steps, _("Begin the talk when the home is ready. Let the pupil lead, and write together.")),
        (Kind.steps, _("Lock the plan when you have agreed. Put it to use, and confirm goals as they are reached.")),
        _GOOD,
        (Kind.points, _("Nobody sets the steps of the staircase by hand: they follow from what has happened.")),
        (Kind.points, _("What staff write is the school's own until it is shown.")),
        (Kind.points, _("One goal that is used is worth more than five that are forgotten.")),
        _ELSEWHERE,
    ],
    GuideRole.teacher: [
        _WHY,
        (Kind.paragraph, _("Your assessment tells pupil and home where the pupil is in your subject, and what the next step is.")),
        _HOW,
        (Kind.steps, _("You get a notice when material is handed out in a class of yours.")),
        (Kind.steps, _("Write a few sentences for each pupil: what works, and what comes next.")),
        (Kind.steps, _("Hand in by the last day. Until it is shown to the home you can take it back.")),
        (Kind.steps, _("Propose goals in your subject. In the talk they are agreed on.")),
        (Kind.steps, _("Follow the goals of your subject, and check in on them when something happens.")),
        _GOOD,
        (Kind.points, _("Two teachers can write in one text at the same time.")),
        (Kind.points, _("Your words are a draft until the mentor shows them to the home.")),
        _ELSEWHERE,
    ],
    GuideRole.principal: [
        _WHY,
        (
            Kind.paragraph,
            _("The material decides what the talks are about. The same words in all classes make plans that can be compared."),
        ),
        (Kind.paragraph, _("You answer for the plans: that they are made, that they are used, and that the right people see them.")),
        _HOW,
        (Kind.steps, _("Choose or design the material for each year, and publish it.")),
        (Kind.steps, _("Say in which years written plans are made. Elsewhere the talk is enough.")),
        (Kind.steps, _("Follow how far each class has come, in numbers and without content.")),
        (Kind.steps, _("Open a locked plan again only when you must, and say why. The locked version stays as it was.")),
        (Kind.steps, _("Change this guide so that it says how your school works.")),
        _GOOD,
        (Kind.points, _("What is agreed and locked is a public record in a municipal school. Preparations are working material.")),
        (Kind.points, _("Whoever reads a plan leaves a trace in its access log.")),
        _ELSEWHERE,
    ],
}


def own(role: GuideRole, words: Words) -> str:
    """Give our text for a role in a language, in the signs in which a school writes its own."""
    parts = groupby(OWN[role], key=lambda one: one[0])
    return "\n\n".join(_join(kind, [words.say(sentence) for _, sentence in group]) for kind, group in parts)


def _join(kind: Kind, said: list[str]) -> str:
    """Write sentences of one kind under each other: numbered steps by their numbers, paragraphs with room between them."""
    if kind is Kind.steps:
        return "\n".join(f"{number}. {one}" for number, one in enumerate(said, 1))
    return ("\n\n" if kind is Kind.paragraph else "\n").join(SIGNS[kind] + one for one in said)
