import { describe, expect, it } from 'vitest';
import { createQuestions } from '../../../../local/api/questions.ts';
import type { FindFunction } from '../../../../local/api/stages.ts';

type Target = NonNullable<ReturnType<FindFunction>>;

describe('calls of an API that only ask', () => {
  it('are counted while they last, and what tells something is not', async () => {
    const answered = Promise.withResolvers<Awaited<ReturnType<Target['invoke']>>>();
    const target = { invoke: () => answered.promise } as unknown as Target;
    const questions = createQuestions((arn) => (arn === 'arn' ? target : undefined));
    expect(questions.find('another')).toBeUndefined();
    const found = questions.find('arn');
    const calls = ['GET', 'POST', 'GET'].map((httpMethod) => found?.invoke({ httpMethod }));
    expect(questions.running()).toBe(2);
    answered.resolve({ ok: true, value: {} } as Awaited<ReturnType<Target['invoke']>>);
    await Promise.all(calls);
    expect(questions.running()).toBe(0);
  });
});
