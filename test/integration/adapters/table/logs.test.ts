import { describe, expect, it } from 'vitest';
import { createPersoonsnummerLogs, createZaakLogs } from '../../../../adapters/table/logs.ts';
import { createOutbound } from '../../../../adapters/table/outbound.ts';
import type { Table } from '../../../../adapters/table/table.ts';
import { Bsn, type OntvangstId, type ZaakId } from '../../../../contracts/base-types.ts';
import { HubError } from '../../../../domain/errors.ts';
import type { PersoonsnummerContent } from '../../../../domain/persoonsnummers/persoonsnummers.ts';
import { addFeiten, emptyDossier, type ZaakContent } from '../../../../domain/zaak/dossier.ts';
import { linked, ZAAK } from '../../../unit/domain/support.ts';
import { withFreshTable } from './support.ts';

/** Logs with several writers at once, and the commits of them that have still to be sent. */

let table: Table;
withFreshTable((fresh) => {
  table = fresh;
});

const ontvangstId = (number: number) =>
  `00000000-0000-8000-8000-${String(number).padStart(12, '0')}` as OntvangstId;
const ontvangstOf = (content: PersoonsnummerContent | undefined): OntvangstId | undefined =>
  content !== undefined && 'ontvangstId' in content ? content.ontvangstId : undefined;
const waitFor = (number: number): PersoonsnummerContent => ({
  soort: 'wacht',
  bsn: Bsn.parse('999966133'),
  ontvangstId: ontvangstId(number),
});

describe('a log with many writers at once', () => {
  const WRITERS = 20;

  it('has a commit of each writer, numbered without gaps, once every writer succeeded', async () => {
    const logs = createPersoonsnummerLogs(table);
    /** Repeats an append that has to be tried again, as a queue does. */
    const untilItSucceeds = async (number: number): Promise<void> => {
      try {
        await logs.append('x', () => ({ append: waitFor(number), outcome: number }), {
          probablyEmpty: number % 2 === 0,
        });
      } catch (error) {
        if (!(error instanceof HubError)) throw error;
        await untilItSucceeds(number);
      }
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, number) => untilItSucceeds(number)));
    const commits = await logs.read('x');
    expect(commits.map(({ versie }) => versie)).toEqual(Array.from({ length: WRITERS }, (_, n) => n + 1));
    expect(new Set(commits.map(({ inhoud }) => ontvangstOf(inhoud))).size).toBe(WRITERS);
  });

  it('holds exactly the commits of the appends that succeeded', async () => {
    const logs = createPersoonsnummerLogs(table);
    const outcomes = await Promise.allSettled(
      Array.from({ length: WRITERS }, (_, number) =>
        logs.append('x', () => ({ append: waitFor(number), outcome: number })),
      ),
    );
    const succeeded = outcomes.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    for (const one of outcomes) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ name: 'HubFout', followUp: 'retry' });
    }
    const commits = await logs.read('x');
    expect(commits.map(({ inhoud }) => ontvangstOf(inhoud)).sort()).toEqual(
      succeeded.map(({ outcome }) => ontvangstId(outcome)).sort(),
    );
    expect(new Set(succeeded.map(({ commits: seen }) => seen.length)).size).toBe(succeeded.length);
    for (const { commits: seen, outcome } of succeeded) {
      expect(seen).toEqual(commits.slice(0, seen.length));
      expect(ontvangstOf(seen.at(-1)?.inhoud)).toBe(ontvangstId(outcome));
    }
  });

  it('fails with an error that says to try again when another writer is first each time', async () => {
    const never: Table = { ...table, insert: async () => false };
    const work = createPersoonsnummerLogs(never).append('x', () => ({ append: waitFor(1), outcome: 1 }));
    await expect(work).rejects.toMatchObject({ name: 'HubFout', followUp: 'retry' });
  });
});

describe('a decision about a log', () => {
  it('is made on the commits of the log, also when the log was thought to be empty', async () => {
    const logs = createPersoonsnummerLogs(table);
    await logs.append('x', () => ({ append: waitFor(1), outcome: undefined }), { probablyEmpty: true });
    const seen: number[] = [];
    const { outcome, commits } = await logs.append(
      'x',
      (earlier) => {
        seen.push(earlier.length);
        return { append: waitFor(2), outcome: earlier.length };
      },
      { probablyEmpty: true },
    );
    expect(seen).toEqual([0, 1]);
    expect(outcome).toBe(1);
    expect(commits.map(({ inhoud }) => inhoud)).toEqual([waitFor(1), waitFor(2)]);
  });

  it('to add nothing is made on the commits of the log too, never on the thought that it is empty', async () => {
    const logs = createPersoonsnummerLogs(table);
    await logs.append('x', () => ({ append: waitFor(1), outcome: undefined }));
    for (const guess of [false, true]) {
      const { outcome, commits } = await logs.append('x', (earlier) => ({ outcome: earlier.length }), {
        probablyEmpty: guess,
      });
      expect([outcome, commits.length]).toEqual([1, 1]);
    }
  });

  it('adds to its own log only', async () => {
    const logs = createPersoonsnummerLogs(table);
    await logs.append('x', () => ({ append: waitFor(1), outcome: undefined }));
    expect(await logs.read('y')).toEqual([]);
    expect(await createZaakLogs(table).read('x')).toEqual([]);
  });
});

const feit = linked();
const contentOf = (zaakId: ZaakId): ZaakContent => {
  const added = addFeiten(zaakId, emptyDossier, [feit], '2025-09-08');
  if (added === undefined) throw new Error('a new fact adds a commit');
  return added.inhoud;
};

describe('the list of commits to send', () => {
  it('holds a commit with messages for partners until all of them were sent', async () => {
    const outbound = createOutbound(table);
    const logs = createZaakLogs(table);
    const content = contentOf(ZAAK);
    await logs.append(ZAAK, () => ({ append: content, outcome: undefined }));
    await logs.append(ZAAK, () => ({
      append: { feiten: [feit], meldingen: [] },
      outcome: undefined,
    }));
    const before = await logs.read(ZAAK);
    expect((await outbound.read(ZAAK)).commits.map(({ afterSending }) => afterSending !== undefined)).toEqual(
      [true, false],
    );
    const sentMessages = (await outbound.read(ZAAK)).commits.flatMap(
      ({ afterSending }) => afterSending ?? [],
    );
    expect(await table.count('UITGAAND')).toBe(1);

    for (let time = 0; time < 2; time++) await outbound.sent(sentMessages);
    expect((await outbound.read(ZAAK)).commits.map(({ afterSending }) => afterSending !== undefined)).toEqual(
      [false, false],
    );
    expect(await table.count('UITGAAND')).toBe(0);
    expect(await logs.read(ZAAK)).toEqual(before);
  });
});
