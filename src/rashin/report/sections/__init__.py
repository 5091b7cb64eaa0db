"""The sections of the report, in the order a loan officer or an auditor asks."""

from rashin.report.document import Section
from rashin.report.evidence import Reportable
from rashin.report.sections import costs, data, drivers, fairness, pairs, performance, person, price, summary, verify


def all_sections(model: Reportable) -> tuple[Section, ...]:
    """Every section, conclusion first."""
    return tuple(
        part.section(model)
        for part in (summary, performance, price, costs, person, drivers, pairs, fairness, data, verify)
    )
