"""Every kind of long work that the workspace does."""

from __future__ import annotations

from pathlib import Path

from rashin.workspace.batches import batch_kind
from rashin.workspace.datasets import check_kind
from rashin.workspace.deployments import learn_kind
from rashin.workspace.files import Files
from rashin.workspace.jobs import JobKind
from rashin.workspace.log import Log
from rashin.workspace.measured import measure_kind
from rashin.workspace.models import Models
from rashin.workspace.programme.importing import import_kind
from rashin.workspace.programme.publishing import publish_kind
from rashin.workspace.watch import watch_kind


def kinds(files: Files, log: Log, models: Models, data: Path) -> tuple[JobKind, ...]:
    """The kinds, with the means that they need. A new one is one more line here.

    `data`: the folder of the installation, where books are.
    """
    return (
        check_kind(files, log),
        learn_kind(files, log, models),
        watch_kind(files, models),
        batch_kind(files, log, models),
        measure_kind(files, log, data),
        import_kind(data, files),
        publish_kind(data),
    )
