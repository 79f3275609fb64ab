"""Checks of the letters made here that no rule file can switch off: nothing leaks, nothing that a
phrase says is lost, and each letter goes to those it must go to."""
