import { access } from 'node:fs/promises';
import test, { type ExecutionContext } from 'ava';
import { execa } from 'execa';
import { isRoot } from '../../../src/program/build-user.js';
import { comesTrue } from '../../e2e/cli.js';
import type { Request } from '../process/on-terminal.js';
import { startOnTerminal, TYPE } from '../user-terminal.js';

const PATH = '/usr/local/bin:/usr/bin:/bin';

/** A process on the terminal that {@link startOnTerminal} makes. */
function start(
  t: ExecutionContext,
  argv: Request['argv'],
  rest: Partial<Request> = {},
  before?: string,
) {
  const request: Request = { argv, environment: { PATH }, told: false, inputs: [], ...rest };
  return startOnTerminal(t, 'on-terminal.ts', { REQUEST: JSON.stringify(request) }, before);
}

/** The descriptors that a program of sh has, with no one that it makes to look. */
const DESCRIPTORS =
  'n=0; while [ $n -lt 300 ]; do [ -e /proc/self/fd/$n ] && printf "<%s>" $n; n=$((n + 1)); done; echo';

test('what types into its terminal types into its own, and not into the user’s', async (t) => {
  const { screen } = await start(t, ['perl', '-e', TYPE]).finished;
  t.regex(screen, /^typed$/m);
  t.regex(screen, /^ended \{"exitCode":0,"told":""\}$/m);
  t.regex(screen, /^left in the terminal: \[\]$/m);
});

test('without a terminal on standard input it has none at all, and no descriptor of one', async (t) => {
  const asks = `(: <>/dev/tty) && echo has one; for n in 0 1 2; do [ -t $n ] && echo $n is one; done; read -r line; echo "read $line"; echo on two >&2; exit 6`;
  const { exitCode, screen } = await start(t, ['sh', '-c', asks], {}, 'echo some text | "$@"')
    .finished;
  t.is(exitCode, 6);
  t.regex(screen, /\/dev\/tty: No such device or address/);
  t.regex(screen, /^read some text$/m);
  t.regex(screen, /^on two$/m);
  t.notRegex(screen, /has one|is one/);
});

test('it has another terminal than the user, of the same size', async (t) => {
  const { screen } = await start(t, ['sh', '-c', 'echo "inside $(tty)"; stty size']).finished;
  const outside = /^the terminal is (\/dev\/pts\/\d+)$/m.exec(screen)?.[1];
  const inside = /^inside (\/dev\/pts\/\d+)$/m.exec(screen)?.[1];
  t.truthy(outside);
  t.truthy(inside);
  t.not(inside, outside);
  t.regex(screen, /^33 99$/m);
});

test('it is told when the user’s terminal changes its size', async (t) => {
  const program = `$SIG{WINCH} = sub { system 'stty', 'size'; exit 3 }; $| = 1; print "waits\\n"; sleep while 1`;
  const run = start(t, ['perl', '-e', program]);
  const screen = await run.shows(/^waits$/m);
  const terminal = /^the terminal is (\S+)$/m.exec(screen)?.[1] ?? '';
  await execa('stty', ['-F', terminal, 'cols', '120']);
  const ended = await run.finished;
  t.is(ended.exitCode, 3);
  t.regex(ended.screen, /^33 120$/m);
});

test('its environment is the given one and no other, whatever bytes are in it', async (t) => {
  const environment = { PATH, ODD: `a 'b' "c" $HOME=\t\u0001\u007F ü`, EMPTY: '' };
  const { screen } = await start(t, ['env', '-0'], { environment }).finished;
  const [, shown = ''] = /^we are \d+\n(.*)\0?ended/ms.exec(screen) ?? [];
  t.deepEqual(
    shown
      .split('\0')
      .filter((text) => text !== '')
      .sort(),
    Object.entries(environment)
      .map(([name, value]) => `${name}=${value}`)
      .sort(),
  );
});

test('arguments reach it as they are', async (t) => {
  const odd = [`$(touch x) \`y\` 'z' "w" \\ ; !!`, '', '-n', 'ü\u0001\u007F'];
  const { screen } = await start(t, ['printf', '<%s>', ...odd]).finished;
  t.true(screen.includes(odd.map((one) => `<${one}>`).join('')), screen);
});

test('it has three descriptors, and those that it was given, wherever it runs', async (t) => {
  const three = await start(t, ['sh', '-c', DESCRIPTORS]).finished;
  t.regex(three.screen, /^<0><1><2>$/m);
  const more = await start(t, ['sh', '-c', DESCRIPTORS], { told: true, inputs: ['a', 'b'] })
    .finished;
  t.regex(more.screen, /^<0><1><2><4><5><6>$/m);
  const piped = await start(t, ['sh', '-c', DESCRIPTORS], {}, '"$@" < /dev/null').finished;
  t.regex(piped.screen, /^<0><1><2>$/m);
});

