import { guestPath } from '../../path.js';

/** Where Cloud Foundry has things, in its staging containers and in those of applications. */
export const PLATFORM = {
  /** The build directory: the application while it is staged. */
  build: guestPath('/tmp/app'),
  cache: guestPath('/tmp/cache'),
  deps: guestPath('/tmp/deps'),
  /** Scripts of this folder are sourced before the application starts. */
  profile: guestPath('/tmp/profile.d'),
  /** Holds the unpacked buildpack, in a folder of a name that nobody should rely on. */
  buildpacks: guestPath('/tmp/buildpacks'),
  scratch: guestPath('/tmp'),
  home: guestPath('/home/vcap'),
  /** The application when it runs. */
  app: guestPath('/home/vcap/app'),
  /** Another name of that: a link in the platform's own stacks. */
  shortApp: guestPath('/app'),
} as const;

/** The place of the one buildpack among those that an application is staged with. */
export const DEPS_INDEX = '0';

/** The port that an application is told to listen on. */
export const PORT = '8080';
