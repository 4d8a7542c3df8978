import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readAgentRules } from './agent-rules.ts';
import { neededLiteral } from './rule-list.ts';
import { createUserAgentParser, type UserAgent } from './user-agent-parser.ts';

const yaml = readFileSync(createRequire(import.meta.url).resolve('uap-core/regexes.yaml'), 'utf8');
const parse = createUserAgentParser(yaml);

test.each<[string, UserAgent]>([
  [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36',
    { name: 'Chrome', version: '119.0.0', system: 'Windows', systemVersion: '10' },
  ],
  [
    'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/119.0',
    { name: 'Firefox', version: '119.0', system: 'Ubuntu' },
  ],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1',
    { name: 'Mobile Safari', version: '17.1', system: 'iOS', systemVersion: '17.1', device: 'iPhone' },
  ],
  [
    'aws-cli/2.13.0 Python/3.11.4 Linux/6.1.0-kali5-amd64 exe/x86_64.kali.2023',
    { name: 'aws-cli', version: '2.13.0', system: 'Linux', systemVersion: '6.1.0-kali5-amd64' },
  ],
  [
    'Boto3/1.28.57 md/Botocore#1.31.57 ua/2.0 os/macos#23.1.0 lang/python#3.9.6',
    { name: 'Boto3', version: '1.28.57', system: 'macOS', systemVersion: '23.1.0' },
  ],
  ['APN/1.0 HashiCorp/1.0 Terraform/1.5.7 terraform-provider-aws/5.17.0', { name: 'Terraform', version: '1.5.7' }],
  ['sqlmap/1.7.9#stable (https://sqlmap.org)', { name: 'sqlmap', version: '1.7.9' }],
  ['Mozilla/5.00 (Nikto/2.1.6) (Evasions:None) (Test:Port Check)', { name: 'Nikto', version: '2.1.6' }],
  ['curl/8.4.0', { name: 'curl', version: '8.4.0' }],
  ['cloudtrail.amazonaws.com', { name: 'cloudtrail.amazonaws.com' }],
  ['AWS Internal', { name: 'AWS Internal' }],
  ['', {}],
])('%s', (text, agent) => {
  expect(parse(text)).toEqual(agent);
});

test('survives any text', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 2000 }), (text) => typeof parse(text) === 'object'),
    { numRuns: 30 },
  );
});

test('reads every rule of the file, and every one compiles', () => {
  const { agents, systems, devices } = readAgentRules(yaml);
  const count = yaml.split('\n').filter((line) => /^\s+- regex:/.test(line)).length;
  expect(agents.length + systems.length + devices.length).toBe(count);
  for (const { regex, flag } of [...agents, ...systems, ...devices])
    expect(new RegExp(regex, flag ?? '')).toBeInstanceOf(RegExp);
});

describe('neededLiteral', () => {
  test.each([
    ['(Foo) Bar/(\\d+)', ' bar/'],
    ['Foo|Bar', ''],
    ['abc?d', 'ab'],
    ['a{2}bcd', 'bcd'],
    ['foo\\.bar', 'foo.bar'],
    ['[a|b]xyz', 'xyz'],
    ['x(?:a|b\\)c)?yz', 'yz'],
    ['\\d+', ''],
  ])('%s needs "%s"', (regex, literal) => expect(neededLiteral(regex)).toBe(literal));

  test('is in whatever a rule of uap-core fits', () => {
    const { agents, systems, devices } = readAgentRules(yaml);
    const rules = [...agents, ...systems, ...devices].flatMap(({ regex }) => matching(regex));
    expect(rules.length).toBeGreaterThan(500);
    fc.assert(
      fc.property(
        fc.constantFrom(...rules).chain(({ regex, texts }) => texts.map((text) => ({ regex, text }))),
        ({ regex, text }) => {
          expect(text.toLowerCase()).toContain(neededLiteral(regex));
        },
      ),
      { numRuns: 300 },
    );
  });

  /** Texts that fit, unless the generator does not know a construct of the expression. */
  function matching(regex: string): { regex: string; texts: fc.Arbitrary<string> }[] {
    try {
      return [{ regex, texts: fc.stringMatching(new RegExp(regex)) }];
    } catch {
      return [];
    }
  }
});
