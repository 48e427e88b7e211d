import { describe, expect, it } from 'vitest';
import { isSuccessful, meansFor, shortName } from '../../../../../cli/operator/drill/plan.ts';
import { alarm } from './alarm.ts';

const ALL = new Set(['AWS/SQS', 'AWS/Lambda', 'AWS/ApiGateway']);

describe('how an alarm is made to happen', () => {
  it.each([
    ['dead letters', alarm({}), { kind: 'dead letter', queue: 'dood' }],
    [
      'errors of a function',
      alarm({ namespace: 'AWS/Lambda', metriek: 'Errors', dimensions: { FunctionName: 'f' } }),
      { kind: 'failed invocation', functionName: 'f' },
    ],
    [
      'a metric of our own, with its own dimensions',
      alarm({
        namespace: 'Inburgeringshub',
        metriek: 'DodeBrieven',
        dimensions: { service: 'inburgeringshub' },
      }),
      { kind: 'measurement', metric: 'DodeBrieven', dimensions: { service: 'inburgeringshub' }, value: 1 },
    ],
    [
      'errors of all functions, by one that is named beside them',
      alarm({ namespace: 'AWS/Lambda', metriek: 'Errors', dimensions: {} }),
      { kind: 'failed invocation', functionName: 'bewaking' },
    ],
  ])('by its real cause: %s', (_name, thisOne, means) => {
    expect(meansFor(thisOne, ALL, 'bewaking')).toEqual(means);
  });

  it.each([
    ['ApproximateAgeOfOldestMessage', 'AWS/SQS'],
    ['Throttles', 'AWS/Lambda'],
    ['Invocations', 'AWS/Lambda'],
    ['4XXError', 'AWS/ApiGateway'],
    ['5XXError', 'AWS/ApiGateway'],
    ['NogNooitGezien', 'AWS/SQS'],
  ])('by its state when the cause would do harm or is not known: %s', (metric, namespace) => {
    expect(meansFor(alarm({ metriek: metric, namespace }), ALL).kind).toBe('set state');
  });

  it('by its state where nothing publishes the metric, whatever cloud that is', () => {
    expect(meansFor(alarm({}), new Set(['AWS/Lambda']))).toEqual({
      kind: 'set state',
      why: 'nothing here publishes AWS/SQS',
    });
  });
});

it('an alarm is shown without what CloudFormation put around its name', () => {
  expect(shortName('InburgeringshubVerwerking-CoaLeeftijdAlarm15A1553E-Ab3xYz9')).toBe(
    'Verwerking-CoaLeeftijdAlarm',
  );
});

it('a drill succeeded when every alarm went off and came back, and none was on before', () => {
  const good = { alarm: 'a', middel: 'm', afgegaan: true, terug: 'by itself' } as const;
  expect(isSuccessful([good], [])).toBe(true);
  expect(isSuccessful([good, { ...good, afgegaan: false }], [])).toBe(false);
  expect(isSuccessful([{ ...good, terug: 'DRILL MESSAGE LEFT' }], [])).toBe(false);
  expect(isSuccessful([good], ['b'])).toBe(false);
});
