import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  UpdateItemCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { STATUS_INDEX } from '../contracts/statusindex.ts';
import { sendAll } from './send-all.ts';
import { inStukken } from './stukken.ts';

/** The hub's one table: flat items of texts and numbers under `pk` and `sk`, listed by the sparse index `perStatus`. */

export interface Sleutel {
  readonly pk: string;
  readonly sk: string;
}
export type Item = Sleutel & Readonly<Record<string, string | number | undefined>>;

export interface Bladzij {
  readonly items: readonly Item[];
  /** Opaque cursor of the next page. */
  readonly na?: string;
}

export interface Tabel {
  /** Strongly consistent. */
  lees(sleutel: Sleutel): Promise<Item | undefined>;
  /** Every item of a partition, or those whose `sk` starts so, in order, strongly consistent. */
  partitie(pk: string, skBegin?: string): Promise<readonly Item[]>;
  /** Puts the item unless its key exists; false when it does. */
  voegToe(item: Item): Promise<boolean>;
  /**
   * Puts the item unless the one that is there has a higher value of this member; false when it has. The last word then
   * does not depend on who writes last.
   */
  schrijfAlsNieuwer(item: Item, kenmerk: string): Promise<boolean>;
  /** Puts the item in the place of the one that is there, when that one still has these values; false when not. */
  vervang(item: Item, als: Readonly<Record<string, string | number>>): Promise<boolean>;
  /** Puts any number of items, overwriting; each one is written when the promise resolves. */
  schrijf(items: readonly Item[]): Promise<void>;
  /**
   * Changes members of an item that exists (`undefined` removes) when its status is one of these, and when it still has
   * the values of `als`; false otherwise.
   */
  wijzig(
    sleutel: Sleutel,
    wijziging: Readonly<Record<string, string | number | undefined>>,
    alsStatus: readonly string[],
    als?: Readonly<Record<string, string | number>>,
  ): Promise<boolean>;
  /**
   * Items with this status, oldest `sinds` first, up to and including `totEnMet`, and with that from `vanaf` on.
   * Eventually consistent.
   */
  perStatus(
    status: string,
    opties?: { na?: string; max?: number } & ({ totEnMet?: string } | { vanaf: string; totEnMet: string }),
  ): Promise<Bladzij>;
  /** Counts at most `max` items of this status, from `na` on. Eventually consistent. */
  telBladzij(
    status: string,
    max: number,
    na?: string,
  ): Promise<{ readonly aantal: number; readonly na?: string }>;
  /** How many items have this status. Eventually consistent. */
  tel(status: string, totEnMet?: string): Promise<number>;
}

/** Every element of a list that comes page by page. */
export const alleBladzijden = async <Element>(
  leesBladzij: (na?: string) => Promise<{ readonly elementen: readonly Element[]; readonly na?: string }>,
): Promise<readonly Element[]> => {
  const elementen: Element[] = [];
  let na: string | undefined;
  do {
    const bladzij = await leesBladzij(na);
    elementen.push(...bladzij.elementen);
    na = bladzij.na;
  } while (na !== undefined);
  return elementen;
};

const GROOTSTE_BATCH = 25;

const isBezet = (fout: unknown): boolean => fout instanceof ConditionalCheckFailedException;

const cursor = {
  schrijf: (sleutel: Record<string, unknown>): string =>
    Buffer.from(JSON.stringify(sleutel)).toString('base64url'),
  lees: (na: string): Record<string, string> => JSON.parse(Buffer.from(na, 'base64url').toString()),
};

/** A cursor that nobody could have got from us. */
export class OngeldigeCursor extends Error {}

const beginNa = (na: string | undefined) => {
  if (na === undefined) return {};
  try {
    const { pk, sk, status, sinds } = cursor.lees(na);
    return { ExclusiveStartKey: marshall({ pk, sk, status, sinds }) };
  } catch {
    throw new OngeldigeCursor('cursor is niet leesbaar');
  }
};

const opSinds = (vanaf: string | undefined): string =>
  vanaf === undefined ? ' AND #sinds <= :tot' : ' AND #sinds BETWEEN :vanaf AND :tot';

const opStatus = (
  tabelNaam: string,
  status: string,
  totEnMet?: string,
  vanaf?: string,
): QueryCommandInput => ({
  TableName: tabelNaam,
  IndexName: STATUS_INDEX,
  KeyConditionExpression: `#status = :status${totEnMet === undefined ? '' : opSinds(vanaf)}`,
  ExpressionAttributeNames: { '#status': 'status', ...(totEnMet === undefined ? {} : { '#sinds': 'sinds' }) },
  ExpressionAttributeValues: marshall(
    { ':status': status, ...(totEnMet === undefined ? {} : { ':tot': totEnMet, ':vanaf': vanaf }) },
    { removeUndefinedValues: true },
  ),
});

/** Puts an item under a condition; false when that does not hold. */
const zet = async (
  client: DynamoDBClient,
  tabelNaam: string,
  item: Item,
  voorwaarde: Omit<PutItemCommandInput, 'TableName' | 'Item'>,
): Promise<boolean> => {
  try {
    await client.send(
      new PutItemCommand({
        TableName: tabelNaam,
        Item: marshall(item, { removeUndefinedValues: true }),
        ...voorwaarde,
      }),
    );
    return true;
  } catch (fout) {
    if (isBezet(fout)) return false;
    throw fout;
  }
};

