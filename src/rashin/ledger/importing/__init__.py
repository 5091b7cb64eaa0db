"""Taking other people's files into the book, one module for each format; a bad file changes nothing."""
