/** Whether an address (`http://127.0.0.1:8787/…`) is on this machine itself, where there is no TLS. */
export const isLoopbackUrl = (address: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(address).hostname);
