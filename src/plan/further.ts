import type { Address } from '../network/index.js';
import { BuilderError } from '../error.js';
import { GUEST, guestPath } from '../path.js';
import { placeIn, type ExpandedRecipe, type LoadedRecipe } from '../recipe/index.js';
import { ALGORITHMS } from '../files/index.js';
import type { Request } from './request.js';
import type { FurtherSource, Plan } from './schema.js';
import { excluding, inOrder, planOrigins, refuseOneForAll } from './source.js';

/** What a plan has of what is taken beside the source. */
interface PlannedFurther {
  sources: FurtherSource[];
  /** What their paths in the sandbox become in the artifact's text. */
  mappings: Plan['relocate']['mappings'];
  addresses: Address[];
}

/**
 * What a plan takes beside its source.
 * @throws BuilderError RECIPE_INVALID, NO_CHECKSUM
 */
export function planFurther(
  loaded: LoadedRecipe,
  recipe: ExpandedRecipe,
  { arch, secretQuery }: Pick<Request, 'arch' | 'secretQuery'>,
): PlannedFurther {
  refuseTwice(loaded, recipe);
  const planned = recipe.sources.map((one) => {
    const { name, version, archive, digests, byArch, into, unpack, listed } = one;
    const what = `${name} ${version}`;
    if (byArch) refuseOneForAll(loaded, writtenDigests(loaded, name), what);
    if (ALGORITHMS.every((algorithm) => digests[algorithm] === undefined)) {
      throw new BuilderError(
        'RECIPE_INVALID',
        `${at(loaded, name)}: there is no checksum for ${what} (${arch}).`,
        {
          hint: 'Nothing unverified is built: give it a sha256, a sha512 or an md5.',
        },
      );
    }
    const { url, origins, addresses } = planOrigins(archive, {
      ...{ version, url: undefined },
      ...(secretQuery === undefined ? {} : { secretQuery }),
    });
    const source: FurtherSource = {
      ...{ name, version },
      source: {
        ...{ kind: 'archive', url, origins, digests: inOrder(digests) },
        ...(byArch ? { arch } : {}),
        ...excluding(archive),
      },
      ...(into === undefined ? {} : { into }),
      ...{ unpack, listed },
    };
    return { source, addresses };
  });
  const sources = planned.map(({ source }) => source);
  return {
    sources,
    mappings: sources
      .filter(({ into }) => into === undefined)
      .map(({ name, version }) => ({
        from: guestPath(GUEST.further, name),
        to: `/usr/src/${name}-${version}`,
      })),
    addresses: planned.flatMap(({ addresses }) => addresses),
  };
}

/** Records tell sources apart by their names, and no two are put at one place. */
function refuseTwice(loaded: LoadedRecipe, { name: recipe, sources }: ExpandedRecipe): void {
  const names = new Set([recipe]);
  const places = new Set<string>();
  for (const { name, into } of sources) {
    if (names.has(name)) {
      const whose = name === recipe ? "the recipe's own source" : 'another one';
      throw new BuilderError(
        'RECIPE_INVALID',
        `${at(loaded, name)}: ${whose} is called '${name}' too.`,
        {
          hint: 'Give each of the sources a name of its own; conditions choose between entries.',
        },
      );
    }
    if (into !== undefined && places.has(into)) {
      throw new BuilderError(
        'RECIPE_INVALID',
        `${at(loaded, name)}: another one is put into ${into} too.`,
        {
          hint: 'Give each of the sources a folder of its own.',
        },
      );
    }
    names.add(name);
    if (into !== undefined) places.add(into);
  }
}

function at(loaded: LoadedRecipe, name: string): string {
  return placeIn(loaded, name, ['sources']);
}

/** The digests of one of the entries, as they are written. */
function writtenDigests({ recipe }: LoadedRecipe, name: string): Readonly<Record<string, unknown>> {
  const entries = (recipe.sources ?? []).flatMap(({ use }) => use);
  return entries.find((entry) => entry.name === name) ?? {};
}
