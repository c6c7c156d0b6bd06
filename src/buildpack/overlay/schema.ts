import * as z from 'zod';
import { parseManifestPath, PATH_EXAMPLE } from '../../manifest/edit/index.js';
import { lengthFault, spellingFault } from '../../name.js';
import { strictObject } from '../../files/index.js';
import { meant } from '../../text/index.js';

/** Refuses names that no file can have, or that would do something to a terminal. */
function spelling(text: string, context: z.RefinementCtx): void {
  const message = spellingFault(text);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
}

/** A path in the buildpack or the zip: relative, with slashes, and nowhere else. */
const path = z
  .string()
  .transform((text) =>
    text
      .split('/')
      .filter((part) => part !== '' && part !== '.')
      .join('/'),
  )
  .refine((text) => text !== '', 'names nothing: write a path in the buildpack')
  .refine((text) => !text.split('/').includes('..'), 'leads out of the buildpack')
  .refine((text) => !text.includes('\0'), 'has a NUL byte in it')
  .superRefine((text, context) => {
    const message = lengthFault(text);
    if (message !== undefined) context.addIssue({ code: 'custom', message });
  })
  .refine(
    (text) => text.split('/', 1)[0] !== '.git',
    'is a file of git, and those are not copied with the buildpack',
  );

export const pathSchema = z
  .string()
  .refine((text) => !text.startsWith('/'), 'is absolute: write a path in the buildpack')
  .pipe(path);

/** A file that lies beside the overlay, or in a folder there. */
const beside = z
  .string()
  .min(1, 'names no file')
  .refine(
    (text) => !text.startsWith('/') && !text.split('/').includes('..'),
    'leads out of the folder that the overlay is in',
  )
  .superRefine(spelling);

/** Text takes the place of other text. */
const replace = strictObject({
  /** The file. */
  replace: pathSchema,
  /** What stands there, to the letter, line ends included. */
  text: z.string().min(1, 'is empty: nothing can be found by it'),
  /** What shall stand there. */
  with: z
    .string()
    .min(
      1,
      'is empty, and whether an empty text was put there already can not be seen: take a neighbouring line into both',
    ),
  /** In how many places; one unless said. */
  matches: z.int().min(1).default(1),
})
  .refine((change) => change.text !== change.with, {
    path: ['with'],
    message: "is the same as 'text'",
  })
  .transform(({ replace: path, ...change }) => ({ kind: 'replace' as const, path, ...change }));

/** A unified diff is applied, to the files that it names. */
const patch = strictObject({
  patch: beside,
  /** The file that it is about, where it doesn't say so itself, as one that is copied from a page. */
  file: pathSchema.optional(),
  /** How many lines around a change may be others than the patch says. */
  fuzz: z.int().min(0).max(10).default(0),
}).transform(({ patch: from, ...change }) => ({ kind: 'patch' as const, from, ...change }));

/** A file is put in. */
const add = strictObject({
  add: pathSchema,
  content: z.string().optional(),
  /** In place of `content`: a file beside the overlay. */
  from: beside.optional(),
  /** Unless said, 0755 when `from` is a program, else 0644. */
  mode: z
    .string()
    .regex(/^0?[0-7]{3}$/, "takes permission bits in quotes, such as '0755'")
    .transform((text) => Number.parseInt(text, 8))
    .optional(),
  /** Whether a file that is there and says something else gives way. */
  overwrite: z.boolean().default(false),
})
  .refine((change) => (change.content === undefined) !== (change.from === undefined), {
    message: "takes 'content' or 'from', one of them",
  })
  .transform(({ add: path, ...change }) => ({ kind: 'add' as const, path, ...change }));

/** A file, a link or a folder goes. */
const remove = strictObject({ remove: pathSchema }).transform(({ remove: path }) => ({
  kind: 'remove' as const,
  path,
}));

/** Texts and lists of texts of `manifest.yml` are set. */
const manifest = strictObject({
  manifest: z
    .record(
      z.string(),
      z.union([z.string(), z.array(z.string()).min(1)], {
        error:
          'takes texts and lists of texts: put numbers in quotes, so that they stay what they are',
      }),
    )
    .superRefine((values, context) => {
      const wrong = Object.keys(values).find((key) => parseManifestPath(key) === undefined);
      if (wrong !== undefined) {
        context.addIssue({
          code: 'custom',
          path: [wrong],
          message: `'${wrong}' is no path of a manifest, such as ${PATH_EXAMPLE}`,
        });
      }
    })
    .refine((values) => Object.keys(values).length > 0, 'sets nothing'),
}).transform(({ manifest: values }) => ({ kind: 'manifest' as const, values }));

/** A change of one file or folder, in the buildpack or in a zip. */
export type FileChange =
  | z.output<typeof replace>
  | z.output<typeof patch>
  | z.output<typeof add>
  | z.output<typeof remove>;

const inZip = oneOf<FileChange>({ replace, patch, add, remove });

/** Members of a zip are changed. */
const edit = strictObject({
  edit: pathSchema,
  changes: z.array(inZip).min(1, 'changes nothing'),
}).transform(({ edit: path, ...change }) => ({ kind: 'edit' as const, path, ...change }));

/** A change of a buildpack. */
export type Change = FileChange | z.output<typeof edit> | z.output<typeof manifest>;

const inBuildpackOrZip = oneOf<Change>({ replace, patch, add, remove, edit, manifest });

/** An overlay: what is done to a buildpack, one change after the other. */
export const overlaySchema = strictObject({
  /** What it is for. */
  description: z.string().optional(),
  changes: z.array(inBuildpackOrZip).min(1, 'changes nothing'),
});

/** See {@link overlaySchema}. */
export type Overlay = z.output<typeof overlaySchema>;

/** A map that is told from others by a key of its own; what is wrong in it is told of that one alone. */
function oneOf<Output>(variants: Readonly<Record<string, z.ZodType<Output>>>): z.ZodType<Output> {
  const kinds = Object.keys(variants);
  return z
    .record(z.string(), z.unknown(), 'is no change: write a map, such as `remove: bin/steps/conda`')
    .transform((change, context) => {
      const named = kinds.filter((kind) => Object.hasOwn(change, kind));
      const [kind = ''] = named;
      const schema = variants[kind];
      if (schema === undefined || named.length > 1) {
        context.addIssue({ code: 'custom', message: unclear(Object.keys(change), named, kinds) });
        return z.NEVER;
      }
      const result = schema.safeParse(change);
      if (result.success) return result.data;
      for (const issue of result.error.issues) {
        const { path, message } = issue;
        // Which key is unknown is what tells its place in the file.
        if (issue.code === 'unrecognized_keys') context.addIssue({ ...issue, input: change });
        else context.addIssue({ code: 'custom', path, message });
      }
      return z.NEVER;
    });
}

function unclear(keys: readonly string[], named: readonly string[], kinds: readonly string[]) {
  if (named.length > 1) return `is ${named.join(' and ')} at once: make two changes of it`;
  const question = keys.flatMap((key) => meant(key, kinds) ?? []).at(0);
  return (
    `says no change (known: ${kinds.join(', ')})` + (question === undefined ? '' : `: ${question}`)
  );
}
