import {
  GetEventSourceMappingCommand,
  GetFunctionConfigurationCommand,
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import {
  DescribeSecretCommand,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createProcessing, patienceOf } from '../../../../../../cli/operator/recovery/rekey/processing.ts';
import { createVault } from '../../../../../../cli/operator/recovery/rekey/vault.ts';

/** What Lambda and Secrets Manager answer while a change is on its way, which no emulator does. */

const lambda = mockClient(LambdaClient);
const secrets = mockClient(SecretsManagerClient);
beforeEach(() => {
  lambda.reset();
  secrets.reset();
});

const waited: number[] = [];
const processing = createProcessing(new LambdaClient({ region: 'eu-west-1' }), {
  processors: ['coa'],
  rest: ['api'],
  patience: patienceOf({ kind: 'aws' }),
  sleep: async (ms) => waited.push(ms),
});

describe('pausing', () => {
  it('waits until the mapping is disabled, and then for what was in hand, as long as the slowest function may run', async () => {
    lambda.on(GetFunctionConfigurationCommand, { FunctionName: 'api' }).resolves({ Timeout: 29 });
    lambda.on(GetFunctionConfigurationCommand, { FunctionName: 'coa' }).resolves({ Timeout: 120 });
    lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [{ UUID: 'u' }] });
    lambda
      .on(GetEventSourceMappingCommand)
      .resolvesOnce({ State: 'Enabled' })
      .resolvesOnce({ State: 'Disabling' })
      .resolvesOnce({ State: 'Disabling' })
      .resolves({ State: 'Disabled' });
    waited.length = 0;
    await processing.pause();
    expect(lambda.commandCalls(UpdateEventSourceMappingCommand).map(({ args }) => args[0].input)).toEqual([
      { UUID: 'u', Enabled: false },
    ]);
    expect(waited).toEqual([1_000, 1_000, 135_000]);
    await processing.pause();
    expect(lambda.commandCalls(UpdateEventSourceMappingCommand)).toHaveLength(1);
  });

  it('fails when a function takes from no queue, or the mapping does not get there', async () => {
    lambda.on(ListEventSourceMappingsCommand).resolvesOnce({ EventSourceMappings: [] });
    await expect(processing.pause()).rejects.toThrow('takes from no queue');
    lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [{ UUID: 'u' }] });
    lambda.on(GetEventSourceMappingCommand).resolves({ State: 'Disabling' });
    await expect(processing.pause()).rejects.toThrow('not within');
  });
});

describe('a run after one that was cut off', () => {
  it('lets Lambda end the change of a mapping that is on its way, for which it refuses another one', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ Timeout: 30 });
    lambda.on(ListEventSourceMappingsCommand).resolves({ EventSourceMappings: [{ UUID: 'u' }] });
    let asked = 0;
    lambda
      .on(GetEventSourceMappingCommand)
      .callsFake(() => ({ State: ++asked < 3 ? 'Enabling' : asked < 5 ? 'Enabled' : 'Disabled' }));
    lambda.on(UpdateEventSourceMappingCommand).callsFake(() => {
      if (asked < 3) throw Object.assign(new Error('in use'), { name: 'ResourceInUseException' });
      return {};
    });
    await processing.pause();
    expect(lambda.commandCalls(UpdateEventSourceMappingCommand)).toHaveLength(1);
  });

  it('lets Lambda end the change of a function that is on its way, for which it refuses another one', async () => {
    let asked = 0;
    lambda.on(GetFunctionConfigurationCommand).callsFake(() => ({
      LastUpdateStatus: ++asked < 3 ? 'InProgress' : 'Successful',
      Environment: { Variables: { A: '1' } },
    }));
    lambda.on(UpdateFunctionConfigurationCommand).callsFake(() => {
      if (asked < 3) throw Object.assign(new Error('in progress'), { name: 'ResourceConflictException' });
      return {};
    });
    await processing.refresh('v2');
    expect(lambda.commandCalls(UpdateFunctionConfigurationCommand)).toHaveLength(2);
  });
});

describe('starting anew', () => {
  it('keeps the variables of a function, and waits until the change is through', async () => {
    lambda
      .on(GetFunctionConfigurationCommand)
      .resolvesOnce({ Environment: { Variables: { A: '1' } } })
      .resolvesOnce({ LastUpdateStatus: 'InProgress' })
      .resolvesOnce({ LastUpdateStatus: 'Successful' })
      .resolves({ LastUpdateStatus: 'Successful', Environment: { Variables: { B: '2' } } });
    await processing.refresh('v2');
    expect(lambda.commandCalls(UpdateFunctionConfigurationCommand).map(({ args }) => args[0].input)).toEqual([
      { FunctionName: 'api', Environment: { Variables: { A: '1', SLEUTEL_VERSIE: 'v2' } } },
      { FunctionName: 'coa', Environment: { Variables: { B: '2', SLEUTEL_VERSIE: 'v2' } } },
    ]);
  });

  it('fails when Lambda could not do it: the queues stay paused', async () => {
    lambda.on(GetFunctionConfigurationCommand).resolves({ LastUpdateStatus: 'Failed' });
    await expect(processing.refresh('v2')).rejects.toThrow('could not be started anew');
  });
});

describe('the secret', () => {
  const vault = createVault(new SecretsManagerClient({ region: 'eu-west-1' }), 'geheim');

  it('tells by its labels which version is in use and which one waits', async () => {
    secrets
      .on(DescribeSecretCommand)
      .resolvesOnce({ VersionIdsToStages: { a: ['AWSCURRENT'], b: ['AWSPENDING'], c: ['AWSPREVIOUS'] } })
      .resolvesOnce({ VersionIdsToStages: { b: ['AWSCURRENT', 'AWSPENDING'], a: ['AWSPREVIOUS'] } })
      .resolvesOnce({ VersionIdsToStages: {} });
    expect(await vault.versions()).toEqual({ current: 'a', pending: 'b' });
    expect(await vault.versions()).toEqual({ current: 'b', pending: 'b' });
    await expect(vault.versions()).rejects.toThrow('geen huidige versie');
  });

  it('is switched from the version that was seen, so that two operators cannot both do it', async () => {
    await vault.swap('a', 'b');
    expect(secrets.commandCalls(UpdateSecretVersionStageCommand)[0]?.args[0].input).toEqual({
      SecretId: 'geheim',
      VersionStage: 'AWSCURRENT',
      RemoveFromVersionId: 'a',
      MoveToVersionId: 'b',
    });
  });
});
