"""The mathematics that trains: pure functions on arrays."""
