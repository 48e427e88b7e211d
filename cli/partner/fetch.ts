import type { Command } from 'commander';
import { type Bericht, Berichten } from '../../client/answers.ts';
import { userError } from '../../client/errors.ts';
import { describe, type HubClient } from '../../client/hub-client.ts';
import { OEFENGEMEENTE } from '../../contracts/base-types.ts';
import { PULL_PAGE_SIZE } from '../../contracts/lists.ts';
import { known } from '../../domain/known.ts';
import {
  type ConnectionOptions,
  connect,
  type Finish,
  parseGemeentecode,
  parseKey,
  receiverOrganisation,
  withConnection,
} from '../options.ts';
import { type JsonOption, note, type Output, show } from '../output.ts';
import { partnerLines } from '../print/partners.ts';

/** A partner that fetches, as `hub haal` and `hub luister` speak for it. */

export interface FetchOptions extends JsonOption {
  readonly partner: string;
  readonly gemeente: string;
  readonly kiesDeur?: boolean;
}

/** What lies ready for a partner: one page, and where the next one begins. */
export interface WaitingPage {
  readonly berichten: readonly Bericht[];
  readonly na?: string | undefined;
}

/** A partner at the hub. */
interface PartnerAtHub {
  /** What lies ready for it; waits so many seconds for the first message, until `signal` ends the wait. */
  ready(seconds: number, signal?: AbortSignal): Promise<WaitingPage>;
  /** What lies ready after a page. What came in the last minute is on it again, because older messages may still come between. */
  readyAfter(page: WaitingPage, signal?: AbortSignal): Promise<WaitingPage>;
  /** Says that it has a message, which does not come again. */
  confirm(bericht: Bericht): Promise<void>;
}

/** Chooses the door ophalen for this partner when that is asked, and gives what it can do at the hub. */
export const partnerAt = async (
  hub: HubClient,
  { partner, gemeente, kiesDeur }: FetchOptions,
): Promise<PartnerAtHub> => {
  receiverOrganisation(partner, gemeente);
  const name = `${partner}-${gemeente}`;
  if (kiesDeur === true) {
    const answer = await hub.call(name, '/kanaal', { method: 'PUT', body: { deur: 'ophalen' } });
    if (answer.status >= 400) throw userError(`the door ophalen was not chosen: ${describe(answer)}`);
  }
  const read = async (
    query: Readonly<Record<string, string>>,
    signal?: AbortSignal,
  ): Promise<WaitingPage> => {
    const answer = await hub.call(name, `/berichten?${new URLSearchParams(query)}`, {
      method: 'GET',
      ...known({ signal }),
    });
    if (answer.status === 409)
      throw userError(`${name} does not fetch its messages: choose the door ophalen with --kies-deur`);
    const page = Berichten.safeParse(answer.body);
    if (answer.status >= 400 || !page.success) throw userError(`berichten of ${name}: ${describe(answer)}`);
    return page.data;
  };
  return {
    ready: (seconds, signal) => read({ wacht: String(seconds) }, signal),
    readyAfter: ({ na }, signal) => read({ wacht: '0', ...known({ na }) }, signal),
    confirm: async ({ id }) => {
      const path = `/berichten/${encodeURIComponent(id)}/_bevestig`;
      const answer = await hub.call(name, path, { method: 'POST' });
      // Its person was erased or withdrawn after it was fetched: there is nothing to confirm, and others wait.
      if (answer.status === 404 || answer.status === 410)
        return note(`message ${id} is not there any more, so it was not confirmed: ${describe(answer)}`);
      if (answer.status >= 400) throw userError(`a message was not confirmed: ${describe(answer)}`);
    },
  };
};

/** Everything that lies ready, page by page; `isAll` is false while there may be more, behind a page full of the last minute. */
const everythingReady = async (
  partner: PartnerAtHub,
): Promise<{ readonly berichten: readonly Bericht[]; readonly isAll: boolean }> => {
  const found = new Map<string, Bericht>();
  let page = await partner.ready(0);
  while (page.berichten.some(({ id }) => !found.has(id))) {
    for (const bericht of page.berichten) found.set(bericht.id, bericht);
    if (page.berichten.length < PULL_PAGE_SIZE) return { berichten: [...found.values()], isAll: true };
    page = await partner.readyAfter(page);
  }
  return { berichten: [...found.values()], isAll: page.berichten.length < PULL_PAGE_SIZE };
};

/** `hub haal`: shows what lies ready for a partner; with `bevestig` it does not come again. */
export const fetchWaiting = async (
  hub: HubClient,
  options: FetchOptions & { readonly bevestig?: boolean },
  output: Output,
): Promise<number> => {
  const partner = await partnerAt(hub, options);
  const { naam } = receiverOrganisation(options.partner, options.gemeente);
  for (;;) {
    const { berichten, isAll } = await everythingReady(partner);
    const post = { sleutel: options.partner, organisatie: naam, berichten };
    show(output, options, berichten, () => partnerLines([post], output.width, output));
    if (options.bevestig === true) for (const bericht of berichten) await partner.confirm(bericht);
    if (isAll) return 0;
    if (options.bevestig !== true) {
      note(
        'There may be more: the hub shows no further than this within a minute. Ask again then, or take these with --bevestig.',
      );
      return 0;
    }
  }
};

/** A command that fetches for a partner, with the options that say for which. */
export const withPartner = (command: Command): Command =>
  withConnection(command)
    .requiredOption('--partner <key>', 'partner key, for example taalschool', parseKey)
    .option('--gemeente <code>', 'CBS code of the gemeente', parseGemeentecode, OEFENGEMEENTE)
    .option('--kies-deur', 'choose the door ophalen for this partner first')
    .option('--json', 'print each message as one line of JSON');

/** Adds `haal` to the program. */
export const fetchCommand = (program: Command, output: Output, finish: Finish): void => {
  withPartner(program.command('haal'))
    .description('show what lies ready for a partner that fetches; it stays there until it is confirmed')
    .option('--bevestig', 'confirm everything that is shown')
    .action((options: FetchOptions & { bevestig?: boolean } & ConnectionOptions) =>
      finish(fetchWaiting(connect(options), options, output)),
    );
};
