"""What is wrong in a book, and what deserves a second look: each question is one SQL file that anybody can read."""
