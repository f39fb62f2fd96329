"""What a page is called, who wrote it, when, where and in which language."""
