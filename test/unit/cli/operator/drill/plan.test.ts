import { describe, expect, it } from 'vitest';
import { isGeslaagd, korteNaam, middelVoor } from '../../../../../cli/operator/drill/plan.ts';
import { alarm } from './alarm.ts';

const ALLES = new Set(['AWS/SQS', 'AWS/Lambda', 'AWS/ApiGateway']);

describe('how an alarm is made to happen', () => {
  it.each([
    ['dead letters', alarm({}), { soort: 'dode brief', wachtrij: 'dood' }],
    [
      'errors of a function',
      alarm({ naamruimte: 'AWS/Lambda', metriek: 'Errors', dimensies: { FunctionName: 'f' } }),
      { soort: 'mislukte aanroep', functie: 'f' },
    ],
    [
      'a metric of our own, with its own dimensions and unit',
      alarm({
        naamruimte: 'Inburgeringshub',
        metriek: 'Stilte',
        dimensies: { service: 's', bron: 'coa' },
        drempel: 1209600,
      }),
      {
        soort: 'meting',
        metriek: 'Stilte',
        dimensies: { service: 's', bron: 'coa' },
        waarde: 1209600,
        eenheid: 'Seconds',
      },
    ],
  ])('by its real cause: %s', (_naam, dit, middel) => {
    expect(middelVoor(dit, ALLES)).toEqual(middel);
  });

  it.each([
    ['ApproximateAgeOfOldestMessage', 'AWS/SQS'],
    ['Throttles', 'AWS/Lambda'],
    ['Invocations', 'AWS/Lambda'],
    ['5XXError', 'AWS/ApiGateway'],
    ['NogNooitGezien', 'AWS/SQS'],
  ])('by its state when the cause would do harm or is not known: %s', (metriek, naamruimte) => {
    expect(middelVoor(alarm({ metriek, naamruimte }), ALLES).soort).toBe('gezette stand');
  });

  it('by its state where nothing publishes the metric, whatever cloud that is', () => {
    expect(middelVoor(alarm({}), new Set(['AWS/Lambda']))).toEqual({
      soort: 'gezette stand',
      waarom: 'nothing here publishes AWS/SQS',
    });
  });
});

it('an alarm is shown without what CloudFormation put around its name', () => {
  expect(korteNaam('InburgeringshubVerwerking-CoaLeeftijdAlarm15A1553E-Ab3xYz9')).toBe(
    'Verwerking-CoaLeeftijdAlarm',
  );
});

it('a drill succeeded when every alarm went off and came back, and none was on before', () => {
  const goed = { alarm: 'a', middel: 'm', afgegaan: true, terug: 'by itself' } as const;
  expect(isGeslaagd([goed], [])).toBe(true);
  expect(isGeslaagd([goed, { ...goed, afgegaan: false }], [])).toBe(false);
  expect(isGeslaagd([{ ...goed, terug: 'DRILL MESSAGE LEFT' }], [])).toBe(false);
  expect(isGeslaagd([goed], ['b'])).toBe(false);
});
