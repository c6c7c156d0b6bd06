/** Who applications are staged and run as. */
interface User {
  readonly uid: number;
  readonly gid: number;
}

/** The platform's user, as its own stacks have it. */
const VCAP: User = { uid: 2000, gid: 2000 };

/**
 * The platform's user in a root whose `/etc/passwd` and `/etc/group` have these texts, and the texts
 * that they need to have for it. Pure.
 */
export function withVcap(
  passwd: string,
  group: string,
): { user: User; passwd: string; group: string } {
  const known = /^vcap:[^:\n]*:(\d{1,9}):(\d{1,9}):/m.exec(passwd);
  if (known !== null) {
    return { user: { uid: Number(known[1]), gid: Number(known[2]) }, passwd, group };
  }
  const { uid, gid } = VCAP;
  return {
    user: VCAP,
    passwd: withLine(passwd, `vcap:x:${uid}:${gid}::/home/vcap:/bin/bash`),
    group: withLine(group, `vcap:x:${gid}:`),
  };
}

function withLine(text: string, line: string): string {
  return text === '' || text.endsWith('\n') ? `${text}${line}\n` : `${text}\n${line}\n`;
}
