"""Looks for paths of the build in everything that python says of itself."""
import os
import sys
import sysconfig

PREFIX = os.environ["PREFIX"]

found = []
for name, value in sorted(sysconfig.get_config_vars().items()):
    if "/binary-builder/" in str(value):
        found.append("%s=%s" % (name, value))
for name, path in sorted(sysconfig.get_paths().items()):
    if not path.startswith(PREFIX):
        found.append("%s is %s, not below %s" % (name, path, PREFIX))
if sys.prefix != PREFIX or sys.exec_prefix != PREFIX:
    found.append("sys.prefix is %s" % sys.prefix)
if os.path.dirname(os.__file__) != sysconfig.get_paths()["stdlib"]:
    found.append("os comes from %s" % os.__file__)

if found:
    sys.exit("\n".join(found))
print("no build path")
