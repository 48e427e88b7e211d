import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { DAY_SECONDS } from '../../contracts/time.ts';
import type { Processing } from '../../domain/logboek/record.ts';
import { positionOf } from '../../domain/logboek/view.ts';
import { chunk } from '../chunk.ts';

/**
 * The logbook of what no timeline holds: who read and who searched. A table of its own, in which a function can only put
 * what is not there yet; a record is acknowledged when the promise resolves (L8). One partition per gemeente and person, so
 * that logbooks never mix and those of one person are one query.
 */
export interface Logboek {
  /** Throws when any record was not taken: show nothing then. */
  write(processings: readonly Processing[]): Promise<void>;
  /** What this gemeente's logbook has of somebody after this position, oldest first. Strongly consistent. */
  page(
    gemeentecode: string,
    subjectId: string,
    after: string | undefined,
    max: number,
  ): Promise<readonly Processing[]>;
}

/**
 * How long such a record stays: an assumption, which the gemeente settles in its own rules. What stands on a timeline stays
 * as long as that does.
 */
export const LOGBOEK_YEARS = 5;

/** Records that are put at the same time; a list that names more takes more rounds. */
const AT_ONCE = 25;

/** The partition of what was done with one person in one gemeente. */
export const logboekKey = (gemeentecode: string, subjectId: string): string => `${gemeentecode}#${subjectId}`;

/** A record as the table keeps it. */
export const toLogboekItem = (processing: Processing) => ({
  pk: logboekKey(processing.gemeentecode, processing.subject.id),
  sk: positionOf(processing),
  verwerking: JSON.stringify(processing),
  verlooptOp: Math.floor(processing.end / 1000) + LOGBOEK_YEARS * 366 * DAY_SECONDS,
});

/** The logbook in the table of this name. */
export const createLogboek = (tableName: string, client = new DynamoDBClient({})): Logboek => {
  const put = async (processing: Processing): Promise<void> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: marshall(toLogboekItem(processing)),
          ConditionExpression: 'attribute_not_exists(pk)',
        }),
      );
    } catch (error) {
      // The SDK tried again after an answer that got lost: the record stands.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  };
  return {
    async write(processings) {
      for (const round of chunk(processings, AT_ONCE)) await Promise.all(round.map(put));
    },

    async page(gemeentecode, subjectId, after, max) {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: tableName,
          ConsistentRead: true,
          KeyConditionExpression: 'pk = :pk AND sk > :na',
          ExpressionAttributeValues: marshall({
            ':pk': logboekKey(gemeentecode, subjectId),
            ':na': after ?? '0',
          }),
          Limit: max,
        }),
      );
      return Items.map((item): Processing => JSON.parse(String(unmarshall(item)['verwerking'])));
    },
  };
};
