"""What the file of the text index is called; for those who need the name and not the index."""

FILE_NAME = "search.sqlite"
