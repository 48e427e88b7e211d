import {
  BadRequestException,
  MessageRejected,
  SESv2Client,
  SendEmailCommand,
  SendingPausedException,
  TooManyRequestsException,
} from '@aws-sdk/client-sesv2';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createMailer } from '../../../../adapters/mail/mailer.ts';

const client = mockClient(SESv2Client);
const sendMail = createMailer('hub@hub.example', new SESv2Client({ region: 'eu-west-1' }));
const mail = { to: 'winkel@mage.example', subject: '1 nieuw bericht', text: 'Kijk in het loket.' };
const failure = { $metadata: {}, message: 'winkel@mage.example' };

beforeEach(() => {
  client.reset();
});

describe('sending a mail', () => {
  it('goes to one address, from that of the hub, as plain text', async () => {
    client.on(SendEmailCommand).resolves({ MessageId: '1' });
    expect(await sendMail(mail)).toBe('sent');
    expect(client.commandCalls(SendEmailCommand)[0]?.args[0].input).toEqual({
      FromEmailAddress: 'hub@hub.example',
      Destination: { ToAddresses: ['winkel@mage.example'] },
      Content: {
        Simple: {
          Subject: { Data: '1 nieuw bericht', Charset: 'UTF-8' },
          Body: { Text: { Data: 'Kijk in het loket.', Charset: 'UTF-8' } },
        },
      },
    });
  });

  it.each([MessageRejected, BadRequestException])(
    'is refused when SES says so of this mail (%o)',
    async (Refusal) => {
      client.on(SendEmailCommand).rejects(new Refusal(failure));
      expect(await sendMail(mail)).toBe('refused');
    },
  );

  it.each([TooManyRequestsException, SendingPausedException])(
    'fails, to be tried again, when SES takes nothing of this sender now (%o)',
    async (Failure) => {
      const error = new Failure(failure);
      client.on(SendEmailCommand).rejects(error);
      await expect(sendMail(mail)).rejects.toBe(error);
    },
  );

  it('fails, and says nothing of the address, when SES holds the sender or whom it mails unproved: of its own domain, or in the sandbox', async () => {
    const error = new MessageRejected({
      $metadata: {},
      message:
        'Email address is not verified. The following identities failed the check in region EU-WEST-1: winkel@mage.example',
    });
    client.on(SendEmailCommand).rejects(error);
    await expect(sendMail(mail)).rejects.toBe(error);
  });

  it('fails when SES cannot be reached', async () => {
    client.on(SendEmailCommand).rejects(new Error('socket hang up'));
    await expect(sendMail(mail)).rejects.toThrow('socket hang up');
  });
});
