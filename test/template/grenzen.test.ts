import { describe, expect, it } from 'vitest';
import { type Bron, leesSjablonen, maakProefApp, omgevingVan, partners } from './hulp.ts';

/** How many partners one hub takes; stands in docs/deploy.md. */
const MEESTE_PARTNERS = 60;

/** Characters of a role's inline policies together, white space left out. */
const GROOTSTE_BELEID = 10_240;

/** Bytes of a function's environment, names and values. */
const GROOTSTE_OMGEVING = 4096;

/** As long as any ARN or address of the hub gets. */
const LANG = 'x'.repeat(140);
const VAN_AWS: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'eu-central-1',
  'AWS::AccountId': '123456789012',
};

/** A value as CloudFormation works it out, each reference at its longest. */
const uitgewerkt = (waarde: unknown): unknown => {
  if (Array.isArray(waarde)) return waarde.map(uitgewerkt);
  if (typeof waarde !== 'object' || waarde === null) return waarde;
  if ('Ref' in waarde) return VAN_AWS[String(waarde.Ref)] ?? LANG;
  if ('Fn::GetAtt' in waarde || 'Fn::ImportValue' in waarde) return LANG;
  if ('Fn::Join' in waarde) {
    const [tussen, delen] = waarde['Fn::Join'] as [string, unknown[]];
    return delen.map(uitgewerkt).join(tussen);
  }
  return Object.fromEntries(Object.entries(waarde).map(([naam, deel]) => [naam, uitgewerkt(deel)]));
};

const tekens = (waarde: unknown): number => JSON.stringify(uitgewerkt(waarde)).length;

describe('the most partners that one hub takes', () => {
  const sjablonen = leesSjablonen(maakProefApp({ gemeenten: partners(MEESTE_PARTNERS) }));

  it('fit in a stack of CloudFormation', () => {
    for (const sjabloon of Object.values(sjablonen.sjablonen)) {
      const { Resources, Outputs = {} } = sjabloon.toJSON() as Record<string, Record<string, Bron>>;
      expect(Object.keys(Resources ?? {}).length).toBeLessThanOrEqual(500);
      expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200);
      expect(JSON.stringify(sjabloon.toJSON()).length).toBeLessThan(1_000_000);
    }
  });

  it('leave room in the policy of every role', () => {
    const beleid = sjablonen.bronnen('AWS::IAM::Policy');
    expect(beleid.length).toBeGreaterThan(0);
    for (const { doel, bron } of beleid) {
      expect(tekens(bron.Properties['PolicyDocument']), doel.id).toBeLessThan(GROOTSTE_BELEID);
    }
  });

  it('leave room in the environment of every function', () => {
    for (const { doel, bron } of sjablonen.bronnen('AWS::Lambda::Function')) {
      expect(tekens(omgevingVan(bron)), doel.id).toBeLessThan(GROOTSTE_OMGEVING);
    }
  });

  it('and what no longer fits is refused at the synthesis, with the reason', () => {
    expect(() => maakProefApp({ gemeenten: partners(MEESTE_PARTNERS + 10) }).app.synth()).toThrow(
      /InburgeringshubGegevens\].*te veel partners in één hub/,
    );
  });
});
