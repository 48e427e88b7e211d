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

/** Refusals of SQS that no emulator makes. */

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
const logged: string[] = [];
const queues = createPartnerQueues(
  OWN_QUEUE,
  (partner, cause) => logged.push(`${partner}: ${cause}`),
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
const shipmentsToTaalschool = (count: number) =>
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
  logged.length = 0;
});

describe('a message that was asked for again', () => {
  it('has another deduplication id, so that the queue does not drop it, and the same id for the partner', async () => {
    client
      .on(SendMessageBatchCommand)
      .resolves({ Successful: [{ Id: '0', MessageId: 'x', MD5OfMessageBody: '' }] });
    const [shipment] = shipments(7, '0907/taalschool');
    if (shipment === undefined) throw new Error('no message');
    await queues.send([{ ...shipment, herleveringen: 2 }]);
    expect(invocations()[0]?.Entries?.[0]).toMatchObject({
      MessageDeduplicationId: `${shipment.id}-2`,
      MessageBody: shipment.tekst,
    });
  });
});

describe('sending to the queues of partners', () => {
  it('has the zaak as its group and the id of the message as its deduplication id', async () => {
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

  it('gives each message attributes with the type and source of the event, and nothing about the person', async () => {
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

  it('gives the trace of the event as an attribute too, the same as in its text', async () => {
    const [shipment] = shipments(7, '0907/taalschool');
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b9c7c989f97918e1-01';
    if (shipment === undefined) throw new Error('no shipment');
    await queues.send([
      { ...shipment, tekst: JSON.stringify({ ...JSON.parse(shipment.tekst ?? ''), traceparent }) },
    ]);
    const attributes = invocations()[0]?.Entries?.[0]?.MessageAttributes ?? {};
    expect(attributes['traceparent']?.StringValue).toBe(traceparent);
  });

  it('sends at most ten messages in one call', async () => {
    await queues.send(shipmentsToTaalschool(23));
    expect(invocations().map(({ Entries }) => Entries?.length)).toEqual([10, 10, 3]);
    const ids = invocations().flatMap(({ Entries }) =>
      (Entries ?? []).map(({ MessageDeduplicationId }) => MessageDeduplicationId),
    );
    expect(new Set(ids).size).toBe(23);
    for (const { Entries } of invocations()) {
      expect(new Set(Entries?.map(({ Id }) => Id)).size).toBe(Entries?.length);
    }
  });

  it('makes no call when there is nothing to send', async () => {
    expect(await queues.send([])).toEqual(ALL_WENT);
    expect(invocations()).toEqual([]);
  });
});

describe('a queue that refuses some messages', () => {
  it('makes exactly those messages count as failed', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => ({
      Successful: allSucceeded(input).Successful.filter(({ Id }) => Id !== '1'),
      Failed: [{ Id: '1', Code: 'InternalError', SenderFault: false }],
    }));
    const three = shipmentsToTaalschool(3);
    expect(await queues.send(three)).toEqual({ failed: new Set([three[1]]), refused: new Set() });
    expect(logged).toEqual(['0907/taalschool: InternalError']);
  });

  it('makes messages that it does not mention count as failed', async () => {
    client.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [] });
    const two = shipmentsToTaalschool(2);
    expect(await queues.send(two)).toEqual({ failed: new Set(two), refused: new Set() });
  });

  it('holds up only its own partner when the whole call is throttled', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('too many'), { name: 'RequestThrottled' });
      }
      return allSucceeded(input);
    });
    const two = shipments(1, '0907/taalschool', '0907/intos');
    const { failed } = await queues.send(two);
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/intos']);
    expect(logged).toEqual(['0907/intos: RequestThrottled']);
  });

  it('that does not exist makes its messages count as failed, and other queues get theirs', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/balk']) {
        throw Object.assign(new Error('gone'), { name: 'QueueDoesNotExist' });
      }
      return allSucceeded(input);
    });
    const two = shipments(1, '0907/taalschool', '0907/balk');
    const { failed } = await queues.send(two);
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/balk']);
    expect(logged).toEqual(['0907/balk: QueueDoesNotExist']);
    expect(invocations(URLS['0907/taalschool'])).toHaveLength(1);
  });
});

describe('a queue that refuses the content of a message', () => {
  /** Whether SQS refuses the message, because it holds a character that XML 1.0 does not have. */
  const hasBadCharacter = ({ MessageBody = '' }: { MessageBody?: string | undefined }) =>
    MessageBody.includes('\uFFFE');
  const withBadName = (shipment: PostvakItem | undefined): PostvakItem => {
    if (shipment?.tekst === undefined) throw new Error('no message');
    return { ...shipment, tekst: shipment.tekst.replace('Qasim', 'Voor\uFFFEbeeld') };
  };

  it('does not get that message again, and takes the others of the same batch', async () => {
    client.on(SendMessageBatchCommand).callsFake(({ Entries = [] }) => ({
      Successful: allSucceeded({ Entries: Entries.filter((entry: object) => !hasBadCharacter(entry)) })
        .Successful,
      Failed: Entries.filter(hasBadCharacter).map(({ Id }: { Id?: string }) => ({
        Id,
        Code: 'InvalidMessageContents',
        SenderFault: true,
      })),
    }));
    const [one, two, three] = shipmentsToTaalschool(3);
    const bad = withBadName(two);
    expect(await queues.send([one, bad, three].filter((item) => item !== undefined))).toEqual({
      failed: new Set(),
      refused: new Set([bad]),
    });
    expect(logged).toEqual(['0907/taalschool: InvalidMessageContents']);
  });

  it.each(['InvalidMessageContents', 'AWS.SimpleQueueService.BatchRequestTooLong'])(
    'by an error on the whole call (%s) takes the others one by one',
    async (name) => {
      client.on(SendMessageBatchCommand).callsFake((input) => {
        if ((input.Entries ?? []).some(hasBadCharacter)) throw Object.assign(new Error('refused'), { name });
        return allSucceeded(input);
      });
      const [one, two, three] = shipmentsToTaalschool(3);
      const bad = withBadName(two);
      const outcome = await queues.send([one, bad, three].filter((item) => item !== undefined));
      expect(outcome).toEqual({ failed: new Set(), refused: new Set([bad]) });
      expect(invocations().map(({ Entries }) => Entries?.length)).toEqual([3, 1, 1, 1]);
    },
  );

  it.each(['KMS.DisabledException', 'AWS.SimpleQueueService.RequestThrottled', 'AccessDenied', undefined])(
    'is told apart from one that puts its own trouble down to the caller (%s)',
    async (code) => {
      client.on(SendMessageBatchCommand).callsFake(({ Entries = [] }) => ({
        Failed: Entries.map(({ Id }: { Id?: string }) => ({ Id, Code: code, SenderFault: true })),
      }));
      const items = shipmentsToTaalschool(2);
      expect(await queues.send(items)).toEqual({ failed: new Set(items), refused: new Set() });
    },
  );

  it('is told apart from another queue that is busy', async () => {
    client.on(SendMessageBatchCommand).callsFake((input) => {
      if (input.QueueUrl === URLS['0907/intos']) {
        throw Object.assign(new Error('too many'), { name: 'RequestThrottled' });
      }
      throw Object.assign(new Error('refused'), { name: 'InvalidMessageContents' });
    });
    const { failed, refused } = await queues.send(shipments(1, '0907/taalschool', '0907/intos'));
    expect([...failed].map(({ partner }) => partner)).toEqual(['0907/intos']);
    expect([...refused].map(({ partner }) => partner)).toEqual(['0907/taalschool']);
  });
});
