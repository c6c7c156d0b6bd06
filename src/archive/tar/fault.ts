/** A tar that can't be read: its message says what is wrong, as the end of «it is damaged: …». */
export class TarFault extends Error {
  override readonly name = 'TarFault';
}

/** The fault of a tar whose bytes end before it does. */
export function endsTooEarly(): TarFault {
  return new TarFault('it ends too early');
}
