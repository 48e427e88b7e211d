import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Poststaat } from '../../../../contracts/postvak.ts';
import { type Received, type Receiver, startReceiver } from '../../../hub/receiver.ts';
import { scenario } from '../../../hub/test-hub.ts';
import { temporaryFolder } from '../../../temporary.ts';
import { PROGRAMMES, type Programme } from '../../../unit/docs/partners/programmes.ts';
import { portOf } from '../../../unit/docs/partners/receiver.ts';
import { missing, missingBoto, PYTHON } from '../../../unit/docs/partners/runtimes.ts';
import { type RunningHub, startHub } from '../../hub/support.ts';
import { type Account, accountAt, createOffice } from './accounts.ts';
import { createSpreadsheet, type Spreadsheet } from './spreadsheet.ts';
import { type Started, startProgramme, type Values, variablesOf } from './started.ts';

/**
 * Every programme in the folder for partners, each for a partner of its own, on a hub with real messages. It is started as
 * its header says, and has nothing of the hub but an address, a name and a secret.
 */

/** A webhook is verified wherever one came in, so whoever only verifies has no partner. */
const OF_PARTNERS = PROGRAMMES.filter(({ kind }) => kind !== 'verifies a webhook');

const accountOf = (programme: Programme): Account => accountAt(OF_PARTNERS.indexOf(programme));

const reasonToSkip = ({ kind, runtime }: Programme): string | undefined => {
  if (runtime === undefined) return undefined;
  return kind === 'reads a queue' && runtime === PYTHON ? missingBoto() : missing(runtime);
};

const REASONS = new Map(PROGRAMMES.map((programme) => [programme, reasonToSkip(programme)]));
const RUN_HERE = PROGRAMMES.filter((programme) => REASONS.get(programme) === undefined);

const SECRET = `whsec_${randomBytes(32).toString('base64')}`;
const folder = temporaryFolder();

let hub: RunningHub;
let office: ReturnType<typeof createOffice>;
/** Gets the webhooks that are verified. */
let captured: Receiver;
const started = new Map<Programme, Started>();
const spreadsheets = new Map<Programme, Spreadsheet>();

const queueOf = ({ partner, gemeentecode }: Account): string =>
  `inburgeringshub-${gemeentecode}-${partner}.fifo`;

/** What a programme for the queue finds in the AWS account of its partner. */
const awsOf = (): Values => ({
  AWS_ACCESS_KEY_ID: 'partner',
  AWS_SECRET_ACCESS_KEY: 'partner',
  AWS_REGION: 'eu-west-1',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_ENDPOINT_URL_SQS: hub.hub.endpoints.sqs,
});

/** What the partner of a programme fills in where its header says so. */
const valuesOf = (programme: Programme): Values => {
  if (programme.kind === 'receives webhooks')
    return { WEBHOOK_GEHEIM: SECRET, HUB: 'hub.example.nl', POORT: '0' };
  if (programme.kind === 'verifies a webhook') return { WEBHOOK_GEHEIM: SECRET };
  const account = accountOf(programme);
  if (programme.kind === 'reads a queue')
    return { WACHTRIJ_URL: hub.hub.queues[queueOf(account)]?.url ?? '' };
  return {
    HUB: hub.hub.url,
    TOKEN_URL: `${hub.hub.tokensUrl}/token`,
    CLIENT_ID: account.key,
    CLIENT_SECRET: 'x',
  };
};

/** The programme of a partner, which is started when it does not run yet and runs until the end of the tests. */
const running = (programme: Programme): Started => {
  const known = started.get(programme);
  if (known !== undefined) return known;
  const fresh = startProgramme({
    programme,
    folder: join(folder, programme.path),
    values: valuesOf(programme),
    surroundings: programme.kind === 'reads a queue' ? awsOf() : {},
  });
  started.set(programme, fresh);
  return fresh;
};

/** The spreadsheet of a partner, which is empty at first. */
const spreadsheetOf = (programme: Programme): Spreadsheet => {
  const known = spreadsheets.get(programme);
  if (known !== undefined) return known;
  const fresh = createSpreadsheet(programme.path, variablesOf(programme, valuesOf(programme)));
  spreadsheets.set(programme, fresh);
  return fresh;
};

/** Opens the door of the partner of a programme. A receiver has to be there to agree. */
const openDoor = async (programme: Programme): Promise<void> => {
  if (programme.variables.includes('CLIENT_ID')) await office.chooseOphalen(accountOf(programme));
  if (programme.kind !== 'receives webhooks') return;
  const port = await portOf(running(programme).child);
  await office.subscribe(accountOf(programme), `http://127.0.0.1:${port}/hooks`);
};

beforeAll(async () => {
  [hub, captured] = await Promise.all([startHub(), startReceiver()]);
  office = createOffice(hub, SECRET);
  await office.subscribe(accountAt(OF_PARTNERS.length), captured.url);
  for (const programme of RUN_HERE) await openDoor(programme);
  // A hub is not at rest while somebody waits for messages, so whoever fetches them starts after this.
  for (const name of ['oefengemeente.jsonl', 'een-huishouden.jsonl'])
    expect(await hub.play(scenario(name))).toMatchObject({ deviations: [], atRest: true });
});
afterAll(async () => {
  await Promise.all([...started.values()].map((one) => one.stop()));
  await captured.stop();
  await hub.stop();
});

