import type { QueryCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { STATUS_INDEX } from '../../contracts/internal/status-index.ts';
import type { Part } from './table.ts';

/** What a Query of the table asks for. */

const onSince = (from: string | undefined): string =>
  from === undefined ? ' AND #sinds <= :tot' : ' AND #sinds BETWEEN :vanaf AND :tot';

/** The items of a status, in the index. */
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

const whereIn = (skBegin: string | undefined, from: string | undefined): string => {
  if (skBegin === undefined) return '';
  return from === undefined ? ' AND begins_with(sk, :begin)' : ' AND sk BETWEEN :begin AND :tot';
};

/** The items of a partition, or those whose `sk` starts so, perhaps a part of them. */
export const inPartition = (pk: string, skBegin: string | undefined, { from, members }: Part = {}) => {
  const names = members && ['pk', 'sk', ...members];
  return {
    KeyConditionExpression: `pk = :pk${whereIn(skBegin, from)}`,
    ExpressionAttributeValues: marshall(
      { ':pk': pk, ':begin': from ?? skBegin, ':tot': from && behind(String(skBegin)) },
      { removeUndefinedValues: true },
    ),
    ...(names && {
      ProjectionExpression: names.map((name) => `#${name}`).join(', '),
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
    }),
  };
};
