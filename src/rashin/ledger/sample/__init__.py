"""A book to try things with: a ten-billion-yen programme that never was, with its good results and its failures."""
