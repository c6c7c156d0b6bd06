import test from 'ava';
import { execa } from 'execa';
import { ARCHITECTURES } from '../../src/architecture.js';
import { guestPath, hostPath, inHost } from '../../src/path.js';
import { openSandbox, probeEmulator, type Emulator } from '../../src/sandbox/index.js';
import { testContext } from '../prepared-root.js';
import { compiled } from '../compiled.js';
import { behavesAsSandbox, bound, folder, isolates, outputOf } from './behaviour.js';
import { command, ENVIRONMENT, script } from './command.js';
import { FOREIGN, foreignRoot } from './foreign-root.js';

/** The words that force a way to emulate. */
const WORDS = { registered: 'binfmt', private: 'private', proot: 'proot' } as const;

/** What a sandbox does on a root of another architecture, when it is emulated in one way. */
export async function behavesEmulated(kind: Emulator['kind']): Promise<void> {
  process.env.BINARY_BUILDER_EMULATOR = WORDS[kind];
  const status = await probeEmulator(FOREIGN, 'bubblewrap');
  if (!status.works) {
    refuse(kind, status);
    return;
  }
  const root = await foreignRoot();
  const open = () => openSandbox({ name: 'bubblewrap' }, root, testContext);

  behavesAsSandbox(open);
  isolates(open);

  test('is emulated in the way that was asked for', (t) => {
    t.is(status.emulator?.kind, kind);
  });

  test('runs programs of that architecture, and what they start', async (t) => {
    const { output } = await outputOf(await open(), script('uname -m; sh -c "uname -m"; arch'));
    const { machine } = ARCHITECTURES[FOREIGN];
    t.is(output, `${machine}\n${machine}\n${machine}`);
  });

  test('finds files by paths that begin where the program is', async (t) => {
    const { output } = await outputOf(
      await open(),
      script('cd /tmp; touch one; mkdir in; cd in; mv ../one two; ls -t two ../in; test -r two'),
    );
    t.is(output, 'two\n\n../in:\ntwo');
  });

  test('keeps the name by which a program is called', async (t) => {
    const { output } = await outputOf(
      await open(),
      command(['bash', '-c', `exec -a called sh -c 'echo "$0"; cat /proc/$$/comm'`]),
    );
    t.is(output.split('\n')[0], 'called');
  });

  test('keeps variables that mean something to a loader or an emulator', async (t) => {
    const environment = {
      ...ENVIRONMENT,
      LD_LIBRARY_PATH: '/app/lib',
      QEMU_STRACE_FILE: 'x',
      PROOT_VERBOSE: 'y',
    };
    const { stdout } = await (await open()).capture({ ...command(['env']), environment });
    t.deepEqual(
      stdout.trimEnd().split('\n').sort(),
      Object.entries(environment)
        .map(([name, value]) => `${name}=${value}`)
        .sort(),
    );
  });

  test('ends what a command leaves running, and gives the code of the command', async (t) => {
    const { exitCode } = await (await open()).run(script('(sleep 600; exit 9) & exit 4'));
    t.is(exitCode, 4);
  });

  test('runs a command in its directory, as the user that it names', async (t) => {
    const box = await folder(t);
    const { output } = await outputOf(await open(), {
      ...script('pwd; id -u; id -g; touch x; ls', [bound(box, '/home/vcap/box')]),
      directory: guestPath('/home/vcap/box'),
      user: { uid: 2000, gid: 2001 },
    });
    t.is(output, '/home/vcap/box\n2000\n2001\nx');
  });

  test('gives a shell the terminal, with job control, and its exit code', async (t) => {
    const [node, terminal] = compiled(hostPath(import.meta.dirname, 'process/terminal.ts'));
    const { exitCode, stdout } = await execa(
      'script',
      ['--quiet', '--return', '--command', '"$NODE" "$TERMINAL"', '/dev/null'],
      {
        env: {
          NODE: node,
          FOREIGN: 'yes',
          TERMINAL: terminal,
        },
        input: 'tty\nsleep 600 &\njobs\nexit 5\nexit 5\n',
        reject: false,
      },
    );
    t.is(exitCode, 5);
    t.regex(stdout, /^\/dev\/(pts\/\d+|console)\r?$/m);
    t.regex(stdout, /Running +sleep 600 &/);
    t.notRegex(stdout, /no job control/);
  });

  test('a directory that is not there is a fault of the sandbox', async (t) => {
    const run = (await open()).run({ ...script('true'), directory: guestPath('/none') });
    const error = await t.throwsAsync(run, { code: 'SANDBOX_FAILED' });
    t.regex(JSON.stringify(error), /\/none/);
  });

  test('says what bubblewrap complains of when the sandbox cannot be made', async (t) => {
    const box = await folder(t);
    const error = await t.throwsAsync(
      (await open()).run(script('exit 0', [bound(inHost(box, 'gone'), '/binary-builder')])),
      { code: 'SANDBOX_FAILED', message: 'bubblewrap could not make the sandbox' },
    );
    t.regex(JSON.stringify(error), /gone: No such file or directory/);
  });
}

/** A missing package is a fault of the machine that tests run on; a kernel can't be helped. */
function refuse(
  kind: string,
  { code, reason, remedy }: { code: string; reason: string; remedy: string },
) {
  if (code === 'MISSING_PROGRAM') {
    test(`emulation by ${kind} can be tested`, (t) => {
      t.fail(`${reason}. Install it: ${remedy}`);
    });
  } else {
    test.skip(`emulation by ${kind} doesn't work here: ${reason}`, () => undefined);
  }
}
