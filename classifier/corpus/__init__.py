"""Labelled pages: their file format, the public corpora, and labels made by aligning a page with its known main text."""
