import * as z from 'zod';
import { ARCH_NAMES, type Arch } from '../../architecture.js';
import { LONGEST_WORD } from '../../name.js';
import { packageName, relativeFolder, text, variable } from '../../name-schema.js';
import { strictObject } from '../../files/index.js';

const digest = z.string().regex(/^[0-9a-f]{64}$/, 'not a sha256 digest: 64 hex digits, lower case');

const image = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9._:/-]*[a-z0-9](:[A-Za-z0-9._-]+)?(@sha256:[0-9a-f]{64})?$/,
    'not an image reference: registry/name, registry/name:tag or registry/name@sha256:…',
  )
  .max(512, 'has more than 512 characters');

const archive = strictObject({
  path: relativeFolder.describe('A tar archive, relative to the folder of this file.'),
  sha256: digest,
});

/** One value for every architecture, or one for each. */
function perArchitecture<T extends z.ZodType>(value: T) {
  return z.union([value, z.partialRecord(z.enum(ARCH_NAMES), value)]);
}

const debian = strictObject({
  suite: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'not the name of a Debian suite')
    .max(LONGEST_WORD, `has more than ${LONGEST_WORD} characters`),
  variant: z
    .enum(['essential', 'minbase', 'apt'])
    .default('essential')
    .describe('Which packages a root starts with, as mmdebstrap calls it.'),
});

/** Where a root filesystem comes from. */
type RootDefinition =
  | { debian: z.infer<typeof debian> }
  | { image: PerArchitecture<string> }
  | { archive: PerArchitecture<z.infer<typeof archive>> };

type PerArchitecture<T> = T | Partial<Record<Arch, T>>;

// Not a union of three objects: the messages about one with two roots, or with a root of a
// misspelt kind, would be about kinds that nobody meant.
const root = strictObject({
  debian: debian.optional().describe('Made here from Debian packages, with mmdebstrap.'),
  image: perArchitecture(image).optional().describe('A published container image.'),
  archive: perArchitecture(archive)
    .optional()
    .describe('A root filesystem that somebody has as a tar archive, plain or compressed.'),
})
  .meta({
    description: 'Where the root filesystem comes from: exactly one of these.',
    minProperties: 1,
    maxProperties: 1,
  })
  .transform((given, context): RootDefinition => {
    const { debian, image, archive } = given;
    const kinds = Object.keys(given).length;
    if (kinds === 1 && debian !== undefined) return { debian };
    if (kinds === 1 && image !== undefined) return { image };
    if (kinds === 1 && archive !== undefined) return { archive };
    const message = 'a root comes from exactly one of debian, image and archive';
    context.issues.push({ code: 'custom', message, input: given });
    return z.NEVER;
  });

const ccache = strictObject({
  packages: z
    .array(packageName)
    .default([])
    .describe("Packages of it, in the toolchain of roots of the machine's own architecture."),
  links: z
    .string()
    .startsWith('/')
    .describe('Folder of compiler links that goes first in PATH when ccache is on.'),
});

const applications = strictObject({
  toolchain: z
    .boolean()
    .default(false)
    .describe('Whether the toolchain is there too, as it is on platforms that compile.'),
  packages: z.array(packageName).default([]).describe('Packages on top.'),
});

/** What `stacks/NAME.yml` holds. */
export const stackSchema = strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9][a-z0-9._-]*$/, 'a stack name has lower-case letters, digits, . _ and -')
    .max(LONGEST_WORD, `has more than ${LONGEST_WORD} characters`)
    .describe('The name of the stack and of its file.'),
  description: z.string().min(1),
  homepage: z.url().optional(),
  architectures: z
    .array(z.enum(ARCH_NAMES))
    .min(1)
    .describe('The CPU architectures that this stack exists for.'),
  glibc: z
    .string()
    .regex(/^\d+\.\d+$/, 'a glibc version such as "2.36"')
    .describe('The version of the C library that artifacts may rely on.'),
  preference: z
    .int()
    .optional()
    .describe(
      'When nobody names a stack, the highest that is or can be made ready wins; a stack without one is never chosen by itself.',
    ),
  root,
  'os-release': z
    .record(z.string().regex(/^[A-Z_]+$/, 'a name as in ID or VERSION_ID'), text)
    .optional()
    .describe(
      'What /etc/os-release says in it: by that a machine that is the stack itself, such as its container, is known.',
    ),
  packages: z
    .array(packageName)
    .default([])
    .describe(
      'Packages that the platform has too: in every root, also where artifacts are tested.',
    ),
  toolchain: z.array(packageName).default([]).describe('Packages that every build gets.'),
  applications: applications
    .optional()
    .describe(
      'What the platform has beside the stack where applications are staged and started; images have it already.',
    ),
  environment: z
    .record(variable, text)
    .default({})
    .describe('Environment of every build; {source-label} stands for NAME-VERSION of the source.'),
  ccache: ccache.optional().describe('How compiler results are kept; without it they never are.'),
  cross: z
    .partialRecord(z.enum(ARCH_NAMES), z.array(packageName).min(1))
    .optional()
    .describe(
      'Packages of the compiler that runs on the machine and compiles for this architecture.',
    ),
});

/** A stack as its file defines it. */
export type StackDefinition = z.infer<typeof stackSchema>;

/** The JSON Schema of stack files, for editors; committed as `stacks/schema.json`. */
export function stackJsonSchema(): unknown {
  return {
    title: 'binary-builder stack',
    ...z.toJSONSchema(stackSchema, { io: 'input', target: 'draft-7' }),
  };
}

/** Whether a text can be a Debian package name. */
export function isPackageName(name: string): boolean {
  return packageName.safeParse(name).success;
}
