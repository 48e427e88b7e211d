import type { Template } from 'aws-cdk-lib/assertions';
import { expect } from 'vitest';

/** Expects a resource of this type with at least these parts. Vitest counts no check that CDK makes by itself. */
export const expectResource = (template: Template, type: string, parts: object): void => {
  expect(() => template.hasResource(type, parts)).not.toThrow();
};

/** Expects a resource of this type with at least these properties. */
export const expectProperties = (template: Template, type: string, properties: object): void =>
  expectResource(template, type, { Properties: properties });
