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
const known = (Reason: 'BOUNCE' | 'COMPLAINT') => ({
  SuppressedDestination: { EmailAddress: ADDRESS, Reason, LastUpdateTime: new Date(0) },
});
const NOT_FOUND = new NotFoundException(failure);
const TOO_MANY = new TooManyRequestsException(failure);

beforeEach(() => {
  client.reset();
});

describe('an address that is looked up', () => {
  it.each([
    ['returned', 'BOUNCE'],
    ['complained', 'COMPLAINT'],
  ] as const)('is %s when SES says %s', async (found, reason) => {
    client.on(GetSuppressedDestinationCommand, { EmailAddress: ADDRESS }).resolves(known(reason));
    expect(await returned.look(ADDRESS)).toBe(found);
  });

  it('is not returned when SES does not know it', async () => {
    client.on(GetSuppressedDestinationCommand).rejects(NOT_FOUND);
    expect(await returned.look(ADDRESS)).toBe('not returned');
  });

  it('is asked about later when SES is asked too much', async () => {
    client.on(GetSuppressedDestinationCommand).rejects(TOO_MANY);
    expect(await returned.look(ADDRESS)).toBe('busy');
  });

  it('fails when SES cannot be reached', async () => {
    client.on(GetSuppressedDestinationCommand).rejects(new Error('socket hang up'));
    await expect(returned.look(ADDRESS)).rejects.toThrow('socket hang up');
  });
});

describe('an address that is forgotten', () => {
  it('is so, also when SES does not know it', async () => {
    client.on(DeleteSuppressedDestinationCommand, { EmailAddress: ADDRESS }).resolves({});
    expect(await returned.forget(ADDRESS)).toBe(true);
    client.on(DeleteSuppressedDestinationCommand, { EmailAddress: ADDRESS }).rejects(NOT_FOUND);
    expect(await returned.forget(ADDRESS)).toBe(true);
  });

  it('is not when SES is asked too much', async () => {
    client.on(DeleteSuppressedDestinationCommand).rejects(TOO_MANY);
    expect(await returned.forget(ADDRESS)).toBe(false);
  });

  it('fails when SES cannot be reached', async () => {
    client.on(DeleteSuppressedDestinationCommand).rejects(new Error('socket hang up'));
    await expect(returned.forget(ADDRESS)).rejects.toThrow('socket hang up');
  });
});
