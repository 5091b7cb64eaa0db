"""Whether everything is as it must be to run, and how to mend what is not."""

from rashin.workspace.doctor.examining import examine
from rashin.workspace.doctor.findings import Finding, State

__all__ = ["Finding", "State", "examine"]
