import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Destination, Message } from './destination.ts';
import { SendError } from './send-error.ts';
import { exampleMessage, hostileMessage } from './testing/messages.ts';

/**
 * How the place behind a destination behaves: it takes messages; asks to wait; fails; refuses for good; says nothing;
 * says something that never ends; repeats what it was told, secrets and all; breaks off; sends elsewhere, inside.
 */
export type Behaviour = 'take' | 'busy' | 'fail' | 'refuse' | 'hang' | 'endless' | 'echo' | 'break-off' | 'redirect';

export interface Received {
  /** Idempotency key that came with the message. */
  readonly key: string;
  /** All of it, for searching. */
  readonly text: string;
}

export interface FixtureSettings {
  readonly language?: 'en' | 'ja';
  readonly timeoutMs?: number;
  readonly allowPrivate?: readonly string[];
}

/** What a destination must be given for `describeDestination`: a real server of its kind. */
export interface DestinationFixture {
  open(settings?: FixtureSettings): Destination;
  behave(how: Behaviour): Promise<void>;
  /** What was taken so far. */
  received(): readonly Received[];
  /** What nobody may be told. */
  readonly secrets: readonly string[];
  stop(): Promise<void>;
}

export interface DestinationTraits {
  /** Behaviours its protocol does not know. */
  readonly without?: readonly Behaviour[];
  /** What `busy` asks for, milliseconds; null where the protocol cannot ask. */
  readonly retryAfterMs: number | null;
}

const key = '0123456789abcdef0123456789abcdef';

/** The tests every destination passes. */
export function describeDestination(
  name: string,
  start: () => Promise<DestinationFixture>,
  { without = [], retryAfterMs }: DestinationTraits,
): void {
  describe(`destination ${name}`, () => {
    let fixture: DestinationFixture;
    beforeEach(async () => {
      fixture = await start();
    });
    afterEach(() => fixture.stop());

    const send = (destination: Destination, message: Message = exampleMessage(), its = key) =>
      destination.send(message, { key: its, signal: new AbortController().signal });

    const failure = async (settings?: FixtureSettings): Promise<SendError> => {
      const error = await send(fixture.open(settings)).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(SendError);
      const told = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
      for (const secret of fixture.secrets) expect(told).not.toContain(secret);
      expect((error as SendError).message).toMatch(/^[\P{C}]{1,300}$/u);
      return error as SendError;
    };

    it('delivers once a call, with the key', async () => {
      const destination = fixture.open();
      await send(destination, exampleMessage(), 'a'.repeat(32));
      expect(fixture.received().map((one) => one.key)).toEqual(['a'.repeat(32)]);
      await send(destination, exampleMessage({ kind: 'again', number: 2 }), 'b'.repeat(32));
      await send(destination, { kind: 'test' }, 'c'.repeat(32));
      expect(fixture.received().map((one) => one.key)).toEqual(['a', 'b', 'c'].map((letter) => letter.repeat(32)));
    });

    it('says what the message is about, though there is no answer', async () => {
      const { detail } = await send(fixture.open());
      expect(detail).toMatch(/^[\P{C}]{1,200}$/u);
      const [{ text }] = fixture.received();
      expect(text).toContain('Stolen credentials used from outside AWS');
      expect(text).toContain('app-web-role');
      expect(text).toContain('A-1042');
      expect(text).toContain('https://kushi.example.com/alerts/A-1042');
    });

    it('speaks English and Japanese', async () => {
      await send(fixture.open({ language: 'en' }));
      await send(fixture.open({ language: 'ja' }));
      const [english, japanese] = fixture.received().map(({ text }) => text);
      expect(english).toContain('Critical');
      expect(japanese).toContain('重大');
      expect(japanese).not.toContain('Critical');
    });

    it('delivers hostile text, in bounds', async () => {
      await send(fixture.open(), hostileMessage());
      const [{ text }] = fixture.received();
      expect(text.length).toBeLessThan(64_000);
      expect(text).not.toMatch(/^Bcc:/im);
    });

    it('busy: try again, when it says so', async () => {
      await fixture.behave('busy');
      expect(await failure()).toMatchObject({ code: 'DESTINATION_BUSY', permanent: false, retryAfterMs });
    });

    it('failing: try again', async () => {
      await fixture.behave('fail');
      expect(await failure()).toMatchObject({ permanent: false, retryAfterMs: null });
      await fixture.behave('take');
      await send(fixture.open());
      expect(fixture.received()).toHaveLength(1);
    });

    it('refusing: no use to try again', async () => {
      await fixture.behave('refuse');
      expect(await failure()).toMatchObject({ code: 'DESTINATION_REFUSED', permanent: true });
    });

    it('saying nothing: given up in time, try again', async () => {
      await fixture.behave('hang');
      const error = await failure({ timeoutMs: 300 });
      expect(error).toMatchObject({ code: 'DESTINATION_UNREACHABLE', permanent: false });
      expect(error.message).toMatch(/did not answer in time/);
    });

    it('saying something that never ends: cut off', async () => {
      await fixture.behave('endless');
      expect((await failure()).permanent).toBe(false);
    });

    it('repeating secrets, and steering terminals: neither is told', async () => {
      await fixture.behave('echo');
      await failure();
    });

    it('breaking off: try again', async () => {
      await fixture.behave('break-off');
      expect(await failure()).toMatchObject({ code: 'DESTINATION_UNREACHABLE', permanent: false });
    });

    it.skipIf(without.includes('redirect'))('redirecting to an address inside: not followed', async () => {
      await fixture.behave('redirect');
      expect(await failure()).toMatchObject({ code: 'DESTINATION_FORBIDDEN' });
    });

    it('nobody there: try again', async () => {
      const destination = fixture.open();
      await fixture.stop();
      const error = await send(destination).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'DESTINATION_UNREACHABLE', permanent: false });
    });

    it('at an address that is not allowed: nothing is sent', async () => {
      expect(await failure({ allowPrivate: [] })).toMatchObject({ code: 'DESTINATION_FORBIDDEN' });
      expect(fixture.received()).toEqual([]);
    });

    it('stops when told to', async () => {
      const reason = new Error('told to');
      const destination = fixture.open();
      const before = destination.send(exampleMessage(), { key, signal: AbortSignal.abort(reason) });
      await expect(before).rejects.toBe(reason);
      expect(fixture.received()).toEqual([]);
      await fixture.behave('hang');
      const stop = new AbortController();
      const during = destination.send(exampleMessage(), { key, signal: stop.signal });
      setTimeout(() => stop.abort(reason), 50);
      await expect(during).rejects.toBe(reason);
    });
  });
}
