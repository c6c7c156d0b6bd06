import test from 'ava';
import { auditOf } from '../subject.js';

const CHECK = 'python-path';
const prefix = '/app/.heroku/vendor';
const SITE = 'lib/python3.11/site-packages';

test('what leads into the tree or the system, and what is no path, is well', async (t) => {
  const audit = await auditOf(t, {
    [`${SITE}/foo/__init__.py`]: '',
    'src/bar/bar.py': '',
    [`${SITE}/a.pth`]: `# /binary-builder/source\nimport sys; sys.path\n\nfoo\n../../../src/bar\r\n${prefix}/src/bar\n/usr/lib/python3/dist-packages\n`,
    [`${SITE}/b.egg-link`]: `${prefix}/src/bar\n../../`,
    [`${SITE}/c-1.0.dist-info/direct_url.json`]:
      '{"url": "https://example.org/c-1.0.tar.gz", "archive_info": {}}',
    [`${SITE}/d-1.0.dist-info/direct_url.json`]: 'not JSON',
    'share/weights.pth': 'ab\0/nowhere',
  });
  t.deepEqual(audit.of(CHECK), []);
});

test('what leads out of the tree, or to nothing in it, is told', async (t) => {
  const audit = await auditOf(t, {
    [`${SITE}/a.pth`]: `/usr/src/relt-1.0/src\ngone\nimport os\n`,
    [`${SITE}/b.egg-link`]: '/usr/src/relt-1.0/src\n.',
    [`${SITE}/c-1.0.dist-info/direct_url.json`]:
      '{"dir_info": {}, "url": "file:///usr/src/relt%2D1.0/pkg"}',
  });
  const elsewhere = 'which is neither in the tree nor a folder of the system';
  t.deepEqual(audit.of(CHECK), [
    `${SITE}/a.pth: leads to /usr/src/relt-1.0/src, ${elsewhere}`,
    `${SITE}/a.pth: leads to gone, which the tree doesn't have`,
    `${SITE}/b.egg-link: leads to /usr/src/relt-1.0/src, ${elsewhere}`,
    `${SITE}/c-1.0.dist-info/direct_url.json: leads to /usr/src/relt-1.0/pkg, ${elsewhere}`,
  ]);
});
