import { v7 as uuidV7 } from 'uuid';
import { memoryDeliveryQueue } from '../../adapters/memory/delivery-queue.ts';
import { createKanalen } from '../../adapters/table/kanalen.ts';
import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';
import type { LoketDependencies } from '../../functions/loket/dependencies.ts';
import { correctionPath, reportPath, settlePath } from '../../functions/loket/paths.ts';
import {
  below,
  documentOf,
  NOW,
  started,
  type TrialLoket,
  trialLoket,
} from '../unit/functions/loket/support.ts';
import { onceAsked, type Scenario, stateOf, untilItSucceeds } from './outcomes.ts';
import { lostConnection } from './outside-calls.ts';

/** A person uses the pages while a call to the outside fails, and then presses the button again. */

const pressed = (click: () => ReturnType<TrialLoket['get']>) =>
  untilItSucceeds(async () => {
    const answer = await click();
    if (answer.statusCode >= 500) {
      if (answer.body.includes('crash')) throw new Error('the page leaks the error');
      throw lostConnection();
    }
    return answer;
  });

const begun = onceAsked(started);

/** The pages of a signed-in person, beginning at `home`, on a hub with messages for their organisation. */
const pagesOf = async (who: string, outside: Parameters<Scenario>[0], home = '/loket/postvak') => {
  const hub = (await begun()).hub.copy();
  const published: InboundBericht[] = [];
  const bus = outside<LoketDependencies['bus']>({
    publish: async (berichten) => void published.push(...berichten),
  });
  const loket = trialLoket(
    { ...hub, table: outside(hub.table) },
    { deliveryQueue: outside(memoryDeliveryQueue()), bus },
  );
  const cookie = await loket.signedIn(who);
  const inbox = () => pressed(() => loket.get(home, cookie));
  const press = async (path: string, form: Readonly<Record<string, string>> = {}) => {
    const mark = documentOf(await inbox())
      .querySelector('input[name=kenmerk]')
      ?.getAttribute('value');
    return pressed(() => loket.post(path, { ...form, kenmerk: mark ?? '' }, cookie));
  };
  return { hub, inbox, press, published };
};

/** A card is confirmed once, however often its button is pressed. */
export const confirmsOnPage: Scenario = async (outside) => {
  const { hub, inbox, press } = await pagesOf('mage-0907', outside);
  const action = documentOf(await inbox())
    .querySelector('article form')
    ?.getAttribute('action');
  const { statusCode } = await press(below(action ?? ''));
  const left = documentOf(await inbox()).querySelectorAll('article').length;
  return { statusCode, left, stored: stateOf(hub.table) };
};

/** A partner declines a message, and its gemeente settles this. Both are stored once, however often their buttons are pressed. */
export const declinesOnPage: Scenario = async (outside) => {
  const { hub, inbox, press } = await pagesOf('mage-0907', outside);
  const action = [...documentOf(await inbox()).querySelectorAll('article form')]
    .map((form) => below(form.getAttribute('action') ?? ''))
    .find((path) => path.endsWith('/lukt-niet'));
  const { statusCode } = await press(action ?? '', { reden: 'geen-plek' });
  const berichtId = action?.split('/').at(-2) ?? '';
  const desk = trialLoket({ ...hub, table: outside(hub.table) });
  const cookie = await desk.signedIn('gemeente-0907');
  const day = () => pressed(() => desk.get('/loket/vandaag', cookie));
  const waiting = documentOf(await day()).querySelectorAll('button[name=gezien]');
  const gezien = waiting[0]?.getAttribute('value') ?? '';
  const kenmerk = documentOf(await day())
    .querySelector('input[name=kenmerk]')
    ?.getAttribute('value');
  const settled = await pressed(() =>
    desk.post(below(settlePath(berichtId)), { gezien, kenmerk: kenmerk ?? '' }, cookie),
  );
  const said = hub.table.alles().flatMap(({ pk, versie }) => (pk.startsWith('ANTWOORD#') ? [versie] : []));
  return {
    codes: [statusCode, settled.statusCode],
    waiting: waiting.length,
    said,
    stored: stateOf(hub.table),
  };
};

/** The door is chosen, and what went to the queue is asked for once: an order for it that is lost is offered by the watch. */
export const readsOnPage: Scenario = async (outside) => {
  const { hub, inbox, press } = await pagesOf('balk-0907', outside);
  const { statusCode } = await press('/loket/postvak/hier');
  await inbox();
  const { basisdeur } = await createKanalen(hub.table).settings('0907/balk');
  const asked = hub.table.alles().filter(({ pk }) => pk.startsWith('HERLEVERING#')).length;
  return { statusCode, basisdeur, asked };
};

/** A report is taken in once, however often its button is pressed. What did not reach the bus waits for the watch. */
export const reportsOnPage: Scenario = async (outside) => {
  const { zaak } = await begun();
  const { hub, press, published } = await pagesOf('taalschool-0907', outside);
  const form = {
    melding: uuidV7({ msecs: NOW.getTime() }),
    datum: '2025-09-09',
    onderdeel: 'taalschool',
  };
  const { statusCode } = await press(below(reportPath(zaak, 'brede-intake-gesprek-gevoerd')), form);
  const receipts = hub.table.alles().filter(({ pk, organisatie }) => {
    return pk.startsWith('ONTVANGST#') && organisatie === 'taalschool-0907';
  });
  const sent = new Set(published.map(({ ontvangstId }) => ontvangstId)).size;
  return { statusCode, taken: receipts.length, twice: sent > 1 };
};

/** A fact is put right once, however often its button is pressed. */
export const correctsOnPage: Scenario = async (outside) => {
  const { zaak } = await begun();
  const path = below(correctionPath(zaak));
  const { hub, inbox, press, published } = await pagesOf('gemeente-0907', outside, path);
  const feit =
    documentOf(await inbox())
      .querySelector('input[type=checkbox]')
      ?.getAttribute('value') ?? '';
  const form = { feit, reden: 'Verwisseld', herstel: uuidV7({ msecs: NOW.getTime() }) };
  const { statusCode } = await press(path, form);
  const receipts = hub.table.alles().filter(({ pk, organisatie }) => {
    return pk.startsWith('ONTVANGST#') && organisatie === 'gemeente-0907';
  });
  const sent = new Set(published.map(({ ontvangstId }) => ontvangstId)).size;
  return { statusCode, taken: receipts.length, twice: sent > 1 };
};
