import {
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  RestoreTableToPointInTimeCommand,
  ScanCommand,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { TO } from '../../../../../../adapters/table/logs.ts';
import type { Item } from '../../../../../../adapters/table/table.ts';
import { verifyTable } from '../../../../../../cli/operator/recovery/table/check.ts';
import { restoreTable } from '../../../../../../cli/operator/recovery/table/restore-table.ts';
import type { Rollout } from '../../../../../../client/deployment.ts';
import { caught } from '../../../../../hub/test-hub.ts';
import {
  BSN,
  geopendBericht,
  inbound,
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  OTHER_BSN,
  V_NUMMER,
} from '../../../../functions/berichten.ts';
import { hubInMemory } from '../../../../functions/hub-in-memory.ts';

async function* itemsOf(items: readonly Item[]): AsyncIterable<Item> {
  yield* items;
}

/** A table as the hub leaves it: a zaak with its messages, a BSN that waits, receipts of both kinds. */
const filled = async (): Promise<readonly Item[]> => {
  const hub = hubInMemory(() => ({}));
  await hub.process([
    koppelingBericht(),
    inschrijvingBericht(),
    notificatieBericht('SS139', { vNummer: V_NUMMER }),
  ]);
  return hub.table.alles();
};
const verify = async (change: (items: readonly Item[]) => readonly Item[] = (items) => items) =>
  verifyTable(itemsOf(change(await filled())));
const toCommit = ({ pk, sk }: Item, soort: string) => pk.startsWith(soort) && sk.startsWith('COMMIT#');

describe('a table', () => {
  it('that the hub wrote holds together, and is counted by kind and by status', async () => {
    const { perSoort, perStatus, objections } = await verify();
    expect(objections).toEqual([]);
    expect(perSoort).toMatchObject({ 'KOPPELING COMMIT': 1, 'BSN COMMIT': 1, 'ONTVANGST ONTVANGST': 3 });
    expect(perSoort['ZAAK COMMIT']).toBeGreaterThan(1);
    expect(perStatus).toMatchObject({ 'ONTVANGST#verwerkt': 1, 'ONTVANGST#wacht': 2 });
  });

  it('counts what has a zaak for its key by what it is, not once for each zaak', async () => {
    const items = ['3f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a', '4f7d6c1e-0f5b-8a8e-9d6a-1f2e3d4c5b6a'].map(
      (sk) => ({ pk: 'MIJLPALEN#0907', sk }),
    );
    expect((await verifyTable(itemsOf(items))).perSoort).toEqual({ 'MIJLPALEN id': 2 });
  });

  it.each([
    [
      'a first commit is missing',
      'a gap',
      (items: readonly Item[]) => items.filter((item) => !(toCommit(item, 'ZAAK') && item['versie'] === 1)),
    ],
    [
      'a commit is not JSON',
      'cannot read',
      (items: readonly Item[]) =>
        items.map((item) => (toCommit(item, 'BSN') ? { ...item, inhoud: '{' } : item)),
    ],
    [
      'a fact is of an unknown kind',
      'cannot read',
      (items: readonly Item[]) =>
        items.map((item) =>
          toCommit(item, 'ZAAK')
            ? { ...item, inhoud: '{"feiten":[{"feitId":"x","soort":"iets"}],"meldingen":[]}' }
            : item,
        ),
    ],
    [
      'a log is of an unknown kind',
      'cannot read',
      (items: readonly Item[]) =>
        items.map((item) => (toCommit(item, 'KOPPELING') ? { ...item, inhoud: '{"soort":"iets"}' } : item)),
    ],
    [
      'a message that waits has lost its content',
      'cannot be read',
      (items: readonly Item[]) =>
        items.map(({ inhoud, ...item }) =>
          item['status'] === 'ONTVANGST#wacht' ? item : { ...item, inhoud },
        ) as readonly Item[],
    ],
    [
      'a zaak goes on behind a reference',
      'behind a reference',
      (items: readonly Item[]) =>
        items.map((item) =>
          toCommit(item, 'ZAAK') && item['versie'] === 1 ? { ...item, [TO]: 'elders', versie: 1 } : item,
        ),
    ],
  ])('is not sound when %s', async (_, reason, change) => {
    const { objections } = await verify(change);
    expect(objections.length).toBeGreaterThan(0);
    for (const objection of objections) expect(objection).toContain(reason);
    expect(JSON.stringify(objections)).not.toContain(V_NUMMER);
  });

  it('holds together when a zaak was opened under a BSN that turned out to be of somebody else', async () => {
    const opened = geopendBericht({ bsn: BSN });
    const hub = hubInMemory(() => ({}));
    await hub.process([opened]);
    const zaakId = hub.pseudonyms.zaakIdUnderBsn(BSN);
    await hub.process([
      inbound(
        'nl.inburgeringszaken.feit.hersteld.v1',
        '2025-09-06T08:00:00Z',
        { zaakId, bsn: OTHER_BSN, reden: 'verkeerd overgetypt' },
        'gemeente-0907',
      ),
    ]);
    const { objections, perSoort } = await verifyTable(itemsOf(await hub.table.alles()));
    expect(perSoort['BSN COMMIT']).toBeGreaterThan(2);
    expect(objections).toEqual([]);
  });

  it('may refer from a new key to an older zaak', async () => {
    const { objections } = await verify((items) => [
      ...items,
      { pk: 'ZAAK#nieuw', sk: 'COMMIT#000001', [TO]: 'oud' },
    ]);
    expect(objections).toEqual([]);
  });
});

describe('a rehearsal', () => {
  const dynamodb = mockClient(DynamoDBClient);
  beforeEach(() => dynamodb.reset());
  const rollout: Rollout = {
    kind: 'aws',
    uitvoer: { TabelNaam: 'tabel' },
    clientConfig: () => ({ region: 'eu-west-1' }),
  };
  const restore = async (options: Parameters<typeof restoreTable>[1] = {}, of: Rollout = rollout) => {
    const { written, output } = caught();
    const code = await restoreTable(of, options, output, {
      sleep: async () => undefined,
      patienceMs: 60_000,
    });
    return { code, text: written.join('\n') };
  };
  const KEY = 'arn:aws:kms:eu-west-1:1:key/k';
  const answers = (items: readonly Item[]) => {
    dynamodb.on(DescribeTableCommand, { TableName: 'tabel' }).resolves({
      Table: { TableStatus: 'ACTIVE', SSEDescription: { KMSMasterKeyArn: KEY } },
    });
    dynamodb
      .on(DescribeTableCommand)
      .resolvesOnce({ Table: { TableStatus: 'CREATING' } })
      .resolvesOnce({
        Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING' }] },
      })
      .resolves({ Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }] } });
    dynamodb.on(DescribeTableCommand, { TableName: 'tabel' }).resolves({
      Table: { TableStatus: 'ACTIVE', SSEDescription: { KMSMasterKeyArn: KEY } },
    });
    dynamodb.on(ScanCommand).resolves({
      Items: items.map((item) => marshall(item, { removeUndefinedValues: true })),
    });
  };
  const targetOf = () =>
    dynamodb.commandCalls(RestoreTableToPointInTimeCommand)[0]?.args[0].input.TargetTableName;

  it('restores under the key of the table, waits until it can be read, checks it and removes it', async () => {
    answers(await filled());
    const { code, text } = await restore({ op: new Date('2026-01-31T22:00:00Z') });
    expect(code).toBe(0);
    expect(dynamodb.commandCalls(RestoreTableToPointInTimeCommand)[0]?.args[0].input).toMatchObject({
      SourceTableName: 'tabel',
      RestoreDateTime: new Date('2026-01-31T22:00:00Z'),
      SSESpecificationOverride: { KMSMasterKeyId: KEY },
    });
    expect(text).toMatch(/ZAAK COMMIT +\d+ +\d+/);
    expect(text).toContain('Sound (in orde)');
    const removed = dynamodb.commandCalls(DeleteTableCommand).map(({ args }) => args[0].input.TableName);
    expect(removed).toEqual([targetOf()]);
    expect(targetOf()).not.toBe('tabel');
  });

  it('keeps the table on request, with backups, expiry and protection', async () => {
    answers(await filled());
    expect((await restore({ bewaar: true })).code).toBe(0);
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(0);
    expect(
      [
        dynamodb.commandCalls(UpdateContinuousBackupsCommand),
        dynamodb.commandCalls(UpdateTimeToLiveCommand),
        dynamodb.commandCalls(UpdateTableCommand),
      ].map(([invocation]) => invocation?.args[0].input.TableName),
    ).toEqual([targetOf(), targetOf(), targetOf()]);
  });

  it('waits until backups of a table that was made just now can be turned on', async () => {
    answers(await filled());
    const notYet = Object.assign(new Error('not yet'), { name: 'ContinuousBackupsUnavailableException' });
    dynamodb.on(UpdateContinuousBackupsCommand).rejectsOnce(notYet).rejectsOnce(notYet).resolves({});
    expect((await restore({ bewaar: true })).code).toBe(0);
    expect(dynamodb.commandCalls(UpdateContinuousBackupsCommand)).toHaveLength(3);
  });

  it('protects a table and lets it expire, also when its backups cannot be turned on', async () => {
    answers(await filled());
    dynamodb
      .on(UpdateContinuousBackupsCommand)
      .rejects(Object.assign(new Error('never'), { name: 'ContinuousBackupsUnavailableException' }));
    await expect(restore({ bewaar: true })).rejects.toThrow('never');
    expect(dynamodb.commandCalls(UpdateTableCommand)).toHaveLength(1);
    expect(dynamodb.commandCalls(UpdateTimeToLiveCommand)).toHaveLength(1);
  });

  it('says so when what came back does not hold together', async () => {
    answers((await filled()).filter((item) => !(toCommit(item, 'ZAAK') && item['versie'] === 1)));
    const { code, text } = await restore();
    expect(code).toBe(1);
    expect(text).toContain('NOT sound');
  });

  it('leaves nothing behind when a rehearsal cannot be finished', async () => {
    answers([]);
    dynamodb.on(ScanCommand).rejects(new Error('geknepen'));
    await expect(restore()).rejects.toThrow('geknepen');
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(1);
  });

  it.each([
    ['a table cannot be read', () => dynamodb.on(ScanCommand).rejects(new Error('geknepen'))],
    ['expiry is refused', () => dynamodb.on(UpdateTimeToLiveCommand).rejects(new Error('geknepen'))],
  ])('removes no table that is to stay when %s, and says so', async (_, breaks) => {
    answers([]);
    breaks();
    const { written, output } = caught();
    const options = { sleep: async () => undefined, patienceMs: 60_000 };
    await expect(restoreTable(rollout, { bewaar: true }, output, options)).rejects.toThrow('geknepen');
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(0);
    expect(written.join('\n')).toContain(`${targetOf()} is not removed, and this is not done`);
  });

  it('tells of the restore that was refused, not of the table that was never made', async () => {
    answers([]);
    dynamodb.on(RestoreTableToPointInTimeCommand).rejects(new Error('PointInTimeRecoveryUnavailable'));
    dynamodb
      .on(DeleteTableCommand)
      .rejects(Object.assign(new Error('weg'), { name: 'ResourceNotFoundException' }));
    await expect(restore()).rejects.toThrow('PointInTimeRecoveryUnavailable');
  });

  it('gives up on a table that does not become ready, or goes another way', async () => {
    answers([]);
    dynamodb.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'CREATING' } });
    await expect(restore()).rejects.toThrow('not ready after 1 minutes');
    dynamodb
      .on(DescribeTableCommand)
      .resolves({ Table: { TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' } });
    await expect(restore()).rejects.toThrow('INACCESSIBLE');
  });

  it('checks the table that the functions use, also when that is a restored one', async () => {
    answers(await filled());
    const restored = { ...rollout, uitvoer: { ...rollout.uitvoer, HersteldeTabelNaam: 'hersteld' } };
    expect((await restore({ toets: true }, restored)).code).toBe(0);
    expect(dynamodb.commandCalls(ScanCommand)[0]?.args[0].input.TableName).toBe('hersteld');
    expect(dynamodb.commandCalls(RestoreTableToPointInTimeCommand)).toHaveLength(0);
  });

  it('is refused on a local hub', async () => {
    await expect(restore({}, { ...rollout, kind: 'local' })).rejects.toThrow('no earlier moments');
  });
});
