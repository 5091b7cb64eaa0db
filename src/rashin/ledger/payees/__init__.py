"""Who was paid: corporate numbers, names as they are written, and which organisation a name without a number means."""
