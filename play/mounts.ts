import { PLAY_PATH } from '../functions/loket/paths.ts';
import type { Handler } from '../local/mount.ts';

/** The pages that a hub on this machine has beside its API, by path. They are loaded when a browser asks for one. */
export const playMounts = (url: string): Readonly<Record<string, Handler>> => {
  let loaded: Promise<Handler> | undefined;
  const load = async (): Promise<Handler> => {
    const { createPlay } = await import('./serve.ts');
    return createPlay(url);
  };
  const serve: Handler = async (request, response) => {
    loaded ??= load();
    return (await loaded)(request, response);
  };
  return { [PLAY_PATH]: serve };
};
