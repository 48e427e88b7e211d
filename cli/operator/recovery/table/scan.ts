import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { abonnementAt } from '../../../../adapters/table/kanalen.ts';
import { logAt } from '../../../../adapters/table/log-partition.ts';
import { COMMIT, commitKey } from '../../../../adapters/table/logs.ts';
import type { Item, Key } from '../../../../adapters/table/table.ts';
import type { KanaalId } from '../../../../domain/partners/address.ts';

/** Reads a whole table, page by page. Only an operator may; no function can. */

/** Every item, strongly consistent. */
export async function* allItems(client: DynamoDBClient, TableName: string): AsyncIterable<Item> {
  for await (const { Items = [] } of paginateScan({ client }, { TableName, ConsistentRead: true })) {
    for (const item of Items) yield unmarshall(item) as Item;
  }
}

/** The partition key of every log. */
export async function* allLogs(client: DynamoDBClient, TableName: string): AsyncIterable<string> {
  const first = {
    TableName,
    ConsistentRead: true,
    FilterExpression: 'sk = :eerste',
    ExpressionAttributeValues: { ':eerste': { S: commitKey(1) } },
    ProjectionExpression: 'pk',
  };
  for await (const { Items = [] } of paginateScan({ client }, first)) {
    for (const item of Items) {
      const { pk } = unmarshall(item) as Pick<Item, 'pk'>;
      if (logAt(pk) !== undefined) yield pk;
    }
  }
}

/** Every abonnement that there is, of partners of every gemeente. */
export async function* allAbonnementen(
  client: DynamoDBClient,
  TableName: string,
): AsyncIterable<{ readonly kanaal: KanaalId; readonly id: string }> {
  const kept = {
    TableName,
    ConsistentRead: true,
    FilterExpression: 'begins_with(pk, :kanaal) AND attribute_exists(inhoud)',
    ExpressionAttributeValues: { ':kanaal': { S: 'KANAAL#' } },
    ProjectionExpression: 'pk, sk',
  };
  for await (const { Items = [] } of paginateScan({ client }, kept)) {
    for (const item of Items) {
      const place = abonnementAt(unmarshall(item) as Key);
      if (place !== undefined) yield place;
    }
  }
}

/** Whether an item is a commit of a log. */
export const isCommit = ({ pk, sk }: Item): boolean => sk.startsWith(COMMIT) && logAt(pk) !== undefined;
