import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { maakPartnerwachtrijen } from '../../../adapters/partnerwachtrijen.ts';
import type { ZaakId } from '../../../contracts/basistypen.ts';
import { nieuwPoststuk, type Poststuk } from '../../../domain/delivery/item.ts';
import { partnerbericht } from '../../../domain/partners/bericht.ts';
import { meldingen } from '../../../domain/partners/meldingen.ts';
import { projecties } from '../../../domain/partners/projectie.ts';
import { legeZaak, zaakVan } from '../../../domain/zaak/zaak.ts';
import { gekoppeld, koppeling } from '../domein/hulp.ts';

/** What SQS can refuse, and no emulator does. */

const EIGEN_WACHTRIJ =
  'https://sqs.example/123456789012/InburgeringshubVerwerking-PartnerberichtenWachtrij-A1b2';
const URLS = {
  '0907/taalschool': 'https://sqs.example/123456789012/inburgeringshub-0907-taalschool.fifo',
  '0907/intos': 'https://sqs.example/123456789012/inburgeringshub-0907-intos.fifo',
  '0907/balk': 'https://sqs.example/123456789012/inburgeringshub-0907-balk.fifo',
};
const AFZENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

const client = mockClient(SQSClient);
const gemeld: string[] = [];
const wachtrijen = maakPartnerwachtrijen(
  EIGEN_WACHTRIJ,
  (partner, oorzaak) => gemeld.push(`${partner}: ${oorzaak}`),
  new SQSClient({ region: 'eu-west-1' }),
);

const zaakIdVan = (nummer: number) => `3f7d6c1e-0f5b-8a8e-9d6a-${String(nummer).padStart(12, '0')}` as ZaakId;

/** The first message about this zaak to each of these partners. */
const zendingen = (nummer: number, ...partners: readonly string[]): readonly Poststuk[] => {
  const zaakId = zaakIdVan(nummer);
  const zaak = zaakVan([gekoppeld(koppeling({}, { bsn: '999966133' }))]);
  return meldingen(zaakId, legeZaak, zaak, new Map())
    .filter(({ partner }) => partners.includes(partner))
    .map((melding) =>
      nieuwPoststuk(
        melding.partner,
        partnerbericht(AFZENDER, zaakId, projecties(zaakId, zaak), melding, '2025-06-20T08:00:00.000Z'),
        new Date('2025-06-20T08:00:01.000Z'),
        [],
      ),
    );
};
const naarTaalschool = (aantal: number) =>
  Array.from({ length: aantal }, (_, nummer) => zendingen(nummer, '0907/taalschool')).flat();

const aanroepen = (url?: string) =>
  client
    .commandCalls(SendMessageBatchCommand)
    .map(({ args }) => args[0].input)
    .filter(({ QueueUrl }) => url === undefined || QueueUrl === url);
const allesGelukt = ({ Entries = [] }: { Entries?: readonly { Id?: string | undefined }[] | undefined }) => ({
  Successful: Entries.map(({ Id }) => ({ Id, MessageId: 'm', MD5OfMessageBody: 'x' })),
  Failed: [],
});

beforeEach(() => {
  client.reset();
  client.on(SendMessageBatchCommand).callsFake(allesGelukt);
  gemeld.length = 0;
});

describe('a message that was asked for again', () => {
  it('is another one to the queue, which would else swallow it, and the same one to the partner', async () => {
    client
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [{ Id: '0', MessageId: 'x', MD5OfMessageBody: '' }] });
    const [zending] = zendingen(7, '0907/taalschool');
    if (zending === undefined) throw new Error('geen bericht');
    await wachtrijen.verstuur([{ ...zending, herleveringen: 2 }]);
    expect(aanroepen()[0]?.Entries?.[0]).toMatchObject({
      MessageDeduplicationId: `${zending.id}-2`,
      MessageBody: zending.tekst,
    });
  });
});

describe('sending to the queues of partners', () => {
  it('groups by zaak and lets the queue drop what it has seen by the id of the message', async () => {
    const [zending] = zendingen(7, '0907/taalschool');
    expect(await wachtrijen.verstuur(zendingen(7, '0907/taalschool'))).toEqual(new Set());
    expect(aanroepen()).toMatchObject([
      {
        QueueUrl: URLS['0907/taalschool'],
        Entries: [
          {
            Id: '0',
            MessageGroupId: zaakIdVan(7),
            MessageDeduplicationId: zending?.id,
            MessageBody: zending?.tekst,
          },
        ],
      },
    ]);
  });

  it('puts type and source of the event beside it, and nothing about the person', async () => {
    await wachtrijen.verstuur(zendingen(7, '0907/taalschool'));
    const attributen = aanroepen()[0]?.Entries?.[0]?.MessageAttributes ?? {};
    expect(
      Object.fromEntries(Object.entries(attributen).map(([naam, { StringValue }]) => [naam, StringValue])),
    ).toEqual({
      'content-type': 'application/cloudevents+json',
      ce_type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
      ce_source: AFZENDER.bron,
    });
  });

  it('sends at most ten messages in one call', async () => {
    await wachtrijen.verstuur(naarTaalschool(23));
    expect(aanroepen().map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
    const ids = aanroepen().flatMap(({ Entries }) =>
      (Entries ?? []).map(({ MessageDeduplicationId }) => MessageDeduplicationId),
    );
    expect(new Set(ids).size).toBe(23);
    for (const { Entries } of aanroepen()) {
      expect(new Set(Entries?.map(({ Id }) => Id)).size).toBe(Entries?.length);
    }
  });

  it('calls nobody when there is nothing to send', async () => {
    expect(await wachtrijen.verstuur([])).toEqual(new Set());
    expect(aanroepen()).toEqual([]);
  });
});

describe('a queue that does not take everything', () => {
  it('gives back exactly the messages that it refused', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => ({
      Successful: allesGelukt(input).Successful.filter(({ Id }) => Id !== '1'),
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    }));
    const drie = naarTaalschool(3);
    expect(await wachtrijen.verstuur(drie)).toEqual(new Set([drie[1]]));
    expect(gemeld).toEqual(['0907/taalschool: InternalError']);
  });

  it('is not believed about messages that it does not mention', async () => {
    client.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    const twee = naarTaalschool(2);
    expect(await wachtrijen.verstuur(twee)).toEqual(new Set(twee));
  });

  it('holds up only its own partner when the whole call is throttled', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('te veel'), { name: 'RequestThrottled' });
      }
      return allesGelukt(input);
    });
    const twee = zendingen(1, '0907/taalschool', '0907/intos');
    const mislukt = await wachtrijen.verstuur(twee);
    expect([...mislukt].map(({ partner }) => partner)).toEqual(['0907/intos']);
    expect(gemeld).toEqual(['0907/intos: RequestThrottled']);
  });

  it('that does not exist counts as not told, and the others are told', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/balk']) {
        throw Object.assign(new Error('weg'), { name: 'QueueDoesNotExist' });
      }
      return allesGelukt(input);
    });
    const twee = zendingen(1, '0907/taalschool', '0907/balk');
    const mislukt = await wachtrijen.verstuur(twee);
    expect([...mislukt].map(({ partner }) => partner)).toEqual(['0907/balk']);
    expect(gemeld).toEqual(['0907/balk: QueueDoesNotExist']);
    expect(aanroepen(URLS['0907/taalschool'])).toHaveLength(1);
  });
});
