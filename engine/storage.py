"""Audio, kept under the hash of its bytes."""

import hashlib
import os
import shutil
import uuid
from pathlib import Path

CHUNK_BYTES = 1 << 20


class Storage:
    """A content-addressed folder: `ab/cd/abcd…`. The same file put twice is kept once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def put(self, source: Path) -> str:
        """Keep a copy of *source* and return its SHA-256.

        Written under another name, synced, then renamed: a crash leaves a stray file, never half an audio.
        """
        draft_dir = self.root / "tmp"
        draft_dir.mkdir(parents=True, exist_ok=True)
        draft = draft_dir / uuid.uuid4().hex
        digest = hashlib.sha256()
        with source.open("rb") as reader, draft.open("wb") as writer:
            while chunk := reader.read(CHUNK_BYTES):
                digest.update(chunk)
                writer.write(chunk)
            writer.flush()
            os.fsync(writer.fileno())
        sha256 = digest.hexdigest()
        target = self.path_of(sha256)
        if target.exists():
            draft.unlink()
            return sha256
        target.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(target)
        return sha256

    def path_of(self, sha256: str) -> Path:
        return self.root / sha256[:2] / sha256[2:4] / sha256

    def has(self, sha256: str) -> bool:
        return self.path_of(sha256).exists()

    def free_bytes(self) -> int:
        self.root.mkdir(parents=True, exist_ok=True)
        return shutil.disk_usage(self.root).free


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes, read in pieces."""
    with path.open("rb") as reader:
        return hashlib.file_digest(reader, "sha256").hexdigest()
