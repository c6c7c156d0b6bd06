"""A small web application that stands on C: MarkupSafe's own, and libffi."""
import bottle
from jinja2 import Environment, PackageLoader

from greeting.health import report

pages = Environment(loader=PackageLoader('greeting'), autoescape=True)
application = bottle.Bottle()


@application.get('/')
def index():
    # getunicode: bottle's own decoding, since WSGI hands over bytes.
    name = bottle.request.query.getunicode('name') or 'World'
    return pages.get_template('index.html').render(name=name)


@application.get('/health')
def health():
    return report()
