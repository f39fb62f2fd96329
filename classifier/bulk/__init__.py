"""Many pages: where they come from, running them, and where the results go."""
