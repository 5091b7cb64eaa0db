"""The officer's desk: the book of a programme, what is imported, corrected, due and published."""
