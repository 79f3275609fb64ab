"""What we know about the child and the case: models, loading, named conditions, the view that
templates get. No formatting and no wording of letters."""
