# Sourced before the application starts: its python, its libraries, its own folder.
# shellcheck shell=sh
export PATH="/app/.heroku/python/bin:/app/.heroku/vendor/bin:$PATH"
export LD_LIBRARY_PATH="/app/.heroku/vendor/lib:/app/.heroku/python/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
export LANG="${LANG:-C.UTF-8}"
export PYTHONUNBUFFERED="${PYTHONUNBUFFERED:-1}"
export PYTHONPATH="${PYTHONPATH:-$HOME}"
