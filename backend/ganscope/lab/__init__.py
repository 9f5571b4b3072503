"""Live runs: presets, sessions and the thread that plays them."""
