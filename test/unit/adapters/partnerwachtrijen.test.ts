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

const ALL_WENT = { failed: new Set(), refused: new Set() };

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
    expect(await wachtrijen.verstuur(zendingen(7, '0907/taalschool'))).toEqual(ALL_WENT);
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
    expect(await wachtrijen.verstuur([])).toEqual(ALL_WENT);
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
    expect(await wachtrijen.verstuur(drie)).toEqual({ failed: new Set([drie[1]]), refused: new Set() });
    expect(gemeld).toEqual(['0907/taalschool: InternalError']);
  });

  it('is not believed about messages that it does not mention', async () => {
    client.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    const twee = naarTaalschool(2);
    expect(await wachtrijen.verstuur(twee)).toEqual({ failed: new Set(twee), refused: new Set() });
  });

  it('holds up only its own partner when the whole call is throttled', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('te veel'), { name: 'RequestThrottled' });
      }
      return allesGelukt(input);
    });
    const twee = zendingen(1, '0907/taalschool', '0907/intos');
    const { failed } = await wachtrijen.verstuur(twee);
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/intos']);
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
    const { failed } = await wachtrijen.verstuur(twee);
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/balk']);
    expect(gemeld).toEqual(['0907/balk: QueueDoesNotExist']);
    expect(aanroepen(URLS['0907/taalschool'])).toHaveLength(1);
  });
});

describe('a queue that refuses what is in a message', () => {
  /** As SQS does: a character that XML 1.0 does not have is the sender's fault. */
  const hasBadCharacter = ({ MessageBody = '' }: { MessageBody?: string | undefined }) =>
    MessageBody.includes('\uFFFE');
  const withBadName = (zending: Poststuk | undefined): Poststuk => {
    if (zending?.tekst === undefined) throw new Error('geen bericht');
    return { ...zending, tekst: zending.tekst.replace('Qasim', 'Voor\uFFFEbeeld') };
  };

  it('never gets that message again, and takes the others of the same batch', async () => {
    client.on(SendMessageBatchCommand).callsFake(({ Entries = [] }) => ({
      Successful: allesGelukt({ Entries: Entries.filter((entry: object) => !hasBadCharacter(entry)) })
        .Successful,
      Failed: Entries.filter(hasBadCharacter).map(({ Id }: { Id?: string }) => ({
        Id,
        Code: 'InvalidMessageContents',
        SenderFault: true,
      })),
    }));
    const [een, twee, drie] = naarTaalschool(3);
    const bad = withBadName(twee);
    expect(await wachtrijen.verstuur([een, bad, drie].filter((stuk) => stuk !== undefined))).toEqual({
      failed: new Set(),
      refused: new Set([bad]),
    });
    expect(gemeld).toEqual(['0907/taalschool: InvalidMessageContents']);
  });

  it.each(['InvalidMessageContents', 'AWS.SimpleQueueService.BatchRequestTooLong'])(
    'with the whole call (%s) takes the others one by one',
    async (name) => {
      client.on(SendMessageBatchCommand).callsFake((input) => {
        if ((input.Entries ?? []).some(hasBadCharacter))
          throw Object.assign(new Error('geweigerd'), { name });
        return allesGelukt(input);
      });
      const [een, twee, drie] = naarTaalschool(3);
      const bad = withBadName(twee);
      const outcome = await wachtrijen.verstuur([een, bad, drie].filter((stuk) => stuk !== undefined));
      expect(outcome).toEqual({ failed: new Set(), refused: new Set([bad]) });
      expect(aanroepen().map(({ Entries }) => Entries?.length)).toEqual([3, 1, 1, 1]);
    },
  );

  it('and another queue that is busy are told apart', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('te veel'), { name: 'RequestThrottled' });
      }
      throw Object.assign(new Error('geweigerd'), { name: 'InvalidMessageContents' });
    });
    const { failed, refused } = await wachtrijen.verstuur(zendingen(1, '0907/taalschool', '0907/intos'));
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/intos']);
    expect([...refused].map(({ partner }) => partner)).toEqual(['0907/taalschool']);
  });
});
