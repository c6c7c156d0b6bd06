// Runs a process as a shell of a sandbox is run, on this process's terminal: started by
// terminal.test.ts as a process of its own. REQUEST says what; its last line says how that ended.
import * as z from 'zod';
import { runOnTerminal } from '../../../src/sandbox/command/terminal.js';

const requestSchema = z.object({
  argv: z.tuple([z.string()], z.string()),
  environment: z.record(z.string(), z.string()),
  told: z.boolean(),
  inputs: z.array(z.string()),
  owner: z.number().optional(),
  path: z.string().optional(),
});

/** What {@link runOnTerminal} is asked for; inputs are texts, and `path` is our own PATH. */
export type Request = z.infer<typeof requestSchema>;

const { argv, environment, told, inputs, owner, path } = requestSchema.parse(
  JSON.parse(process.env.REQUEST ?? ''),
);
if (path !== undefined) process.env.PATH = path;
console.log(`we are ${process.pid}`);
try {
  const ended = await runOnTerminal(argv, {
    environment,
    told,
    inputs: inputs.map((text) => Buffer.from(text)),
    ...(owner !== undefined && { owner }),
  });
  console.log(`ended ${JSON.stringify(ended)}`);
  process.exitCode = ended.exitCode;
} catch (error) {
  console.log(`failed ${JSON.stringify(error)}`);
}
