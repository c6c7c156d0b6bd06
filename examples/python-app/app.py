"""Serves the application on $PORT."""
import os
from wsgiref.simple_server import make_server

from greeting import application

if __name__ == '__main__':
    port = int(os.environ.get('PORT', '8080'))
    print('listening on port %d' % port)
    make_server('0.0.0.0', port, application).serve_forever()
