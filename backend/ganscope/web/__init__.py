"""HTTP, websockets, the wire format and the settings."""
