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
import { NAAR } from '../../../../../../adapters/logboeken.ts';
import type { Item } from '../../../../../../adapters/tabel.ts';
import { toetsTabel } from '../../../../../../cli/operator/recovery/table/check.ts';
import { herstelTabel } from '../../../../../../cli/operator/recovery/table/restore-table.ts';
import type { Uitrol } from '../../../../../../client/deployment.ts';
import { opgevangen } from '../../../../../hub/proefhub.ts';
import {
  inschrijvingBericht,
  koppelingBericht,
  notificatieBericht,
  V_NUMMER,
} from '../../../../functies/berichten.ts';
import { hubInGeheugen } from '../../../../functies/hub-in-geheugen.ts';

async function* rij(items: readonly Item[]): AsyncIterable<Item> {
  yield* items;
}

/** A table as the hub leaves it: a zaak with its messages, a BSN that waits, receipts of both kinds. */
const gevuld = async (): Promise<readonly Item[]> => {
  const hub = hubInGeheugen(() => ({}));
  await hub.verwerk([
    koppelingBericht(),
    inschrijvingBericht(),
    notificatieBericht('SS139', { vNummer: V_NUMMER }),
  ]);
  return hub.tabel.alles();
};
const toets = async (wijzig: (items: readonly Item[]) => readonly Item[] = (items) => items) =>
  toetsTabel(rij(wijzig(await gevuld())));
const alsCommit = ({ pk, sk }: Item, soort: string) => pk.startsWith(soort) && sk.startsWith('COMMIT#');

describe('a table', () => {
  it('that the hub wrote holds together, and is counted by kind and by status', async () => {
    const { perSoort, perStatus, bezwaren } = await toets();
    expect(bezwaren).toEqual([]);
    expect(perSoort).toMatchObject({ 'KOPPELING COMMIT': 1, 'BSN COMMIT': 1, 'ONTVANGST ONTVANGST': 3 });
    expect(perSoort['ZAAK COMMIT']).toBeGreaterThan(1);
    expect(perStatus).toMatchObject({ 'ONTVANGST#verwerkt': 1, 'ONTVANGST#wacht': 2 });
  });

  it.each([
    [
      'a first commit is missing',
      'a gap',
      (items: readonly Item[]) => items.filter((item) => !(alsCommit(item, 'ZAAK') && item['versie'] === 1)),
    ],
    [
      'a commit is not JSON',
      'cannot read',
      (items: readonly Item[]) =>
        items.map((item) => (alsCommit(item, 'BSN') ? { ...item, inhoud: '{' } : item)),
    ],
    [
      'a fact is of an unknown kind',
      'cannot read',
      (items: readonly Item[]) =>
        items.map((item) =>
          alsCommit(item, 'ZAAK')
            ? { ...item, inhoud: '{"feiten":[{"feitId":"x","soort":"iets"}],"meldingen":[]}' }
            : item,
        ),
    ],
    [
      'a log is of an unknown kind',
      'cannot read',
      (items: readonly Item[]) =>
        items.map((item) => (alsCommit(item, 'KOPPELING') ? { ...item, inhoud: '{"soort":"iets"}' } : item)),
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
          alsCommit(item, 'ZAAK') && item['versie'] === 1 ? { ...item, [NAAR]: 'elders', versie: 1 } : item,
        ),
    ],
  ])('is not sound when %s', async (_, reden, wijzig) => {
    const { bezwaren } = await toets(wijzig);
    expect(bezwaren.length).toBeGreaterThan(0);
    for (const bezwaar of bezwaren) expect(bezwaar).toContain(reden);
    expect(JSON.stringify(bezwaren)).not.toContain(V_NUMMER);
  });

  it('may refer from a new key to an older zaak', async () => {
    const { bezwaren } = await toets((items) => [
      ...items,
      { pk: 'ZAAK#nieuw', sk: 'COMMIT#000001', [NAAR]: 'oud' },
    ]);
    expect(bezwaren).toEqual([]);
  });
});

