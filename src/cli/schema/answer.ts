import * as z from 'zod';
import { applicationAnswered, applicationStaged } from './application.js';
import {
  artifactAudited,
  artifactRebuilt,
  artifactRelocated,
  artifactShown,
  artifactsListed,
  artifactTested,
  artifactVerified,
} from './artifact.js';
import {
  buildpackListed,
  buildpackOverlaid,
  buildpackPackaged,
  buildpackSummarized,
} from './buildpack.js';
import { checkExplained, checksListed } from './check.js';
import { commandFailed } from './failure.js';
import { buildsListed, cacheMeasured, cachePruned, machineDiagnosed } from './machine.js';
import {
  manifestChecked,
  manifestCompared,
  manifestListed,
  manifestUpdated,
  manifestWritten,
} from './manifest.js';
import { buildTimed, planMade, sourceFetched } from './order.js';
import { recipesChecked, recipeShown, recipesListed } from './recipe.js';
import { stackPrepared, stackShown, stacksListed } from './stack.js';

/**
 * What a verb answers in the end, where `--json` asks for it: one of these for each thing that was asked
 * for. Builds answer with events, `build.finished` and `build.failed`.
 */
export const answerSchema = z.discriminatedUnion('type', [
  planMade,
  buildTimed,
  sourceFetched,
  recipesListed,
  recipeShown,
  recipesChecked,
  stacksListed,
  stackShown,
  stackPrepared,
  artifactsListed,
  artifactShown,
  artifactVerified,
  artifactAudited,
  artifactTested,
  artifactRebuilt,
  artifactRelocated,
  manifestListed,
  manifestChecked,
  manifestCompared,
  manifestUpdated,
  manifestWritten,
  checksListed,
  checkExplained,
  buildpackListed,
  buildpackSummarized,
  buildpackPackaged,
  buildpackOverlaid,
  applicationStaged,
  applicationAnswered,
  buildsListed,
  machineDiagnosed,
  cacheMeasured,
  cachePruned,
  commandFailed,
]);

/** See {@link answerSchema}. */
export type Answer = z.input<typeof answerSchema>;
