import { ARCH_NAMES, ARCHITECTURES, type Arch } from '../architecture.js';

/** Every architecture with the words that stand for it in file names, none a part of another word. */
const WORDS = ARCH_NAMES.map((arch) => {
  const { debian, machine } = ARCHITECTURES[arch];
  return { arch, word: new RegExp(`(?<![a-z0-9])(?:${arch}|${debian}|${machine})(?![a-z0-9])`) };
});

/** The architecture that a uri's file name tells, as `python-3.5.2-linux-x64.tgz` does; undefined when it tells none. */
export function archOfUri(uri: string): Arch | undefined {
  const path = uri.split(/[?#]/, 1)[0] ?? '';
  const file = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  return WORDS.find(({ word }) => word.test(file))?.arch;
}
