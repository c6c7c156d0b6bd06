/** The binary content of every armoured block in a text, one after the other (RFC 9580 §6.2). */
export function dearmor(text: string): Buffer | undefined {
  const blocks = text
    .replaceAll('\r', '')
    .matchAll(/^-----BEGIN PGP [A-Z ]+-----\n(?:[\w-]+: .*\n)*\s*\n([\s\S]*?)^-----END PGP/gm);
  const contents: Buffer[] = [];
  for (const [, body = ''] of blocks) {
    const base64 = body.replace(/^=\S{4}$/m, '').replace(/\s/g, '');
    if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return undefined;
    contents.push(Buffer.from(base64, 'base64'));
  }
  return contents.length === 0 ? undefined : Buffer.concat(contents);
}

/** Whether a text holds an armoured, detached signature. */
export function isArmoredSignature(text: string): boolean {
  return /^-----BEGIN PGP SIGNATURE-----\s*$/m.test(text) && dearmor(text) !== undefined;
}
