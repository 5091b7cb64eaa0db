"""Long work, followed and cancelled."""
