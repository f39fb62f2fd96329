"""Blocks and page signals in; a verdict on access with its evidence out."""
