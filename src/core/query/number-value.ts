/** A number of a query or a record: whole ones are exact at any size. */
export type NumberValue = bigint | number;

const decimal = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;

/** Powers of ten beyond this are out of every stored number's range, and would cost memory to write out. */
const largestExponent = 400;

/** Decimal text, JSON's and with a leading `+` or bare point → number; undefined for anything else. */
export function parseNumber(text: string): NumberValue | undefined {
  const hit = decimal.exec(text);
  if (hit === null || (hit[2] === '' && (hit[3] ?? '') === '')) return undefined;
  const fraction = (hit[3] ?? '').replace(/0+$/, '');
  const shift = Number(hit[4] ?? 0) - fraction.length;
  const digits = hit[2] + fraction;
  if (shift < 0 || shift > largestExponent) return wholeDespite(hit[1], digits, shift) ?? Number(text);
  return BigInt(`${digits || '0'}${'0'.repeat(shift)}`) * (hit[1] === '-' ? -1n : 1n);
}

/** `100e-2` is whole though its exponent is negative. */
function wholeDespite(sign: string, digits: string, shift: number): bigint | undefined {
  if (/^0*$/.test(digits)) return 0n;
  const whole = digits.length + shift;
  if (shift > 0 || whole <= 0 || !/^0+$/.test(digits.slice(whole))) return undefined;
  return BigInt(digits.slice(0, whole)) * (sign === '-' ? -1n : 1n);
}

/** Negative, zero or positive; whole numbers and doubles compare exactly. */
export function compareNumbers(a: NumberValue, b: NumberValue): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
