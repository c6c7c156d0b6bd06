import { readFile } from 'node:fs/promises';
import test from 'ava';
import { z } from 'zod';
import { inHost, type HostPath } from '../../../../src/path.js';
import type { Finished } from '../../cli.js';
import { once } from '../once.js';
import { finish } from '../workshop.js';
import { platformRoot, type Prepared } from './platform.js';

const lineSchema = z.object({
  type: z.literal('script.line'),
  script: z.string(),
  line: z.string(),
});
const answeredSchema = z.object({
  type: z.literal('application.answered'),
  status: z.number(),
  body: z.string(),
});

const INSTALLING = [
  '-----> Using python 3.11.2 (runtime.txt)',
  '-----> Installing python 3.11.2',
  '-----> Installing libffi 3.4.4',
  '-----> Installing packages from vendor/',
];
const INSTALLED =
  '       Installed Jinja2 3.1.2, MarkupSafe 2.1.2, bottle 0.13.2, cffi 1.15.1, greeting 1.0';

const building = (...names: readonly string[]) =>
  names.map((name) => `       Building a wheel of ${name}`);

/** What the application says of itself. */
const health = (libffi: string) => ({
  python: '3.11.2',
  markupsafe: 'markupsafe._speedups',
  sorted: [1, 2, 3],
  libffi,
});

/** A cached buildpack, and what it is to be tried with. */
interface Circle extends Prepared {
  readonly zip: HostPath;
}

/**
 * Registers the tests that go all the way through the command line: artifacts, manifest, cached zip,
 * an application that is staged without network, started, and asked for a page.
 */
export function testTheCircle(prepared: () => Promise<Prepared>): void {
  const packaged = once(async () => packageZip(await prepared()));
  const staged = once(async () => stage(await packaged(), 'first.tgz', ['--path=/health']));

  test('an application is staged offline with artifacts of ours, and serves', async (t) => {
    const finished = await staged();
    t.deepEqual(linesOf(finished, 'bin/supply'), [
      ...INSTALLING,
      ...building('bottle', 'cffi', 'Jinja2', 'MarkupSafe', 'greeting'),
      INSTALLED,
    ]);
    t.deepEqual(
      JSON.parse(bodyOf(finished)),
      health('/home/vcap/deps/0/vendor/lib/libffi.so.8.1.2'),
    );
  });

  test('a second staging compiles nothing, and the droplet has the same bytes', async (t) => {
    await staged();
    const circle = await packaged();
    // What stands for every compiler when none may run.
    const none = ['--env=CC=/bin/false', '--env=CXX=/bin/false'];
    const finished = await stage(circle, 'second.tgz', ['--path=/health', ...none]);
    t.deepEqual(linesOf(finished, 'bin/supply'), [
      ...INSTALLING,
      ...building('greeting'),
      '       Using wheels of an earlier staging: 4 of 4',
      INSTALLED,
    ]);
    const { output } = circle.workshop;
    const [first, second] = await Promise.all(
      ['first.tgz', 'second.tgz'].map((name) => readFile(inHost(output, name))),
    );
    t.true(first?.equals(second ?? Buffer.of()));
  });

  test('bin/compile stages it too, and its page is escaped by the extension in C', async (t) => {
    await staged();
    const finished = await stage(await packaged(), 'compiled.tgz', [
      '--interface=compile',
      '--path=/?name=%3Cb%3E',
    ]);
    t.deepEqual(linesOf(finished, 'bin/compile').slice(0, 3), INSTALLING.slice(0, 3));
    t.is(
      bodyOf(finished).trimEnd(),
      '<!doctype html>\n<title>Greeting</title>\n<h1>Hello &lt;b&gt;!</h1>',
    );
  });
}

async function packageZip(prepared: Prepared): Promise<Circle> {
  const { buildpack, workshop } = prepared;
  await finish(['buildpack', 'package', buildpack, '--cached', '--stack=debian12'], workshop);
  await platformRoot();
  const zip = inHost(workshop.output, 'python_buildpack-cached-debian12-v0.1.0.zip');
  return { ...prepared, zip };
}

/** Stages the application and asks it, in a cache that all stagings share. */
function stage(
  { zip, application, workshop }: Circle,
  droplet: string,
  options: readonly string[],
): Promise<Finished> {
  return finish(
    [
      ...['buildpack', 'stage', zip, application, '--run', '--json', '--runner=bubblewrap'],
      ...['--cache-dir=application-cache', `--output=${droplet}`, '--env=PIP_OPTS=--no-deps'],
      ...options,
    ],
    workshop,
  );
}

/** What a script wrote. */
function linesOf(finished: Finished, script: string): string[] {
  return finished
    .json()
    .flatMap((event) => lineSchema.safeParse(event).data ?? [])
    .filter((event) => event.script === script)
    .map(({ line }) => line);
}

/** What the application answered. */
function bodyOf(finished: Finished): string {
  return (
    finished.json().flatMap((event) => answeredSchema.safeParse(event).data ?? [])[0]?.body ?? ''
  );
}
