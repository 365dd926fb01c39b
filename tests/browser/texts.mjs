// The labels a person reads, from the same catalogues as the pages: a script that follows them breaks when a label does.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

export function texts(language) {
  const folder = path.join(root, 'locales', language);
  const found = new Map();
  for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.ftl'))) {
    for (const line of fs.readFileSync(path.join(folder, file), 'utf8').split('\n')) {
      const at = line.indexOf(' = ');
      if (at > 0 && /^[a-z][\w-]*$/.test(line.slice(0, at))) found.set(line.slice(0, at), line.slice(at + 3).trim());
    }
  }
  return (key, values = {}) => {
    const text = found.get(key);
    if (text === undefined) throw new Error(`${language} has no text ${key}`);
    return text.replace(/\{ \$(\w+) \}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
}
