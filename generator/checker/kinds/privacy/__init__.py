"""What must not leave the building: facts, numbers, names, and what lies behind the text."""
