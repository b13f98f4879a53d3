"""Whether a folder is carried elsewhere, by what programs that synchronise leave in it and how they name it."""

from pathlib import Path

# What lies in a folder that a program carries, and the program's name.
_MARKS = {
    ".stfolder": "Syncthing",
    ".stignore": "Syncthing",
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".owncloudsync.log": "ownCloud",
    ".nextcloudsync.log": "Nextcloud",
    ".sync.ffs_db": "FreeFileSync",
    ".tmp.drivedownload": "Google Drive",
    ".seafile-data": "Seafile",
    ".megaignore": "MEGA",
}
_MARK_PATTERNS = {".sync_*.db": "Nextcloud", "._sync_*.db": "ownCloud", ".csync_journal.db": "ownCloud"}
# What such folders are called, in lower case.
_NAMES = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "icloud drive": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "cloudstorage": "a cloud service",
    "pclouddrive": "pCloud",
    "megasync": "MEGA",
    "syncthing": "Syncthing",
    "seafile": "Seafile",
    "box sync": "Box",
}


def carried_by(folder: Path) -> str:
    """The program that seems to carry a folder or one above it elsewhere; "" for none that is known."""
    for place in (folder, *folder.parents):
        name = place.name.lower()
        for known, program in _NAMES.items():
            if name == known or name.startswith((f"{known} -", f"{known} (", f"{known}-")):
                return program
        if name == "mega":  # no more than that: many other names begin so
            return "MEGA"
        try:
            for mark, program in _MARKS.items():
                if (place / mark).exists():
                    return program
            for pattern, program in _MARK_PATTERNS.items():
                if any(place.glob(pattern)):
                    return program
        except OSError:
            continue
    return ""
