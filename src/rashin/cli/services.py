"""`rashin services`: what there is."""

from __future__ import annotations

from rashin.cli.options import Json, Lang
from rashin.cli.running import screen_for
from rashin.language import Text

_COUNT = Text("サービスは{n}つあります。", "Services installed: {n}.")
_NEEDS = Text("要るもの: {needs}", "It needs: {needs}")


def services(*, lang: Lang = None, as_json: Json = False) -> None:
    """Show which services there are."""
    from rashin.services import services as installed

    screen = screen_for(lang, as_json)
    screen.say(_COUNT.filled(n=len(installed())))
    for service in installed():
        screen.title(f"{service.name}  {service.label[screen.language]}")
        screen.say(service.purpose, indent="  ")
        screen.say(_NEEDS.filled(needs=service.needs), indent="  ")
        screen.say(service.risk_reason, indent="  ")
        screen.commands(f"rashin sample {service.name} --out sample.csv", f"rashin check {service.name} FILE")
    names = ("name", "label", "purpose", "needs", "risk_class", "risk_reason", "costs", "error_rate")
    screen.answer({"services": [{name: getattr(one, name) for name in names} for one in installed()]})
