import { settingsError } from '../settings-error.ts';
import { acceptatie } from './acceptatie.ts';
import {
  type Environment,
  type EnvironmentInput,
  type EnvironmentName,
  readEnvironment,
} from './environment.ts';
import { ENVIRONMENTS } from './fields.ts';
import { lokaal } from './lokaal.ts';
import { ontwikkel } from './ontwikkel.ts';
import { productie } from './productie.ts';
import { test } from './test.ts';

const perName = {
  lokaal,
  ontwikkel,
  test,
  acceptatie,
  productie,
} as const satisfies Readonly<Record<EnvironmentName, EnvironmentInput>>;

const isName = (name: unknown): name is EnvironmentName => ENVIRONMENTS.some((known) => known === name);

/** The environment with this name; `productie` by default. It throws on an unknown name. */
export const chooseEnvironment = (name: unknown = 'productie'): Environment => {
  if (!isName(name)) {
    throw settingsError(`omgeving ${String(name)} bestaat niet; kies uit ${ENVIRONMENTS.join(', ')}`);
  }
  return readEnvironment(perName[name]);
};
