"""The report of a model: one self-contained page in two languages, for the person who decides and for the auditor."""

from rashin.report.page import document, render, write

__all__ = ["document", "render", "write"]
