"""Letters to the people decided about: what was decided and why, and how to ask for a person."""

from rashin.workspace.letters.contact import Contact
from rashin.workspace.letters.letter import Letter, letter
from rashin.workspace.letters.pdf import pdf

__all__ = ["Contact", "Letter", "letter", "pdf"]
