import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Option } from 'commander';
import { createLookup } from '../../adapters/egress/lookup.ts';
import { createSender, type Response, type Sender } from '../../adapters/egress/sender.ts';
import { sign } from '../../adapters/egress/signature.ts';
import { type Bericht, Berichten } from '../../client/answers.ts';
import { userError } from '../../client/errors.ts';
import { describe, type HubClient } from '../../client/hub-client.ts';
import { OEFENGEMEENTE } from '../../contracts/base-types.ts';
import { deliveryHeaders } from '../../functions/webhook/requests.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  parseKey,
  parseUrl,
  receiverOrganisation,
  withConnection,
} from '../options.ts';
import type { Output } from '../output.ts';
import { partnerLines, soortOf } from '../print/partners.ts';
import { fitLine } from '../print/text.ts';
import { readSecret } from './rehearsal.ts';

/** A partner that fetches: its messages are shown here, or delivered to its own machine as a webhook of the hub would. */

interface FetchOptions {
  readonly partner: string;
  readonly gemeente: string;
  readonly kiesDeur?: boolean;
  readonly json?: boolean;
}

export interface ListenOptions extends FetchOptions {
  readonly naar: string;
  readonly geheim?: string;
  /** End when nothing lies ready any more. */
  readonly eenmaal?: boolean;
}

const WAIT_SECONDS = 10;
/** What a receiver refused comes again after this. */
const REST_MS = 5_000;

/** The partner at the hub: what lies ready for it, and that it has it. */
const partnerAt = async (hub: HubClient, { partner, gemeente, kiesDeur }: FetchOptions) => {
  receiverOrganisation(partner, gemeente);
  const name = `${partner}-${gemeente}`;
  if (kiesDeur === true) {
    const answer = await hub.call(name, '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
    if (answer.status >= 400) throw userError(`the door ophalen was not chosen: ${describe(answer)}`);
  }
  return {
    ready: async (seconds: number): Promise<readonly Bericht[]> => {
      const answer = await hub.call(name, `/berichten?wacht=${seconds}`, { method: 'GET' });
      if (answer.status === 409)
        throw userError(`${name} does not fetch its messages: choose the door ophalen with --kies-deur`);
      const read = Berichten.safeParse(answer.body);
      if (answer.status >= 400 || !read.success) throw userError(`berichten of ${name}: ${describe(answer)}`);
      return read.data.berichten;
    },
    confirm: async ({ id }: Bericht): Promise<void> => {
      const path = `/berichten/${encodeURIComponent(id)}/_bevestig`;
      const answer = await hub.call(name, path, { method: 'POST' });
      if (answer.status >= 400) throw userError(`a message was not confirmed: ${describe(answer)}`);
    },
  };
};

const isTaken = (response: Response): boolean =>
  response.soort === 'antwoord' && response.status >= 200 && response.status < 300;

/** The status, or why there was none. */
const shortAnswer = (response: Response): number | string =>
  response.soort === 'antwoord' ? response.status : response.reden;

/**
 * `hub luister`: fetches for a partner and delivers signed to its own machine. What is answered with 2xx is confirmed;
 * anything else comes again, and what follows of the same zaak waits for it.
 */
export const listen = async (
  hub: HubClient,
  options: ListenOptions,
  output: Output,
  sender: Sender = createSender({ loopbackAllowed: true, resolve: createLookup() }),
): Promise<number> => {
  const { naar, geheim, eenmaal, json } = options;
  const secret = geheim === undefined ? `whsec_${randomBytes(32).toString('base64')}` : readSecret(geheim);
  const partner = await partnerAt(hub, options);
  if (geheim === undefined && json !== true) output.line(`Secret        ${secret}`);

  const deliver = (bericht: Bericht): Promise<Response> => {
    const body = Buffer.from(JSON.stringify(bericht));
    const headers = { ...deliveryHeaders('localhost'), ...sign(bericht.id, body, [secret], new Date()) };
    return sender.send({ methode: 'POST', url: naar, headers, body });
  };
  const show = (bericht: Bericht, response: Response): void => {
    const { id, subject, data } = bericht;
    if (json === true) {
      output.line(JSON.stringify({ id, subject, soort: soortOf(bericht), antwoord: shortAnswer(response) }));
      return;
    }
    const mark = isTaken(response) ? ' ' : '!';
    const line = `${mark} ${soortOf(bericht)} ${data.volgnummer} of ${subject.slice(0, 8)}  answered ${shortAnswer(response)} in ${response.duurMs} ms`;
    output.lines(fitLine(line, output.width));
  };

  for (;;) {
    const refused = new Set<string>();
    const ready = await partner.ready(eenmaal === true ? 0 : WAIT_SECONDS);
    for (const bericht of ready) {
      if (refused.has(bericht.subject)) continue;
      const response = await deliver(bericht);
      show(bericht, response);
      if (isTaken(response)) await partner.confirm(bericht);
      else refused.add(bericht.subject);
    }
    if (eenmaal === true && refused.size > 0) return 1;
    if (eenmaal === true && ready.length === 0) return 0;
    if (refused.size > 0) await pause(REST_MS);
  }
};

/** `hub haal`: shows what lies ready for a partner; with `bevestig` it does not come again. */
export const fetchWaiting = async (
  hub: HubClient,
  options: FetchOptions & { readonly bevestig?: boolean },
  output: Output,
): Promise<number> => {
  const partner = await partnerAt(hub, options);
  const berichten = await partner.ready(0);
  if (options.json === true) output.lines(berichten.map((bericht) => JSON.stringify(bericht)));
  else {
    const { naam } = receiverOrganisation(options.partner, options.gemeente);
    const post = { sleutel: options.partner, organisatie: naam, berichten };
    output.lines(partnerLines([post], output.width, output.bold));
  }
  if (options.bevestig === true) for (const bericht of berichten) await partner.confirm(bericht);
  return 0;
};

const withPartner = (command: Command): Command =>
  withConnection(command)
    .requiredOption('--partner <key>', 'partner key, for example taalschool', parseKey)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, OEFENGEMEENTE)
    .option('--kies-deur', 'choose the door ophalen for this partner first')
    .option('--json', 'print each message as one line of JSON');

export const listenCommands = (program: Command, output: Output, finish: Finish): void => {
  withPartner(program.command('luister'))
    .description('fetch the messages of a partner and deliver each, signed, to a webhook on this machine')
    .requiredOption('--naar <url>', 'your webhook, for example http://localhost:8080/hook', parseUrl)
    .addOption(
      new Option('--geheim <whsec>', 'secret to sign with; without it one is made and shown').env(
        'WEBHOOK_GEHEIM',
      ),
    )
    .option('--eenmaal', 'end when nothing lies ready any more, with 1 when something was refused')
    .action((options: ListenOptions & ConnectionOptions) =>
      finish(listen(connect(options), options, output)),
    );
  withPartner(program.command('haal'))
    .description('show what lies ready for a partner that fetches; it stays there until it is confirmed')
    .option('--bevestig', 'confirm everything that is shown')
    .action((options: FetchOptions & { bevestig?: boolean } & ConnectionOptions) =>
      finish(fetchWaiting(connect(options), options, output)),
    );
};
