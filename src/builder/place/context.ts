import type { FullAddresses } from '../../network/index.js';
import type { AskedLimits, LimitSettings } from '../../limit.js';
import type { Context } from '../../store/index.js';

/** What builds need of their surroundings. */
export interface BuildContext extends Context {
  /** What plans name in its public form, to fetch it; what is not among them is fetched as it is named. */
  addresses?: FullAddresses;
  /** What was said of the limits of what is run in a sandbox. No part of any plan. */
  limits?: AskedLimits;
}

/** The context of something that is done for a recipe which says limits of its own. */
export function withRecipeLimits(context: BuildContext, recipe: LimitSettings): BuildContext {
  return { ...context, limits: { commandLine: {}, ...context.limits, recipe } };
}
