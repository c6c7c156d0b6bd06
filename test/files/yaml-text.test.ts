import test from 'ava';
import { parse } from 'yaml';
import { yamlText } from '../../src/files/yaml-text.js';
import { HOSTILE } from '../cli/progress/hostile.js';

test('ordinary texts are written as ever', (t) => {
  t.is(
    yamlText({ a: ['x y', '1.0', 'größe ✔'], b: 'one\ntwo\n' }),
    'a:\n- x y\n- "1.0"\n- größe ✔\nb: |\n  one\n  two\n',
  );
});

test('what nobody would see in a record stands there by its number, and reads back', (t) => {
  t.is(
    yamlText({ a: 'x\u202ey', b: '\u{e0041}\u009b' }),
    'a: "x\\u202ey"\nb: "\\U000e0041\\u009b"\n',
  );
  // Half a letter is nothing that YAML can hold.
  for (const text of Object.values(HOSTILE).filter((one) => !/\p{Cs}/u.test(one))) {
    const yaml = yamlText({ [text]: [text] });
    t.deepEqual(parse(yaml), { [text]: [text] });
    t.notRegex(yaml, /[\p{Cf}\p{Zl}\p{Zp}]/u);
    // eslint-disable-next-line no-control-regex -- it is about control characters
    t.notRegex(yaml, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  }
});
