"""How a letter speaks: to whom, about whom, and who does what. One module for each subject."""
