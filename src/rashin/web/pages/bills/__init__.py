"""Bills: what an organisation used and what it comes to; and, for the operator, everybody's."""
