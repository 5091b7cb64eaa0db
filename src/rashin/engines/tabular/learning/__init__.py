"""The trainer: an additive model with pair terms by cyclic boosting of sixteen bags at once."""
