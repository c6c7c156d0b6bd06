import boundaries from 'eslint-plugin-boundaries';

/**
 * The rooms of src/ from the ground up, and what each imports beside itself: the edges that the house
 * really has. Where one is missing, add it here, unless it would lead up: then something stands in the
 * wrong room. The files beside the rooms are for all.
 *
 * A room is entered through its index.ts. The parts of `stack`, `sandbox` and `cli`, which have one door
 * together, import each other's files.
 */
export const EDGES = {
  text: [],
  version: [],
  network: [],
  pattern: [],
  program: [],
  files: ['text', 'program'],
  tree: ['program', 'files'],
  archive: ['program', 'files', 'tree'],
  'archive/tar': ['files', 'archive'],
  'archive/gzip': ['archive'],
  'archive/zip': ['text', 'files', 'archive', 'archive/tar', 'archive/gzip'],
  store: ['text', 'network', 'program', 'files', 'tree'],
  seccomp: [],
  'source/receive': ['network', 'files'],
  'source/origin': ['network', 'program', 'files', 'tree', 'source/receive'],
  source: [
    'network',
    'pattern',
    'program',
    'files',
    'tree',
    'archive',
    'archive/tar',
    'archive/zip',
    'store',
    'source/receive',
    'source/origin',
  ],
  elf: ['tree'],
  recipe: ['text', 'version', 'pattern', 'files', 'source/origin'],
  'stack/definition': ['text', 'files'],
  'stack/engine': ['program'],
  'stack/root': ['files', 'store', 'stack/definition', 'stack/engine'],
  'stack/mirror': ['network', 'program'],
  'stack/confine': ['program', 'seccomp', 'stack/mirror'],
  'stack/bootstrap': [
    ...['files', 'program', 'tree'],
    ...['stack/definition', 'stack/root', 'stack/mirror', 'stack/confine'],
  ],
  'stack/prepare': [
    ...['files', 'program', 'tree', 'store'],
    ...['stack/engine', 'stack/root', 'stack/mirror', 'stack/bootstrap'],
  ],
  stack: ['stack/definition', 'stack/engine', 'stack/root', 'stack/prepare'],
  plan: ['network', 'pattern', 'files', 'source/origin', 'recipe', 'stack'],
  'sandbox/limits': ['program'],
  'sandbox/command': ['program', 'sandbox/limits'],
  'sandbox/emulation': ['text', 'program', 'sandbox/command'],
  'sandbox/runner': [
    ...['text', 'files', 'program', 'store', 'seccomp', 'stack'],
    ...['sandbox/limits', 'sandbox/command', 'sandbox/emulation'],
  ],
  sandbox: [
    ...['text', 'program', 'store', 'stack'],
    ...['sandbox/limits', 'sandbox/command', 'sandbox/emulation', 'sandbox/runner'],
  ],
  relocate: ['pattern', 'program', 'files', 'tree', 'elf'],
  audit: [
    ...['text', 'version', 'pattern', 'files', 'tree', 'archive', 'archive/zip', 'elf', 'stack'],
  ],
  compare: ['text', 'tree', 'elf'],
  pack: ['text', 'files', 'archive', 'archive/tar', 'archive/gzip'],
  'builder/place': [
    ...['network', 'files', 'tree', 'store', 'elf'],
    ...['stack', 'plan', 'source', 'sandbox'],
  ],
  'builder/record': [
    ...['version', 'network', 'store', 'stack', 'plan'],
    ...['source', 'sandbox', 'audit', 'pack', 'builder/place'],
  ],
  'builder/phases': [
    ...['text', 'pattern', 'files', 'program', 'tree', 'store', 'stack', 'plan'],
    ...['source', 'sandbox', 'relocate', 'audit', 'pack', 'builder/place', 'builder/record'],
  ],
  'builder/order': [
    ...['text', 'network', 'files', 'store', 'recipe', 'stack', 'plan', 'sandbox', 'audit'],
    ...['builder/place', 'builder/record', 'builder/phases'],
  ],
  'builder/shell': [
    ...['text', 'files', 'store', 'stack', 'plan', 'sandbox'],
    ...['builder/place', 'builder/phases', 'builder/order'],
  ],
  artifact: [
    ...[
      'text',
      'network',
      'pattern',
      'files',
      'tree',
      'archive',
      'store',
      'stack',
      'plan',
      'sandbox',
    ],
    ...['audit', 'compare', 'pack'],
    ...['builder/place', 'builder/record', 'builder/phases', 'builder/order'],
  ],
  'manifest/model': ['text', 'version', 'files', 'program', 'store'],
  'manifest/edit': ['text', 'version', 'network', 'files', 'manifest/model'],
  'manifest/update': ['text', 'version', 'store', 'manifest/model', 'manifest/edit'],
  'manifest/diff': ['network', 'manifest/model'],
  'manifest/check': [
    ...['text', 'version', 'network', 'pattern', 'files', 'tree', 'store', 'source'],
    'manifest/model',
  ],
  'buildpack/overlay': [
    ...['text', 'files', 'tree', 'archive/zip'],
    ...['manifest/model', 'manifest/edit'],
  ],
  'buildpack/package': [
    ...['text', 'version', 'network', 'pattern', 'files', 'program', 'tree', 'archive/zip'],
    ...['store', 'source'],
    ...['manifest/model', 'manifest/edit', 'manifest/check'],
  ],
  'buildpack/stage': [
    ...['text', 'pattern', 'files', 'program', 'tree', 'archive', 'archive/zip', 'store'],
    ...['stack', 'plan', 'sandbox', 'pack', 'builder/place', 'manifest/model'],
  ],
  machine: ['program', 'sandbox', 'stack'],
  'cli/print': ['text'],
  'cli/schema': ['store', 'stack', 'plan'],
  'cli/answer': [
    ...['text', 'network', 'files', 'store', 'source/origin', 'plan', 'sandbox', 'audit'],
    ...['builder/order', 'artifact', 'manifest/model', 'manifest/diff', 'manifest/check'],
    ...['buildpack/overlay', 'buildpack/package', 'buildpack/stage', 'machine'],
    ...['cli/print', 'cli/schema'],
  ],
  'cli/progress': ['text', 'cli/print', 'cli/schema', 'cli/answer'],
  'cli/timings': ['cli/print', 'cli/schema', 'cli/progress'],
  'cli/session': [
    ...['text', 'files', 'store', 'builder/place', 'builder/order'],
    ...['cli/print', 'cli/schema', 'cli/progress'],
  ],
  'cli/describe': ['cli/session'],
  'cli/options': [
    ...['text', 'network', 'files', 'archive', 'store', 'stack', 'plan', 'sandbox'],
    ...['builder/place', 'builder/order', 'artifact'],
    ...['cli/print', 'cli/session', 'cli/describe'],
  ],
  'cli/catalogue': ['text', 'cli/describe'],
  'cli/help': ['cli/describe', 'cli/catalogue'],
  'cli/complete': ['recipe', 'cli/session', 'cli/describe', 'cli/catalogue'],
  'cli/verbs': [
    ...['text', 'network', 'files', 'program', 'store', 'recipe', 'stack', 'plan', 'sandbox'],
    ...['audit', 'compare', 'builder/place', 'builder/order', 'builder/shell'],
    ...['artifact', 'manifest/model', 'manifest/edit', 'manifest/update', 'manifest/diff'],
    ...['manifest/check', 'buildpack/overlay', 'buildpack/package', 'buildpack/stage', 'machine'],
    ...['cli/print', 'cli/schema', 'cli/answer', 'cli/timings', 'cli/session', 'cli/describe'],
    ...['cli/options', 'cli/catalogue', 'cli/complete'],
  ],
  cli: [
    ...['text', 'network', 'files', 'program', 'tree', 'store'],
    ...['cli/print', 'cli/answer', 'cli/session', 'cli/describe', 'cli/options'],
    ...['cli/catalogue', 'cli/help', 'cli/complete', 'cli/verbs'],
  ],
};

