import test from 'ava';
import { jsonReporter } from '../../../src/cli/progress/json.js';
import { BuilderError } from '../../../src/error.js';
import { BUILD, EVENTS, keeping } from './events.js';

test('every event is one line of JSON, as it is', (t) => {
  const output = keeping();
  const reporter = jsonReporter(output);
  for (const event of EVENTS) reporter.show(event);
  reporter.close();
  const lines = output.text().trimEnd().split('\n');
  t.deepEqual(
    lines.map((line): unknown => JSON.parse(line)),
    [...EVENTS],
  );
});

test('a failed build tells its error with code, message and hint, and no stack trace', (t) => {
  const output = keeping();
  const error = new BuilderError('TEST_FAILED', 'No.', { hint: 'Look.', cause: new Error('why') });
  jsonReporter(output).show({ type: 'build.failed', build: BUILD, error });
  t.deepEqual(JSON.parse(output.text()), {
    type: 'build.failed',
    build: BUILD,
    error: { code: 'TEST_FAILED', message: 'No.', hint: 'Look.', excerpt: [] },
  });
});
