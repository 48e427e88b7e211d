import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { allPages } from '../adapters/table/all-pages.ts';
import { keyOfClaim } from '../adapters/table/duo-claims.ts';
import { OWED_TO_DUO } from '../adapters/table/lists/names.ts';
import { STATUS_OUTBOUND } from '../adapters/table/logs.ts';
import { POST, postPartition } from '../adapters/table/postvak/item.ts';
import { createTable, type Item, type Table } from '../adapters/table/table.ts';
import { ZaakId } from '../contracts/base-types.ts';
import { REGIEVOERDER } from '../contracts/partnerrollen.ts';

/**
 * Ends what a former process of this hub had in hand when it fell: messages that a door was delivering, zaken of which DUO was
 * being told, receivers of which somebody was finding out whether they are back. On AWS such a claim ends by itself, since
 * another instance may still be at work; here nobody else can be, once this process holds the data.
 */

/** A gemeente whose partners get messages. */
export interface Receiving {
  readonly gemeentecode: string;
  readonly partners: readonly { readonly sleutel: string }[];
}

/** Before every moment of a claim. */
const PAST = new Date(0).toISOString();

const listed = (table: Table, status: string): Promise<readonly Item[]> =>
  allPages(async (after) => {
    const { items: elements, ...rest } = await table.perStatus(status, {
      max: 1000,
      ...(after === undefined ? {} : { na: after }),
    });
    return { elements, ...rest };
  });

const endOfMessages = async (table: Table, { gemeentecode, partners }: Receiving): Promise<void> => {
  const keys = [...partners.map(({ sleutel }) => sleutel), REGIEVOERDER];
  await Promise.all(
    keys.map(async (key) => {
      const status = `POST#${gemeentecode}/${key}#bezig`;
      for (const { pk, sk } of await listed(table, status)) {
        await table.change({ pk, sk }, { bezigTot: PAST }, [status]);
      }
    }),
  );
};

/** What was put as delivered by who was to send it (`isLeaving`): of zaken that have something to send. */
const endOfLeaving = async (table: Table): Promise<void> => {
  const owing = new Set((await listed(table, STATUS_OUTBOUND)).map(({ pk }) => pk.slice('ZAAK#'.length)));
  for (const zaakId of owing) {
    for (const item of await table.partition(postPartition(ZaakId.parse(zaakId)), POST)) {
      const { pk, sk, status, bezigTot } = item;
      if (item['plek'] === 'bezorgd' && bezigTot !== undefined) {
        await table.change({ pk, sk }, { bezigTot: PAST }, [String(status)]);
      }
    }
  }
};

const endOfDuo = async (table: Table): Promise<void> => {
  for (const { pk } of await listed(table, OWED_TO_DUO)) {
    const claim = await table.read(keyOfClaim(ZaakId.parse(pk.slice('ZAAK#'.length))));
    if (claim !== undefined) await table.write([{ ...claim, tot: PAST }]);
  }
};

const endOfTrials = async (table: Table, { gemeentecode }: Receiving): Promise<void> => {
  for (const { sk } of await table.partition(`KANAAL#${gemeentecode}`)) {
    const [, kind, id] = sk.split('#');
    const state =
      kind === 'ABONNEMENT' ? await table.read({ pk: `ABONNEMENT#${id}`, sk: 'GEZONDHEID' }) : undefined;
    if (state === undefined) continue;
    const { proefTot, ...health } = JSON.parse(String(state['waarde']));
    if (proefTot !== undefined) await table.write([{ ...state, waarde: JSON.stringify(health) }]);
  }
};

/** Ends the claims in the table of this name. No function may be at work yet. */
export const endClaims = async (
  endpoint: string,
  tableName: string,
  gemeenten: readonly Receiving[],
): Promise<void> => {
  const client = new DynamoDBClient({
    endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'lokaal', secretAccessKey: 'lokaal' },
  });
  const table = createTable(tableName, client);
  await Promise.all([
    ...gemeenten.flatMap((gemeente) => [endOfMessages(table, gemeente), endOfTrials(table, gemeente)]),
    endOfLeaving(table),
    endOfDuo(table),
  ]);
  client.destroy();
};
