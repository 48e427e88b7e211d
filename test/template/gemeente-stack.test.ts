import { describe, expect, it } from 'vitest';
import { EVERY_KANAAL, kanaalQueue } from '../../contracts/internal/queue-names.ts';
import { hasQueue, PARTNERROLLEN, type Partnerrol } from '../../contracts/partnerrollen.ts';
import { profilesOf } from '../../infra/gemeenten/profiles.ts';
import { trialEnvironment } from '../environment.ts';
import { MADE_UP, withMadeUp } from '../gemeenten.ts';
import { expectProperties } from './expect-resource.ts';
import { createTrialApp, readTemplates, TWO_TIMES_TWO, trialTemplates } from './support.ts';

const templates = trialTemplates();

describe('the kanalen of partners', () => {
  it.each([
    ['0907', 'taalschool'],
    ['0907', 'balk'],
    ['1734', 'taalschool'],
    ['1734', 'wijkondersteuner'],
  ])(
    'give gemeente %s and partner %s a FIFO queue of their own, with dead letters and outputs',
    (gemeente, partner) => {
      const stack = templates.templateOf(`gemeente-${gemeente}`);
      const name = `inburgeringshub-${gemeente}-${partner}`;
      const fifo = {
        FifoQueue: true,
        ContentBasedDeduplication: false,
        DeduplicationScope: 'messageGroup',
        FifoThroughputLimit: 'perMessageGroupId',
        MessageRetentionPeriod: 1_209_600,
      };
      const [deadLetters] = Object.keys(
        stack.findResources('AWS::SQS::Queue', {
          Properties: { ...fifo, QueueName: `${name}-dode-brieven.fifo` },
        }),
      );
      const [queue] = Object.keys(
        stack.findResources('AWS::SQS::Queue', {
          Properties: {
            ...fifo,
            QueueName: `${name}.fifo`,
            RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [deadLetters, 'Arn'] } },
          },
        }),
      );
      expect(queue).toBeDefined();
      stack.hasOutput(`Kanaal${gemeente}${partner}Url`, { Value: { Ref: queue } });
      stack.hasOutput(`Kanaal${gemeente}${partner}Arn`, { Value: { 'Fn::GetAtt': [queue, 'Arn'] } });
      stack.hasOutput(`Kanaal${gemeente}${partner}DodeBrievenUrl`, { Value: { Ref: deadLetters } });
    },
  );

  it('are two for each gemeente, with two dead-letter queues', () => {
    for (const { gemeentecode } of TWO_TIMES_TWO) {
      templates.templateOf(`gemeente-${gemeentecode}`).resourceCountIs('AWS::SQS::Queue', 4);
    }
    expect(templates.templates.data.findResources('AWS::SQS::Queue')).toEqual({});
  });
});

describe('the kanaal of a gemeente that gets messages itself', () => {
  it('is a FIFO queue with dead letters, as that of a partner; another gemeente has none', () => {
    const { templateOf } = readTemplates(
      createTrialApp({
        gemeenten: [
          { gemeentecode: '0907', partners: [], regievoerder: {} },
          { gemeentecode: '1734', partners: [{ sleutel: 'taalschool' }] },
        ],
      }),
    );
    const own = templateOf('gemeente-0907');
    for (const name of [
      'inburgeringshub-0907-gemeente.fifo',
      'inburgeringshub-0907-gemeente-dode-brieven.fifo',
    ]) {
      expectProperties(own, 'AWS::SQS::Queue', { QueueName: name, FifoQueue: true });
    }
    own.hasOutput('Kanaal0907gemeenteUrl', {});
    templateOf('gemeente-1734').resourceCountIs('AWS::SQS::Queue', 2);
  });
});

describe('a partner that works at the gemeente, or hears seldom', () => {
  it('has no queue, no dead letters and no output; a corporatie beside it has them all', () => {
    const internal = PARTNERROLLEN.filter((role) => !hasQueue(role));
    expect(internal).toEqual([
      'burgerzaken',
      'vakspecialist',
      'maatschappelijk-begeleider',
      'casusregisseur',
      'lbt-afnemer',
      'opvang',
    ]);
    const gemeente = (roles: readonly Partnerrol[]) => ({
      gemeentecode: '0907',
      partners: roles.map((rol) => ({ sleutel: rol, rol })),
    });
    const stackOf = (roles: readonly Partnerrol[]) =>
      readTemplates(createTrialApp({ gemeenten: [gemeente(roles)] })).templateOf('gemeente-0907');
    const together = stackOf(['corporatie', ...internal]);
    expect(together.toJSON()).toEqual(stackOf(['corporatie']).toJSON());
    together.resourceCountIs('AWS::SQS::Queue', 2);
    together.hasOutput('Kanaal0907corporatieUrl', {});
  });

  it('cannot be given to an AWS account to read', () => {
    const environment = trialEnvironment({
      wachtrijToegang: { '0907': { burgerzaken: { principals: ['111122223333'] } } },
    });
    const gemeenten = [
      { gemeentecode: '0907', partners: [{ sleutel: 'burgerzaken', rol: 'burgerzaken' as const }] },
    ];
    expect(() => createTrialApp({ environment, gemeenten })).toThrow(
      'wachtrijToegang noemt partners zonder wachtrij: 0907/burgerzaken',
    );
  });
});

describe('the key of a partner', () => {
  const withOne = (key: string) => () =>
    createTrialApp({ gemeenten: [{ gemeentecode: '0907', partners: [{ sleutel: key }] }] });

  it.each(['balk', 'taal-school2', 'x'.repeat(41)])('%s becomes the name of a queue', (key) => {
    expect(withOne(key)).not.toThrow();
  });

  it.each(['Balk', 'taal school', '', 'x'.repeat(42), 'balk-dode-brieven'])(
    '%j is refused, because it cannot be in the name of a queue',
    (key) => {
      expect(withOne(key)).toThrow(`partner 0907/${key}`);
    },
  );
});

it('a gemeente from a file in another folder has the queues of any gemeente', () => {
  const environment = trialEnvironment({ gemeenten: withMadeUp() });
  const made = readTemplates(createTrialApp({ environment, gemeenten: profilesOf(environment) }));
  const stack = made.templateOf(`gemeente-${MADE_UP.gemeentecode}`);
  const names = Object.values(stack.findResources('AWS::SQS::Queue')).map(
    ({ Properties }) => Properties.QueueName,
  );
  expect(names.toSorted()).toEqual([
    'inburgeringshub-9998-mage-dode-brieven.fifo',
    'inburgeringshub-9998-mage.fifo',
    'inburgeringshub-9998-taal-oost-dode-brieven.fifo',
    'inburgeringshub-9998-taal-oost.fifo',
  ]);
  stack.resourceCountIs('AWS::SQS::QueuePolicy', 4);
  // The other alarms, and the dashboard of the hub, serve every gemeente.
  stack.resourceCountIs('AWS::CloudWatch::Alarm', 1);
  expectProperties(stack, 'AWS::CloudWatch::Alarm', { MetricName: 'Raadplegingen' });
  stack.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  // The permissions to send to partners go by the pattern of the names of their queues, not by a list.
  const own = names.filter((name) => !name.includes('dode-brieven'));
  for (const name of own) expect(name).toMatch(/^inburgeringshub-.{4}-.*\.fifo$/);
  expect(kanaalQueue(EVERY_KANAAL)).toBe('inburgeringshub-????-*.fifo');
});
