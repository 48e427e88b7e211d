import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { STATUS_INDEX } from '../../contracts/internal/status-index.ts';

/** What a query of the table says to DynamoDB: the part of a partition or of a list. */

const onSince = (from: string | undefined): string =>
  from === undefined ? ' AND #sinds <= :tot' : ' AND #sinds BETWEEN :vanaf AND :tot';

/** The items with a status, perhaps up to a moment or between two. */
export const onStatus = (
  tableName: string,
  status: string,
  until?: string,
  from?: string,
): QueryCommandInput => ({
  TableName: tableName,
  IndexName: STATUS_INDEX,
  KeyConditionExpression: `#status = :status${until === undefined ? '' : onSince(from)}`,
  ExpressionAttributeNames: { '#status': 'status', ...(until === undefined ? {} : { '#sinds': 'sinds' }) },
  ExpressionAttributeValues: marshall(
    { ':status': status, ...(until === undefined ? {} : { ':tot': until, ':vanaf': from }) },
    { removeUndefinedValues: true },
  ),
});

/** Behind every `sk` that starts so, because keys are ASCII. */
const behind = (skBegin: string): string => `${skBegin}~`;

/** The attributes that a read gives beside the key of an item; all of them when none are named. */
export const shownOf = (attributes: readonly string[] | undefined) =>
  attributes === undefined
    ? {}
    : {
        ProjectionExpression: ['pk', 'sk', ...attributes.map((name) => `#${name}`)].join(', '),
        ExpressionAttributeNames: Object.fromEntries(attributes.map((name) => [`#${name}`, name])),
      };

/** A partition, or the items of it whose `sk` starts so, perhaps from one on. */
export const inPartition = (pk: string, skBegin: string | undefined, skFrom: string | undefined) => {
  if (skBegin === undefined) {
    return { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: marshall({ ':pk': pk }) };
  }
  return skFrom === undefined
    ? {
        KeyConditionExpression: 'pk = :pk AND begins_with(sk, :begin)',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':begin': skBegin }),
      }
    : {
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :vanaf AND :tot',
        ExpressionAttributeValues: marshall({ ':pk': pk, ':vanaf': skFrom, ':tot': behind(skBegin) }),
      };
};
