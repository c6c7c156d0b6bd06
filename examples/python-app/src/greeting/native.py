"""Calls of the C library, and calls back from it, which go through libffi."""
from greeting._native import ffi

libc = ffi.dlopen(None)


def sort(numbers):
    """The same numbers in order: qsort asks us for each pair."""

    @ffi.callback('comparison')
    def compare(a, b):
        return ffi.cast('int *', a)[0] - ffi.cast('int *', b)[0]

    array = ffi.new('int[]', numbers)
    libc.qsort(array, len(numbers), ffi.sizeof('int'), compare)
    return list(array)
