"""Has the libraries that python stands on do what they are for."""
import bz2, ctypes, ctypes.util, curses, dbm.gnu, dbm.ndbm, decimal, hashlib, lzma, multiprocessing
import os, readline, sqlite3, ssl, tempfile, uuid, xml.etree.ElementTree, zlib

text = b"the same text " * 100
for codec in bz2, lzma, zlib:
    assert codec.decompress(codec.compress(text)) == text, codec
assert hashlib.sha256(b"").hexdigest().startswith("e3b0c442")
assert hashlib.blake2b(b"").hexdigest() and hashlib.new("sha3_256", b"").hexdigest()
assert ssl.create_default_context().get_ciphers() and ssl.OPENSSL_VERSION_INFO[0] == 3
with sqlite3.connect(":memory:") as database:
    database.execute("create table t (a)")
    database.execute("insert into t values (?)", (42,))
    assert database.execute("select a from t").fetchall() == [(42,)]
with tempfile.TemporaryDirectory() as folder:
    for module in dbm.gnu, dbm.ndbm:
        with module.open(os.path.join(folder, module.__name__), "c") as database:
            database["key"] = "value"
            assert database["key"] == b"value"
libc = ctypes.CDLL(None)
compare = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_int), ctypes.POINTER(ctypes.c_int))
numbers = (ctypes.c_int * 3)(3, 1, 2)
libc.qsort(numbers, 3, ctypes.sizeof(ctypes.c_int), compare(lambda a, b: a[0] - b[0]))
assert list(numbers) == [1, 2, 3]
assert decimal.Decimal(1) / 3 and uuid.uuid1() and uuid._generate_time_safe
assert xml.etree.ElementTree.fromstring("<a><b/></a>").find("b") is not None
assert "GNU" in readline.__doc__ or readline.parse_and_bind
curses.setupterm("dumb")
print("all of it works")
