"""What a programme wants to be judged by, and what its book says to that."""
