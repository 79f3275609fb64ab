"""`python -m generator` is `duform`."""

from generator.cli import main

main()
