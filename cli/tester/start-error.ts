import { errorCode, userError } from '../../client/errors.ts';

const memberOf = (error: unknown, name: string): unknown =>
  error instanceof Error ? Reflect.get(error, name) : undefined;

/** Why a hub did not start, in words for who started it where the machine refused a port or a path; else the error itself. */
export const startError = (error: unknown, port: number): unknown => {
  const code = errorCode(error);
  if (code === 'EADDRINUSE') return userError(`port ${port} is in use; choose another with --port`, error);
  if (code === 'EACCES' && memberOf(error, 'syscall') === 'listen')
    return userError(`port ${port} is not for every user; choose one from 1024 up with --port`, error);
  const path = memberOf(error, 'path');
  return code !== undefined && typeof path === 'string'
    ? userError(`cannot use ${path} (${code})`, error)
    : error;
};
