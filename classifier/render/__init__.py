"""Views of a page that need its markup again: cleaned HTML and Markdown."""
