"""Makes src/greeting/_native.py anew, which takes cffi with pycparser: python3 build_native.py

It is committed, since at run time cffi alone is enough for it.
"""
import os

from cffi import FFI

here = os.path.dirname(os.path.abspath(__file__))

builder = FFI()
builder.set_source('greeting._native', None)
builder.cdef("""
    typedef int (*comparison)(const void *, const void *);
    void qsort(void *, size_t, size_t, comparison);
""")

if __name__ == '__main__':
    builder.emit_python_code(os.path.join(here, 'src', 'greeting', '_native.py'))
