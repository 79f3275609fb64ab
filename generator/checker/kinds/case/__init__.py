"""What the case itself must hold, in the right order of days, and what letters agree on."""
