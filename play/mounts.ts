import { MAIL_PATH, PLAY_PATH, SPECIFICATION_PATH } from '../functions/loket/paths.ts';
import type { Handler } from '../local/mount.ts';

/** A handler that is loaded when a browser first asks for what it serves. */
const atRequest = (load: () => Promise<Handler>): Handler => {
  let loaded: Promise<Handler> | undefined;
  const serve: Handler = async (request, response) => {
    loaded ??= load();
    return (await loaded)(request, response);
  };
  return serve;
};

/** The pages that a hub on this machine has beside its API, by path. */
export const playMounts = (url: string): Readonly<Record<string, Handler>> => ({
  [PLAY_PATH]: atRequest(async () => (await import('./serve.ts')).createPlay(url)),
  [SPECIFICATION_PATH]: atRequest(async () =>
    (await import('./specification/serve.ts')).createSpecification(),
  ),
  [MAIL_PATH]: atRequest(async () => (await import('./mail.ts')).createMailPage(url)),
});
