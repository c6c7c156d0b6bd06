/** The shells that we write a completion for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
