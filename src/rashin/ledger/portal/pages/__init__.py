"""One file for each kind of page: what it asks the book, and what its template shows."""
