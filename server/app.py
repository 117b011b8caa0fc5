"""The HTTP application: every domain's routes, what guards them, and the pages that explain an error."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from server.accounts.actions.inviting import Inviting
from server.accounts.routes import routes as account_routes
from server.accounts.second.routes import routes as second_routes
from server.accounts.sso.routes import routes as sso_routes
from server.agreements.routes import routes as agreement_routes
from server.archive.routes import routes as archive_routes
from server.booking.routes import routes as booking_routes
from server.comments.routes import routes as comment_routes
from server.courier import Courier
from server.errors import RefusedError, UnknownError
from server.exports.routes import routes as export_routes
from server.faults import Faults
from server.goals.routes import routes as goal_routes
from server.guard import Guard
from server.guide.routes import routes as guide_routes
from server.health import show_health, show_metrics
from server.history.routes import routes as history_routes
from server.i18n import LANGUAGES, words
from server.notices.routes import routes as notice_routes
from server.numbers.routes import routes as number_routes
from server.organisation.routes import routes as organisation_routes
from server.pages.render import DIST
from server.people.routes import routes as people_routes
from server.plans.routes import routes as plan_routes
from server.preparations.routes import routes as preparation_routes
from server.refusing import explain_away, refuse, refuse_http
from server.retention.routes import routes as retention_routes
from server.rounds.routes import routes as round_routes
from server.schools.actions import Imports, folder_of
from server.schools.routes import routes as school_routes
from server.talks.routes import routes as talk_routes
from server.templates.routes import routes as template_routes

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from starlette.requests import Request

    from server.config import Settings
    from server.db import Database
    from server.work import News


async def show_words(request: Request) -> Response:
    """Give the sentences that scripts say in a language; the address changes with them, so they may be kept."""
    language = request.path_params["language"]
    if language not in LANGUAGES or words(language).address != request.url.path:
        raise UnknownError
    return Response(
        words(language).for_page, media_type="application/json", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


class Built(StaticFiles):
    """What the build made; where there is no build, there is no file."""

    async def check_config(self) -> None:
        """Let the folder be missing."""
        if DIST.exists():
            await super().check_config()


def routes() -> list[Route | Mount]:
    """Give every route there is."""
    return [
        *account_routes,
        *second_routes,
        *sso_routes,
        *organisation_routes,
        *agreement_routes,
        *archive_routes,
        *people_routes,
        *plan_routes,
        *export_routes,
        *retention_routes,
        *preparation_routes,
        *goal_routes,
        *guide_routes,
        *history_routes,
        *booking_routes,
        *comment_routes,
        *notice_routes,
        *number_routes,
        *round_routes,
        *school_routes,
        *talk_routes,
        *template_routes,
        Route("/words/{language}.{mark}.json", show_words, methods=["GET"]),
        Route("/healthz", show_health, methods=["GET"]),
        Route("/readyz", show_health, methods=["GET"]),
        Route("/metrics", show_metrics, methods=["GET"]),
        Mount("/static", Built(directory=DIST, check_dir=False)),
    ]


def build(settings: Settings, database: Database, announce: Callable[[list[News]], None]) -> Starlette:
    """Build the HTTP application; `announce` takes what was committed and tells the open pages."""
    for language in LANGUAGES:
        _ = words(language).translations

    courier = Courier(settings, database)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        courier.start()
        yield
        await courier.stop()
        await app.state.imports.stop()
        await app.state.inviting.stop()
        await database.engine.dispose()

    served = routes()
    app = Starlette(
        routes=served,
        lifespan=lifespan,
        middleware=[
            Middleware(Guard, origin=settings.origin, refuse=refuse, routes=served),
            Middleware(Faults),
        ],
        exception_handlers={
            RefusedError: refuse,
            HTTPException: refuse_http,
            DBAPIError: explain_away,
            PoolTimeoutError: explain_away,
            ConnectionError: explain_away,
            TimeoutError: explain_away,
        },
    )
    app.state.settings = settings
    app.state.database = database
    app.state.announce = announce
    app.state.courier = courier
    app.state.imports = Imports(database.address, folder_of(settings), announce)
    app.state.inviting = Inviting(settings, database, announce)
    return app
