"""Data that a page carries outside its visible text: JSON-LD, embedded state, meta descriptions."""
