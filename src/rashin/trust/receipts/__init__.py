"""Receipts: one file each that proves, offline, that something was recorded and not changed since."""
