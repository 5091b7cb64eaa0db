"""The officer's desk: the book of a programme, what is wrong in it, what is due, and publishing it."""