describe('a rehearsal', () => {
  const dynamodb = mockClient(DynamoDBClient);
  beforeEach(() => dynamodb.reset());
  const uitrol: Uitrol = {
    soort: 'aws',
    uitvoer: { TabelNaam: 'tabel' },
    clientConfig: () => ({ region: 'eu-west-1' }),
  };
  const doe = async (opties: Parameters<typeof herstelTabel>[1] = {}, van: Uitrol = uitrol) => {
    const { regels, output } = opgevangen();
    const code = await herstelTabel(van, opties, output, { pauze: async () => undefined, geduldMs: 60_000 });
    return { code, tekst: regels.join('\n') };
  };
  const SLEUTEL = 'arn:aws:kms:eu-west-1:1:key/k';
  const antwoordt = (items: readonly Item[]) => {
    dynamodb.on(DescribeTableCommand, { TableName: 'tabel' }).resolves({
      Table: { TableStatus: 'ACTIVE', SSEDescription: { KMSMasterKeyArn: SLEUTEL } },
    });
    dynamodb
      .on(DescribeTableCommand)
      .resolvesOnce({ Table: { TableStatus: 'CREATING' } })
      .resolvesOnce({
        Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'CREATING' }] },
      })
      .resolves({ Table: { TableStatus: 'ACTIVE', GlobalSecondaryIndexes: [{ IndexStatus: 'ACTIVE' }] } });
    dynamodb.on(DescribeTableCommand, { TableName: 'tabel' }).resolves({
      Table: { TableStatus: 'ACTIVE', SSEDescription: { KMSMasterKeyArn: SLEUTEL } },
    });
    dynamodb.on(ScanCommand).resolves({
      Items: items.map((item) => marshall(item, { removeUndefinedValues: true })),
    });
  };
  const doelVan = () =>
    dynamodb.commandCalls(RestoreTableToPointInTimeCommand)[0]?.args[0].input.TargetTableName;

  it('restores under the key of the table, waits until it can be read, checks it and removes it', async () => {
    antwoordt(await gevuld());
    const { code, tekst } = await doe({ op: new Date('2026-01-31T22:00:00Z') });
    expect(code).toBe(0);
    expect(dynamodb.commandCalls(RestoreTableToPointInTimeCommand)[0]?.args[0].input).toMatchObject({
      SourceTableName: 'tabel',
      RestoreDateTime: new Date('2026-01-31T22:00:00Z'),
      SSESpecificationOverride: { KMSMasterKeyId: SLEUTEL },
    });
    expect(tekst).toMatch(/ZAAK COMMIT +\d+ +\d+/);
    expect(tekst).toContain('Sound (in orde)');
    const verwijderd = dynamodb.commandCalls(DeleteTableCommand).map(({ args }) => args[0].input.TableName);
    expect(verwijderd).toEqual([doelVan()]);
    expect(doelVan()).not.toBe('tabel');
  });

  it('keeps the table on request, with backups, expiry and protection', async () => {
    antwoordt(await gevuld());
    expect((await doe({ bewaar: true })).code).toBe(0);
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(0);
    expect(
      [
        dynamodb.commandCalls(UpdateContinuousBackupsCommand),
        dynamodb.commandCalls(UpdateTimeToLiveCommand),
        dynamodb.commandCalls(UpdateTableCommand),
      ].map(([aanroep]) => aanroep?.args[0].input.TableName),
    ).toEqual([doelVan(), doelVan(), doelVan()]);
  });

  it('says so when what came back does not hold together', async () => {
    antwoordt((await gevuld()).filter((item) => !(alsCommit(item, 'ZAAK') && item['versie'] === 1)));
    const { code, tekst } = await doe();
    expect(code).toBe(1);
    expect(tekst).toContain('NOT sound');
  });

  it('leaves nothing behind when it cannot be finished', async () => {
    antwoordt([]);
    dynamodb.on(ScanCommand).rejects(new Error('geknepen'));
    await expect(doe({ bewaar: true })).rejects.toThrow('geknepen');
    expect(dynamodb.commandCalls(DeleteTableCommand)).toHaveLength(1);
  });

  it('tells of the restore that was refused, not of the table that was never made', async () => {
    antwoordt([]);
    dynamodb.on(RestoreTableToPointInTimeCommand).rejects(new Error('PointInTimeRecoveryUnavailable'));
    dynamodb
      .on(DeleteTableCommand)
      .rejects(Object.assign(new Error('weg'), { name: 'ResourceNotFoundException' }));
    await expect(doe()).rejects.toThrow('PointInTimeRecoveryUnavailable');
  });

  it('gives up on a table that does not become ready, or goes another way', async () => {
    antwoordt([]);
    dynamodb.on(DescribeTableCommand).resolves({ Table: { TableStatus: 'CREATING' } });
    await expect(doe()).rejects.toThrow('not ready after 1 minutes');
    dynamodb
      .on(DescribeTableCommand)
      .resolves({ Table: { TableStatus: 'INACCESSIBLE_ENCRYPTION_CREDENTIALS' } });
    await expect(doe()).rejects.toThrow('INACCESSIBLE');
  });

  it('checks the table that the functions use, also when that is a restored one', async () => {
    antwoordt(await gevuld());
    const hersteld = { ...uitrol, uitvoer: { ...uitrol.uitvoer, HersteldeTabelNaam: 'hersteld' } };
    expect((await doe({ toets: true }, hersteld)).code).toBe(0);
    expect(dynamodb.commandCalls(ScanCommand)[0]?.args[0].input.TableName).toBe('hersteld');
    expect(dynamodb.commandCalls(RestoreTableToPointInTimeCommand)).toHaveLength(0);
  });

  it('is refused on a local hub', async () => {
    await expect(doe({}, { ...uitrol, soort: 'lokaal' })).rejects.toThrow('no earlier moments');
  });
});
