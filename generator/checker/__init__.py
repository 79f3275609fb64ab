"""Checks on the finished letter. What is checked is what is sent: checks read the docx."""