test('it reads its inputs, and what it tells on descriptor 4 is heard', async (t) => {
  const program = 'od -An -c <&5; cat <&6 | wc -c; echo 17 >&4; exit 5';
  const asked = { told: true, inputs: ['a\0b\n', 'x'.repeat(100_000)] };
  for (const before of ['"$@"', '"$@" < /dev/null']) {
    const { exitCode, screen } = await start(t, ['sh', '-c', program], asked, before).finished;
    t.is(exitCode, 5);
    t.regex(screen, /^ +a +\\0 +b +\\n$/m);
    t.regex(screen, /^100000$/m);
    t.regex(screen, /^ended \{"exitCode":5,"told":"17\\n"\}$/m);
  }
});

test('who tells far more than there is to tell is ended', async (t) => {
  const { exitCode } = await start(t, ['sh', '-c', 'yes >&4'], { told: true }).finished;
  t.is(exitCode, 143);
});

test('the exit code is the program’s, and the terminal is as before however it ended', async (t) => {
  const ways = [
    ['exit 7', 7],
    ['stty -echo raw; exit 0', 0],
    ['stty -echo raw; kill -KILL $$', 137],
    ['kill -SEGV $$', 139],
    ['exec no-such-program', 127],
  ] as const;
  for (const [program, code] of ways) {
    const { exitCode, screen } = await start(t, ['sh', '-c', program]).finished;
    t.is(exitCode, code, program);
    t.regex(screen, /^its modes are as before$/m, program);
  }
});

test('Ctrl-C and Ctrl-Z are for what runs in the shell, which has job control', async (t) => {
  const environment = { PATH, PS1: 'ready> ', HISTFILE: '', TERM: 'dumb' };
  const run = start(t, ['bash', '--norc', '--noprofile', '-i'], { environment });
  await run.shows(/ready> /);
  run.type(`sh -c 'echo star''ted; exec sleep 600'; echo "code $?"\n`);
  await run.shows(/^started$/m);
  run.type('\u0003');
  run.type('echo "after $?"\n');
  await run.shows(/^after 130$/m);
  run.type(`sh -c 'echo ag''ain; exec sleep 600'\n`);
  await run.shows(/^again$/m);
  run.type('\u001A');
  await run.shows(/Stopped/);
  run.type('kill %1; exit 4\nexit 4\n');
  const { exitCode, screen } = await run.finished;
  t.is(exitCode, 4);
  t.notRegex(screen, /no job control/);
});

test('ended from outside, it takes the shell with it, and the terminal is as before', async (t) => {
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
    const run = start(t, ['sh', '-c', 'trap "" TERM HUP; echo "inside $$"; exec sleep 600']);
    const { us, inside } = pidsOf(await run.shows(/^inside \d+$/m));
    process.kill(us, signal);
    const { exitCode, screen } = await run.finished;
    t.is(exitCode, 143);
    t.regex(screen, /^its modes are as before$/m);
    t.true(await comesTrue(async () => !(await exists(inside))));
  }
});

test('killed, it takes the shell with it, and the terminal comes back', async (t) => {
  const back = '"$@"; until [ "$(stty -g)" = "$before" ]; do :; done';
  const run = start(t, ['sh', '-c', 'echo "inside $$"; exec sleep 600'], {}, back);
  const { us, inside } = pidsOf(await run.shows(/^inside \d+$/m));
  process.kill(us, 'SIGKILL');
  await run.finished;
  t.true(await comesTrue(async () => !(await exists(inside))));
});

test('without a terminal Ctrl-C ends it, since no shell there would', async (t) => {
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    const argv: Request['argv'] = ['sh', '-c', 'echo "inside $$"; exec sleep 600'];
    const run = start(t, argv, {}, '"$@" < /dev/null');
    const { us, inside } = pidsOf(await run.shows(/^inside \d+$/m));
    process.kill(us, signal);
    t.is((await run.finished).exitCode, code);
    t.false(await exists(inside));
  }
});

test('without a terminal, what it left running ends with it, and so does a reader that has seen enough', async (t) => {
  const left = await start(t, ['sh', '-c', 'sleep 600 & exit 3'], {}, '"$@" < /dev/null').finished;
  t.is(left.exitCode, 3);
  const enough = await start(t, ['yes'], {}, '"$@" < /dev/null | head -n 2').finished;
  t.regex(enough.screen, /^y$/m);
});

test('its terminal can belong to the user who it runs as', async (t) => {
  if (!isRoot()) {
    t.pass('only root can give something away');
    return;
  }
  const { screen } = await start(t, ['sh', '-c', 'stat -Lc "owned by %u" /dev/stdin'], {
    owner: 65_530,
  }).finished;
  t.regex(screen, /^owned by 65530$/m);
});

test('without script(1) it says how to get it', async (t) => {
  const { screen } = await start(t, ['true'], { path: '/nowhere' }).finished;
  const [, told = '{}'] = /^failed (.*)$/m.exec(screen) ?? [];
  t.like(JSON.parse(told), {
    code: 'MISSING_PROGRAM',
    hint: 'Install it: apt-get install --yes bsdutils',
  });
});

function pidsOf(screen: string): { us: number; inside: number } {
  const [, us] = /^we are (\d+)$/m.exec(screen) ?? [];
  const [, inside] = /^inside (\d+)$/m.exec(screen) ?? [];
  return { us: Number(us), inside: Number(inside) };
}

async function exists(pid: number): Promise<boolean> {
  return await access(`/proc/${pid}`).then(
    () => true,
    () => false,
  );
}
