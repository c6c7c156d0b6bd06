"""Imports every module of the standard library that a platform without a screen can have."""
import importlib
import sys
import warnings

# Of other systems, or of tk, or telling jokes.
ABSENT = set("""
_msi _overlapped _scproxy _tkinter _winapi _winreg idlelib msilib msvcrt nt nturl2path
tkinter turtle turtledemo winreg winsound antigravity this
""".split())

warnings.simplefilter("ignore")
missing = []
names = sorted(sys.stdlib_module_names - ABSENT)
for name in names:
    try:
        importlib.import_module(name)
    except Exception as error:
        missing.append("%s (%s: %s)" % (name, type(error).__name__, error))
print("imported: %d, missing: %s" % (len(names) - len(missing), ", ".join(missing) or "none"))
