import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  NotFoundException,
  SESv2Client,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createReturnedMails } from '../../../../adapters/mail/returned.ts';

const client = mockClient(SESv2Client);
const returned = createReturnedMails(new SESv2Client({ region: 'eu-west-1' }));
const ADDRESS = 'winkel@mage.example';
const failure = { $metadata: {}, message: ADDRESS };

beforeEach(() => {
  client.reset();
});

describe.each([
  ['look', GetSuppressedDestinationCommand],
  ['forget', DeleteSuppressedDestinationCommand],
] as const)('to %s of an address of which a mail may have come back', (name, Command) => {
  it('asks SES about that address', async () => {
    client.onAnyCommand().resolves({});
    expect(await returned[name](ADDRESS)).toBe('returned');
    const [asked] = client.calls().map(({ args: [command] }) => command);
    expect(asked).toBeInstanceOf(Command);
    expect(asked?.input).toEqual({ EmailAddress: ADDRESS });
  });

  it.each([
    ['not returned', NotFoundException],
    ['busy', TooManyRequestsException],
  ] as const)('says %s when SES does (%o)', async (outcome, Failure) => {
    client.onAnyCommand().rejects(new Failure(failure));
    expect(await returned[name](ADDRESS)).toBe(outcome);
  });

  it('fails when SES cannot be reached', async () => {
    client.onAnyCommand().rejects(new Error('socket hang up'));
    await expect(returned[name](ADDRESS)).rejects.toThrow('socket hang up');
  });
});
