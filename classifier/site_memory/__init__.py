"""What other pages of the same site say about a page: the surest mark of boilerplate is that it repeats."""
