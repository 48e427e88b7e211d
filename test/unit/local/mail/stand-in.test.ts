import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailer } from '../../../../adapters/mail/mailer.ts';
import { createReturnedMails } from '../../../../adapters/mail/returned.ts';
import { createMailStandIn, MAIL_MOUNT, SES_MOUNT } from '../../../../local/mail/stand-in.ts';

/** The stand-in for SES, by the SDK that the functions use. */

const NOW = Date.parse('2026-03-02T09:00:00Z');
let server: Server;
let url: string;

beforeEach(async () => {
  const mounts = createMailStandIn(() => NOW);
  server = createServer((request, response) => {
    const mount = request.url?.startsWith(SES_MOUNT) ? SES_MOUNT : MAIL_MOUNT;
    mounts[mount]?.(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

const client = () =>
  new SESv2Client({
    region: 'eu-west-1',
    endpoint: url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

const sendMail = (to: string) =>
  createMailer('hub@hub.example', client())({ to, subject: '1 nieuw bericht', text: 'Kijk in het loket.' });

const mails = async (): Promise<unknown> => (await fetch(`${url}${MAIL_MOUNT}`)).json();

describe('the stand-in for SES', () => {
  it('keeps what the SDK sends, to be read', async () => {
    expect(await sendMail('winkel@mage.example')).toBe('sent');
    expect(await mails()).toEqual({
      mails: [
        {
          id: expect.any(String),
          tijdstip: '2026-03-02T09:00:00.000Z',
          van: 'hub@hub.example',
          aan: 'winkel@mage.example',
          onderwerp: '1 nieuw bericht',
          tekst: 'Kijk in het loket.',
        },
      ],
    });
  });

  it('sends to whoever the pages let choose a mail', async () => {
    for (const address of ['a&b@mage.example', 'jan@mage.xn--p1ai'])
      expect(await sendMail(address)).toBe('sent');
  });

  it('refuses an address as SES does, and keeps nothing of it', async () => {
    expect(await sendMail('weigert@mage.example')).toBe('refused');
    expect(await sendMail('no address')).toBe('refused');
    expect(await mails()).toEqual({ mails: [] });
  });

  it('lets every mail to one kind of address come back, until that is forgotten', async () => {
    const address = 'komt-terug@mage.example';
    const returned = createReturnedMails(client());
    expect(await returned.look(address)).toBe('not returned');
    expect(await sendMail(address)).toBe('sent');
    expect(await returned.look(address)).toBe('returned');
    expect(await returned.look('winkel@mage.example')).toBe('not returned');
    expect(await sendMail(address)).toBe('sent');
    expect(await mails()).toMatchObject({ mails: { length: 1 } });
    expect(await returned.forget(address)).toBe(true);
    expect(await returned.look(address)).toBe('not returned');
    expect(await returned.forget(address)).toBe(true);
  });

  it('keeps the last two hundred', async () => {
    for (let count = 0; count < 201; count++) await sendMail(`winkel-${count}@mage.example`);
    expect(await mails()).toMatchObject({ mails: { length: 200, 0: { aan: 'winkel-1@mage.example' } } });
  });
});
