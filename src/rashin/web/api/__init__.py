"""The REST API under /api/v1, one file a theme."""

from rashin.web.api import (
    closings,
    datasets,
    decisions,
    deployments,
    jobs,
    log,
    many,
    models,
    outcomes,
    programme,
    records,
    reviews,
    usage,
    watch,
)

ROUTERS = (
    decisions.router,
    deployments.router,
    closings.router,
    datasets.router,
    jobs.router,
    models.router,
    many.router,
    records.router,
    reviews.router,
    outcomes.router,
    watch.router,
    programme.router,
    usage.router,
    log.router,
)
"""Every theme's routes, those for deciding first."""
