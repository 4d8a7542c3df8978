import { dataItem } from '../value/item.ts';
import { parseXml } from '../value/parse-xml.ts';
import { eachItem, type MappingFunction } from './mapping-function.ts';

export const xml: MappingFunction = {
  name: 'xml',
  usage: 'xml',
  takes: 'no argument: xml',
  doc: 'XML as an object: elements and attributes are members, `#text` the text beside them, repeated elements a list; an element with text alone is that text. Other text stays text.',
  gives: 'object',
  examples: [
    {
      call: 'xml',
      from: '<Event><Id>7</Id><Data Name="a">x &amp; y</Data><Data Name="b"/></Event>',
      to: '{"Event":{"Id":"7","Data":[{"Name":"a","#text":"x & y"},{"Name":"b"}]}}',
    },
    { call: 'xml', from: 'a < b', to: 'a < b' },
  ],
  prepare(args) {
    if (args.length > 0) return undefined;
    return eachItem((item) => {
      const data = parseXml(item.text);
      return data === undefined ? item : dataItem(data);
    });
  },
};
