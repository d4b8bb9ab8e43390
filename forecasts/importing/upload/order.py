"""Imports an uploaded file by the order that the page gives."""

from forecasts.importing.command.arguments import CHUNK_SIZE, SHOWN, Order
from forecasts.importing.command.run import Importer, NotImported
from forecasts.importing.sources.base import Wishes
from forecasts.texts.options import options_named

from .kept import Upload
from .menus import named_by_menus
from .progress import ProgressFile


@options_named(named_by_menus)
def import_upload(upload: Upload, wishes: Wishes, *, existing: str, actor: str) -> list[str]:
    """Import the file and return the lines of the report, in the active language.

    The preview has read the file within the limits of uploads; here it is read under the command's.
    existing: "skip", "update", "add", or "" as for the command. The refused rows are kept with it.
    """
    order = Order(
        paths=(str(upload.path),),
        wishes=wishes,
        actor=actor,
        chunk_size=CHUNK_SIZE,
        start_at=1,
        show=SHOWN,
        dry_run=False,
        existing=existing,
        rejects=upload.rejects,
        in_terminal=False,
        name=upload.name,
    )
    said: list[str] = []
    try:
        Importer(str(upload.path), order, said.append, ProgressFile(upload)).run()
    except NotImported as why:
        said.append(str(why))
    return said
