"""`make bench`: how fast letters are made, against docxtpl doing the same. Not part of the tests:
times depend on the machine, and only the ratios of one run mean anything."""
