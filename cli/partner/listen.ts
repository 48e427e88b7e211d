import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { createLookup } from '../../adapters/egress/lookup.ts';
import { createSender, type Response, type Sender } from '../../adapters/egress/sender.ts';
import { sign } from '../../adapters/egress/signature.ts';
import type { Bericht } from '../../client/answers.ts';
import type { HubClient } from '../../client/hub-client.ts';
import { deliveryHeaders } from '../../functions/webhook/requests.ts';
import { type ConnectionOptions, connect, type Finish, parseUrl } from '../options.ts';
import { endWithReader, type Output, show } from '../output.ts';
import type { Style } from '../print/paint.ts';
import { paintOfKind, soortOf } from '../print/partners.ts';
import { fitLine } from '../print/text.ts';
import { type FetchOptions, partnerAt, type WaitingPage, withPartner } from './fetch.ts';
import { type Asked, KEYS_IN_WORDS, onKeys } from './keys.ts';
import { readSecret } from './rehearsal.ts';

export interface ListenOptions extends FetchOptions {
  readonly naar: string;
  readonly geheim?: string;
  /** End when nothing lies ready any more. */
  readonly eenmaal?: boolean;
}

/** What listening does outside itself. */
export interface ListenEffects {
  readonly sender: Sender;
  /** Ends it when it is aborted; what is in hand is delivered and confirmed first. */
  readonly ending: AbortController;
  /** Calls back for each thing that is asked by a key; absent where nobody can press one. */
  readonly keys?: (asked: (what: Asked) => void) => () => void;
}

const WAIT_SECONDS = 10;
/** What a receiver refused comes again after this. */
const REST_MS = 5_000;
/** So many messages can be sent again by their number. */
const MOST_KEPT = 1_000;

const isTaken = (response: Response): boolean =>
  response.kind === 'response' && response.status >= 200 && response.status < 300;

/** The status, or why there was none. */
const shortAnswer = (response: Response): number | string =>
  response.kind === 'response' ? response.status : response.reden;

const messageLine = (
  number: number,
  bericht: Bericht,
  response: Response,
  again: boolean,
  style: Style,
): string => {
  const { subject, data } = bericht;
  const kind = soortOf(bericht);
  const what = `${paintOfKind(kind, style)(kind)} ${data.volgnummer} of ${subject.slice(0, 8)}${again ? ' again' : ''}`;
  const isGood = isTaken(response);
  const told = response.kind === 'response' ? `answered ${response.status}` : `no answer (${response.reden})`;
  const answer = (isGood ? style.good : style.bad)(told);
  return `${isGood ? ' ' : '!'} ${String(number).padStart(3)}  ${what}  ${answer} in ${response.duurMs} ms`;
};

/** Delivers to a webhook as the hub does, and shows each answer under a number that stays with the message. */
const createDelivery = (
  options: Pick<ListenOptions, 'naar' | 'json'>,
  secret: string,
  sender: Sender,
  output: Output,
) => {
  const numbers = new Map<string, number>();
  const kept = new Map<number, Bericht>();
  const keep = (bericht: Bericht): number => {
    const number = numbers.get(bericht.id) ?? numbers.size + 1;
    numbers.set(bericht.id, number);
    kept.set(number, bericht);
    kept.delete(number - MOST_KEPT);
    return number;
  };
  const deliver = async (bericht: Bericht, again = false): Promise<Response> => {
    const number = keep(bericht);
    const body = Buffer.from(JSON.stringify(bericht));
    const headers = { ...deliveryHeaders('localhost'), ...sign(bericht.id, body, [secret], new Date()) };
    const response = await sender.send({ method: 'POST', url: options.naar, headers, body });
    const { id, subject } = bericht;
    const answered = { antwoord: shortAnswer(response), ...(again ? { opnieuw: true } : {}) };
    show(output, options, [{ nummer: number, id, subject, soort: soortOf(bericht), ...answered }], () =>
      fitLine(messageLine(number, bericht, response, again, output), output.width),
    );
    return response;
  };
  return {
    deliver,
    again: async (number = numbers.size): Promise<void> => {
      const bericht = kept.get(number);
      if (bericht !== undefined) await deliver(bericht, true);
      else
        show(output, options, [], () => [
          numbers.size === 0 ? '  nothing came yet' : `  there is no message ${number}`,
        ]);
    },
  };
};

