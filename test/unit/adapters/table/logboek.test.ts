import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLogboek, toLogboekItem } from '../../../../adapters/table/logboek.ts';
import type { Processing } from '../../../../domain/logboek/record.ts';

const dynamodb = mockClient(DynamoDBClient);
beforeEach(() => dynamodb.reset());

const logboek = createLogboek('logboek', new DynamoDBClient({ region: 'eu-west-1' }));

const read = (id: string): Processing => ({
  activity: 'raadplegen',
  gemeentecode: '0907',
  subject: { id, soort: 'zaak' },
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b9c7c989f97918e1',
  begin: 1_795_326_000_123,
  end: 1_795_326_000_456,
  status: 'Ok',
  name: 'gegevens van een zaak lezen',
  fields: ['naam'],
});

describe('the table of the logbook', () => {
  it('takes each record once, under its gemeente and person, and only where there is none', async () => {
    dynamodb.on(PutItemCommand).resolves({});
    await logboek.write([read('een'), read('twee')]);
    const puts = dynamodb.commandCalls(PutItemCommand).map(({ args: [{ input }] }) => input);
    expect(puts).toEqual(
      ['een', 'twee'].map((id) => ({
        TableName: 'logboek',
        Item: marshall(toLogboekItem(read(id))),
        ConditionExpression: 'attribute_not_exists(pk)',
      })),
    );
    expect(toLogboekItem(read('een'))).toMatchObject({
      pk: '0907#een',
      sk: '1795326000123#b9c7c989f97918e1',
    });
  });

  it('has taken a record that it holds already: the answer to the first try was lost', async () => {
    dynamodb
      .on(PutItemCommand)
      .rejects(new ConditionalCheckFailedException({ message: 'there', $metadata: {} }));
    await expect(logboek.write([read('een')])).resolves.toBeUndefined();
  });

  it('that does not take one of several records has taken nothing that counts', async () => {
    dynamodb.on(PutItemCommand).resolvesOnce({}).rejects(new Error('throttled'));
    await expect(logboek.write([read('een'), read('twee')])).rejects.toThrow('throttled');
  });

  it('gives what one gemeente has of one person after a place, strongly consistent', async () => {
    dynamodb.on(QueryCommand).resolves({ Items: [marshall(toLogboekItem(read('een')))] });
    expect(await logboek.page('0907', 'een', '1795326000122#b9c7c989f97918e1', 51)).toEqual([read('een')]);
    expect(dynamodb.commandCalls(QueryCommand)[0]?.args[0].input).toMatchObject({
      ConsistentRead: true,
      Limit: 51,
      ExpressionAttributeValues: marshall({ ':pk': '0907#een', ':na': '1795326000122#b9c7c989f97918e1' }),
    });
  });
});
