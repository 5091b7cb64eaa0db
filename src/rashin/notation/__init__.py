"""How numbers, dates and words are written, Japanese ways included: pure functions of text, whatever it is for."""
