import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, describe, expect, it } from 'vitest';
import { awsRollout, localRollout, outputOf } from '../../../client/deployment.ts';

const cloudformation = mockClient(CloudFormationClient);
afterEach(() => cloudformation.reset());

const stack = (StackName: string, output: Readonly<Record<string, string>>) => ({
  StackName,
  CreationTime: new Date(),
  StackStatus: 'CREATE_COMPLETE' as const,
  Outputs: Object.entries(output).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
});

describe('the hub in an account', () => {
  it('gives the outputs of all its stacks, on every page of the answer, and of no other stack', async () => {
    cloudformation
      .on(DescribeStacksCommand)
      .resolvesOnce({
        Stacks: [stack('InburgeringshubGegevens', { TabelNaam: 'tabel' })],
        NextToken: 'verder',
      })
      .resolvesOnce({
        Stacks: [stack('Anders', { Geheim: 'x' }), stack('InburgeringshubVerwerking', { ApiUrl: 'u' })],
      });
    const rollout = await awsRollout();
    expect(rollout).toMatchObject({ kind: 'aws', uitvoer: { TabelNaam: 'tabel', ApiUrl: 'u' } });
    expect(rollout.uitvoer).not.toHaveProperty('Geheim');
    expect(outputOf(rollout, 'ApiUrl')).toBe('u');
    expect(() => outputOf(rollout, 'Weg')).toThrow('Weg');
  });

  it('gives a clear error when it does not exist', async () => {
    cloudformation.on(DescribeStacksCommand).resolves({ Stacks: [] });
    await expect(awsRollout()).rejects.toThrow('no stack Inburgeringshub');
  });

  it('gives an error without the answer of the service when it may not be read', async () => {
    cloudformation
      .on(DescribeStacksCommand)
      .rejects(Object.assign(new Error('arn:aws:iam::123456789012:user/x'), { name: 'AccessDenied' }));
    await expect(awsRollout()).rejects.toThrow(/^cannot read the stacks \(AccessDenied\)/);
  });
});

describe('the hub on this machine', () => {
  it('gives the endpoint of each service, and names the one that it lacks', async () => {
    const asked: string[] = [];
    const rollout = await localRollout('http://127.0.0.1:8787/', async (url) => {
      asked.push(url);
      return { status: 200, body: { endpoints: { sqs: 'http://q' }, outputs: { TabelNaam: 't' } } };
    });
    expect(asked).toEqual(['http://127.0.0.1:8787/_lokaal']);
    expect(rollout.clientConfig('sqs')).toMatchObject({ endpoint: 'http://q' });
    expect(() => rollout.clientConfig('cloudwatch')).toThrow('cloudwatch');
  });

  it('gives an error when another server answers at its address', async () => {
    await expect(localRollout('http://x', async () => ({ status: 404, body: undefined }))).rejects.toThrow(
      '--aws',
    );
  });
});