/**
 * `hub luister`: fetches for a partner and delivers signed to its own machine. What is answered with 2xx is confirmed;
 * anything else comes again, and what follows of the same zaak waits for it.
 */
export const listen = async (
  hub: HubClient,
  options: ListenOptions,
  output: Output,
  { sender, ending, keys }: ListenEffects,
): Promise<number> => {
  const { signal } = ending;
  const { geheim, eenmaal } = options;
  const secret = geheim === undefined ? `whsec_${randomBytes(32).toString('base64')}` : readSecret(geheim);
  const partner = await partnerAt(hub, options);
  const { deliver, again } = createDelivery(options, secret, sender, output);

  /** Says what it does, and the secret when that is made here: whoever checks signatures has to know it. */
  const begin = (): void =>
    show(output, options, geheim === undefined ? [{ geheim: secret }] : [], () =>
      [
        ...(geheim === undefined ? [`Secret        ${secret}`] : []),
        `Listening     for ${options.partner} of gemeente ${options.gemeente}; each message goes to ${options.naar}`,
      ].flatMap((line) => fitLine(line, output.width)),
    );

  /** Delivers those of a page, and adds the zaken of which one was refused. */
  const deliverPage = async ({ berichten }: WaitingPage, refused: Set<string>): Promise<void> => {
    for (const bericht of berichten) {
      if (signal.aborted) return;
      if (refused.has(bericht.subject)) continue;
      const response = await deliver(bericht);
      if (isTaken(response)) await partner.confirm(bericht);
      else refused.add(bericht.subject);
    }
  };

  const round = async (ready: WaitingPage): Promise<number | undefined> => {
    const refused = new Set<string>();
    const seen = new Set<string>();
    // What was refused stays in front: behind it lies more.
    for (let page = ready; page.berichten.some(({ id }) => !seen.has(id)); ) {
      for (const { id } of page.berichten) seen.add(id);
      await deliverPage(page, refused);
      if (signal.aborted) return 0;
      if (refused.size === 0) break;
      page = await partner.readyAfter(page, signal);
    }
    if (eenmaal === true && refused.size > 0) return 1;
    if (eenmaal === true && seen.size === 0) return 0;
    if (refused.size > 0) await pause(REST_MS, undefined, { signal });
    return undefined;
  };

  let resent = Promise.resolve();
  let restore: (() => void) | undefined;
  try {
    // Asked first: of a hub that is away, or a door that is not chosen, nothing else is said.
    let ready = await partner.ready(0, signal);
    begin();
    restore = keys?.((what) => {
      if (what.soort === 'einde') ending.abort();
      else resent = resent.then(() => again(what.number));
    });
    for (;;) {
      const code = await round(ready);
      if (code !== undefined) return code;
      ready = await partner.ready(eenmaal === true ? 0 : WAIT_SECONDS, signal);
    }
  } catch (error) {
    if (signal.aborted) return 0;
    throw error;
  } finally {
    restore?.();
    await resent;
  }
};

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Keys where somebody sits at both ends of a terminal. */
const keysOf = ({ json, eenmaal }: ListenOptions, output: Output): Pick<ListenEffects, 'keys'> => {
  const { stdin } = process;
  if (json === true || eenmaal === true || !output.interactive || stdin.isTTY !== true) return {};
  return {
    keys: (asked) => {
      output.line(`  ${KEYS_IN_WORDS}`);
      return onKeys(stdin, asked);
    },
  };
};

/** Adds `luister` to the program. */
export const listenCommand = (program: Command, output: Output, finish: Finish): void => {
  withPartner(program.command('luister'))
    .description('fetch the messages of a partner and deliver each, signed, to a webhook on this machine')
    .requiredOption('--naar <url>', 'your webhook, for example http://localhost:8080/hook', parseUrl)
    .addOption(
      new Option('--geheim <whsec>', 'secret to sign with; without it one is made and shown').env(
        'WEBHOOK_GEHEIM',
      ),
    )
    .option('--eenmaal', 'end when nothing lies ready any more, with 1 when something was refused')
    .action((options: ListenOptions & ConnectionOptions) => {
      const ending = new AbortController();
      for (const name of SIGNALS) process.once(name, () => ending.abort());
      if (options.eenmaal !== true) endWithReader(() => ending.abort());
      const sender = createSender({ loopbackAllowed: true, resolve: createLookup() });
      const effects = { sender, ending, ...keysOf(options, output) };
      return finish(listen(connect(options), options, output, effects));
    });
};
