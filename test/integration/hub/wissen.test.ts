import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SOURCE_HUB } from '../../../contracts/internal/bus-events.ts';
import { ROUTEMAP_EVENTS } from '../../../contracts/routemap.ts';
import { Wissing } from '../../../contracts/wissen.ts';
import { type Receiver, startReceiver, willing } from '../../hub/receiver.ts';
import { PARTNERS, wholeTable } from '../../hub/test-hub.ts';
import { temporaryDirectory } from '../local/fixture.ts';
import {
  bsnOf,
  CHILD_MARK,
  duo,
  inschrijving,
  koppeling,
  LINKED,
  MARKS,
  opening,
  PEOPLE,
  STRANGER,
  stranger,
  vNummerOf,
  WITHOUT_BSN,
  waiting,
} from './marked-people.ts';
import { heardAlways, REPORTED_MARKS, reports, UNMARKED } from './marked-reports.ts';
import { type RunningHub, startHub } from './support.ts';

/** Ten persons with a mark in every text that says something about them, through every door, and then erased. */

const Erased = z.object({ wissing: Wissing });
const Page = z.object({
  berichten: z.array(z.object({ id: z.string(), type: z.string(), data: z.object({ zaakId: z.string() }) })),
});

const PULL = 'taalschool';
const WEBHOOK = 'intos';

const ALL_MARKS = [...new Set([...MARKS, ...REPORTED_MARKS])];
const marksIn = (text: string): readonly string[] => ALL_MARKS.filter((one) => text.includes(one));

