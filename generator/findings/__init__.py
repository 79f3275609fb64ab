"""What a check of letters found, told in five ways: text, data, SARIF, a page, and Word comments.

`kontrol.py` is the value they all read; `exceptions.py` says which findings somebody has let stand.
"""
