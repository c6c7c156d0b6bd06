// Written by `npm run schemas` from the modules in src/cli/verbs.
import type { Flag } from '../describe/flag.js';
import type { VerbEntry } from './entry.js';

const flag1: Flag = { flags: '--json', says: 'one JSON object per event on standard output' };
const flag2: Flag = { flags: '--verbose', says: "show every line of every step's output" };
const flag3: Flag = {
  flags: '--recipes-dir <DIR>',
  says: 'look here for recipes before the package (default: ./recipes)',
};
const flag4: Flag = {
  flags: '--stacks-dir <DIR>',
  says: 'look here for stacks before the package (default: ./stacks)',
};
const flag5: Flag = { flags: '-n, --name <RECIPE>', says: 'the recipe' };
const flag6: Flag = { flags: '-v, --version <VERSION>', says: 'the version of the source' };
const flag7: Flag = {
  flags: '--md5 <DIGEST>',
  says: 'md5 of the source; of several digests all are checked',
};
const flag8: Flag = { flags: '--sha256 <DIGEST>', says: 'sha256 of the source' };
const flag9: Flag = { flags: '--sha512 <DIGEST>', says: 'sha512 of the source' };
const flag10: Flag = {
  flags: '--git-commit-sha <COMMIT>',
  says: 'the commit of a source that is a git tag',
};
const flag11: Flag = {
  flags: '--trust-digest',
  says: "where they differ, the digest or commit given wins over the recipe's",
};
const flag12: Flag = { flags: '--gpg-rsa-key-id <ID>', says: 'the key that signed the source' };
const flag13: Flag = {
  flags: '--gpg-signature <ASC>',
  says: 'its detached signature: the content of the .asc, or a path',
};
const flag14: Flag = { flags: '--url <URL>', says: 'get the source from here first' };
const flag15: Flag = {
  flags: '--secret-query <NAME>',
  says: 'a field in the query of addresses that is a secret too (repeatable)',
  repeatable: true,
};
const flag16: Flag = {
  flags: '--option <NAME=yes|no>',
  says: 'set an option of the recipe (repeatable)',
  repeatable: true,
};
const flag17: Flag = { flags: '--stack <STACK>', says: 'the stack to build in' };
const flag18: Flag = {
  flags: '--arch <ARCH,…>',
  says: 'the architecture, or several: x64, arm64, ppc64le, s390x',
};
const flag19: Flag = {
  flags: '--build-mode <MODE>',
  says: 'auto, native, emulated or cross: how to build for an architecture',
  choices: ['auto', 'native', 'emulated', 'cross'],
};
const flag20: Flag = {
  flags: '--runner <RUNNER>',
  says: 'auto, docker, podman, bubblewrap or host',
  choices: ['auto', 'docker', 'podman', 'bubblewrap', 'host'],
};
const flag21: Flag = {
  flags: '--jobs <N>',
  says: 'processes at once in a build (default: one per processor)',
};
const flag22: Flag = {
  flags: '--parallel <N>',
  says: 'builds at once (default: as many as there are processors, 4 at most)',
};
const flag23: Flag = {
  flags: '--output-dir <DIR>',
  says: 'artifacts/ and checksums/ are in it (default: .)',
};
const flag24: Flag = {
  flags: '--ccache',
  says: 'keep compiler results between builds (default where the stack has ccache)',
};
const flag25: Flag = {
  flags: '--no-ccache',
  says: 'neither use nor keep any, as for builds that will be signed',
};
const flag26: Flag = {
  flags: '--source-file <FILE>',
  says: "data.json of the platform's pipeline: what to build",
};
const flag27: Flag = {
  flags: '--output-file <FILE>',
  says: "write the summary.json of the platform's builder there",
};
const flag28: Flag = {
  flags: '--timings',
  says: 'tell where the time went, and leave a trace of it in OUTPUT/timings/',
};
const flag29: Flag = {
  flags: '--force',
  says: 'build although it was built, and replace what was published',
};
const flag30: Flag = {
  flags: '--limit <NAME=VALUE>',
  says: 'what a step or a download may take: time, processes, file-size, free-disk, memory, download-size, download-time, download-speed, as in time=8h (repeatable)',
  choices: [
    'time=',
    'processes=',
    'file-size=',
    'free-disk=',
    'memory=',
    'download-size=',
    'download-time=',
    'download-speed=',
  ],
  repeatable: true,
};
const flag31: Flag = {
  flags: '--allow-private-redirects',
  says: 'follow redirects from outside to loopback, link-local and private addresses',
};
const flag32: Flag = {
  flags: '--limit <NAME=VALUE>',
  says: 'what a download may take: download-size, download-time, download-speed, as in download-size=16G (repeatable)',
  choices: ['download-size=', 'download-time=', 'download-speed='],
  repeatable: true,
};
const flag33: Flag = {
  flags: '--arch <ARCH>',
  says: 'the architecture: x64, arm64, ppc64le, s390x',
};
const flag34: Flag = {
  flags: '--refresh',
  says: "make it ready anew, from today's packages or image",
};
const flag35: Flag = {
  flags: '--record <FILE>',
  says: 'the record of the artifact, where it is not found by itself',
};
const flag36: Flag = { flags: '--max-members <N>', says: 'refuse an archive with more members' };
const flag37: Flag = {
  flags: '--max-unpacked-size <BYTES>',
  says: 'refuse an archive that is larger unpacked, as in 4G',
};
const flag38: Flag = {
  flags: '--markdown <FILE>',
  says: 'write the verdict to a file, for a pull request',
};
const flag39: Flag = {
  flags: '--explain [CHECK]',
  says: 'what a check means and what to do about it; alone, list all',
  choices: [
    'prefix-leak',
    'libtool-prefix',
    'pkgconfig-prefix',
    'shebang',
    'elf-machine',
    'glibc-max',
    'needed-unresolved',
    'rpath-outside',
    'symlink-absolute',
    'symlink-dangling',
    'setuid',
    'world-writable',
    'case-collision',
    'unsafe-path',
    'empty',
    'unstripped',
    'static-archive',
    'object-file',
    'duplicate',
    'bytecode',
    'dist-info',
    'python-path',
    'link-flags',
    'executable-stack',
    'no-relro',
    'text-relocations',
    'no-test',
    'size-jump',
    'files-changed',
  ],
};
const flag40: Flag = {
  flags: '--prefix <PREFIX>',
  says: 'where a tree without a record will be on the platform',
};
const flag41: Flag = { flags: '--stack <STACK>', says: 'the stack of a tree without a record' };
const flag42: Flag = {
  flags: '--jobs <N>',
  says: 'processes at once (default: one more than there are processors)',
};
const flag43: Flag = { flags: '--prefix <PREFIX>', says: 'where the new artifact will live' };
const flag44: Flag = {
  flags: '--allow [GLOB...]',
  says: 'binaries that may keep the old prefix, with a warning; alone, all of them',
};
const flag45: Flag = { flags: '--force', says: 'replace what was published under the new name' };
const flag46: Flag = {
  flags: '--output-dir <DIR>',
  says: 'the records are in its checksums/ (default: .)',
};
const flag47: Flag = {
  flags: '--uri <TEMPLATE>',
  says: 'where artifacts lie, as in https://…/{stack}/{file} (default: in the output directory)',
};
const flag48: Flag = {
  flags: '--digest <KIND>',
  says: "md5, sha256 or both (default: as the file's others)",
  choices: ['md5', 'sha256', 'both'],
};
const flag49: Flag = {
  flags: '--check',
  says: 'change nothing, print the diff; exit code 1 when there is one',
};
const flag50: Flag = {
  flags: '--line <NAME=LINE>',
  says: 'versions of a line are major, minor or any',
  repeatable: true,
};
const flag51: Flag = {
  flags: '--keep <NAME=N>',
  says: 'keep so many versions of a line (default: 1)',
  repeatable: true,
};
const flag52: Flag = { flags: '--keep-all <NAME>', says: 'keep all versions', repeatable: true };
const flag53: Flag = {
  flags: '--keep-latest-released <REF>',
  says: 'keep the newest of the manifest at a git ref',
};
const flag54: Flag = {
  flags: '--pin <NAME=VERSION>',
  says: 'never remove this version',
  repeatable: true,
};
const flag55: Flag = {
  flags: '--recipe <NAME=RECIPE>',
  says: 'take its artifacts from this recipe, where several make some',
  repeatable: true,
};
const flag56: Flag = {
  flags: '--drop-stack <STACK>',
  says: 'drop a retired stack',
  repeatable: true,
};
const flag57: Flag = {
  flags: '--default <NAME=VERSION>',
  says: 'make this version the default',
  repeatable: true,
};
const flag58: Flag = { flags: '--stack <STACK>', says: 'only for this stack', repeatable: true };
const flag59: Flag = {
  flags: '--arch <ARCH>',
  says: 'x64, arm64, ppc64le or s390x (default: for all)',
  choices: ['x64', 'arm64', 'ppc64le', 's390x'],
};
const flag60: Flag = { flags: '--records', says: 'compare with the records too' };
const flag61: Flag = { flags: '--fetch', says: 'download every uri, and verify it' };
const flag62: Flag = {
  flags: '--secret-query <NAME>',
  says: 'with --fetch: a field in the query of uris that is a secret too',
  repeatable: true,
};
const flag63: Flag = {
  flags: '--severity <CHECK=SEVERITY>',
  says: "how much a check matters: off, warning or error, and why, as in 'deprecated=off: REASON' (repeatable)",
  choices: [
    'missing-key=',
    'wrong-type=',
    'misspelt-key=',
    'duplicate-key=',
    'number-version=',
    'digest-missing=',
    'digest-malformed=',
    'digest-in-file-name=',
    'digest-shared=',
    'uri-shared=',
    'version-mismatch=',
    'stack-mismatch=',
    'stacks-empty=',
    'duplicate-entry=',
    'single-version=',
    'default-unmatched=',
    'default-repeated=',
    'date-malformed=',
    'url-map-invalid=',
    'url-map-runaway=',
    'url-map-unmatched=',
    'url-map-shadowed=',
    'credentials=',
    'record-digest=',
    'fetch=',
    'unknown-key=',
    'stack-unknown=',
    'stacks-shared=',
    'source-digest=',
    'default-deprecated=',
    'deprecated=',
    'deprecation-unmatched=',
    'url-map-stale=',
    'files-unmatched=',
    'record-unknown=',
    'record-file-name=',
  ],
  repeatable: true,
};
const flag64: Flag = {
  flags: '--as-of <DATE>',
  says: 'on this day, and a default that is past its date is an error',
};
const flag65: Flag = {
  flags: '--explain [CHECK]',
  says: 'what a check means and what to do about it; alone, list all',
  choices: [
    'missing-key',
    'wrong-type',
    'misspelt-key',
    'duplicate-key',
    'number-version',
    'digest-missing',
    'digest-malformed',
    'digest-in-file-name',
    'digest-shared',
    'uri-shared',
    'version-mismatch',
    'stack-mismatch',
    'stacks-empty',
    'duplicate-entry',
    'single-version',
    'default-unmatched',
    'default-repeated',
    'date-malformed',
    'url-map-invalid',
    'url-map-runaway',
    'url-map-unmatched',
    'url-map-shadowed',
    'credentials',
    'record-digest',
    'fetch',
    'unknown-key',
    'stack-unknown',
    'stacks-shared',
    'source-digest',
    'default-deprecated',
    'deprecated',
    'deprecation-unmatched',
    'url-map-stale',
    'files-unmatched',
    'record-unknown',
    'record-file-name',
  ],
};
const flag66: Flag = { flags: '--language <NAME>', says: "the buildpack's language" };
const flag67: Flag = {
  flags: '--output <FILE>',
  says: 'write to this file, not to standard output',
};
const flag68: Flag = {
  flags: '--cached',
  says: 'with every dependency in it, for machines without internet access',
};
const flag69: Flag = {
  flags: '--uncached',
  says: 'dependencies are downloaded when an application is staged',
};
const flag70: Flag = { flags: '--stack <STACK>', says: 'for this stack alone' };
const flag71: Flag = { flags: '--any-stack', says: 'for every stack that the manifest has' };
const flag72: Flag = {
  flags: '--version <VERSION>',
  says: 'of the buildpack (default: what its file VERSION says)',
};
const flag73: Flag = { flags: '--output-dir <DIR>', says: 'the zip goes there (default: .)' };
const flag74: Flag = { flags: '--manifest <FILE>', says: "this manifest, not the buildpack's own" };
const flag75: Flag = {
  flags: '--layout <LAYOUT>',
  says: 'classic or current (default: what the manifest is)',
  choices: ['classic', 'current'],
};
const flag76: Flag = {
  flags: '--profile <NAME>',
  says: 'leave out what this one of packaging_profiles says',
};
const flag77: Flag = {
  flags: '--include <NAME>',
  says: 'keep a dependency that the profile leaves out (repeatable)',
  repeatable: true,
};
const flag78: Flag = {
  flags: '--exclude <NAME>',
  says: 'leave out a dependency (repeatable)',
  repeatable: true,
};
const flag79: Flag = {
  flags: '--artifacts <DIR>',
  says: 'look for dependencies in its artifacts/ first (default: .)',
};
const flag80: Flag = {
  flags: '--secret-query <NAME>',
  says: 'a field in the query of uris that is a secret too (repeatable)',
  repeatable: true,
};
const flag81: Flag = {
  flags: '--limit <NAME=VALUE>',
  says: 'what pre_package (time) or a download (download-size, download-time, download-speed) may take, as in time=1h (repeatable)',
  choices: ['time=', 'download-size=', 'download-time=', 'download-speed='],
  repeatable: true,
};
const flag82: Flag = { flags: '--no-check', says: "don't check the manifest first" };
const flag83: Flag = { flags: '--markdown', says: 'as Markdown' };
const flag84: Flag = {
  flags: '--output <DIR>',
  says: "the copy (default: the buildpack's name with -overlaid behind it)",
};
const flag85: Flag = {
  flags: '--check',
  says: 'write nothing, print the diff; exit code 1 when there is one',
};
const flag86: Flag = { flags: '--force', says: 'replace a folder that is there' };
const flag87: Flag = {
  flags: '--stack <STACK>',
  says: 'the stack to stage in (default: the one that it was packaged for)',
};
const flag88: Flag = {
  flags: '--runner <RUNNER>',
  says: 'auto, docker, podman or bubblewrap',
  choices: ['auto', 'docker', 'podman', 'bubblewrap'],
};
const flag89: Flag = {
  flags: '--output <FILE>',
  says: 'the droplet (default: APPLICATION-droplet.tgz)',
};
const flag90: Flag = { flags: '--run', says: 'start the web process and ask it for a page' };
const flag91: Flag = { flags: '--path <PAGE>', says: 'with --run: the page (default: /)' };
const flag92: Flag = {
  flags: '--timeout <SECONDS>',
  says: 'with --run: how long the application may take to answer',
};
const flag93: Flag = {
  flags: '--env <NAME=VALUE>',
  says: "a variable of the application's environment (repeatable)",
  repeatable: true,
};
const flag94: Flag = {
  flags: '--cache-dir <DIR>',
  says: "the application's cache, kept between stagings",
};
const flag95: Flag = {
  flags: '--interface <KIND>',
  says: 'compile or supply (default: as the platform chooses)',
  choices: ['compile', 'supply'],
};
const flag96: Flag = {
  flags: '--limit <NAME=VALUE>',
  says: 'what a script or a download may take: time, processes, file-size, free-disk, memory, download-size, download-time, download-speed, as in time=1h (repeatable)',
  choices: [
    'time=',
    'processes=',
    'file-size=',
    'free-disk=',
    'memory=',
    'download-size=',
    'download-time=',
    'download-speed=',
  ],
  repeatable: true,
};
const flag97: Flag = {
  flags: '--fix',
  says: 'install what is missing, when run as root on Debian or Ubuntu',
};
const flag98: Flag = {
  flags: '--arch <ARCH,…>',
  says: 'with --fix, also what runs the programs of these architectures',
};
const flag99: Flag = {
  flags: '--older-than <DAYS>',
  says: 'only what was not used for this many days',
};
const flag100: Flag = {
  flags: '--kind <KIND>',
  says: 'only sources, stacks, artifacts, work or ccache (repeatable)',
  choices: ['sources', 'stacks', 'artifacts', 'work', 'ccache'],
  repeatable: true,
};

