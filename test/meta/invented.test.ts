import { expect, test } from 'vitest';
import { notInvented } from './invented.ts';

test.each([
  ['"sourceIPAddress":"203.0.113.7"', []],
  ['"sourceIPAddress":"8.8.8.8"', ['8.8.8.8']],
  ['http://8.8.4.4/x 8.8.4.4:443', ['8.8.4.4']],
  ['Chrome/126.0.0.0 Boto3/1.34.7.2', []],
  ['2001:db8::7 ::1 fe80::1', []],
  ['"2600:1f18::7" at 07:00:00', ['2600:1f18::7']],
  ['10.0.0.7 172.16.3.4 169.254.169.254', []],
  ['www.example.com s3.eu-west-1.amazonaws.com', []],
  ['https://shop.contoso.com/a.php?x=app.py', ['shop.contoso.com']],
  ['mina@gmail.com mina@example.com', ['gmail.com']],
  ['requestParameters.name, setup.sh', []],
  ['arn:aws:iam::111122223333:user/mina 000000000000', []],
  ['arn:aws:iam::901234567812:role/x', ['901234567812']],
  ['AKIAEXAMPLE000000001 ASIAQWERTYUIOP123456', ['ASIAQWERTYUIOP123456']],
])('%s', (text, found) => expect(notInvented(text)).toEqual(found));
