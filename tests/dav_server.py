"""A WebDAV server with TLS for the tests: `python -m tests.dav_server FOLDER PORT CERTIFICATE KEY`."""

from __future__ import annotations

import sys

from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Server
from wsgidav.wsgidav_app import WsgiDAVApp


def main(folder: str, port: str, certificate: str, key: str) -> None:
    """Serve until killed."""
    application = WsgiDAVApp(
        {
            "provider_mapping": {"/reports": folder},
            "simple_dc": {"user_mapping": {"*": {"shangxu": {"password": "口令 8:8"}}}},
            "http_authenticator": {"accept_basic": True, "accept_digest": False, "default_to_digest": False},
            "verbose": 1,
            "logging": {"enable_loggers": []},
        }
    )
    server = Server(("127.0.0.1", int(port)), application)
    server.ssl_adapter = BuiltinSSLAdapter(certificate, key)
    server.start()


if __name__ == "__main__":
    main(*sys.argv[1:5])
