/** Whether an address is on this machine, where there is no TLS. */
export const isLoopbackUrl = (address: string): boolean =>
  ['127.0.0.1', 'localhost'].includes(new URL(address).hostname);
