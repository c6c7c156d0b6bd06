"""What the application runs on, to be looked at by people and tests."""
import platform

import markupsafe

from greeting.native import sort


def report():
    return {
        'python': platform.python_version(),
        'markupsafe': markupsafe.escape.__module__,
        'sorted': sort([3, 1, 2]),
        'libffi': mapped('libffi.so'),
    }


def mapped(library):
    """The file of a shared library in this process."""
    with open('/proc/self/maps') as maps:
        paths = sorted(set(line.split()[-1] for line in maps if '/' + library in line))
    return paths[0] if paths else None
