"""Engines: how each kind of data is learned, decided and explained."""
