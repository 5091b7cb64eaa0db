"""Looking at a release before it is published, publishing it, and every release there was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from rashin.errors import EntryWhyNeeded, NameNeeded, NotFound, RashinError
from rashin.language import Text
from rashin.ledger.releases import LATEST
from rashin.ledger.scopes.scope import scopes
from rashin.web.asking import Form, Here, Keeper, Member, language_of
from rashin.web.confirming import Question, unless_sure
from rashin.web.page import Crumb
from rashin.web.pages.programme.desk import LONGEST_WHY, at_desk, base_of, desk_page, portal_of
from rashin.web.pages.programme.routes import Counts
from rashin.web.pages.programme.words import day
from rashin.web.progress import failed, told
from rashin.web.sites import Place, answer
from rashin.web.visiting import link, see
from rashin.workspace.clock import today
from rashin.workspace.programme.publishing import (
    Wanted,
    ask_to_publish,
    find_publication,
    last_publication,
    preview_of,
    publication_under_way,
    published,
    wanted_of,
)
from rashin.workspace.programme.shelf import last_batch
from rashin.workspace.workspace import Workspace

router = APIRouter(include_in_schema=False, prefix="/o/{organisation}/programme")

_TITLE, _RESULT, _PREVIEW = Text("公開", "Publish"), Text("公開の結果", "What came of it"), Text("下見", "Preview")
_LONGEST = 100
CANCEL = Question(
    Text("公開を中止しますか", "Cancel this publication?"),
    Text(
        "いまの版はそのまま見られます。あとでもう一度公開できます。",
        "The present release stays as it is. It can be published later.",
    ),
    Text("中止する", "Cancel it"),
    Text("続ける", "Go on"),
)
_ALL = "all"
_FIELDS = ("title_ja", "title_en", "publisher_ja", "publisher_en")


@router.get("/publish")
def show(request: Request, here: Here, keeper: Keeper) -> Response:
    """What would be published, what stands in its way, and what was published before."""
    if last_batch(at_desk(here, keeper).book) is None:
        return see(base_of(keeper))
    return _publish(request, here, keeper)


@router.post("/publish")
def do_publish(request: Request, here: Here, keeper: Keeper, fields: Form) -> Response:
    """Ask for a release, or for its preview."""
    sent = {name: value for name, value in fields.items() if isinstance(value, str)}
    try:
        wanted = _wanted(request, here, keeper, sent)
        with here.database.tenant(keeper.id) as session:
            job = ask_to_publish(session, here.jobs, keeper.id, wanted, keeper.person.id)
    except RashinError as wrong:
        return _publish(request, here, keeper, sent, wrong)
    return see(f"{base_of(keeper)}/publish/{job}")


@router.get("/publish/{publication}")
def show_result(request: Request, here: Here, keeper: Keeper, publication: str) -> Response:
    """How far a publication is, or what came of it."""
    with here.database.tenant(keeper.id, reading=True) as session:
        wanted = wanted_of(find_publication(session, publication).arguments)
    job = here.jobs.status(keeper.id, publication)
    return desk_page(
        request,
        here,
        keeper,
        "published.html.j2",
        _PREVIEW if wanted.preview else _RESULT,
        "/publish",
        crumbs=(Crumb(_TITLE, f"{base_of(keeper)}/publish"),),
        wanted=wanted,
        job=job,
        now=told(job, language_of(request)),
        failed=failed(job.error),
        release=job.result,
        portal=portal_of(keeper, at_desk(here, keeper)),
        newest=LATEST,
        cancel=CANCEL,
    )


@router.post("/publish/{publication}/cancel")
def do_cancel(request: Request, here: Here, keeper: Keeper, publication: str, fields: Form) -> Response:
    """End a publication; what was published before stays as it is."""
    back = f"{base_of(keeper)}/publish/{publication}"
    with here.database.tenant(keeper.id, reading=True) as session:
        find_publication(session, publication)
    asked = unless_sure(request, fields, CANCEL, back)
    if asked is not None:
        return asked
    here.jobs.cancel(keeper.id, publication)
    return see(back)


@router.get("/preview/{path:path}")
def show_preview(request: Request, here: Here, keeper: Keeper, path: str) -> Response:
    """A page or file of the last preview; nobody but officers sees it."""
    folder = preview_of(at_desk(here, keeper))
    return answer(request, Place(folder, f"{base_of(keeper)}/preview", public=False), path)


@router.get("/sample/site/{path:path}")
def show_sample(request: Request, here: Here, keeper: Keeper, path: str) -> Response:
    """A page or file of what was published of the sample; the public never sees it.

    Raises:
        NotFound: there is none, or the sample is not laid out.
    """
    desk = at_desk(here, keeper)
    if not desk.is_sample:
        raise NotFound(what=path)
    return answer(request, Place(desk.site, portal_of(keeper, desk), public=False), path)


def _wanted(request: Request, here: Workspace, keeper: Member, sent: Mapping[str, str]) -> Wanted:
    for name in _FIELDS:
        if not 0 < len(sent.get(name, "").strip()) <= _LONGEST:
            raise NameNeeded(most=_LONGEST, field=name)
    why = sent.get("why", "").strip()[:LONGEST_WHY]
    preview = sent.get("step") == "preview"
    errors = Counts.of(here.shelf.report(at_desk(here, keeper).book, today())).errors
    if errors and not why and not preview:
        raise EntryWhyNeeded(field="why")
    title, publisher = (Text(sent[f"{name}_ja"].strip(), sent[f"{name}_en"].strip()) for name in ("title", "publisher"))
    # A preview shows what would be published, errors and all.
    as_received = (why or _PREVIEW.ja) if errors else ""
    address = link(request, portal_of(keeper, at_desk(here, keeper)))
    return Wanted(sent.get("scope", _ALL), title, publisher, address, keeper.person.name, as_received, preview)


def _publish(
    request: Request,
    here: Workspace,
    keeper: Member,
    sent: Mapping[str, str] | None = None,
    wrong: RashinError | None = None,
) -> Response:
    desk = at_desk(here, keeper)
    with here.database.tenant(keeper.id, reading=True) as session:
        before, running = last_publication(session), publication_under_way(session)
    counts = Counts.of(here.shelf.report(desk.book, today()))
    return desk_page(
        request,
        here,
        keeper,
        "publish.html.j2",
        _TITLE,
        "/publish",
        wrong=wrong,
        address=f"{base_of(keeper)}/publish",
        counts=counts,
        scopes=scopes(),
        filled=sent or _filled(here, keeper, wanted_of(before.arguments) if before else None),
        running=running,
        now=told(here.jobs.status(keeper.id, running.id), language_of(request)) if running else None,
        releases=published(desk),
        portal=portal_of(keeper, desk),
        day_of=day,
        **_news(here, keeper),
    )


def _news(here: Workspace, keeper: Member) -> dict[str, Any]:
    """How many batches the book has, and how many the last release knew."""
    desk = at_desk(here, keeper)
    known = next((release.batches for release in published(desk)), 0)
    count = len(desk.book.batches())
    return {"batches": count, "fresh": count - known}


def _filled(here: Workspace, keeper: Member, before: Wanted | None) -> dict[str, str]:
    """What the fields begin with: what was published last, else what the book says."""
    if before is not None:
        texts = {"title": before.title, "publisher": before.publisher}
        return {f"{name}_{one}": text[one] for name, text in texts.items() for one in ("ja", "en")} | {
            "scope": before.scope
        }
    asked = "SELECT title FROM programme WHERE part_of IS NULL ORDER BY id LIMIT 2"
    with here.shelf.reading(at_desk(here, keeper).book) as connection:
        found = [str(row[0]) for row in connection.execute(asked).fetchall()]
    name = keeper.organisation.name
    title = found[0] if len(found) == 1 else ""
    return {"title_ja": title, "title_en": "", "publisher_ja": name, "publisher_en": "", "scope": _ALL}
