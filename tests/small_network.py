"""A small made-up network that the network and routing tests share, in the form of the bundled tables.

Two countries (AA on 1520 mm, BB on 1435 mm) with a dual-gauge stretch over the border, a loop in AA, and an island::

    Alpha --- Beta --- Gamma --- Delta === Border === Epsilon --- Zeta        Isle --- Islet
                \\--- Theta ---/
"""

from __future__ import annotations

from pathlib import Path

from railsight.network import Network, compile_tables

POINTS = """id,name,kind,lon,lat,country,quality,names,aliases,source
aa-alpha,Alpha,station,130.0,45.0,AA,surveyed,ru=Альфа,Alfa|A-Town,made up
aa-beta,Beta,station,130.5,45.0,AA,surveyed,ru=Бета,,made up
aa-gamma,Gamma,halt,131.0,45.0,AA,approximate,,,made up
aa-theta,Theta,station,130.75,45.15,AA,surveyed,,,made up
aa-delta,Delta,station,131.4,45.0,AA,surveyed,,,made up
ab-border,Delta bridge,border,131.5,45.0,,surveyed,,,made up
bb-epsilon,Epsilon,station,131.6,45.0,BB,surveyed,zh=艾,,made up
bb-zeta,Zeta I,station,132.2,45.0,BB,interpolated,,,made up
cc-isle,Isle,station,140.0,45.0,CC,surveyed,,,made up
cc-islet,Islet,station,140.2,45.0,CC,surveyed,,,made up
"""
LINES = """id,name,names,chainage_kind,source,note
main,Main line,ru=Главный ход,official chainage,Guide of AA,
loop,Loop line,,official chainage,Guide of AA,
cross,Border line,,official chainage,Guide of BB,
isle,Isle line,,estimated,,
"""
LINE_POINTS = """line,seq,point,chainage_km,gauges_mm,country,length_kind,note
main,1,aa-alpha,100,1520,AA,,
main,2,aa-beta,140,1520,AA,,
main,3,aa-gamma,180,1520,AA,,
main,4,aa-delta,212,1435+1520,AA,,
main,5,ab-border,220,,,,
loop,1,aa-beta,0,1520,AA,,
loop,2,aa-theta,26,1520,AA,,
loop,3,aa-gamma,53,,,,
cross,1,bb-zeta,0,1435,BB,,
cross,2,bb-epsilon,48,1435+1520,BB,estimated,
cross,3,ab-border,56,,,,
isle,1,cc-isle,0,1067,CC,,
isle,2,cc-islet,16,,,,
"""
GEOMETRY = """line,seq,points
main,1,130.2 45.02;130.4 45.02
"""
TABLES = {
    "points.csv": POINTS,
    "lines.csv": LINES,
    "line_points.csv": LINE_POINTS,
    "geometry.csv": GEOMETRY,
}


def write_tables(folder: Path, **changed: str) -> Path:
    """Write the tables; ``changed`` replaces one by its name without ``.csv``."""
    for name, text in TABLES.items():
        (folder / name).write_text(changed.get(name[:-4], text), encoding="utf-8")
    return folder


def small_network(folder: Path) -> Network:
    """The network itself, by way of the tables."""
    return Network(compile_tables(write_tables(folder)), name="small")
