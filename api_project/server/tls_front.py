"""TLS for waitress, which has none: forwards decrypted bytes to it, on a separate thread."""

import asyncio
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from socket import socket

_CHUNK = 65_536  # bytes


def start_tls_front(listening: socket, certificate: Path, *, behind: tuple[str, int]) -> None:
    """Serve TLS on a bound socket, with the certificate and key of a PEM file, until the end.

    behind: host and port of the server that answers.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    threading.Thread(
        target=asyncio.run, args=(_serve(listening, context, behind),), daemon=True, name="tls"
    ).start()


async def _serve(listening: socket, context: ssl.SSLContext, behind: tuple[str, int]) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            inner_reader, inner_writer = await asyncio.open_connection(*behind)
        except OSError:
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, inner_writer), _pass_on(inner_reader, writer))

    server = await asyncio.start_server(connected, sock=listening, ssl=context)
    await server.serve_forever()


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Forward bytes until either side ends; then end the other one too."""
    with suppress(OSError, ssl.SSLError):
        while chunk := await reader.read(_CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.close()
