import { Header } from 'tar';

/** One member of a test's archive: a file unless it says otherwise. */
export interface TestMember {
  path: string;
  type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'FIFO' | 'NextFileHasLongPath';
  linkpath?: string;
  /** The path itself, for NextFileHasLongPath. */
  content?: string;
  mode?: number;
  mtime?: Date;
}

/** A tar with just these members, as hostile as they are. */
export function tarball(members: readonly TestMember[]): Buffer {
  const blocks = members.flatMap(({ content = '', type = 'File', ...member }) => {
    const body = Buffer.from(content);
    const header = Buffer.alloc(512);
    new Header({ mode: 0o644, mtime: new Date(0), ...member, type, size: body.length }).encode(
      header,
    );
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