/** Files beside the rooms: events name addresses, and the rule for names takes globs in. */
const HOUSE = ['network', 'pattern'];

/** The large rooms whose parts have one door together. */
const ONE_DOOR = ['stack', 'sandbox', 'cli'];

const isWithinOneDoor = (from, to) =>
  ONE_DOOR.some((room) => [from, to].every((name) => name === room || name.startsWith(`${room}/`)));

/** What a room may import: any file of those that share its door, the door of the others. */
function policyOf(from, room, targets) {
  const inner = targets.filter((to) => isWithinOneDoor(room, to));
  const outer = targets.filter((to) => !isWithinOneDoor(room, to));
  return {
    from,
    allow: [
      { to: { file: { categories: 'house' } } },
      ...inner.map((to) => ({ to: { element: { type: to } } })),
      ...outer.map((to) => ({ to: { element: { type: to }, file: { categories: 'door' } } })),
    ],
  };
}

/** Deeper folders first: the first pattern that fits is taken. */
const deepestFirst = Object.keys(EDGES).toSorted(
  (a, b) => b.split('/').length - a.split('/').length,
);

/** The configuration of ESLint that refuses what is not in the table. */
export const rooms = {
  files: ['src/**/*.ts'],
  plugins: { boundaries },
  settings: {
    'import/resolver': { typescript: true },
    'boundaries/elements': deepestFirst.map((room) => ({ type: room, pattern: `src/${room}` })),
    'boundaries/files': [
      { category: 'door', pattern: '**/index.ts' },
      { category: 'house', pattern: 'src/*.ts' },
    ],
    'boundaries/dependency-nodes': ['import', 'export', 'dynamic-import'],
  },
  rules: {
    'boundaries/dependencies': [
      'error',
      {
        default: 'disallow',
        message:
          "This import isn't among the edges of eslint.rooms.js: a room imports the rooms that stand there, through their index.ts.",
        policies: [
          policyOf({ file: { categories: 'house' } }, '', HOUSE),
          ...Object.entries(EDGES).map(([room, targets]) =>
            policyOf({ element: { type: room } }, room, targets),
          ),
        ],
      },
    ],
    'boundaries/no-unknown-files': 'error',
    'boundaries/no-unknown-dependencies': 'error',
  },
};
