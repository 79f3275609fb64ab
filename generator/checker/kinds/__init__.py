"""What a rule may look for: one function for each kind, a screenful each."""
