import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPartnerQueues } from '../../../../adapters/queues/partner-queues.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import { newPostvakItem, type PostvakItem } from '../../../../domain/delivery/item.ts';
import { partnerbericht } from '../../../../domain/partners/bericht.ts';
import { notices } from '../../../../domain/partners/notices.ts';
import { projections } from '../../../../domain/partners/projection.ts';
import { emptyZaak, zaakOf } from '../../../../domain/zaak/zaak.ts';
import { koppeling, linked } from '../../domain/support.ts';

/** What SQS can refuse, and no emulator does. */

const OWN_QUEUE = 'https://sqs.example/123456789012/InburgeringshubVerwerking-PartnerberichtenWachtrij-A1b2';
const URLS = {
  '0907/taalschool': 'https://sqs.example/123456789012/inburgeringshub-0907-taalschool.fifo',
  '0907/intos': 'https://sqs.example/123456789012/inburgeringshub-0907-intos.fifo',
  '0907/balk': 'https://sqs.example/123456789012/inburgeringshub-0907-balk.fifo',
};
const SENDER = {
  bron: 'urn:nld:oin:00000099000000001000:systeem:inburgeringshub',
  basisUrl: 'https://hub.example.nl',
};

const client = mockClient(SQSClient);
const gemeld: string[] = [];
const queues = createPartnerQueues(
  OWN_QUEUE,
  (partner, cause) => gemeld.push(`${partner}: ${cause}`),
  new SQSClient({ region: 'eu-west-1' }),
);

const zaakIdOf = (number: number) => `3f7d6c1e-0f5b-8a8e-9d6a-${String(number).padStart(12, '0')}` as ZaakId;

/** The first message about this zaak to each of these partners. */
const shipments = (number: number, ...partners: readonly string[]): readonly PostvakItem[] => {
  const zaakId = zaakIdOf(number);
  const zaak = zaakOf([linked(koppeling({}, { bsn: '999966133' }))]);
  return notices(zaakId, emptyZaak, zaak, new Map(), '2025-09-08')
    .filter(({ partner }) => partners.includes(partner))
    .map((notice) =>
      newPostvakItem(
        notice.partner,
        partnerbericht(
          SENDER,
          zaakId,
          projections(zaakId, zaak, '2025-09-08'),
          notice,
          '2025-06-20T08:00:00.000Z',
        ),
        new Date('2025-06-20T08:00:01.000Z'),
        [],
      ),
    );
};
const toTaalschool = (count: number) =>
  Array.from({ length: count }, (_, number) => shipments(number, '0907/taalschool')).flat();

const ALL_WENT = { failed: new Set(), refused: new Set() };

const invocations = (url?: string) =>
  client
    .commandCalls(SendMessageBatchCommand)
    .map(({ args }) => args[0].input)
    .filter(({ QueueUrl }) => url === undefined || QueueUrl === url);
const allSucceeded = ({
  Entries = [],
}: {
  Entries?: readonly { Id?: string | undefined }[] | undefined;
}) => ({
  Successful: Entries.map(({ Id }) => ({ Id, MessageId: 'm', MD5OfMessageBody: 'x' })),
  Failed: [],
});

beforeEach(() => {
  client.reset();
  client.on(SendMessageBatchCommand).callsFake(allSucceeded);
  gemeld.length = 0;
});

describe('a message that was asked for again', () => {
  it('is another one to the queue, which would else swallow it, and the same one to the partner', async () => {
    client
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [{ Id: '0', MessageId: 'x', MD5OfMessageBody: '' }] });
    const [shipment] = shipments(7, '0907/taalschool');
    if (shipment === undefined) throw new Error('geen bericht');
    await queues.send([{ ...shipment, herleveringen: 2 }]);
    expect(invocations()[0]?.Entries?.[0]).toMatchObject({
      MessageDeduplicationId: `${shipment.id}-2`,
      MessageBody: shipment.tekst,
    });
  });
});

