import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import typescript from 'typescript-eslint';

// The rooms, lowest first. A room may import the rooms of lower rows, through their index.ts;
// rooms of one row don't know each other.
const CHAIN = [
  ['tree', 'seccomp'],
  ['store'],
  ['elf'],
  ['recipe', 'stack'],
  ['plan'],
  ['relocate', 'audit', 'compare', 'pack', 'sandbox', 'source'],
  ['build'],
  ['manifest'],
  ['buildpack'],
  ['cli'],
];

const rooms = CHAIN.flat();

/** One configuration per room that refuses what the chain forbids. */
const boundaries = CHAIN.flatMap((row, level) =>
  row.map((room) => {
    const lower = new Set(CHAIN.slice(0, level).flat());
    const forbidden = rooms.filter((other) => other !== room && !lower.has(other));
    return {
      files: [`src/${room}/**/*.ts`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              ...(forbidden.length === 0
                ? []
                : [
                    {
                      regex: `^(\\.\\./)+(${forbidden.join('|')})/`,
                      message: `The room '${room}' may import only rooms below it: ${[...lower].join(', ') || 'none'}.`,
                    },
                  ]),
              {
                regex: `^(\\.\\./)+(${rooms.filter((other) => other !== room).join('|')})/(?!index\\.js$)`,
                message: `Enter a room through its index.ts.`,
              },
            ],
          },
        ],
      },
    };
  }),
);

export default typescript.config(
  { ignores: ['dist/', 'artifacts/', 'checksums/', 'quickstart/'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [typescript.configs.strictTypeChecked, typescript.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    files: ['**/*.js', 'bin/*'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  ...boundaries,
  prettier,
);
