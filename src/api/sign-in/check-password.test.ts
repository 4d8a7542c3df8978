import { expect, test } from 'vitest';
import { checkPassword } from './check-password.ts';

test.each([
  ['correct horse battery', 'mori'],
  ['aaaaaaaaaaaa', 'mori'],
  ['パスワードはとても長い言葉です', '森'],
  ['abababababab', 'ab'],
  ['mori and twelve more', 'mori'],
])('%s is a password of %s', (password, name) => {
  expect(() => checkPassword(password, name)).not.toThrow();
});

test.each([
  ['elevenchars', 'mori', /12 characters/],
  ['', 'mori', /12 characters/],
  ['morimorimorimori', 'Mori', /not counting the user name/],
  ['MORI-123456', 'mori', /12 characters/],
  ['Mori12345678', 'mori', /not counting the user name/],
  ['ｍｏｒｉ12345678', 'mori', /not counting the user name/],
  ['😀😀😀😀😀😀', 'mori', /12 characters/],
])('%s is none of %s', (password, name, message) => {
  expect(() => checkPassword(password, name)).toThrow(expect.objectContaining({ code: 'PASSWORD_TOO_WEAK' }));
  expect(() => checkPassword(password, name)).toThrow(message);
});