describe('sending to the queues of partners', () => {
  it('groups by zaak and lets the queue drop what it has seen by the id of the message', async () => {
    const [shipment] = shipments(7, '0907/taalschool');
    expect(await queues.send(shipments(7, '0907/taalschool'))).toEqual(ALL_WENT);
    expect(invocations()).toMatchObject([
      {
        QueueUrl: URLS['0907/taalschool'],
        Entries: [
          {
            Id: '0',
            MessageGroupId: zaakIdOf(7),
            MessageDeduplicationId: shipment?.id,
            MessageBody: shipment?.tekst,
          },
        ],
      },
    ]);
  });

  it('puts type and source of the event beside it, and nothing about the person', async () => {
    await queues.send(shipments(7, '0907/taalschool'));
    const attributes = invocations()[0]?.Entries?.[0]?.MessageAttributes ?? {};
    expect(
      Object.fromEntries(Object.entries(attributes).map(([name, { StringValue }]) => [name, StringValue])),
    ).toEqual({
      'content-type': 'application/cloudevents+json',
      ce_type: 'nl.inburgeringszaken.nieuwe.inburgeraar.gemeld.v1',
      ce_source: SENDER.bron,
    });
  });

  it('sends at most ten messages in one call', async () => {
    await queues.send(toTaalschool(23));
    expect(invocations().map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
    const ids = invocations().flatMap(({ Entries }) =>
      (Entries ?? []).map(({ MessageDeduplicationId }) => MessageDeduplicationId),
    );
    expect(new Set(ids).size).toBe(23);
    for (const { Entries } of invocations()) {
      expect(new Set(Entries?.map(({ Id }) => Id)).size).toBe(Entries?.length);
    }
  });

  it('calls nobody when there is nothing to send', async () => {
    expect(await queues.send([])).toEqual(ALL_WENT);
    expect(invocations()).toEqual([]);
  });
});

describe('a queue that does not take everything', () => {
  it('gives back exactly the messages that it refused', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => ({
      Successful: allSucceeded(input).Successful.filter(({ Id }) => Id !== '1'),
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    }));
    const three = toTaalschool(3);
    expect(await queues.send(three)).toEqual({ failed: new Set([three[1]]), refused: new Set() });
    expect(gemeld).toEqual(['0907/taalschool: InternalError']);
  });

  it('is not believed about messages that it does not mention', async () => {
    client.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    const two = toTaalschool(2);
    expect(await queues.send(two)).toEqual({ failed: new Set(two), refused: new Set() });
  });

  it('holds up only its own partner when the whole call is throttled', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('te veel'), { name: 'RequestThrottled' });
      }
      return allSucceeded(input);
    });
    const two = shipments(1, '0907/taalschool', '0907/intos');
    const { failed } = await queues.send(two);
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/intos']);
    expect(gemeld).toEqual(['0907/intos: RequestThrottled']);
  });

  it('that does not exist counts as not told, and the others are told', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/balk']) {
        throw Object.assign(new Error('weg'), { name: 'QueueDoesNotExist' });
      }
      return allSucceeded(input);
    });
    const two = shipments(1, '0907/taalschool', '0907/balk');
    const { failed } = await queues.send(two);
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/balk']);
    expect(gemeld).toEqual(['0907/balk: QueueDoesNotExist']);
    expect(invocations(URLS['0907/taalschool'])).toHaveLength(1);
  });
});

describe('a queue that refuses what is in a message', () => {
  /** As SQS does: a character that XML 1.0 does not have is the sender's fault. */
  const hasBadCharacter = ({ MessageBody = '' }: { MessageBody?: string | undefined }) =>
    MessageBody.includes('\uFFFE');
  const withBadName = (shipment: PostvakItem | undefined): PostvakItem => {
    if (shipment?.tekst === undefined) throw new Error('geen bericht');
    return { ...shipment, tekst: shipment.tekst.replace('Qasim', 'Voor\uFFFEbeeld') };
  };

  it('never gets that message again, and takes the others of the same batch', async () => {
    client.on(SendMessageBatchCommand).callsFake(({ Entries = [] }) => ({
      Successful: allSucceeded({ Entries: Entries.filter((entry: object) => !hasBadCharacter(entry)) })
        .Successful,
      Failed: Entries.filter(hasBadCharacter).map(({ Id }: { Id?: string }) => ({
        Id,
        Code: 'InvalidMessageContents',
        SenderFault: true,
      })),
    }));
    const [one, two, three] = toTaalschool(3);
    const bad = withBadName(two);
    expect(await queues.send([one, bad, three].filter((item) => item !== undefined))).toEqual({
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
        return allSucceeded(input);
      });
      const [one, two, three] = toTaalschool(3);
      const bad = withBadName(two);
      const outcome = await queues.send([one, bad, three].filter((item) => item !== undefined));
      expect(outcome).toEqual({ failed: new Set(), refused: new Set([bad]) });
      expect(invocations().map(({ Entries }) => Entries?.length)).toEqual([3, 1, 1, 1]);
    },
  );

  it('and another queue that is busy are told apart', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('te veel'), { name: 'RequestThrottled' });
      }
      throw Object.assign(new Error('geweigerd'), { name: 'InvalidMessageContents' });
    });
    const { failed, refused } = await queues.send(shipments(1, '0907/taalschool', '0907/intos'));
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/intos']);
    expect([...refused].map(({ partner }) => partner)).toEqual(['0907/taalschool']);
  });
});
