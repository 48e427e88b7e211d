import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { partOf } from '../../unit/docs/generated-parts.ts';
import { environmentOf, functionWith, trialTemplates } from '../support.ts';
import { ACCOUNT, createPlaces } from './places.ts';
import { NOBODY, ROWS, type Row } from './rows.ts';
import { isAllowed } from './simulate.ts';

const templates = trialTemplates();
const places = createPlaces(templates);
const FUNCTIONS = Object.entries(ROWS);

const roleOf = (name: string) => {
  const { target, source } = functionWith(templates, name);
  const role = templates.targetOf(target.stack, source.Properties['Role']);
  if (role === undefined) throw new Error(`function ${name} has no role`);
  return role;
};

/** The requests of a row of which IAM says something else than the row does. */
const differing = async (name: string, { may, requests }: Row): Promise<readonly string[]> => {
  const role = roleOf(name);
  const identity = places.identityPolicies(role);
  const checked = await Promise.all(
    requests.map(async ({ action, on, context }) => {
      const resource = on(places);
      const allowed = await isAllowed({
        principal: `arn:aws:iam::${ACCOUNT}:role/${role.id}`,
        action,
        resource,
        context: context?.(places) ?? {},
        identity,
        ofResource: places.resourcePolicy(resource),
      });
      return allowed === may
        ? []
        : [
            `${action} on ${resource} with ${JSON.stringify(context?.(places))} is ${allowed ? '' : 'not '}allowed`,
          ];
    }),
  );
  return checked.flat();
};

describe('the rights, as an evaluator of IAM policies reads the templates', () => {
  it('are told of every function, and of no other', () => {
    const names = templates
      .sources('AWS::Lambda::Function')
      .map(({ source }) =>
        String(environmentOf(source)['POWERTOOLS_SERVICE_NAME']).replace('inburgeringshub-', ''),
      );
    expect(Object.keys(ROWS).toSorted()).toEqual(names.toSorted());
  });

  describe.each(FUNCTIONS)('%s', (name, rows) => {
    it.each([...rows, ...NOBODY].map((row) => [row.may ? 'may' : 'may not', row.what, row] as const))(
      '%s %s',
      async (_, __, row) => {
        expect(await differing(name, row)).toEqual([]);
      },
    );
  });
});

describe('docs/rights.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'rights.md'), 'utf8');
  const sentence = ({ may, what }: Row): string => `- ${may ? 'may' : 'may **not**'} ${what}`;

  it('says what the rows say, and nothing else', () => {
    const expected = [
      ['every function', NOBODY] as const,
      ...FUNCTIONS.map(([name, rows]) => [`\`${name}\``, rows] as const),
    ]
      .map(([title, rows]) => [`### ${title}`, '', ...rows.map(sentence)].join('\n'))
      .join('\n\n');
    expect(partOf(text, 'rights')).toBe(expected);
  });
});
