"""From Word template to finished docx: compile once, render many, lint. No wording of letters."""
