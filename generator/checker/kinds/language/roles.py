"""Words for what somebody is to somebody: `mor`, `aflastningsfamilie`, `klasselærer`."""

from __future__ import annotations

from collections.abc import Mapping

#: Compounds of these are persons too: `aflastningsmor`, `klasselærer`.
_ENDINGS = {"mor": "hun", "far": "han", "søster": "hun", "bror": "han", "datter": "hun",
            "pige": "hun", "dreng": "han", "veninde": "hun", "lærer": "", "pædagog": "",
            "rådgiver": "", "person": "", "konsulent": "", "behandler": "", "vejleder": "",
            "plejer": "", "psykolog": "", "træner": "", "medarbejder": "", "terapeut": "",
            "kammerat": "", "leder": "", "mand": "han", "kvinde": "hun", "hjælper": "",
            "plejerske": "", "dame": "hun", "læge": "", "vagt": "", "chef": "", "mester": "",
            "betjent": "", "assistent": "", "instruktør": "", "direktør": "", "inspektør": "",
            "forstander": "", "sekretær": "", "elev": "", "koordinator": "", "ejer": "",
            "onkel": "han", "tante": "hun", "kæreste": "", "spiller": "", "fyr": "han"}
_ALL_ENDINGS = tuple(_ENDINGS)
#: What may stand after a role, by the last letter of the word.
_AFTER = {"s": ("", "s", "ens", "ns", "ets"), "n": ("", "en", "n"), "t": ("", "et"),
          "r": ("", "er")}
_NOTHING = ("",)


def role_of(low: str, roles: Mapping[str, Mapping[str, str]]) -> str | None:
    """The pronoun that fits a role (empty: any), or None when the word is no role."""
    for ending in _AFTER.get(low[-1:], _NOTHING):
        stem = low.removesuffix(ending) if low.endswith(ending) else ""
        if stem in roles:
            told = roles[stem].get("stedord", "")
            return told if told in ("han", "hun") else ""
        if len(stem) > 5 and stem.endswith(_ALL_ENDINGS):
            found = next((_ENDINGS[e] for e in _ENDINGS if stem.endswith(e) and stem != e), None)
            if found is not None:
                return found
    return None
