"""Which input method Qt speaks to: settled before the application starts, because afterwards it is too late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

IBUS = "ibus"
FCITX = "fcitx"


def choose_input_method(environ: Mapping[str, str], plugin_folders: Sequence[Path]) -> dict[str, str]:
    """Return what must be set in the environment so that Chinese can be typed; nothing when it is right as it is.

    `plugin_folders` are where our own Qt keeps its `platforminputcontexts`. A session that says fcitx means a plugin which Qt's own
    packages do not bring; fcitx 5 answers on ibus's bus as well, so ibus is what Qt is told. fcitx 4 does not. A session that only
    tells the older programs of its method (XMODIFIERS, GTK_IM_MODULE) is believed too. Qt reads QT_IM_MODULES (6.7 and later,
    several names) before QT_IM_MODULE.
    """
    several = [name for name in environ.get("QT_IM_MODULES", "").split(";") if name]
    for_qt = several or [environ.get("QT_IM_MODULE", "")]
    if "none" in for_qt or any(_there(name, plugin_folders) for name in for_qt):
        return {}
    x11 = environ.get("XMODIFIERS", "").partition("@im=")[2]
    if not any(name.startswith((FCITX, IBUS)) for name in (*for_qt, x11, environ.get("GTK_IM_MODULE", ""))):
        return {}
    return {"QT_IM_MODULE": IBUS} | ({"QT_IM_MODULES": IBUS} if several else {})


def _there(name: str, plugin_folders: Sequence[Path]) -> bool:
    """Tell whether Qt finds a plugin of this name; fcitx's file may carry a figure: fcitx5."""
    return bool(name) and any(any(folder.glob(f"*{name.rstrip('5')}*")) for folder in plugin_folders)
