import type { ZaakId } from '../../contracts/base-types.ts';
import { gemeldFor } from '../../contracts/partnerberichten.ts';
import { newPostvakItem } from '../../domain/delivery/item.ts';
import { startApi } from '../contract/support/api.ts';
import { example } from '../contract/support/examples.ts';
import { GENNEP } from '../unit/domain/support.ts';
import type { Outside } from '../unit/functions/hub-in-memory.ts';
import { KANAAL } from '../unit/functions/webhook/support.ts';
import { type Scenario, stateOf, untilItSucceeds } from './outcomes.ts';
import { lostConnection } from './outside-calls.ts';

/** What is asked of the API, when a call falls: whoever asked asks again. */

/** A client that makes its request again as long as the hub says that it is out of order. */
export const client = (outside: Outside) => {
  const api = startApi({ outside });
  const untilAnswered = (request: () => ReturnType<typeof api.call>) =>
    untilItSucceeds(async () => {
      const answer = await request();
      if (answer.status >= 500) {
        if (JSON.stringify(answer.content).includes('crash')) throw new Error('the answer leaks the error');
        throw lostConnection();
      }
      return { status: answer.status, content: answer.content };
    });
  const asks = (to: string, method: string, path: string, body?: unknown) =>
    untilAnswered(() =>
      api.call(method, path, { to, body, headers: { 'Content-Type': 'application/json' } }),
    );
  return { ...api, untilAnswered, asks };
};

const TAALSCHOOL = 'taalschool-0907';
const GEMEENTE = 'gemeente-0907';
const ZAAK = '3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a' as ZaakId;

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)].toSorted();

/** A person is to be erased: decided once, ordered, and in the logbook. */
export const decidesToErase: Scenario = async (outside) => {
  const { asks, world } = client(outside);
  world.zaken.set(ZAAK, {
    keys: ['2798163871'],
    zaak: { zaakId: ZAAK, gemeentecode: GENNEP, status: 'actief', gegevens: {} },
    tijdlijn: { zaakId: ZAAK, gebeurtenissen: [], termijnen: [] },
  });
  const { status, content } = await asks(GEMEENTE, 'POST', `/v1/zaken/${ZAAK}/_wis`, {
    reden: 'verzoek-betrokkene',
  });
  return {
    status,
    decided: [content?.['zaakId'], content?.['reden'], content?.['stand']],
    stored: stateOf(world.table),
    // Each try is a reading of its own.
    logged: distinct(
      world.logboek.all().map(({ pk, verwerking }) => `${pk} ${JSON.parse(verwerking).activity}`),
    ),
    // One that is not ordered here is ordered by the hourly run of functions/wissen.
    ordered: distinct(world.ordered).every((id) => id === ZAAK),
  };
};

/** An abonnement is taken and changed: the one that was answered is there as it was asked, and its receiver is asked for consent. */
export const subscribes: Scenario = async (outside) => {
  const { asks, world } = client(outside);
  const taken = await asks(
    TAALSCHOOL,
    'POST',
    '/v1/abonnementen',
    example('abonnement.aanvraag', 'goed-minimaal'),
  );
  const id = String(taken.content?.['id']);
  const type = 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1';
  const changed = await asks(TAALSCHOOL, 'PATCH', `/v1/abonnementen/${id}`, { types: [type] });
  const { content } = await asks(TAALSCHOOL, 'GET', `/v1/abonnementen/${id}`);
  return {
    answers: [taken.status, changed.status],
    shown: [content?.['id'] === id, content?.['sink'], content?.['types'], content?.['status']],
    asked: JSON.stringify(world.jobs).includes(id),
  };
};

/** Messages are asked again: one herlevering runs, whatever its partner heard of the first try. */
export const asksAgain: Scenario = async (outside) => {
  const { asks, world } = client(outside);
  const bericht = gemeldFor('taalschool').parse(
    example('nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1', 'goed-taalschool'),
  );
  await untilItSucceeds(() => world.postvak.put([newPostvakItem(KANAAL, bericht, world.clock.now(), [])]));
  const { status } = await asks(TAALSCHOOL, 'POST', '/v1/herleveringen', { van: '2025-06-01T00:00:00Z' });
  const running = stateOf(world.table).filter((state) => state.startsWith('HERLEVERING#'));
  return {
    // 409: the answer to the first try was lost, and it runs.
    answered: status === 202 || status === 409,
    running: running.length,
  };
};

/** A partner is shut out: from then on no token of it counts, whatever fell. */
export const shutsOut: Scenario = async (outside) => {
  const { asks, world } = client(outside);
  const { status, content } = await asks(GEMEENTE, 'POST', '/v1/partners/taalschool/_uitsluiten', {
    reden: 'token-gelekt',
  });
  const refused = await asks(TAALSCHOOL, 'GET', '/v1/berichten');
  const { sinds: _, ...shown } = (content?.['uitgesloten'] ?? {}) as Record<string, unknown>;
  return { answers: [status, refused.status], shown, stored: stateOf(world.table) };
};
