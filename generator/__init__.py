"""duform: structured case data in, letters a child can read out. Start in `pipeline.py`."""

__version__ = "0.1.0"
