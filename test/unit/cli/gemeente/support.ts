import { text } from 'node:stream/consumers';
import type { Terminal } from '../../../../cli/gemeente/terminal.ts';
import { buildProgram } from '../../../../cli/program.ts';
import { userError } from '../../../../client/errors.ts';
import { createHubClient, type HubClient } from '../../../../client/hub-client.ts';
import { caught } from '../../../hub/test-hub.ts';
import { startHttp } from '../../client/http-server.ts';

export const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a';
export const ONTVANGST = '5c8f2f0a-6a53-8c11-a2de-0d7a4f5b8a01';

/** The answers of the hub in a test. A call without an answer here gets the usual one. */
export interface Answers {
  readonly accept?: { readonly status: number; readonly body: unknown };
  /** How far the message is each time that somebody asks; the last one stays. */
  readonly statuses?: readonly { readonly status: string; readonly reden?: string }[];
  readonly zaken?: readonly string[];
  readonly gebeurtenissen?: readonly unknown[];
}

export interface Posted {
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

const CLOCK = '/_lokaal/klok';

/** A hub as the command line meets it over HTTP, which keeps what it was sent. */
export const startAnsweringHub = async (answers: Answers = {}) => {
  const posted: Posted[] = [];
  const paths: string[] = [];
  const tokensOf: (string | null)[] = [];
  const statuses = [...(answers.statuses ?? [{ status: 'verwerkt' }])];
  const answerTo = (path: string, sent: string): { status: number; body: unknown } => {
    if (path === CLOCK) return { status: 404, body: {} };
    if (path === '/_lokaal/tokens/token') {
      tokensOf.push(new URLSearchParams(sent).get('client_id'));
      return { status: 200, body: { access_token: 'token' } };
    }
    if (path === '/v1/zaken/_zoek') {
      const zaken = (answers.zaken ?? [ZAAK]).map((zaakId) => ({
        zaakId,
        gemeentecode: '0907',
        status: 'actief',
      }));
      return { status: 200, body: { zaken } };
    }
    if (path.endsWith('/tijdlijn'))
      return {
        status: 200,
        body: { zaakId: ZAAK, gebeurtenissen: answers.gebeurtenissen ?? [], termijnen: [] },
      };
    if (path === `/v1/gebeurtenissen/${ONTVANGST}`) {
      const state = statuses.length > 1 ? statuses.shift() : statuses[0];
      const receipt = { ontvangstId: ONTVANGST, type: 'nl.x.y.v1', organisatie: 'gemeente-0907' };
      return { status: 200, body: { ...receipt, sinds: '2026-06-01T10:00:00.000Z', ...state } };
    }
    return answers.accept ?? { status: 202, body: { ontvangstId: ONTVANGST } };
  };
  const server = await startHttp((request, response) => {
    void text(request).then((sent) => {
      const path = request.url ?? '';
      // To read a clock tells the hub nothing.
      if (path !== CLOCK) paths.push(path);
      if (path === '/v1/gebeurtenissen' || path.endsWith('/_herstel'))
        posted.push({ path, contentType: request.headers['content-type'], body: JSON.parse(sent) });
      const answer = answerTo(path, sent);
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer.body));
    });
  });
  const client: HubClient = createHubClient({ url: server.url });
  return { ...server, client, posted, paths, tokensOf };
};

export interface Ran {
  readonly code: number | undefined;
  readonly lines: readonly string[];
  /** What commander refused, or the error that ended the command. */
  readonly error: string | undefined;
}

/** Types a command line as a person would, without a terminal. */
export const type = async (url: string, ...args: readonly string[]): Promise<Ran> => {
  const { written, output } = caught();
  let code: number | undefined;
  const finish = async (ending: Promise<number>) => {
    code = await ending;
  };
  const program = await buildProgram(output, finish, args[0]);
  const quiet = (command: typeof program): void => {
    command.configureOutput({ writeErr: () => undefined });
    command.commands.forEach(quiet);
  };
  quiet(program);
  try {
    await program.parseAsync([...args, '--url', url], { from: 'user' });
    return { code, lines: written, error: undefined };
  } catch (error) {
    return { code, lines: written, error: error instanceof Error ? error.message : String(error) };
  }
};

/** A person at a terminal who gives the prepared answers and then ends the dialogue. */
export const person = (...answers: readonly string[]) => {
  const left = [...answers];
  const said: string[] = [];
  let closed = false;
  const terminal: Terminal = {
    say: (lines) => {
      said.push(...lines);
    },
    ask: async (prompt) => {
      const answer = left.shift();
      said.push(`${prompt}${answer ?? ''}`);
      if (answer === undefined) throw userError('stopped');
      return answer;
    },
    close: () => {
      closed = true;
    },
  };
  return { terminal, said, left, isClosed: () => closed };
};
