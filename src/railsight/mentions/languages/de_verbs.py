"""German verbs of going with their separable prefixes: "eingerollt", "vorbeiratterte", "loszufahren"."""

from __future__ import annotations

# What the prefix of a verb of going tells.
_PREFIXES = {
    "arrived": ("ein", "herein", "rein", "heran", "hinein"),
    "departed": ("ab", "los", "hinaus", "heraus", "raus", "davon", "weg", "fort"),
    "passed": ("durch", "hindurch", "vorbei", "vorüber"),
    "move": ("weiter",),
}
# Infinitive, past participle, past and present of verbs that do not end in -te.
_STRONG = (
    ("fahren", "gefahren", "fuhr", "fährt"),
    ("kriechen", "gekrochen", "kroch", "kriecht"),
    ("schleichen", "geschlichen", "schlich", "schleicht"),
    ("gleiten", "geglitten", "glitt", "gleitet"),
    ("schießen", "geschossen", "schoss", "schießt"),
)
_WEAK = (
    *("rollen", "dampfen", "brausen", "rasen", "sausen", "rauschen", "jagen", "preschen", "keuchen", "schnaufen"),
    *("rattern", "rumpeln", "zuckeln", "zockeln", "donnern", "tuckern", "poltern", "holpern", "klappern", "dröhnen"),
    *("gondeln", "bummeln", "stampfen", "quietschen", "ächzen", "hasten", "schaukeln", "trödeln"),
    *("huschen", "flitzen", "fauchen"),
)


def _weak(infinitive: str) -> tuple[str, str, str, str]:
    stem = infinitive.removesuffix("en") if infinitive.endswith("en") else infinitive.removesuffix("n")
    t = "et" if stem.endswith("t") else "t"
    return infinitive, f"ge{stem}{t}", f"{stem}{t}e", f"{stem}{t}"


_VERBS = (*_STRONG, *(_weak(v) for v in _WEAK))


def joined(event: str) -> str:
    """The forms with the prefix before them that tell what has happened, as a table has them."""
    words = [f"{p}{form}{many}$" for p in _PREFIXES[event] for _, done, past, _ in _VERBS for form, many in
             ((done, ""), (past, ""), (past, "n" if past.endswith("e") else "en"))]  # fmt: skip
    return " " + " ".join(words) + " "


def to_come(event: str) -> str:
    """The forms that tell what is to come, or is."""
    words = [f"{p}{form}$" for p in _PREFIXES[event] for verb, _, _, now in _VERBS for form in (verb, now, f"zu{verb}")]
    return " " + " ".join(words) + " "


def finite() -> dict[str, str]:
    """The past and the present that stand before their prefix: "ratterte ... vorbei"."""
    past = " ".join(f"{p}={event}" for event, prefixes in _PREFIXES.items() for p in prefixes)
    now = " ".join(f"{p}={event}~" for event, prefixes in _PREFIXES.items() for p in prefixes)
    out: dict[str, str] = {}
    for verb in _WEAK:
        _, _, was, is_now = _weak(verb)
        out |= {was: f"{past} =move", f"{was}n": f"{past} =move", is_now: f"{now} =move"}
    for _, _, was, is_now in _STRONG[1:]:
        out |= {was: f"{past} =move", f"{was}en": f"{past} =move", is_now: f"{now} =move"}
    return out
