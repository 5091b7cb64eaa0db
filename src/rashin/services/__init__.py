"""The services there are. A new service is one new file (or folder) here that defines `SERVICE`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from rashin.errors import ServiceUnknown
from rashin.services.contract import Service

__all__ = ["find", "services"]


@cache
def services() -> tuple[Service, ...]:
    """Every installed service, by name."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = (getattr(module, "SERVICE", None) for module in modules)
    return tuple(sorted((one for one in found if isinstance(one, Service)), key=lambda one: one.name))


def find(name: str) -> Service:
    """The service of that name.

    Raises:
        ServiceUnknown: there is none; the message lists those there are.
    """
    for service in services():
        if service.name == name:
            return service
    raise ServiceUnknown(name=name, known=", ".join(service.name for service in services()))
