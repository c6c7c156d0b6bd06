import type { HostPath } from '../../../path.js';
import type { runEngine } from '../../../stack/index.js';
import type { RunnerKind } from '../kind.js';

/** What makes one container engine with docker's command line different from another. */
export interface EngineKind<Name extends string = string> extends Pick<
  RunnerKind<Name>,
  'name' | 'suits'
> {
  /** Debian's packages that have it. */
  readonly packages: string;
  /** Whether it runs a root in a folder, which spares an import. */
  readonly runsFolders: boolean;
  /** Whether an ordinary user's containers are counted with all others of that user. */
  readonly countsByUser: boolean;
  /** An empty root in the form in which it gets its roots from us, as arguments of `run`; why not, as text. */
  emptyRoot(client: Client, cache: HostPath): Promise<readonly string[] | string>;
  /** The user whom its containers run as; see `Engine.user`. */
  user(): Promise<string>;
  /** Whether it takes no seccomp profile from its client; see `Engine.ownFilter`. */
  hasOwnFilter(): Promise<boolean>;
  /** Variables of its client for a machine where it doesn't work without. */
  plainEnvironment?(cache: HostPath): Promise<Readonly<Record<string, string>>>;
  /** The command that mends what it complained of. */
  remedyOf(complaint: string): string;
  /** See `Engine.importOptions`. */
  readonly importOptions?: (platform: string) => readonly string[];
  /** Whom root lets a container be outside, as arguments of `run`. */
  readonly outsideUser: readonly string[];
  /** Keeps the proxies of whoever calls it, passwords and all, from its containers: arguments of `run`. */
  readonly withoutProxies: readonly string[];
}

/** Runs the engine's client for a trial. */
export type Client = (
  argv: readonly string[],
  options?: Pick<NonNullable<Parameters<typeof runEngine>[2]>, 'input'>,
) => ReturnType<typeof runEngine>;
