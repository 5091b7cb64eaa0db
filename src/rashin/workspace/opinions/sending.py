"""Taking an opinion from anybody: no account, nothing kept of who it was, and limits that spam runs into."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from ipaddress import AddressValueError, IPv6Address
from pathlib import Path

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from rashin.errors import NotFound, OpinionAgain, OpinionFormStale, OpinionLength, OpinionLinks, OpinionsTooMany
from rashin.language import Text
from rashin.settings import Settings
from rashin.workspace.access.secrets import new_token, token_hash
from rashin.workspace.clock import now
from rashin.workspace.database.programme_tables import Opinion, Sending
from rashin.workspace.ids import new_id
from rashin.workspace.opinions.days import due_on
from rashin.workspace.opinions.form import FormMark, check_form, keyed
from rashin.workspace.programme.portals import site_of
from rashin.workspace.watch.reading import day_of

LEAST, MOST = 10, 2_000
"""Characters of an opinion."""
MOST_LINKS = 2
KEPT = timedelta(days=1)
"""For how long it is known that somebody sent something."""
MOST_OF_ONE = 5
"""Opinions to one programme from one place within that time."""
MOST_OF_ALL = 200
"""Opinions to one programme from anywhere: more cannot be read in a day, so the rest would only wait."""
ALIKE_FOR = timedelta(days=90)
REFUSED_KEPT = timedelta(days=90)
PORTAL = "portal"
"""What is published as a whole."""
SAID = Text("意見", "Your opinion")

_LONGEST_ABOUT = 300
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_SIGNS = re.compile(r"[\W_]+")
_CONTROLS = re.compile(r"[^\S\n]*\n|[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Written:
    """What came with a form."""

    about: str
    said: str
    mark: FormMark
    trap: str
    """What stands in the field that people do not see."""


def is_open(data: Path, organisation_id: str) -> bool:
    """Whether an organisation takes opinions: it has published something."""
    try:
        site_of(data, organisation_id)
    except NotFound:
        return False
    return True


def receive(session: Session, organisation_id: str, written: Written, place: str, limits: Settings) -> str:
    """Keep an opinion until somebody has looked at it. The token of the link by which its sender follows it.

    Args:
        session: a transaction of the installation: whoever sends belongs to no organisation.
        organisation_id: whose programme it is about; the caller has seen to it that it takes opinions.
        written: what came.
        place: the network address that it came from; only a keyed hash is kept, for a day.
        limits: the settings in force.

    Raises:
        OpinionFormStale: a person would not have sent it so.
        OpinionLength, OpinionLinks: it is too short or too long, or has too many links.
        OpinionAgain: the same words came lately.
        OpinionsTooMany: too many came from there, or altogether.
    """
    said = plain(written.said)
    _check_words(said)
    if written.trap:
        raise OpinionFormStale
    check_form(session, organisation_id, written.mark)
    likeness = _likeness(said)
    _refuse_again(session, organisation_id, likeness)
    _note(session, organisation_id, place)
    token, at = new_token(), now()
    session.add(
        Opinion(
            id=new_id("opi"),
            organisation_id=organisation_id,
            link_hash=token_hash(token),
            about=about_of(written.about),
            said=said,
            likeness=likeness,
            sent_at=at,
            due=due_on(day_of(at), limits).isoformat(),
        )
    )
    session.flush()
    return token


def about_of(about: str) -> str:
    """What an opinion is about, as it is kept: a kind and an id (`award:A-1`), or a page; `PORTAL` where it says neither."""
    bare = " ".join(about.split())
    return bare if 0 < len(bare) <= _LONGEST_ABOUT and bare.isprintable() and "://" not in bare else PORTAL


def plain(said: str) -> str:
    """The words as they are kept: composed, lines without blanks at their end, no signs that cannot be seen."""
    composed = unicodedata.normalize("NFC", said.replace("\r\n", "\n").replace("\r", "\n"))
    return _CONTROLS.sub(lambda found: "\n" if "\n" in found[0] else "", composed).strip()


def forget_sendings(session: Session) -> None:
    """Forget who sent something, once it is a day ago."""
    session.execute(delete(Sending).where(Sending.at <= now() - KEPT))


def forget_refused(session: Session) -> None:
    """Erase the words of what was refused long ago; its sender had the time to read why."""
    old = (Opinion.state == "refused", Opinion.judged_at <= now() - REFUSED_KEPT, Opinion.said != "")
    session.execute(update(Opinion).where(*old).values(said=""))


def _check_words(said: str) -> None:
    if not LEAST <= len(said) <= MOST:
        raise OpinionLength(field="said", label=SAID, length=len(said), least=LEAST, most=MOST)
    links = len(_LINK.findall(said))
    if links > MOST_LINKS:
        raise OpinionLinks(field="said", found=links, most=MOST_LINKS)


def _likeness(said: str) -> str:
    """Of letters and digits alone, so that a blank or a full stop more makes no other opinion."""
    bare = _SIGNS.sub("", unicodedata.normalize("NFKC", said).casefold())
    return sha256(bare.encode()).hexdigest()


def _refuse_again(session: Session, organisation_id: str, likeness: str) -> None:
    same = select(Opinion.id).where(
        Opinion.organisation_id == organisation_id,
        Opinion.likeness == likeness,
        Opinion.sent_at > now() - ALIKE_FOR,
    )
    if session.scalar(same.limit(1)) is not None:
        raise OpinionAgain(field="said")


def _note(session: Session, organisation_id: str, place: str) -> None:
    """Count a sending against its place and against all.

    Raises:
        OpinionsTooMany: there were too many.
    """
    forget_sendings(session)
    # The day is in the hash: those of one day cannot be told to be of the same place as those of another.
    here = keyed(session, f"place {organisation_id} {day_of(now())} {_network(place)}")
    everywhere = keyed(session, f"all {organisation_id}")
    for who, most in ((here, MOST_OF_ONE), (everywhere, MOST_OF_ALL)):
        count, oldest = session.execute(select(func.count(), func.min(Sending.at)).where(Sending.who == who)).one()
        if count >= most:
            raise OpinionsTooMany(hours=max(1, -(-(oldest + KEPT - now()) // _HOUR)))
    session.add_all(Sending(id=new_id("snd"), who=who) for who in (here, everywhere))


def _network(place: str) -> str:
    """The place, or the /64 that one customer of IPv6 has as a whole."""
    try:
        return str(IPv6Address(int(IPv6Address(place)) >> 64 << 64))
    except AddressValueError:
        return place
