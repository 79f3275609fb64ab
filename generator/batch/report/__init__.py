"""What a run came to: the page, the lists, and the rows to mend."""
