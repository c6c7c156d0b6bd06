"""Keeps wheels that were built from archives in vendor/, so that a later staging needs no compiler.
Runs under python 2.7 and 3.5.

A wheel lies in a folder that is named after the sha256 of the archive that it was built from. So an
archive that changed under the same name is built anew, and applications can share a store.

  wheels.py find STORE VENDOR             folders of STORE with wheels of what is in VENDOR
  wheels.py keep STORE VENDOR NEW [only]  adds the wheels in NEW to STORE, prints how many of them it had,
                                          and of how many; 'only' removes all others from STORE
  wheels.py pins NEW                      NAME==VERSION of each wheel in NEW
"""
from __future__ import print_function

import filecmp
import hashlib
import os
import re
import shutil
import sys

ARCHIVE = re.compile(r'(.+)-(\d[^-]*?)\.(?:zip|tgz|tbz|tar(?:\.[a-z0-9]+)?)$')
WHEEL = re.compile(r'([^-]+)-([^-]+)-(?:[^-]+-)?[^-]+-[^-]+-[^-]+\.whl$')


def names_in(folder):
    """Sorted names in a folder; none when it isn't there."""
    return sorted(os.listdir(folder)) if os.path.isdir(folder) else []


def identity(pattern, name):
    """Package and version that a file name says, in one form for archives and wheels; else None."""
    found = pattern.match(name)
    if found is None:
        return None
    return re.sub(r'[-_.]+', '-', found.group(1)).lower(), found.group(2).lower()


def sha256(path):
    digest = hashlib.sha256()
    with open(path, 'rb') as file:
        for block in iter(lambda: file.read(1 << 20), b''):
            digest.update(block)
    return digest.hexdigest()


def archives(vendor):
    """Digests of the source archives in a folder, by package and version."""
    return dict(
        (identity(ARCHIVE, name), sha256(os.path.join(vendor, name)))
        for name in names_in(vendor)
        if identity(ARCHIVE, name) is not None
    )


def find(store, vendor):
    folders = [os.path.join(store, digest) for digest in sorted(archives(vendor).values())]
    return [folder for folder in folders if os.path.isdir(folder)]


def keep(store, vendor, new, only):
    """(how many wheels were there already, how many there are now)"""
    sources = archives(vendor)
    built = [(name, sources.get(identity(WHEEL, name))) for name in names_in(new)]
    built = [(name, digest) for name, digest in built if digest is not None]
    known = 0
    for name, digest in built:
        if add(os.path.join(new, name), os.path.join(store, digest)):
            known += 1
    if only:
        used = set(digest for _, digest in built)
        for name in names_in(store):
            if name not in used:
                shutil.rmtree(os.path.join(store, name))
    return known, len(built)


def add(wheel, folder):
    """Copies a wheel into a folder in one step; True when it was there already."""
    target = os.path.join(folder, os.path.basename(wheel))
    if os.path.isfile(target) and filecmp.cmp(wheel, target, shallow=False):
        return True
    if not os.path.isdir(folder):
        try:
            os.makedirs(folder)
        except OSError:
            # Another staging that shares the store may have been faster.
            if not os.path.isdir(folder):
                raise
    temporary = '%s.%d' % (target, os.getpid())
    shutil.copyfile(wheel, temporary)
    os.rename(temporary, target)
    return False


def pins(new):
    found = [WHEEL.match(name) for name in names_in(new)]
    return ['%s==%s' % one.groups() for one in found if one is not None]


def main(words):
    if words[:1] == ['find'] and len(words) == 3:
        print('\n'.join(find(*words[1:])))
    elif words[:1] == ['keep'] and len(words) in (4, 5):
        print('%d of %d' % keep(words[1], words[2], words[3], words[4:] == ['only']))
    elif words[:1] == ['pins'] and len(words) == 2:
        print('\n'.join(pins(words[1])))
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
