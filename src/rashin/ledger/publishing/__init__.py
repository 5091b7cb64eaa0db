"""Publishing: figures with receipts, releases that stay, and what moved between them."""
