"""Imports every extension module that this version of python should have on a platform's stack,
but for those named as arguments, which that stack can't give it."""
import importlib
import sys

MODULES = """
_bisect _codecs_cn _codecs_hk _codecs_iso2022 _codecs_jp _codecs_kr _codecs_tw _csv _ctypes
_curses _curses_panel _elementtree _heapq _json _lsprof _multibytecodec _multiprocessing _random
_socket _sqlite3 _ssl _struct array binascii cmath datetime fcntl grp math mmap pyexpat readline
resource select syslog termios unicodedata zlib ssl ctypes sqlite3 hashlib curses
""".split()

if sys.version_info[0] == 2:
    MODULES += "_bsddb _collections _functools _hotshot _io bz2 cPickle cStringIO dbm gdbm parser".split()
else:
    MODULES += """
    _bz2 _datetime _dbm _decimal _gdbm _hashlib _lzma _opcode _pickle _posixsubprocess
    bz2 dbm.gnu dbm.ndbm decimal lzma venv
    """.split()
if sys.version_info >= (3, 6):
    MODULES += "_asyncio _blake2 _sha3".split()
if sys.version_info >= (3, 7):
    MODULES += "_contextvars _queue _uuid".split()
if sys.version_info >= (3, 9):
    MODULES += "_posixshmem _statistics _zoneinfo zoneinfo".split()
if (3, 0) < sys.version_info < (3, 13):
    MODULES += "_crypt audioop nis ossaudiodev spwd".split()
if sys.version_info >= (3, 14):
    MODULES += ["_zstd"]

missing = []
for name in [name for name in MODULES if name not in sys.argv[1:]]:
    try:
        importlib.import_module(name)
    except ImportError as error:
        missing.append("%s (%s)" % (name, error))

print("python %d.%d.%d" % sys.version_info[:3])
if missing:
    sys.exit("can't import " + ", ".join(missing))
print("all modules imported: %d" % len(MODULES))