describe('ten persons who are erased', () => {
  const folder = temporaryDirectory();
  const dataDir = join(folder.path, 'data');
  let hub: RunningHub;
  let receiver: Receiver;
  let abonnementId: string;
  let zaakIds: readonly string[];
  /** What waited for the receiver when they were erased. */
  let held: readonly string[];
  let before: Awaited<ReturnType<RunningHub['client']['balans']>>;
  let answers: readonly Wissing[];

  const call = (to: string, method: 'GET' | 'POST' | 'PUT', path: string, body?: object) =>
    hub.client.call(to, path, { method, ...(body === undefined ? {} : { body }) });

  const listOf = async (partner: string, query: string) =>
    Page.parse((await call(partner, 'GET', `/berichten?${query}`)).body).berichten;

  const wissingOf = async (zaakId: string): Promise<Wissing> => {
    const { status, body } = await call('gemeente', 'GET', `/zaken/${zaakId}`);
    expect(status).toBe(410);
    return Erased.parse(body).wissing;
  };

  /** Takes everything out of the queue of a partner, as its own programme does. */
  const drain = async (sqs: SQSClient, name: string): Promise<void> => {
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
    for (;;) {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 }),
      );
      if (Messages.length === 0) return;
      for (const { ReceiptHandle } of Messages) {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
    }
  };

  beforeAll(async () => {
    hub = await startHub({ dataDir });
    receiver = await startReceiver();
    await call(PULL, 'PUT', '/kanaal', { deur: 'ophalen' });
    const { body } = await call(WEBHOOK, 'POST', '/abonnementen', {
      sink: `${receiver.url}/hook`,
      protocol: 'HTTP',
      types: [],
    });
    abonnementId = z.object({ id: z.string() }).parse(body).id;
    await hub.quiet();
    // It takes nothing for an hour: every message for it waits.
    receiver.respond((request) =>
      request.method === 'POST' ? { status: 503, headers: { 'retry-after': '3600' } } : willing(request),
    );
    const rounds = [
      [...LINKED.map(koppeling), ...PEOPLE.filter((number) => !LINKED.includes(number)).map(opening)],
      [
        ...PEOPLE.filter((number) => number !== WITHOUT_BSN).map((number) => inschrijving(number)),
        ...PEOPLE.filter((number) => number % 3 === 0 && number !== WITHOUT_BSN).map(duo),
        // In quarantine: the BSN of somebody else beside the V-nummer. The koppeling would be, if it came later.
        ...LINKED.slice(0, 4).map((number) => inschrijving(number + 20, { vNummer: vNummerOf(number) })),
        ...waiting(),
        stranger(),
      ],
    ];
    for (const steps of rounds) expect((await hub.play(steps)).deviations).toEqual([]);
    zaakIds = await Promise.all(
      PEOPLE.map(async (number) => {
        const keys = LINKED.includes(number) ? { vNummer: vNummerOf(number) } : { bsn: bsnOf(number) };
        return (await hub.client.find(keys))[0]?.zaakId ?? '';
      }),
    );
    const later = await hub.play(PEOPLE.flatMap((number, place) => reports(number, zaakIds[place] ?? '')));
    expect(later.deviations).toEqual([]);
    before = await hub.client.balans();
    held = (await listOf(WEBHOOK, 'staat=klaargezet')).map(({ id }) => id);
  });
  afterAll(async () => {
    await receiver.stop();
    await hub.stop();
    folder.remove();
  });

  it('are there before, with messages that wait, that are in quarantine and that are on their way', async () => {
    expect(new Set(zaakIds).size).toBe(PEOPLE.length);
    expect(before.ontvangsten).toMatchObject({ quarantaine: 4, wacht: 3 });
    // Of each person who comes, who directs the zaak, and an appointment; and what only one of them is reported of.
    expect(held).toHaveLength(3 * PEOPLE.length + heardAlways(WEBHOOK));
    const table = JSON.stringify(await wholeTable(hub));
    expect(marksIn(table)).toEqual(ALL_MARKS);
    expect(table).not.toContain(CHILD_MARK);
    for (const event of ROUTEMAP_EVENTS) expect(table).toContain(event);
    expect(UNMARKED).toEqual([]);
  });

  it('are in no table, index, queue, archive or log, and everybody who was told hears so', async () => {
    for (const zaakId of zaakIds) {
      const { status } = await call('gemeente', 'POST', `/zaken/${zaakId}/_wis`, {
        reden: 'verzoek-betrokkene',
      });
      expect(status).toBe(202);
    }
    await hub.quiet();
    const table = JSON.stringify(await wholeTable(hub));
    expect(marksIn(table)).toEqual([]);
    expect(table).toContain(STRANGER);
    const logbook = JSON.stringify(await wholeTable(hub, 'LogboekTabelNaam'));
    expect(marksIn(logbook)).toEqual([]);
    // It goes on saying who got what.
    for (const zaakId of zaakIds) expect(logbook).toContain(zaakId);
    expect(marksIn(hub.logLines.join('\n'))).toEqual([]);
    // The archive keeps what the hub itself announced.
    expect(marksIn(JSON.stringify(hub.events.filter(({ source }) => source === SOURCE_HUB)))).toEqual([]);
    answers = await Promise.all(zaakIds.map(wissingOf));
    for (const { ontvangers, stand } of answers) {
      expect(stand).toBe('gewist');
      expect(ontvangers.length).toBeGreaterThanOrEqual(5);
      expect(ontvangers.every(({ staat }) => staat === 'bezorgd' || staat === 'klaargezet')).toBe(true);
    }
    const after = await hub.client.balans();
    expect(after.verschillen).toEqual([]);
    expect(Object.values(after.ontvangsten).reduce((sum, one) => sum + one, 0)).toBe(
      Object.values(before.ontvangsten).reduce((sum, one) => sum + one, 0),
    );
    // Only the message about a stranger still waits, until its term is over.
    expect(after.ontvangsten).toMatchObject({ quarantaine: 0, wacht: 1 });
  });

  it('are gone for a partner that fetches, which can confirm that it erased them', async () => {
    for (const zaakId of zaakIds) expect((await call(PULL, 'GET', `/zaken/${zaakId}`)).status).toBe(404);
    const berichten = await listOf(PULL, 'wacht=0');
    expect(berichten).toHaveLength(PEOPLE.length);
    const [bericht] = berichten;
    await call(PULL, 'POST', `/berichten/${bericht?.id}/_bevestig`);
    expect((await wissingOf(bericht?.data.zaakId ?? '')).ontvangers).toContainEqual(
      expect.objectContaining({ partner: `0907/${PULL}`, staat: 'bevestigd' }),
    );
  });

  it('do not arrive at a receiver for which they waited: each message is named, and it hears that they are erased', async () => {
    const named = answers.flatMap(({ komtNietAan }) =>
      komtNietAan.filter(({ partner }) => partner === `0907/${WEBHOOK}`).map(({ berichtId }) => berichtId),
    );
    expect(named.toSorted()).toEqual(held.toSorted());
    const seen = receiver.received.length;
    receiver.respond(willing);
    for (const action of ['_pauzeer', '_hervat']) {
      await call(WEBHOOK, 'POST', `/abonnementen/${abonnementId}/${action}`);
    }
    const arrived = () => receiver.received.slice(seen).filter(({ method }) => method === 'POST');
    await expect.poll(() => arrived().length, { timeout: 60_000 }).toBe(PEOPLE.length);
    await hub.quiet();
    expect(arrived()).toHaveLength(PEOPLE.length);
    for (const { body } of arrived()) {
      expect(JSON.parse(body.toString()).type).toContain('.gewist.');
      expect(marksIn(body.toString())).toEqual([]);
    }
  });

  it('are in no queue of a partner once it took what lies there', async () => {
    const sqs = new SQSClient(hub.rollout.clientConfig('sqs'));
    for (const { gemeentecode, sleutel } of PARTNERS.filter((one) => one.gemeentecode === '0907')) {
      const name = `inburgeringshub-${gemeentecode}-${sleutel}.fifo`;
      const last = hub.hub.inspectQueue(name).map(({ body }) => JSON.parse(body));
      const perSubject = new Map(last.map(({ subject, type }) => [subject, type]));
      for (const type of perSubject.values()) expect(type).toContain('.gewist.');
      await drain(sqs, name);
      expect(hub.hub.inspectQueue(name)).toEqual([]);
    }
    sqs.destroy();
    for (const name of Object.keys(hub.hub.queues)) {
      expect([name, ...marksIn(JSON.stringify(hub.hub.inspectQueue(name)))]).toEqual([name]);
    }
  });

  it('are in no file of the folder that the hub keeps, nor in what it reads back from there', async () => {
    await hub.stop();
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    );
    expect(files.length).toBeGreaterThan(3);
    for (const { parentPath, name } of files) {
      const path = join(parentPath, name);
      expect([path, ...marksIn(path), ...marksIn(readFileSync(path).toString('latin1'))]).toEqual([path]);
    }
    hub = await startHub({ dataDir });
    const table = JSON.stringify(await wholeTable(hub));
    expect(marksIn(table)).toEqual([]);
    expect(table).toContain(STRANGER);
    for (const name of Object.keys(hub.hub.queues)) {
      expect([name, ...marksIn(JSON.stringify(hub.hub.inspectQueue(name)))]).toEqual([name]);
    }
  });
});