/** The options that every verb has. */
export const COMMON_FLAGS: readonly Flag[] = [flag1, flag2, flag3, flag4];

/** Verbs and subverbs, in the order of the registry. */
export const VERBS: readonly VerbEntry[] = [
  {
    name: 'build',
    group: 'build',
    sentence: 'build artifacts, or take them from the store',
    usage: '[NAME@VERSION...]',
    examples: [
      'binary-builder build libffi@3.4.4',
      'binary-builder build libffi@3.4.4 python@3.11.2 --jobs 4 --output-dir /srv/binaries',
      'binary-builder build python@3.12.99 --sha256=…     # a version that the recipe doesn’t list',
      'binary-builder build python@3.11.2 --option ensurepip=no',
      'binary-builder build --source-file source/data.json --output-file summary.json',
    ],
    flags: [
      flag5,
      flag6,
      flag7,
      flag8,
      flag9,
      flag10,
      flag11,
      flag12,
      flag13,
      flag14,
      flag15,
      flag16,
      flag17,
      flag18,
      flag19,
      flag20,
      flag21,
      flag22,
      flag23,
      flag24,
      flag25,
      flag26,
      flag27,
      flag28,
      flag29,
      flag30,
      flag31,
    ],
  },
  {
    name: 'plan',
    group: 'build',
    sentence: 'show all that a build would do, and its build key',
    help: 'Writes nothing and asks nothing of the network. It tells what this machine lacks for the build.',
    usage: '[NAME@VERSION...]',
    examples: ['binary-builder plan libffi@3.4.4', 'binary-builder plan libffi@3.4.4 --json'],
    flags: [
      flag5,
      flag6,
      flag7,
      flag8,
      flag9,
      flag10,
      flag11,
      flag12,
      flag13,
      flag14,
      flag15,
      flag16,
      flag17,
      flag18,
      flag19,
    ],
  },
  {
    name: 'fetch',
    group: 'build',
    sentence: 'get sources into the cache, verified',
    usage: '[NAME@VERSION...]',
    examples: [
      'binary-builder fetch python@3.11.2',
      'binary-builder fetch libffi@3.4.4 --url=file:///srv/libffi-3.4.4.tar.gz',
    ],
    flags: [
      flag5,
      flag6,
      flag7,
      flag8,
      flag9,
      flag10,
      flag11,
      flag12,
      flag13,
      flag14,
      flag15,
      flag16,
      flag17,
      flag18,
      flag19,
      flag32,
      flag31,
    ],
  },
  {
    name: 'recipes',
    group: 'look',
    sentence: 'list recipes, show one, or check them',
    usage: 'SUBVERB …',
    examples: [],
    flags: [],
  },
  {
    name: 'recipes list',
    sentence: 'list the recipes that there are',
    usage: '',
    examples: ['binary-builder recipes', 'binary-builder recipes list --json'],
    flags: [],
  },
  {
    name: 'recipes show',
    sentence: 'show a recipe, and where it is',
    usage: '[RECIPE]',
    examples: ['binary-builder recipes show python'],
    flags: [],
  },
  {
    name: 'recipes lint',
    sentence: 'check recipes: every version on every stack',
    help: 'Exit code 2 when there is a problem.',
    usage: '[RECIPE...]',
    examples: ['binary-builder recipes lint', 'binary-builder recipes lint python'],
    flags: [],
  },
  {
    name: 'stacks',
    group: 'look',
    sentence: 'list stacks, show one, or make one ready',
    usage: 'SUBVERB …',
    examples: [],
    flags: [],
  },
  {
    name: 'stacks list',
    sentence: 'list the stacks, and which are ready here',
    usage: '',
    examples: ['binary-builder stacks', 'binary-builder stacks list --arch s390x'],
    flags: [flag33],
  },
  {
    name: 'stacks show',
    sentence: 'show a stack, and whether it is ready here',
    usage: '[STACK]',
    examples: ['binary-builder stacks show debian12'],
    flags: [flag33],
  },
  {
    name: 'stacks prepare',
    sentence: 'make a stack ready, so that no build has to',
    usage: '[STACK]',
    examples: ['binary-builder stacks prepare debian12', 'binary-builder stacks prepare --refresh'],
    flags: [flag33, flag20, flag34, flag32],
  },
  {
    name: 'artifacts',
    group: 'look',
    sentence: 'list what was built, or show one record',
    usage: 'SUBVERB …',
    examples: [],
    flags: [],
  },
  {
    name: 'artifacts list',
    sentence: 'list what was built',
    usage: '',
    examples: [
      'binary-builder artifacts',
      'binary-builder artifacts list --output-dir /srv/binaries',
    ],
    flags: [flag23],
  },
  {
    name: 'artifacts show',
    sentence: 'show the record of one, and what is in it',
    usage: '[ARTIFACT]',
    examples: ['binary-builder artifacts show libffi-3.4.4'],
    flags: [flag23],
  },
  {
    name: 'verify',
    group: 'prove',
    sentence: 'verify all that can be known of an artifact',
    help: 'Digests, record, plan, contents, audit and tests, in one table.',
    usage: '[ARTIFACT]',
    examples: [
      'binary-builder verify libffi-3.4.4',
      'binary-builder verify ~/Downloads/libffi-3.4.4-linux-x64.tgz --output-dir /srv/binaries',
      'binary-builder verify python-3.11.2 --markdown verdict.md',
    ],
    flags: [flag23, flag35, flag20, flag36, flag37, flag30, flag14, flag15, flag31, flag38],
  },
  {
    name: 'audit',
    group: 'prove',
    sentence: 'look an artifact over: leaks, libraries, glibc, links',
    help: 'It changes nothing. A folder or a tarball without a record is looked over with --prefix.',
    usage: '[ARTIFACT|DIRECTORY]',
    examples: [
      'binary-builder audit libffi-3.4.4',
      'binary-builder audit ./staging --prefix /app/.heroku/vendor',
      'binary-builder audit --explain',
      'binary-builder audit --explain glibc-max',
    ],
    flags: [flag23, flag35, flag20, flag36, flag37, flag30, flag39, flag40, flag41, flag33],
  },
  {
    name: 'test',
    group: 'prove',
    sentence: 'run the tests of an artifact again, in a fresh stack',
    usage: '[ARTIFACT]',
    examples: [
      'binary-builder test libffi-3.4.4',
      'binary-builder test ./libffi-3.4.4-linux-x64.tgz',
    ],
    flags: [flag23, flag35, flag20, flag36, flag37, flag30, flag14, flag15, flag31],
  },
  {
    name: 'rebuild',
    group: 'prove',
    sentence: 'execute the plan of an artifact again, and compare',
    usage: '[ARTIFACT]',
    examples: [
      'binary-builder rebuild libffi-3.4.4',
      'binary-builder rebuild python-3.11.2 --jobs 8',
    ],
    flags: [flag23, flag35, flag20, flag36, flag37, flag30, flag14, flag15, flag31, flag42],
  },
  {
    name: 'relocate',
    group: 'prove',
    sentence: 'make a new artifact that lives at another prefix',
    usage: '[ARTIFACT]',
    examples: [
      'binary-builder relocate libffi-3.4.4 --prefix /home/vcap/deps/0/libffi',
      "binary-builder relocate python-3.11.2 --prefix /home/vcap/deps/0/python --allow 'lib/libpython*'",
    ],
    flags: [
      flag23,
      flag35,
      flag20,
      flag36,
      flag37,
      flag30,
      flag14,
      flag15,
      flag31,
      flag43,
      flag44,
      flag45,
    ],
  },
  {
    name: 'manifest',
    group: 'manifest and buildpack',
    sentence: "keep a buildpack's manifest.yml true to the records",
    usage: 'SUBVERB …',
    examples: [],
    flags: [],
  },
  {
    name: 'manifest update',
    sentence: 'bring it up to date from the records',
    help: 'All lines that are not concerned stay as they are. With --check, exit code 1 when there is a diff.',
    usage: '[FILE] [NAME...]',
    examples: [
      'binary-builder manifest update manifest.yml',
      'binary-builder manifest update manifest.yml python@3.5.2 --line python=any --default python=3.5.2',
      'binary-builder manifest update manifest.yml --check',
    ],
    flags: [
      flag46,
      flag47,
      flag48,
      flag49,
      flag50,
      flag51,
      flag52,
      flag53,
      flag54,
      flag55,
      flag56,
      flag57,
    ],
  },
  {
    name: 'manifest copy-stack',
    sentence: 'take entries over to another stack whose files fit both',
    help: 'Those are files that several stacks share, and those whose names say noarch or any-stack. Of a NAME it is every file whose name tells no other stack. With --check, exit code 1 when there is a diff.',
    usage: '[FILE] [FROM] [TO] [NAME...]',
    examples: [
      'binary-builder manifest copy-stack manifest.yml cflinuxfs4 cflinuxfs5 --check',
      'binary-builder manifest copy-stack manifest.yml cflinuxfs4 cflinuxfs5 miniforge',
    ],
    flags: [flag49],
  },
  {
    name: 'manifest remove',
    sentence: 'take entries out of it, by name, version and stack',
    help: 'A version may be a line, as in python@3.3.x, or a range, as in python@<3.5; a NAME alone is all of its versions. With --check, exit code 1 when there is a diff.',
    usage: '[FILE] [NAME@VERSION...]',
    examples: [
      'binary-builder manifest remove manifest.yml python@3.3.x python@3.4.4 --stack cflinuxfs2',
      'binary-builder manifest remove manifest.yml python@2.7.12 --default python=3.5.2 --check',
    ],
    flags: [flag58, flag59, flag57, flag49],
  },
  {
    name: 'manifest check',
    sentence: 'look a manifest over',
    help: 'Exit code 1 when an error was found.',
    usage: '[FILE]',
    examples: [
      'binary-builder manifest check manifest.yml --records --fetch',
      "binary-builder manifest check manifest.yml --severity 'stacks-shared=off: it is static'",
      'binary-builder manifest check manifest.yml --as-of 2026-10-31',
      'binary-builder manifest check --explain',
      'binary-builder manifest check --explain default-unmatched',
    ],
    flags: [flag46, flag60, flag61, flag62, flag32, flag31, flag63, flag64, flag65],
  },
  {
    name: 'manifest list',
    sentence: 'list the entries of a manifest',
    usage: '[FILE]',
    examples: ['binary-builder manifest list manifest.yml'],
    flags: [],
  },
  {
    name: 'manifest diff',
    sentence: 'what changed between two manifests, in words',
    help: 'Each is a file, as git has it in a commit (REF:PATH, from the top of the repository; REF:./PATH, from here; :PATH, what is staged), or standard input (-).',
    usage: '[FILE] [FILE]',
    examples: [
      'binary-builder manifest diff released.yml manifest.yml',
      'binary-builder manifest diff HEAD~1:manifest.yml manifest.yml',
    ],
    flags: [],
  },
  {
    name: 'manifest new',
    sentence: 'write a first manifest from the records',
    usage: '[NAME...]',
    examples: ['binary-builder manifest new --language python --output manifest.yml'],
    flags: [flag46, flag47, flag48, flag66, flag67],
  },
  {
    name: 'buildpack',
    group: 'manifest and buildpack',
    sentence: 'package a buildpack, change it, stage with it',
    usage: 'SUBVERB …',
    examples: [],
    flags: [],
  },
  {
    name: 'buildpack package',
    sentence: 'make the zip of a buildpack',
    usage: '[BUILDPACK]',
    examples: [
      'binary-builder buildpack package . --cached --stack cflinuxfs4',
      'binary-builder buildpack package . --uncached --any-stack --version 1.8.2 --output-dir /srv/zips',
    ],
    flags: [
      flag68,
      flag69,
      flag70,
      flag71,
      flag72,
      flag73,
      flag74,
      flag75,
      flag76,
      flag77,
      flag78,
      flag79,
      flag80,
      flag81,
      flag31,
      flag63,
      flag64,
      flag82,
    ],
  },
  {
    name: 'buildpack list',
    sentence: 'list the dependencies of a folder or a zip',
    usage: '[BUILDPACK]',
    examples: ['binary-builder buildpack list .'],
    flags: [flag83],
  },
  {
    name: 'buildpack summary',
    sentence: 'what release notes tell of a folder or a zip',
    usage: '[BUILDPACK]',
    examples: ['binary-builder buildpack summary python_buildpack-cached-v1.8.2.zip --markdown'],
    flags: [flag83],
  },
  {
    name: 'buildpack overlay',
    sentence: 'change a copy of a buildpack, as an overlay says',
    usage: '[BUILDPACK] [FILE]',
    examples: [
      'binary-builder buildpack overlay . s390x.yml --output ../python-buildpack-s390x',
      'binary-builder buildpack overlay . s390x.yml --check',
    ],
    flags: [flag84, flag85, flag86],
  },
  {
    name: 'buildpack stage',
    sentence: 'stage an application with it, as the platform does',
    usage: '[BUILDPACK] [APPLICATION]',
    examples: [
      'binary-builder buildpack stage python_buildpack-cached-v1.8.2.zip ../my-app --stack debian12 --run',
      'binary-builder buildpack stage . ../my-app --stack debian12 --cache-dir ../cache',
    ],
    flags: [
      flag87,
      flag88,
      flag89,
      flag90,
      flag91,
      flag92,
      flag93,
      flag94,
      flag95,
      flag36,
      flag37,
      flag96,
    ],
  },
  {
    name: 'shell',
    group: 'machine',
    sentence: 'look around where a build failed',
    usage: '[BUILD]',
    examples: [
      'binary-builder shell                                  # which builds failed',
      'binary-builder shell libffi-3.4.4-debian12-x64-1a2b3c4d',
    ],
    flags: [flag20, flag30],
  },
  {
    name: 'doctor',
    group: 'machine',
    sentence: 'what this machine can do, and what mends the rest',
    usage: '',
    examples: [
      'binary-builder doctor',
      'binary-builder doctor --fix',
      'binary-builder doctor --fix --arch s390x,arm64',
    ],
    flags: [flag97, flag98],
  },
  {
    name: 'cache',
    group: 'machine',
    sentence: 'where the cache is, how large, and make it smaller',
    usage: 'SUBVERB …',
    examples: [],
    flags: [],
  },
  {
    name: 'cache show',
    sentence: 'where the cache is, and how large',
    usage: '',
    examples: ['binary-builder cache'],
    flags: [],
  },
  {
    name: 'cache prune',
    sentence: 'remove what is not in use, or what the options say',
    help: 'Everything in the cache can be made or fetched again.',
    usage: '',
    examples: [
      'binary-builder cache prune',
      'binary-builder cache prune --older-than 30',
      'binary-builder cache prune --kind work',
    ],
    flags: [flag99, flag100],
  },
  {
    name: 'completion',
    group: 'machine',
    sentence: 'the script that completes all this in a shell',
    help: 'It completes verbs, options, what options take, recipes, stacks and architectures. binary-builder has to be in PATH.',
    usage: '[SHELL]',
    examples: [
      'source <(binary-builder completion bash)                  # in ~/.bashrc',
      'source <(binary-builder completion zsh)                   # in ~/.zshrc, after compinit',
      'binary-builder completion fish > ~/.config/fish/completions/binary-builder.fish',
    ],
    flags: [],
  },
  {
    name: 'help',
    group: 'machine',
    sentence: 'explain a verb, or list all',
    usage: '[VERB] [SUBVERB]',
    examples: ['binary-builder help build', 'binary-builder help manifest update'],
    flags: [],
  },
];
