import { describe, expect, it } from 'vitest';
import { createTrialApp, readTemplates, TWO_TIMES_TWO } from './support.ts';

const templates = readTemplates(createTrialApp());

describe('partnerkanalen', () => {
  it.each([
    ['0907', 'taalschool'],
    ['0907', 'balk'],
    ['1734', 'taalschool'],
    ['1734', 'wijkondersteuner'],
  ])(
    'gemeente %s en partner %s hebben een eigen FIFO-wachtrij met dode brieven en uitvoer',
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

  it('zijn er per gemeente precies twee, met twee dodebrievenbussen', () => {
    for (const { gemeentecode } of TWO_TIMES_TWO) {
      templates.templateOf(`gemeente-${gemeentecode}`).resourceCountIs('AWS::SQS::Queue', 4);
    }
    expect(templates.templates.gegevens.findResources('AWS::SQS::Queue')).toEqual({});
  });
});

describe('the key of a partner', () => {
  const withOne = (key: string) => () =>
    createTrialApp({ gemeenten: [{ gemeentecode: '0907', partners: [{ sleutel: key }] }] });

  it.each(['balk', 'taal-school2', 'x'.repeat(41)])('%s becomes the name of a queue', (key) => {
    expect(withOne(key)).not.toThrow();
  });

  it.each(['Balk', 'taal school', '', 'x'.repeat(42), 'balk-dode-brieven'])(
    '%j is refused before a queue gets a wrong name',
    (key) => {
      expect(withOne(key)).toThrow(`partner 0907/${key}`);
    },
  );
});
