/** Methods of compression (APPNOTE.TXT, 4.4.5). */
export const METHODS = { stored: 0, deflated: 8 } as const;
