"""Every module has bytecode that is its own and is trusted without a look at the source."""
import importlib.util
import pathlib
import sysconfig

stale, missing, checked = [], [], 0
for source in sorted(pathlib.Path(sysconfig.get_path("stdlib")).rglob("*.py")):
    cached = pathlib.Path(importlib.util.cache_from_source(str(source)))
    if not cached.exists():
        missing.append(str(source))
        continue
    magic, flags, digest = (cached.read_bytes()[start:end] for start, end in ((0, 4), (4, 8), (8, 16)))
    fresh = importlib.util.source_hash(source.read_bytes())
    if (magic, flags, digest) != (importlib.util.MAGIC_NUMBER, b"\1\0\0\0", fresh):
        stale.append(str(cached))
    checked += 1
print("checked: %d, stale: %s, missing: %s" % (checked, stale, missing))
