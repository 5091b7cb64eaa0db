"""The web application: pages and API over one workspace."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial

from fastapi import FastAPI

from rashin.settings import settings
from rashin.version import __version__
from rashin.web import api, health, static_files
from rashin.web.api.caller import Keys
from rashin.web.api.document import document
from rashin.web.api.pace import Pace
from rashin.web.headers import Headers
from rashin.web.observing import Observed, Observer
from rashin.web.pages import ROUTERS
from rashin.web.problems import answer_problems
from rashin.workspace.access.oidc import provider
from rashin.workspace.decisions import Recorder
from rashin.workspace.workspace import Workspace


def create_app(workspace: Workspace) -> FastAPI:
    """The application over one workspace."""
    app = FastAPI(
        title="Rashin",
        version=__version__,
        summary="Decisions that small companies can trust, each with its reasons and a receipt.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_deciding,
    )
    app.state.workspace = workspace
    app.state.pace = Pace(settings().requests_per_minute)
    app.state.oidc = provider(settings())
    app.state.observed = Observed()
    app.add_middleware(Headers)
    app.add_middleware(Observer, observed=app.state.observed)
    # Routes are tried one after the other, which would take a decision longer than anything else on the event loop.
    deciding, *others = api.ROUTERS
    for router in (deciding, static_files.router, health.router, *ROUTERS, *others):
        app.include_router(router)
    answer_problems(app)
    app.openapi = partial(document, app, api.ROUTERS)  # type: ignore[method-assign]  # FastAPI's own way to complete it
    return app


@asynccontextmanager
async def _deciding(app: FastAPI) -> AsyncIterator[None]:
    workspace: Workspace = app.state.workspace
    app.state.keys = Keys(workspace.database)
    app.state.recorder = Recorder(workspace.database, workspace.log, workspace.models)
    app.state.recorder.start()
    yield
    app.state.recorder.stop()
    app.state.keys.close()
