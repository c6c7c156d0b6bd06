"""What an application's requirements say, as far as pip is of no help. Runs under python 2.7 and 3.5.

  requirements.py libraries BUILD   names of the libraries that its packages need, one per line
  requirements.py hashes BUILD      exit code 0 when requirements.txt pins the files' digests, else 1
"""
from __future__ import print_function

import io
import os
import re
import sys

# Packages that need a library which no stack has. Where there are extras, one of them has to be asked for.
NEEDS = {
    'libffi': {
        'argon2-cffi': (),
        'argon2-cffi-bindings': (),
        'bcrypt': (),
        'cffi': (),
        'cryptography': (),
        'django': ('argon2', 'bcrypt'),
        'misaka': (),
        'pynacl': (),
        'pyopenssl': (),
        'requests': ('security',),
    },
    'libmemcached': {'pylibmc': ()},
}

URL = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*://|file:|\.{0,2}/')
NAME = re.compile(r'([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?')
EGG = re.compile(r'[#&]egg=([^&\s]+)')
FILE = re.compile(r'([A-Za-z0-9][A-Za-z0-9._-]*?)-\d[^/]*\.(?:whl|zip|tgz|tbz|tar(?:\.[a-z0-9]+)?)')
INCLUDE = re.compile(r'(?:-r|--requirement)(?:\s*=\s*|\s*)(\S.*)')
EDITABLE = re.compile(r'(?:-e|--editable)(?:\s*=\s*|\s*)(\S.*)')


class Unreadable(Exception):
    """Says which file can't be read."""


def lines_of(path, seen=None):
    """Logical lines of a requirements file and of those that it includes, without comments."""
    seen = set() if seen is None else seen
    if os.path.realpath(path) in seen:
        return
    seen.add(os.path.realpath(path))
    try:
        with io.open(path, encoding='utf-8-sig', errors='replace') as file:
            text = file.read()
    except (IOError, OSError) as error:
        raise Unreadable('%s: %s' % (path, error.strerror))
    for line in re.sub(r'\\\r?\n', ' ', text).splitlines():
        line = re.sub(r'(^|\s)#.*$', '', line).strip()
        include = INCLUDE.match(line)
        if include is None:
            if line:
                yield line
        elif '://' not in line:
            named = os.path.join(os.path.dirname(path), include.group(1).strip('\'"'))
            for deeper in lines_of(named, seen):
                yield deeper


def requirement(line):
    """(normalised name, extras) of a line that asks for a package, else None."""
    editable = EDITABLE.match(line)
    if editable is not None:
        line = editable.group(1)
    elif line.startswith('-'):
        return None
    if URL.match(line):
        line = named_by_url(line)
    found = NAME.match(line)
    if found is None:
        return None
    extras = [normalised(extra.strip()) for extra in (found.group(2) or '').split(',')]
    return normalised(found.group(1)), set(extra for extra in extras if extra)


def named_by_url(url):
    """The part of a URL or path that names the package: its egg, else its file; else nothing."""
    egg = EGG.search(url)
    if egg is not None:
        return egg.group(1)
    return named_by_file(re.split(r'[#?;\s]', url)[0].split('/')[-1])


def named_by_file(name):
    """A package's name from that of its archive, or nothing."""
    found = FILE.match(name)
    return '' if found is None else found.group(1)


def normalised(name):
    """Names that pip holds for the same become the same (PEP 503)."""
    return re.sub(r'[-_.]+', '-', name).lower()


def libraries(wanted):
    """Sorted names of the libraries that these (name, extras) need."""
    return sorted(
        library
        for library, packages in NEEDS.items()
        if any(
            name in packages and (not packages[name] or extras.intersection(packages[name]))
            for name, extras in wanted
        )
    )


def wanted_by(build):
    """(name, extras) of all that an application asks for or brings."""
    found = [requirement(line) for line in requirement_lines(build)]
    vendored = os.path.join(build, 'vendor')
    # What a package needs in its turn is named nowhere else.
    if os.path.isdir(vendored):
        found += [(normalised(named_by_file(name)), set()) for name in os.listdir(vendored)]
    return [one for one in found if one is not None and one[0]]


def requirement_lines(build):
    path = os.path.join(build, 'requirements.txt')
    return list(lines_of(path)) if os.path.isfile(path) else []


def main(words):
    if len(words) != 2 or words[0] not in ('libraries', 'hashes'):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        if words[0] == 'hashes':
            return 0 if any('--hash' in line or '--require-hashes' in line
                            for line in requirement_lines(words[1])) else 1
        for library in libraries(wanted_by(words[1])):
            print(library)
        return 0
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 3


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
