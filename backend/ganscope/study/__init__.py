"""Many rounds at once: benchmarks."""
