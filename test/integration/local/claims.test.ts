import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDuoClaims, keyOfClaim } from '../../../adapters/table/duo-claims.ts';
import { OWED_TO_DUO } from '../../../adapters/table/lists/names.ts';
import { createPostvak } from '../../../adapters/table/postvak/postvak.ts';
import { createTable, type Table } from '../../../adapters/table/table.ts';
import { ZaakId } from '../../../contracts/base-types.ts';
import { newPostvakItem } from '../../../domain/delivery/item.ts';
import { endClaims } from '../../../local/claims.ts';
import { type LocalHub, startLocalHub } from '../../../local/hub.ts';

const ZAAK = ZaakId.parse('00000000-0000-8000-8000-000000000001');
const GEMEENTE = { gemeentecode: '0907', partners: [{ sleutel: 'taalschool' }] };
const LATER = new Date(Date.now() + 3_600_000);

let hub: LocalHub;
let table: Table;
let client: DynamoDBClient;
let name: string;
beforeAll(async () => {
  hub = await startLocalHub({ port: 0 });
  name = String(hub.outputs['TabelNaam']);
  client = new DynamoDBClient({
    endpoint: hub.endpoints.dynamodb,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  table = createTable(name, client);
});
afterAll(async () => {
  client.destroy();
  await hub.stop();
});

it('what a former process had in hand can be taken up at once: messages, zaken of which DUO was told, and receivers', async () => {
  const now = new Date();
  const postvak = createPostvak(table);
  for (const partner of ['0907/taalschool', '0907/gemeente'] as const) {
    const bericht = { id: `${ZAAK.slice(0, -3)}${partner.length}`, type: 't', source: 's', subject: ZAAK };
    const item = newPostvakItem(partner, { ...bericht, data: { volgnummer: 1 } }, now, []);
    await postvak.put([item]);
    expect(await postvak.claim(item, 'webhook', LATER, now)).toBeDefined();
  }
  // Put as delivered by who fell before it sent it: its commit is still to be sent.
  const leaving = {
    ...newPostvakItem(
      '0907/taalschool',
      { id: ZAAK, type: 't', source: 's', subject: ZAAK, data: { volgnummer: 2 } },
      now,
      [],
    ),
    plek: 'bezorgd',
    deur: 'wachtrij',
    bezigTot: LATER.toISOString(),
  } as const;
  await postvak.put([leaving]);
  expect(await postvak.claim(leaving, 'wachtrij', LATER, now)).toBeUndefined();
  await table.write([
    { pk: `ZAAK#${ZAAK}`, sk: 'COMMIT#000001', status: 'UITGAAND', sinds: now.toISOString() },
  ]);
  const claims = createDuoClaims(table);
  expect(await claims.claim(keyOfClaim(ZAAK), now)).toBeDefined();
  expect(await claims.claim(keyOfClaim(ZAAK), now)).toBeUndefined();
  const owed = { pk: `ZAAK#${ZAAK}`, sk: OWED_TO_DUO, status: OWED_TO_DUO, sinds: now.toISOString() };
  const health = { opRij: 7, proefTot: LATER.getTime() };
  await table.write([
    owed,
    { pk: 'KANAAL#0907', sk: 'taalschool#ABONNEMENT#een', versie: 1, inhoud: '{}' },
    { pk: 'ABONNEMENT#een', sk: 'GEZONDHEID', versie: 3, waarde: JSON.stringify(health) },
  ]);

  await endClaims(hub.endpoints.dynamodb, name, [GEMEENTE]);

  for (const partner of ['0907/taalschool', '0907/gemeente'] as const) {
    const item = await postvak.read({ zaakId: ZAAK, partner, volgnummer: 1 });
    expect(item?.plek).toBe('bezig');
    expect(item && (await postvak.claim(item, 'webhook', LATER, now))).toBeDefined();
  }
  const left = await postvak.read(leaving);
  expect(left && (await postvak.claim(left, 'wachtrij', LATER, now))).toBeDefined();
  expect(await claims.claim(keyOfClaim(ZAAK), now)).toBeDefined();
  const state = await table.read({ pk: 'ABONNEMENT#een', sk: 'GEZONDHEID' });
  expect(state).toMatchObject({ versie: 3, waarde: '{"opRij":7}' });
});
