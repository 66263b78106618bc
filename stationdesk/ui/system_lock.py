"""The system's own screen lock and sleep: over D-Bus on Linux, over window messages on Windows; a system that says nothing is no error."""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QByteArray, QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

LOGIN = ("org.freedesktop.login1", "org.freedesktop.login1.Manager", "org.freedesktop.login1.Session")
SCREEN_SAVERS = ("org.freedesktop.ScreenSaver", "org.gnome.ScreenSaver", "org.mate.ScreenSaver", "org.cinnamon.ScreenSaver")
SWITCHED: Any = SLOT("_switched(bool)")
TOLD: Any = SLOT("_told()")
"""The slots below as Qt writes them; at run time it takes them as text, whatever its stubs say."""
POWER_CHANGE, SUSPENDING = 0x0218, 0x0004
SESSION_CHANGE, SESSION_LOCKED = 0x02B1, 0x7


class SystemLock(QObject):
    """`locked` when the screen is locked or the machine goes to sleep."""

    locked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._windows: WindowsLock | None = None
        if sys.platform == "win32":
            self._windows = WindowsLock(self)
        else:
            self._listen()

    def stop(self) -> None:
        """Listen no longer."""
        self.blockSignals(True)
        if self._windows is not None:
            self._windows.stop()

    def _listen(self) -> None:
        try:
            from PySide6.QtDBus import QDBusConnection
        except ImportError:
            return
        session, system = QDBusConnection.sessionBus(), QDBusConnection.systemBus()
        if session.isConnected():
            for name in SCREEN_SAVERS:
                session.connect("", "", name, "ActiveChanged", self, SWITCHED)
        if system.isConnected():
            service, manager, one = LOGIN
            system.connect(service, "", manager, "PrepareForSleep", self, SWITCHED)
            system.connect(service, "", one, "Lock", self, TOLD)

    @Slot(bool)
    def _switched(self, on: bool) -> None:
        if on:
            self.locked.emit()

    @Slot()
    def _told(self) -> None:
        self.locked.emit()


class WindowsLock(QAbstractNativeEventFilter):
    """Hears Windows say that the session was locked (WTS) or that the machine goes to sleep."""

    def __init__(self, owner: SystemLock) -> None:
        super().__init__()
        self.owner = owner
        self.window = QWidget()
        self._register(on=True)
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self)

    def stop(self) -> None:
        """Hear no longer."""
        self._register(on=False)
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)
        self.window.deleteLater()

    def _register(self, *, on: bool) -> None:
        if sys.platform == "win32":
            import ctypes

            wtsapi, handle = ctypes.windll.wtsapi32, int(self.window.winId())
            if on:
                wtsapi.WTSRegisterSessionNotification(handle, 0)
            else:
                wtsapi.WTSUnRegisterSessionNotification(handle)

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> object:  # noqa: N802 (Qt's name)
        """Look at a window message."""
        if sys.platform == "win32" and bytes(kind) == b"windows_generic_MSG":
            from ctypes import wintypes

            said = wintypes.MSG.from_address(int(message))
            if (said.message, said.wParam) in {(POWER_CHANGE, SUSPENDING), (SESSION_CHANGE, SESSION_LOCKED)}:
                self.owner.locked.emit()
        return False, 0
