"""The append-only log: a Merkle tree of commitments, kept in tiles, with signed checkpoints."""
