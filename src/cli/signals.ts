/** What ends binary-builder as it should end: Ctrl-C, whoever runs services, a terminal that is gone. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
