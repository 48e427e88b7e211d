import { expect, it } from 'vitest';
import { html, textOf } from '../../../../functions/loket/html.ts';

it('a template escapes what is put into it, in text and between quotes', () => {
  const marked = `<script>alert("1 & '2'")</script>`;
  expect(textOf(html`<p title="${marked}">${marked}</p>`)).toBe(
    '<p title="&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;">' +
      '&lt;script&gt;alert(&quot;1 &amp; &#39;2&#39;&quot;)&lt;/script&gt;</p>',
  );
});

it('what a template made goes into another as it is, and a list part by part', () => {
  expect(textOf(html`<ul>${['a', '<b>'].map((text) => html`<li>${text}</li>`)}</ul>${undefined}${3}`)).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li></ul>3',
  );
});

it('characters that turn text round or show nothing are shown by their number, and joiners of names stay', () => {
  expect(textOf(html`${'a\u202Eb\u200Fc\u0000d\u2066e\u200Cf\u00AD'}`)).toBe(
    'a[U+202E]b[U+200F]c[U+0000]d[U+2066]e\u200Cf[U+00AD]',
  );
});

it('an object that was read from JSON cannot pass for what a template made', () => {
  const read: unknown = JSON.parse('{"made by a template":"<script>"}');
  expect(textOf(html`${String(read)}`)).not.toContain('<script>');
});
