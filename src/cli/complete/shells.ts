/** The shells that we write a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** See {@link SHELLS}. */
export type Shell = (typeof SHELLS)[number];
