import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { everyInboundData, INBOUND_DATA } from '../../../contracts/berichttypen.ts';
import {
  faultsIn,
  type Question,
  questionAt,
  questionOf,
  readAnswer,
  readYesNo,
  type ValueQuestion,
} from '../../../contracts/questions.ts';

const valuesOf = (question: Question): readonly ValueQuestion[] => {
  if (question.kind === 'value') return [question];
  return question.kind === 'list' ? valuesOf(question.item) : question.members.flatMap(valuesOf);
};

const valueAt = (schema: z.ZodType, ...path: readonly string[]): ValueQuestion => {
  const question = questionAt(questionOf(schema), path);
  if (question?.kind !== 'value') throw new Error(`no value at ${path.join('.')}`);
  return question;
};

const casus = INBOUND_DATA['nl.inburgeringszaken.casus.geopend.v1'];
const plicht = INBOUND_DATA['nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1'];

describe('the questions of a contract', () => {
  it.each(everyInboundData())('tell of every value of %s what it is', (_, schema) => {
    const values = valuesOf(questionOf(schema));
    expect(values.length).toBeGreaterThan(1);
    for (const { label, description } of values) {
      expect(label).not.toBe('');
      expect(description.length).toBeGreaterThan(3);
    }
  });

  it.each(everyInboundData())('of %s take the example of each value for right', (_, schema) => {
    for (const question of valuesOf(questionOf(schema))) {
      const { example, choices } = question;
      const text = example ?? choices[0] ?? '';
      expect(faultsIn(question.schema, readAnswer(question, text)), question.label).toEqual([]);
    }
  });

  it('say what has to be answered, also where an empty answer has a meaning', () => {
    expect(valueAt(casus, 'datumOpening').required).toBe(true);
    expect(valueAt(casus, 'bsn').required).toBe(false);
    expect(valueAt(casus, 'geboortedatum').required).toBe(false);
  });

  it('name the member beside a title that says something else', () => {
    expect(valueAt(casus, 'bsn').label).toBe('BSN');
    expect(valueAt(plicht, 'indicatorInburgeringsplicht').label).toBe(
      'Inburgeringsplichtig (indicatorInburgeringsplicht)',
    );
  });

  it('are found at a path, in a list too, and nowhere else', () => {
    const form = questionOf(casus);
    expect(questionAt(form, ['talen', '*', 'taal'])).toEqual(questionAt(form, ['talen', '4', 'taal']));
    expect(questionAt(form, ['talen', '0', 'klank'])).toBeUndefined();
    expect(questionAt(form, ['bsn', 'cijfer'])).toBeUndefined();
  });
});

describe('what a text means', () => {
  it('is a number where the contract has one, and stays a text that the contract refuses', () => {
    const versie = valueAt(INBOUND_DATA['nl.tvs.koppeling.geregistreerd.v1'], 'versie');
    expect(readAnswer(versie, ' 3 ')).toBe(3);
    expect(readAnswer(versie, 'drie')).toBe('drie');
    expect(faultsIn(versie.schema, 'drie')).toEqual([{ path: [], detail: 'moet een getal zijn' }]);
  });

  it.each([
    ['ja', true],
    ['J', true],
    ['yes', true],
    ['nee', false],
    ['n', false],
    ['misschien', undefined],
  ])('%s is %s', (text, expected) => {
    expect(readYesNo(text)).toBe(expected);
    expect(readAnswer(valueAt(plicht, 'indicatorInburgeringsplicht'), text)).toBe(expected ?? text);
  });

  it('is a choice by its number or its words', () => {
    const geslacht = valueAt(casus, 'geslacht');
    expect(['2', 'VROUW', ' vrouw', '4'].map((text) => readAnswer(geslacht, text))).toEqual([
      'vrouw',
      'vrouw',
      'vrouw',
      '4',
    ]);
  });

  it('keeps the zeros in front of a number that is a text', () => {
    expect(readAnswer(valueAt(casus, 'vNummer'), '0000000012')).toBe('0000000012');
  });
});

describe('a fault', () => {
  it('names its place, also when the name of a member holds a slash', () => {
    expect(faultsIn(z.strictObject({}), { 'a/b~c': 1 })).toEqual([
      { path: ['a/b~c'], detail: 'is geen bekend veld' },
    ]);
  });
});
