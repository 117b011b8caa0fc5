"""All tables, imported in one place so that migrations and tests know every one."""

from server import addresses, mail
from server.accounts import models as accounts
from server.agreements import models as agreements
from server.audit import models as audit
from server.booking import models as booking
from server.comments import models as comments
from server.exports import models as exports
from server.goals import models as goals
from server.guide import models as guide
from server.notices import models as notices
from server.numbers import models as numbers
from server.organisation import models as organisation
from server.people import models as people
from server.plans import models as plans
from server.preparations import models as preparations
from server.retention import models as retention
from server.rounds import models as rounds
from server.schools import models as schools
from server.talks import models as talks
from server.templates import models as templates
from server.texts import models as texts

__all__ = [
    "accounts",
    "addresses",
    "agreements",
    "audit",
    "booking",
    "comments",
    "exports",
    "goals",
    "guide",
    "mail",
    "notices",
    "numbers",
    "organisation",
    "people",
    "plans",
    "preparations",
    "retention",
    "rounds",
    "schools",
    "talks",
    "templates",
    "texts",
]
