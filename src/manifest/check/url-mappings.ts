import {
  answerInTime,
  examineExpression,
  type Expression,
  type Located,
  type Manifest,
  type UrlMapping,
} from '../model/index.js';

/** A mapping that has an expression, and what that is. */
export interface ExaminedMapping {
  readonly mapping: UrlMapping;
  readonly match: Located<string>;
  readonly expression: Expression;
}

/** More are not tried, so that a hostile manifest can't keep us for ever. */
const MOST_RUNAWAYS = 5;

/** Several checks ask for parts of the same answer. */
const known = new WeakMap<Manifest, readonly ExaminedMapping[]>();

/**
 * Every mapping that has an expression. What that matches can't be told from a manifest: staging asks it of
 * the addresses that the buildpack's scripts name, which need not look like a uri or a source.
 */
export function examineMappings(manifest: Manifest): readonly ExaminedMapping[] {
  const examined = known.get(manifest) ?? examineAll(manifest);
  known.set(manifest, examined);
  return examined;
}

function examineAll({ urlMap, entries }: Manifest): ExaminedMapping[] {
  const addresses = entries.flatMap(({ uri, source }) =>
    [uri, source].flatMap((place) => place?.value ?? []),
  );
  const examined: ExaminedMapping[] = [];
  let runaways = 0;
  for (const mapping of urlMap) {
    const { match } = mapping;
    if (!match?.value || runaways >= MOST_RUNAWAYS) continue;
    const expression = inTime(examineExpression(match.value), addresses);
    if (expression.kind === 'runaway') runaways += 1;
    examined.push({ mapping, match, expression });
  }
  return examined;
}

/** One that is sound by itself may still be slow on addresses as they are. */
function inTime(expression: Expression, addresses: readonly string[]): Expression {
  if (expression.kind !== 'sound') return expression;
  const { regexp } = expression;
  const answered = answerInTime(() => addresses.filter((address) => regexp.test(address)).length);
  if (answered !== undefined) return expression;
  return { kind: 'runaway', reason: 'it takes too long on the uris of this manifest' };
}
