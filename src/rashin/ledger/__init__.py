"""Where the yen went and what came back: the book, its checks, and what is published from them."""
