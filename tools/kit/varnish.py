"""Runs Varnish before the web process of a desk, with a VCL file.

python -m tools.kit.varnish     prints the path, after downloading if needed (`make test`)
"""

import shutil
from pathlib import Path

from tools.kit.debian import Server, environ, is_unpacked
from tools.kit.own_server import OwnServer
from tools.kit.ports import free_port, listens

_VCL = Path(__file__).resolve().parents[2] / "deploy" / "varnish.vcl"

VARNISH = Server("varnishd", "varnish", ["-V"])

# Each reader of a stream that is being fetched has a thread; its stack is small.
_PARAMETERS = ("thread_pool_max=12000", "thread_pool_stack=56k", "thread_pool_min=200")


class Varnish(OwnServer):
    """A Varnish with this VCL; stopped, killed and started again on the same port.

    workspace: the cache's memory, as varnishd's -s malloc has it. port: a free one if left out.
    """

    name = "varnish"

    def __init__(self, *, vcl: str, workspace: str = "64m", port: int = 0) -> None:
        super().__init__()
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._workspace = workspace
        (self._folder / "desk.vcl").write_text(vcl, encoding="utf-8")

    @property
    def pid(self) -> int:
        """Return the id of the manager, whose child does the work."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it listens."""
        argv, environment = command(self._folder, port=self.port, workspace=self._workspace)
        self._run(argv, environ=environment, is_ready=lambda: listens(self.port), seconds=30)

    def kill(self) -> None:
        """Kill it outright, with its child and all that it has kept."""
        super().kill()
        shutil.rmtree(self._folder / "work", ignore_errors=True)


def command(folder: Path, *, port: int, workspace: str = "64m") -> tuple[list[str], dict[str, str]]:
    """Return the command line and the environment of a Varnish with `desk.vcl` of a folder.

    Raises NotThereError if there is none.
    """
    program = VARNISH.get()
    argv = [
        *(program, "-F", "-j", "none", "-n", str(folder / "work")),
        *("-f", str(folder / "desk.vcl"), "-a", f"127.0.0.1:{port}"),
        *("-s", f"malloc,{workspace}"),
    ]
    for parameter in (*_PARAMETERS, *_places(program)):
        argv += ["-p", parameter]
    return argv, environ(program)


def vcl_before(address: str, *, silence: str = "45s") -> str:
    """Return deploy/varnish.vcl for a web process at this address, as host:port.

    silence: after which a connection to it counts as dead, in VCL's form.
    """
    text = _VCL.read_text(encoding="utf-8")
    host, _, port = address.rpartition(":")
    for there, here in (
        ("127.0.0.1", host),
        ('.port = "5001"', f'.port = "{port}"'),
        (".between_bytes_timeout = 45s", f".between_bytes_timeout = {silence}"),
    ):
        assert there in text
        text = text.replace(there, here)
    return text


def _places(program: str) -> list[str]:
    """Return where the modules lie of one that is not installed where it was built for."""
    if not is_unpacked(program):
        return []
    modules = next(Path(program).parents[1].rglob("libvmod_std.so")).parent
    return [f"vmod_path={modules}"]


if __name__ == "__main__":
    VARNISH.main()