/** The table of this name, in the account and region of the environment. */
export const maakTabel = (tabelNaam: string, client = new DynamoDBClient({})): Tabel => ({
  async lees({ pk, sk }) {
    const { Item } = await client.send(
      new GetItemCommand({ TableName: tabelNaam, Key: marshall({ pk, sk }), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : (unmarshall(Item) as Item);
  },

  async partitie(pk, skBegin) {
    const items: Item[] = [];
    let begin: QueryCommandInput['ExclusiveStartKey'];
    do {
      const bladzij = await client.send(
        new QueryCommand({
          TableName: tabelNaam,
          ConsistentRead: true,
          KeyConditionExpression: skBegin === undefined ? 'pk = :pk' : 'pk = :pk AND begins_with(sk, :begin)',
          ExpressionAttributeValues: marshall(
            { ':pk': pk, ':begin': skBegin },
            { removeUndefinedValues: true },
          ),
          ...(begin === undefined ? {} : { ExclusiveStartKey: begin }),
        }),
      );
      for (const item of bladzij.Items ?? []) items.push(unmarshall(item) as Item);
      begin = bladzij.LastEvaluatedKey;
    } while (begin !== undefined);
    return items;
  },

  voegToe: (item) => zet(client, tabelNaam, item, { ConditionExpression: 'attribute_not_exists(pk)' }),

  schrijfAlsNieuwer: (item, kenmerk) =>
    zet(client, tabelNaam, item, {
      ConditionExpression: 'attribute_not_exists(#kenmerk) OR #kenmerk <= :kenmerk',
      ExpressionAttributeNames: { '#kenmerk': kenmerk },
      ExpressionAttributeValues: marshall({ ':kenmerk': item[kenmerk] }),
    }),

  vervang: (item, als) =>
    zet(client, tabelNaam, item, {
      ConditionExpression: Object.keys(als)
        .map((naam) => `#${naam} = :${naam}`)
        .join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(Object.keys(als).map((naam) => [`#${naam}`, naam])),
      ExpressionAttributeValues: marshall(
        Object.fromEntries(Object.entries(als).map(([naam, waarde]) => [`:${naam}`, waarde])),
      ),
    }),

  async schrijf(items) {
    const verzoeken = items.map(
      (item): WriteRequest => ({
        PutRequest: { Item: marshall(item, { removeUndefinedValues: true }) },
      }),
    );
    await sendAll(
      inStukken(verzoeken, GROOTSTE_BATCH),
      async (batch) => {
        const { UnprocessedItems } = await client.send(
          new BatchWriteItemCommand({ RequestItems: { [tabelNaam]: [...batch] } }),
        );
        return UnprocessedItems?.[tabelNaam] ?? [];
      },
      { times: 6, firstPauseMs: 20, refused: (count) => `${count} items bleven onverwerkt` },
    );
  },

  async wijzig({ pk, sk }, wijziging, alsStatus, als = {}) {
    const namen = Object.keys(wijziging);
    const waarden = Object.entries(wijziging).filter(([, waarde]) => waarde !== undefined);
    const zet = waarden.map(([naam]) => `#${naam} = :${naam}`);
    const verwijder = namen.filter((naam) => wijziging[naam] === undefined).map((naam) => `#${naam}`);
    const statussen = Object.fromEntries(alsStatus.map((status, nummer) => [`:alsStatus${nummer}`, status]));
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tabelNaam,
          Key: marshall({ pk, sk }),
          UpdateExpression: [
            ...(zet.length > 0 ? [`SET ${zet.join(', ')}`] : []),
            ...(verwijder.length > 0 ? [`REMOVE ${verwijder.join(', ')}`] : []),
          ].join(' '),
          ConditionExpression: [
            `#status IN (${Object.keys(statussen).join(', ')})`,
            ...Object.keys(als).map((naam) => `#${naam} = :als_${naam}`),
          ].join(' AND '),
          ExpressionAttributeNames: {
            ...Object.fromEntries([...namen, ...Object.keys(als)].map((naam) => [`#${naam}`, naam])),
            '#status': 'status',
          },
          ExpressionAttributeValues: marshall({
            ...Object.fromEntries(waarden.map(([naam, waarde]) => [`:${naam}`, waarde])),
            ...statussen,
            ...Object.fromEntries(Object.entries(als).map(([naam, waarde]) => [`:als_${naam}`, waarde])),
          }),
        }),
      );
      return true;
    } catch (fout) {
      if (isBezet(fout)) return false;
      throw fout;
    }
  },

  async perStatus(status, { na, max = 100, totEnMet, ...rest } = {}) {
    const vanaf = 'vanaf' in rest ? rest.vanaf : undefined;
    const bladzij = await client.send(
      new QueryCommand({ ...opStatus(tabelNaam, status, totEnMet, vanaf), Limit: max, ...beginNa(na) }),
    );
    const volgende = bladzij.LastEvaluatedKey;
    return {
      items: (bladzij.Items ?? []).map((item) => unmarshall(item) as Item),
      ...(volgende === undefined ? {} : { na: cursor.schrijf(unmarshall(volgende)) }),
    };
  },

  async telBladzij(status, max, na) {
    const { Count = 0, LastEvaluatedKey: volgende } = await client.send(
      new QueryCommand({
        ...opStatus(tabelNaam, status),
        Select: 'COUNT',
        Limit: max,
        ...beginNa(na),
      }),
    );
    return {
      aantal: Count,
      ...(volgende === undefined ? {} : { na: cursor.schrijf(unmarshall(volgende)) }),
    };
  },

  async tel(status, totEnMet) {
    let aantal = 0;
    let begin: QueryCommandInput['ExclusiveStartKey'];
    do {
      const bladzij = await client.send(
        new QueryCommand({
          ...opStatus(tabelNaam, status, totEnMet),
          Select: 'COUNT',
          ...(begin === undefined ? {} : { ExclusiveStartKey: begin }),
        }),
      );
      aantal += bladzij.Count ?? 0;
      begin = bladzij.LastEvaluatedKey;
    } while (begin !== undefined);
    return aantal;
  },
});
