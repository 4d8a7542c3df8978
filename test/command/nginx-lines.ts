const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface NginxLine {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly address: string;
  readonly path: string;
  readonly agent?: string;
}

/** A line of NGINX's combined format, without its end. */
export function nginxLine({ time, address, path, agent = 'curl/8.0' }: NginxLine): string {
  const at = new Date(time);
  const two = (part: number) => String(part).padStart(2, '0');
  const day = `${two(at.getUTCDate())}/${months[at.getUTCMonth()]}/${at.getUTCFullYear()}`;
  const clock = `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
  return `${address} - - [${day}:${clock} +0000] "GET ${path} HTTP/1.1" 200 612 "-" "${agent}"`;
}

/** `count` lines, a second apart from `time` on; addresses and paths repeat, so every object has some of each. */
export function nginxLines(time: number, count: number): string {
  let text = '';
  for (let index = 0; index < count; index++)
    text += `${nginxLine({
      time: time + index * 1000,
      address: `192.0.2.${index % 200}`,
      path: index % 17 === 0 ? '/.env' : `/page/${index % 31}`,
    })}\n`;
  return text;
}
