/** The groups in which help lists the verbs. */
export const GROUPS = ['build', 'look', 'prove', 'manifest and buildpack', 'machine'] as const;

/** See {@link GROUPS}. */
export type Group = (typeof GROUPS)[number];
