import type { Scope } from '../../../domain/organisations.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { Page, Reader } from '../pages/layout.ts';
import type { Question } from '../passkeys/checks.ts';
import type { SignedInReader } from '../reader.ts';

/** A page of who is signed in, as data: what it needs, and for whom it is. For anybody else it does not exist. */

/** What a page is asked with. */
export interface Asked {
  readonly who: SignedInReader;
  readonly needed: LoketDependencies;
  /** The part of the path that names what it is about. */
  readonly id: string;
  /** A second part of the path, where there is one. */
  readonly name: string;
  readonly query: Readonly<Record<string, string>>;
  /** The fields of a form; empty for a GET. */
  readonly form: URLSearchParams;
  /** The header with the cookies of the browser. */
  readonly cookies: string | undefined;
}

/** A file to keep, with the name that it is kept under. */
export interface Sheet {
  readonly name: string;
  readonly text: string;
}

/** A page that says what is wrong with what was filled in. */
export interface Refused {
  readonly refused: Page;
}

/** A page, where to go from here, a file, a form again, or what a script asks an authenticator. */
export type Outcome = Page | { readonly redirect: string } | { readonly sheet: Sheet } | Refused | Question;

export interface LoketRoute {
  readonly method: 'GET' | 'POST';
  /** Matches the whole path below the base path, with what it is about in brackets. */
  readonly path: RegExp;
  readonly role: Reader['rol'];
  readonly scope: Scope;
  readonly answer: (asked: Asked) => Promise<Outcome>;
}
