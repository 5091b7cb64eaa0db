"""The book: what was entered, when, by whom and why. Nothing is changed or removed; a correction is one more entry."""
