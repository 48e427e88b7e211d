import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedCloud, startEmbeddedCloud } from '../../../local/cloud.ts';
import { temporaryDirectory, writeAssembly } from './fixture.ts';

/** The request of an SDK from before the AWS JSON protocol: a form, to the endpoint or to the URL of the queue. */

describe('a request in the query protocol of older SDKs', () => {
  const directory = temporaryDirectory();
  let cloud: EmbeddedCloud;

  beforeAll(async () => {
    const Resources = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'partner' } } };
    cloud = await startEmbeddedCloud({
      assemblyDir: writeAssembly(directory.path, { App: { Resources } }),
      parameters: {},
      port: 0,
    });
  });
  afterAll(async () => {
    await cloud.stop();
    directory.remove();
  });

  const send = (url: string, fields: Readonly<Record<string, string>>) =>
    fetch(url, { method: 'POST', body: new URLSearchParams({ Version: '2012-11-05', ...fields }) });

  it.each([
    ['the endpoint', () => cloud.url, 'ListQueues'],
    ['the URL of a queue', () => cloud.queues['partner']?.url ?? '', 'ReceiveMessage'],
  ])('to %s is told which SDK is needed, and not to try again', async (_, url, Action) => {
    const response = await send(url(), { Action });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'text/xml']);
    const text = await response.text();
    expect(text).toContain('<Type>Sender</Type><Code>AWS.SimpleQueueService.UnsupportedOperation</Code>');
    expect(text).toMatch(/<Message>[^<]*boto3 1\.28\.82[^<]*@aws-sdk\/client-sqs 3\.447\.0[^<]*<\/Message>/);
  });

  it('is not repeated in the answer', async () => {
    const response = await send(cloud.url, { Action: 'SendMessage', MessageBody: 'een naam</Message>' });
    expect(await response.text()).not.toContain('een naam');
  });

  it('is told from other requests at the root, which go to the API', async () => {
    expect((await fetch(cloud.url, { method: 'POST', body: '{}' })).status).toBe(403);
  });
});
