"""What Danish text tells by itself: its sentences, the forms of its words, how hard it is to read,
its dates, names and goals, and the places that nobody has filled in."""
