import type { Line, Section } from '../../answer/tell/sections.ts';
import { escapeHtml } from '../../core/harmless/faces.ts';
import type { Level } from '../../core/sigma/rule.ts';
import type { Language } from '../../core/words/format-count.ts';
import type { MailParts } from './render-mail.ts';

const family = "system-ui,'Segoe UI','Hiragino Sans','Yu Gothic UI','Noto Sans JP',Meiryo,sans-serif";
const mono = "ui-monospace,'SF Mono',Menlo,Consolas,monospace";

/** Fill and ink of each level. */
const colours: Readonly<Record<Level, readonly [fill: string, ink: string]>> = {
  critical: ['#A3112C', '#FFFFFF'],
  high: ['#F08A4B', '#1C0F05'],
  medium: ['#F7D94C', '#1F1900'],
  low: ['#CBE8EF', '#06262E'],
  informational: ['#ECEFF3', '#12161C'],
};

/** Dark by the reader's setting; programs that know no such rule show it light. */
const style = `:root{color-scheme:light dark;supported-color-schemes:light dark}
body,.page{background:#FFFFFF;color:#12161C}.soft{color:#454D5A}.code{background:#F6F7F9;color:#12161C}.line{border-color:#D3D8E0}a{color:#1B5CC4}
@media (prefers-color-scheme:dark){body,.page{background:#0F1318!important;color:#E8ECF1!important}.soft{color:#B4BDC9!important}.code{background:#1F262F!important;color:#E8ECF1!important}.line{border-color:#2E3742!important}a{color:#7FB2FF!important}}`;

/** One column of 600 px; nothing is fetched, nothing runs. Texts in the parts are safe for HTML already. */
export function mailHtml(
  { headline, meta, sections, links, footer }: MailParts,
  { language, level }: { readonly language: Language; readonly level: Level },
): string {
  const [fill, ink] = colours[level];
  const pages = links.map(({ label, url }) => `<a href="${escapeHtml(url)}" style="margin-right:16px">${label}</a>`);
  const rows = [
    `<td style="padding:12px;background:${fill};color:${ink};font-size:18px;line-height:1.5;font-weight:600">${headline}</td>`,
    cell(`<span class="soft">${meta}</span>`),
    ...sections.map(sectionHtml),
    ...(pages.length === 0 ? [] : [cell(pages.join(' '))]),
    `<td class="soft line" style="padding:12px;border-top:1px solid #D3D8E0;font-size:12px">${footer.join('<br>')}</td>`,
  ];
  return [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width,initial-scale=1">',
    '<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">',
    `<title>Kushi</title><style>${style}</style></head><body style="margin:0;padding:0">`,
    `<table role="presentation" class="page" align="center" width="600" cellpadding="0" cellspacing="0" style="width:100%;max-width:600px;font-family:${family};font-size:14px;line-height:1.6">`,
    ...rows.map((row) => `<tr>${row}</tr>`),
    '</table></body></html>',
  ].join('\n');
}

function cell(html: string): string {
  return `<td style="padding:8px 12px;word-break:break-word">${html}</td>`;
}

function sectionHtml({ label, lines }: Section): string {
  const head = label === null ? '' : `<div style="font-weight:600;font-size:15px;padding-bottom:2px">${label}</div>`;
  return cell(`${head}${grouped(lines).join('')}`);
}

/** Fields that follow each other are one table. */
function grouped(lines: readonly Line[]): string[] {
  const parts: string[] = [];
  let fields: string[] = [];
  const close = () => {
    if (fields.length > 0)
      parts.push(`<table role="presentation" cellpadding="0" cellspacing="0">${fields.join('')}</table>`);
    fields = [];
  };
  for (const line of lines) {
    if (line.kind === 'field') {
      fields.push(
        `<tr><td class="soft" style="padding:1px 12px 1px 0;vertical-align:top;white-space:nowrap">${line.label}</td><td style="padding:1px 0;word-break:break-word">${line.text}</td></tr>`,
      );
      continue;
    }
    close();
    parts.push(lineHtml(line));
  }
  close();
  return parts;
}

function lineHtml(line: Exclude<Line, { kind: 'field' }>): string {
  if (line.kind === 'shell')
    return `<pre class="code" style="margin:4px 0;padding:6px 8px;font-family:${mono};font-size:12px;white-space:pre-wrap;word-break:break-all">${escapeHtml(line.shell)}</pre>`;
  if (line.kind === 'strong') return `<div style="font-weight:600;font-size:16px">${line.text}</div>`;
  return line.kind === 'note'
    ? `<div class="soft" style="padding-bottom:8px">${line.text}</div>`
    : `<div>${line.text}</div>`;
}
