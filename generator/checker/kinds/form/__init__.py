"""Slips: what was left unfilled, typed twice, out of date, or put the wrong way round."""