/** Waits until every message to the partner of a programme is in this state, and gives them all. */
const allIn = async (state: Poststaat, programme: Programme): Promise<readonly string[]> => {
  const account = accountOf(programme);
  const all = await office.sent(account);
  expect(all.length).toBeGreaterThan(0);
  await vi.waitFor(async () => expect(await office.sent(account, state)).toEqual(all), { timeout: 120_000 });
  return all;
};

const keptBy = (programme: Programme): readonly string[] => running(programme).kept().toSorted();

/** A programme that fetches has every message of its partner, and the hub knows it. Gives how many there are. */
const hasEverything = async (programme: Programme): Promise<number> => {
  if (programme.kind === 'fetches') {
    running(programme);
    const all = await allIn('bevestigd', programme);
    expect(keptBy(programme)).toEqual(all);
    return all.length;
  }
  await spreadsheetOf(programme).run();
  expect(spreadsheetOf(programme).subjects().toSorted()).toEqual(await office.subjects(accountOf(programme)));
  return (await allIn('bevestigd', programme)).length;
};

/** What a programme finds of a webhook of the hub with this body, by its exit code and its answer. */
const verdictOn = async (programme: Programme, { headers }: Received, body: string, place: string) => {
  const { code, stdout } = await startProgramme({
    programme,
    folder: join(folder, programme.path, place),
    values: valuesOf(programme),
    words: headers,
    input: body,
  }).ended();
  return [code, stdout.trim()];
};

const tryIt: Readonly<Record<Programme['kind'], (programme: Programme) => void>> = {
  fetches: (programme) =>
    it('keeps every message of its partner once and confirms it, without a word', async () => {
      await hasEverything(programme);
      expect(running(programme).said()).toBe('');
    }),
  'fills a spreadsheet': (programme) =>
    it('has one row for everybody whom its partner was told of, and confirms every message', async () => {
      await hasEverything(programme);
    }),
  'reads a queue': (programme) =>
    it('keeps every message of its partner once, and leaves nothing in the queue', async () => {
      running(programme);
      const all = await allIn('bezorgd', programme);
      await expect.poll(() => keptBy(programme), { timeout: 60_000 }).toEqual(all);
      const left = () => hub.hub.inspectQueue(queueOf(accountOf(programme)));
      await expect.poll(left, { timeout: 60_000 }).toEqual([]);
    }),
  'receives webhooks': (programme) =>
    it('keeps every message of its partner once, and the hub knows that it has them', async () => {
      const all = await allIn('bezorgd', programme);
      expect(keptBy(programme)).toEqual(all);
    }),
  'verifies a webhook': (programme) =>
    it('tells a webhook of the hub from one that somebody changed', async () => {
      const webhook = captured.received.find(({ method }) => method === 'POST');
      if (webhook === undefined) throw new Error('no webhook came');
      const body = webhook.body.toString();
      expect(await verdictOn(programme, webhook, body, 'genuine')).toEqual([0, 'geldig']);
      expect(await verdictOn(programme, webhook, `${body} `, 'changed')).toEqual([1, 'ongeldig']);
    }),
};

for (const [programme, reason] of REASONS) {
  const { path } = programme;
  describe.skipIf(reason !== undefined)(reason === undefined ? path : `${path}: not run, ${reason}`, () =>
    tryIt[programme.kind](programme),
  );
}

describe('a programme with a name and a secret', () => {
  const fetching = RUN_HERE.filter(({ variables }) => variables.includes('CLIENT_SECRET'));
  const before = new Map<Programme, number>();

  beforeAll(async () => {
    for (const programme of fetching) before.set(programme, await hasEverything(programme));
    const old = await hub.client.token('intos-9999');
    const nu = new Date(Date.now() + 2 * 3_600_000).toISOString();
    expect((await hub.client.callLocal('/_lokaal/klok', { method: 'POST', body: { nu } })).status).toBe(200);
    const headers = { authorization: `Bearer ${old}` };
    expect((await fetch(`${hub.hub.apiUrl}/kanaal`, { headers })).status).toBe(401);
    await office.comes('2799990999');
  });

  it.each(fetching.map((programme) => [programme.path, programme] as const))(
    'gets another token when its own has expired: %s',
    async (_, programme) => {
      expect(await hasEverything(programme)).toBe((before.get(programme) ?? 0) + 1);
    },
  );

  it.each(
    fetching
      .filter(({ kind }) => kind === 'fetches')
      .map((programme) => [programme.path, programme] as const),
  )(
    'says that its token is refused while its partner is shut out and goes on when that is let in: %s',
    async (_, programme) => {
      const refusals = () => running(programme).said().split('de hub antwoordt 401').length;
      const earlier = refusals();
      await office.decide('uitsluiten', accountOf(programme));
      await expect.poll(refusals, { timeout: 60_000 }).toBeGreaterThan(earlier + 1);
      await office.decide('toelaten', accountOf(programme));
      await office.comes(`279999080${OF_PARTNERS.indexOf(programme)}`);
      await hasEverything(programme);
    },
  );
});
